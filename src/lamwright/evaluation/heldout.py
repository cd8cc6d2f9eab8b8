"""Which tasks and which task-plan pairs were never trained on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from lamwright.data.plans.funnel import Funnel
from lamwright.data.plans.store import read_pairs
from lamwright.data.splits import split_of
from lamwright.environments.writer.suite.generate import make_composed, make_impossible, make_perturbed, tasks
from lamwright.environments.writer.suite.perturbations import some_recovering
from lamwright.errors import UsageError
from lamwright.pairs import Pair
from lamwright.steps import say_plan
from lamwright.tasks import Task, Tier

TIERS: tuple[Tier, ...] = ("parameters", "wordings", "composed", "impossible", "perturbed")
PLAN_TIERS: tuple[Tier, ...] = ("parameters", "wordings", "composed")
"""Tiers whose requests alone say what the plan is; whether something is impossible only the document tells."""

HELD_OUT = "pairs of the test split"
"""The stage that counts which of them are measured on."""


def held_out_tasks(tier: Tier, seed: int, count: int) -> Iterator[Task]:
    """`count` tasks of one tier that were never trained on, their plans taking the start into account.

    Kinds without a value or a block hold out no parameter.
    """
    if tier in ("parameters", "wordings"):
        return islice((task for task in tasks(tier, seed) if tier == "wordings" or task.parts[0].slots), count)
    make = {"composed": make_composed, "impossible": make_impossible, "perturbed": make_perturbed}[tier]
    made = (make(tier, f"{seed}.{number}") for number in range(count * 3))
    return islice(some_recovering((task for task in made if task), 1, seed), count)


@dataclass(frozen=True, slots=True)
class PlanTask:
    """A request and its reference plan. `source` is what figures are reported by; `task` can be done in Writer, None where it cannot."""

    name: str
    request: str
    reference: tuple[str, ...]
    source: str
    task: Task | None = None


def suite_plans(tiers: Sequence[Tier], seed: int, count: int) -> list[PlanTask]:
    """`count` tasks of each tier with the expert's plan in words."""
    return [
        PlanTask(task.name, task.request, say_plan(task.plan), f"suite: {tier}", task)
        for tier in tiers
        for task in held_out_tasks(tier, seed, count)
    ]


def set_plans(folder: Path, seed: int, count: int, funnel: Funnel | None = None) -> list[PlanTask]:
    """Up to `count` documented and `count` evolved pairs of a set's test split, drawn by the seed.

    The suite's own pairs are left out; so are those whose task or plan is also that of a pair for training (pages repeat one another), and
    of pairs with the same task all but the first: a task has one reference. `funnel` counts them. Raises UsageError where none is left.
    """
    test = list(_unlike_training(folder, funnel if funnel is not None else Funnel()))
    if not test:
        raise UsageError(
            f"{folder} holds no pair of the test split that differs from those for training: there is nothing to measure on. "
            "Build more: lamwright plans build"
        )
    documented = _drawn([pair for pair in test if pair.documented], seed, count)
    evolved = _drawn([pair for pair in test if not pair.documented], seed, count)
    return [PlanTask(pair.id, pair.task, pair.plan, "documented" if pair.documented else "evolved") for pair in (*documented, *evolved)]


def _unlike_training(folder: Path, funnel: Funnel) -> Iterator[Pair]:
    tasks, plans = set[str](), set[tuple[str, ...]]()
    for pair in read_pairs(folder):
        if split_of(pair) == "train":
            tasks.add(pair.task.casefold())
            plans.add(pair.plan)
    asked = set[str]()
    for pair in read_pairs(folder):
        if split_of(pair) != "test" or pair.source == "suite" or not pair.plan:
            continue
        task = pair.task.casefold()
        if task in tasks or pair.plan in plans:
            funnel.rejected(HELD_OUT, "its task or plan is a training pair's")
        elif task in asked:
            funnel.rejected(HELD_OUT, "its task is another test pair's")
        else:
            funnel.passed(HELD_OUT)
            asked.add(task)
            yield pair


def _drawn(pairs: list[Pair], seed: int, count: int) -> list[Pair]:
    return Random(f"plans/{seed}").sample(pairs, min(count, len(pairs)))
