"""What is measured on was never trained on."""

from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from lamwright.data.plans.funnel import Funnel
from lamwright.data.plans.store import new_set_manifest, write_manifest, write_pairs
from lamwright.data.splits import split_of_root
from lamwright.environments.writer.suite.generate import make_perturbed
from lamwright.environments.writer.suite.perturbations import recovery
from lamwright.errors import UsageError
from lamwright.evaluation.heldout import TIERS, held_out_tasks, set_plans
from lamwright.pairs import Lineage, Pair


def pair(root: str, *, depth: int = 0, source: str = "help") -> Pair:
    return Pair(
        f"{root}-{depth}",
        f"do {root}{' again' * depth}",
        (f"Press {root}",),
        source,
        "page",
        "MPL-2.0",
        "",
        "writer",
        Lineage((root,), depth=depth),
    )


def roots(split: str) -> list[str]:
    return [root for root in map(str, range(200)) if split_of_root(root) == split]


def write_set(folder: Path, pairs: list[Pair]) -> Path:
    write_manifest(folder, new_set_manifest("plans build", {}, 0, "1.0", "abc"))
    write_pairs(folder, pairs)
    return folder


@pytest.mark.parametrize("tier", TIERS)
def test_every_tier_has_as_many_tasks_as_asked_for_of_its_own_name(tier: str) -> None:
    made = list(held_out_tasks(tier, seed=1, count=6))  # type: ignore[arg-type]
    assert [task.tier for task in made] == [tier] * 6
    assert len({task.name for task in made}) == 6


def test_a_held_out_tasks_plan_takes_its_start_into_account() -> None:
    blind = list(islice(filter(None, (make_perturbed("perturbed", f"1.{number}") for number in range(60))), 20))
    made = list(held_out_tasks("perturbed", seed=1, count=20))
    assert made == [replace(task, plan=recovery(task)) for task in blind]
    assert made != blind


def test_tiers_by_default_hold_at_least_435_tasks() -> None:
    assert 100 * len(TIERS) >= 435


def test_pairs_are_those_of_the_test_split_documented_and_evolved_apart(tmp_path: Path) -> None:
    test, train = roots("test")[:6], roots("train")[:6]
    pairs = [pair(root, depth=depth) for root in (*test, *train) for depth in (0, 1, 1)]
    found = set_plans(write_set(tmp_path, [*pairs, pair(test[0], source="suite")]), seed=0, count=4)
    assert [one.source for one in found] == ["documented"] * 4 + ["evolved"] * 4
    assert {one.request.split()[1] for one in found} <= set(test)
    assert len({one.request for one in found}) == 8  # a task that stands there twice is asked for once
    assert found == set_plans(tmp_path, seed=0, count=4)


def test_pairs_with_a_training_pairs_task_or_plan_are_left_out_and_counted(tmp_path: Path) -> None:
    test, train = roots("test")[:4], pair(roots("train")[0])
    pairs = [
        replace(pair(test[0]), task=train.task.upper()),
        replace(pair(test[1]), plan=train.plan),
        pair(test[2]),
        replace(pair(test[3]), task=pair(test[2]).task),
    ]
    funnel = Funnel()
    (found,) = set_plans(write_set(tmp_path, [*pairs, train]), seed=0, count=4, funnel=funnel)
    assert found.name == pair(test[2]).id
    assert dict(funnel.stages["pairs of the test split"].rejected) == {
        "its task or plan is a training pair's": 2,
        "its task is another test pair's": 1,
    }


def test_an_empty_test_split_is_refused(tmp_path: Path) -> None:
    folder = write_set(tmp_path, [pair(root) for root in roots("train")[:3]])
    with pytest.raises(UsageError) as caught:
        set_plans(folder, seed=0, count=4)
    assert str(caught.value) == (
        f"{folder} holds no pair of the test split that differs from those for training: there is nothing to measure on. "
        "Build more: lamwright plans build"
    )
