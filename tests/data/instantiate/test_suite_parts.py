"""Plans of the suite are recognised with their slots; others are not, and another judge speaks."""

from itertools import islice

import pytest

from lamwright.actions import Action, ClickInput, ControlRef, KeyboardInput, SelectText
from lamwright.data.howto.expecting import Expected
from lamwright.data.instantiate.judges import as_task, expectation, judge_of, which_judge
from lamwright.data.instantiate.results import Instantiated
from lamwright.data.instantiate.suite_parts import suite_parts
from lamwright.data.splits import split_of_root
from lamwright.effect import EffectJudge, Formats, Untold
from lamwright.environments.writer.environment import WriterEnvironment
from lamwright.environments.writer.shipped_map import writer_map
from lamwright.environments.writer.suite.generate import make_task, training_tasks
from lamwright.environments.writer.suite.kinds import kind
from lamwright.judge import StateJudge
from lamwright.pairs import Lineage
from lamwright.tasks import Task


def instantiated(plan: tuple[Action, ...], template: str, *roots: str) -> Instantiated:
    return Instantiated("a", "Do it", "Do it", template, plan, (), Lineage(roots), "suite")


def of_task(task: Task) -> Instantiated:
    return instantiated(task.plan, task.template, *(f"suite:{part.kind}" for part in task.parts))


def test_the_slots_of_every_suite_task_are_found_in_its_plan() -> None:
    tasks = [task for task in islice(training_tasks(5), 120) if task.parts]
    assert any(len(task.parts) > 1 for task in tasks)
    assert [suite_parts(of_task(task)) for task in tasks] == [task.parts for task in tasks]


def bold() -> Task:
    task = make_task(kind("bold_text"), "train", "1")
    assert task
    return task


def test_a_plan_that_does_more_is_not_the_suites() -> None:
    task = bold()
    assert suite_parts(instantiated((*task.plan, KeyboardInput("ctrl+End")), task.template, "suite:bold_text")) is None


def test_a_task_that_its_template_cannot_hold_is_not_the_suites() -> None:
    plan = (SelectText("purple dog"), *bold().plan[1:])
    assert suite_parts(instantiated(plan, "invoice", "suite:bold_text")) is None


@pytest.mark.parametrize("roots", [(), ("help/bold",), ("suite:bold_text", "help/bold"), ("suite:no_such_kind",)])
def test_another_lineage_is_not_the_suites(roots: tuple[str, ...]) -> None:
    task = bold()
    assert suite_parts(instantiated(task.plan, task.template, *roots)) is None


FORMATS, UNTOLD = Expected(Formats(), alone=True), Expected(Untold("it leaves no trace"), alone=True)


def test_the_state_speaks_first_then_the_plan_then_a_model() -> None:
    suite = as_task(of_task(bold()))
    other = as_task(instantiated((SelectText("boiler"),), "invoice", "help/x"))
    assert which_judge(suite, FORMATS, has_model=True) == "state"
    assert which_judge(other, FORMATS, has_model=True) == "plan"
    assert which_judge(other, UNTOLD, has_model=True) == "model"
    assert which_judge(other, UNTOLD, has_model=False) is None


def test_each_judge_is_the_one_that_was_chosen() -> None:
    environment = WriterEnvironment()  # never reset: no Writer is started
    suite = as_task(of_task(bold()))
    other = as_task(instantiated((SelectText("boiler"),), "invoice", "help/x"))
    assert isinstance(judge_of(suite, environment, FORMATS, has_model=False), StateJudge)
    assert isinstance(judge_of(other, environment, FORMATS, has_model=False), EffectJudge)
    assert judge_of(other, environment, UNTOLD, has_model=True) is None


def test_what_a_plan_should_do_follows_from_its_actions() -> None:
    plan = (SelectText("boiler"), ClickInput(ControlRef("Bold", "toggle button")))
    assert expectation(plan, writer_map()) == Expected(Formats(phrase="boiler", traits=("font-weight",)), alone=True)


def test_a_task_of_a_held_out_root_is_a_test_task() -> None:
    roots = [f"help/{number}" for number in range(200)]
    for root in roots:
        tier = as_task(instantiated((SelectText("boiler"),), "invoice", root)).tier
        assert (tier == "train") == (split_of_root(root) == "train")
