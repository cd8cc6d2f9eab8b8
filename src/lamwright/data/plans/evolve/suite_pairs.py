"""The task suite as a source of pairs: requests in people's words, plans that Writer can execute step by step."""

from collections.abc import Iterator

from lamwright.data.plans.evolve.operator import identity
from lamwright.data.plans.funnel import Funnel
from lamwright.environments.writer.suite.generate import make_composed, training_tasks
from lamwright.errors import ActionError
from lamwright.pairs import Lineage, Pair
from lamwright.steps import read_plan, say_plan
from lamwright.tasks import Task

SOURCE, LICENCE, ATTRIBUTION = "suite", "Apache-2.0", "lamwright task suite"
STAGE = "suite tasks"


def suite_pairs(seed: int, funnel: Funnel) -> Iterator[Pair]:
    """Pairs without end, never documented ones: a kind of task is the root, its tasks are one step removed from it."""
    for task in _with_more_composed(seed):
        pair = _pair(task)
        flaw = _flaw(task, pair)
        if flaw:
            funnel.rejected(STAGE, flaw)
        else:
            funnel.passed(STAGE)
            yield pair


def _with_more_composed(seed: int) -> Iterator[Task]:
    """What experts are asked for, and after every second a composed task: plans of several requests are the hardest to write."""
    for number, task in enumerate(training_tasks(seed)):
        yield task
        composed = make_composed("train", f"{seed}.p{number}") if number % 2 else None
        if composed:
            yield composed


def _pair(task: Task) -> Pair:
    roots = tuple(dict.fromkeys(f"suite:{part.kind}" for part in task.parts))
    plan = say_plan(task.plan)
    lineage = Lineage(roots, roots[0] if roots else "", "instance", 1)
    return Pair(identity(task.request, plan), task.request, plan, SOURCE, task.kinds, LICENCE, ATTRIBUTION, "writer", lineage)


def _flaw(task: Task, pair: Pair) -> str | None:
    if not task.possible:
        return "cannot be done, so it has no plan"
    try:
        readable = read_plan(pair.plan) == tuple(action for action in task.plan if action.status == "CONTINUE")
    except ActionError:
        readable = False
    return None if readable else "its steps cannot be read back"
