"""Other starts: each can be recovered from, doing nothing is judged for what it is, and a reset leaves no trace of any."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from random import Random

import pytest

from lamwright.actions import Action, ClickInput, ControlRef, KeyboardInput, SelectCell
from lamwright.environments.writer.environment import WriterEnvironment
from lamwright.environments.writer.suite.generate import make_perturbed, scene, tasks, training_tasks
from lamwright.environments.writer.suite.perturbations import (
    CHECKED,
    DIALOGS,
    PERTURBATIONS,
    SIZES,
    perturb,
    recovery,
    some_perturbed,
)
from lamwright.environments.writer.suite.verdict import state_judge
from lamwright.episode import run_episode
from lamwright.grammar import KEYS
from lamwright.policy import PlanPolicy
from lamwright.tasks import Start, Task
from lamwright.trajectory import Trajectory

TEMPLATE = "formal_letter"
NAMES = {"half": "page_break_paragraph", "window": "center_paragraph", "done": "strikethrough_text"}
"""The kinds that the perturbations are tried on, where it is not the first."""


def task_of(name: str, kind: str = "bold_text") -> Task:
    """A task on the one template, from that start."""
    plain = next(task for task in tasks("train", 5, (kind,)) if task.template == TEMPLATE)
    perturbation = PERTURBATIONS[name]
    assert perturbation.suits(plain)
    return replace(plain, start=replace(perturbation.make(plain, Random(3)), name=name))


def ran(writer: WriterEnvironment, task: Task, plan: Sequence[Action]) -> Trajectory:
    return run_episode(
        writer,
        scene(task.template).template.path,
        PlanPolicy(plan),
        task.request,
        judge=state_judge(writer, task),
        perturb=lambda: perturb(writer, task.start),
    )


def passed(trajectory: Trajectory) -> bool:
    assert trajectory.failure is None
    assert trajectory.verdict
    return trajectory.verdict.success


@pytest.mark.parametrize("name", PERTURBATIONS)
def test_a_run_that_recovers_passes_and_one_that_does_nothing_does_not(writer: WriterEnvironment, name: str) -> None:
    task = task_of(name, NAMES.get(name, "bold_text"))
    recovered = ran(writer, task, recovery(task))
    assert passed(recovered), recovered.verdict
    assert passed(ran(writer, task, ())) == (name == "done")


@pytest.mark.parametrize("name", PERTURBATIONS)
def test_a_reset_leaves_no_trace_of_a_start(writer: WriterEnvironment, name: str) -> None:
    task = task_of(name, NAMES.get(name, "bold_text"))
    path = scene(task.template).template.path
    before, truth = writer.reset(path), writer.truth()
    perturb(writer, task.start)
    assert task.start.name in ("selection", "caret") or writer.observe() != before
    after = writer.reset(path)
    assert (after.window, [(c.text, c.type, c.rectangle) for c in after.controls]) == (
        before.window,
        [(c.text, c.type, c.rectangle) for c in before.controls],
    )
    assert writer.truth() == truth


@pytest.mark.parametrize(("name", "kind"), [("done", "bold_text"), ("dialog", "bold_text"), ("window", "center_paragraph")])
def test_a_plan_that_is_followed_blindly_fails(writer: WriterEnvironment, name: str, kind: str) -> None:
    task = task_of(name, kind)
    start = Start(name, size=SIZES[-1]) if name == "window" else task.start
    assert not passed(ran(writer, replace(task, start=start), task.plan))


@pytest.mark.parametrize("name", ["marks", "sidebar"])
def test_what_was_shown_may_be_hidden_again(writer: WriterEnvironment, name: str) -> None:
    task = task_of(name)
    assert passed(ran(writer, task, (*task.plan, *task.start.actions)))


def test_marks_that_are_to_be_shown_must_not_be_hidden(writer: WriterEnvironment) -> None:
    plain = replace(next(tasks("train", 5, ("show_marks",))), template=TEMPLATE)
    task = replace(plain, start=Start("done", plain.plan))
    assert passed(ran(writer, task, ()))
    assert not passed(ran(writer, task, task.plan))


def test_what_another_than_the_start_shows_is_a_fault(writer: WriterEnvironment) -> None:
    task = task_of("caret")
    marks = ClickInput(ControlRef("Formatting Marks", "toggle button"))
    wrong = ran(writer, task, (*task.plan, marks))
    assert wrong.verdict
    assert wrong.verdict.reasons == ("view: ShowNonprintingCharacters expected False, is True",)


@pytest.mark.parametrize("kind", ["justify_document", "append_document"])
def test_keys_that_a_table_keeps_to_itself_work_again_from_the_top(writer: WriterEnvironment, kind: str) -> None:
    plain = next(task for task in tasks("train", 5, (kind,)) if task.template == "survey_report")
    task = replace(plain, start=Start("caret", (SelectCell("A2"), KeyboardInput("Right"))))
    assert not passed(ran(writer, task, task.plan))
    assert passed(ran(writer, task, recovery(task)))


@pytest.mark.parametrize("path", DIALOGS)
def test_every_dialog_opens_and_is_closed_by_a_reset(writer: WriterEnvironment, path: tuple[str, ...]) -> None:
    document = scene(TEMPLATE).template.path
    writer.reset(document)
    last = "check menu item" if path in CHECKED else "menu item"
    perturb(writer, Start("dialog", (ClickInput(ControlRef(path[0], "menu")), ClickInput(ControlRef(path[1], last)))))
    assert writer.observe().modal
    assert not writer.reset(document).modal


# Without Writer


def test_the_same_seed_gives_the_same_starts_and_another_gives_others() -> None:
    def starts(seed: int) -> list[Start]:
        return [task.start for task in islice(some_perturbed(training_tasks(1), 0.5, seed), 80)]

    assert starts(2) == starts(2)
    assert starts(2) != starts(3)


def test_the_share_of_other_starts_is_as_asked_for_and_every_kind_is_among_them() -> None:
    made = list(islice(some_perturbed(training_tasks(1), 0.5, 0), 900))
    names = {task.start.name for task in made}
    assert names == {"", *PERTURBATIONS}
    assert 0.4 < sum(bool(task.start.name) for task in made) / len(made) < 0.55  # what cannot be done stays as it is
    assert len({task.name for task in made}) == len(made)


def test_what_cannot_be_done_keeps_its_plain_start() -> None:
    made = islice(some_perturbed(training_tasks(1), 1.0, 0), 300)
    assert not any(task.start.name for task in made if not task.possible)


def test_recoveries_press_only_keys_that_a_model_may_press() -> None:
    made = islice(some_perturbed(training_tasks(1), 1.0, 0), 400)
    pressed = {getattr(action, "keys", "Escape") for task in made for action in recovery(task)}
    assert pressed <= set(KEYS)


@pytest.mark.parametrize("kind", ["paper_page", "zoom_view", "track_changes"])
def test_what_no_window_shows_is_no_start_that_is_done(kind: str) -> None:
    assert not PERTURBATIONS["done"].suits(next(tasks("train", 5, (kind,))))


def test_a_recovery_does_no_more_than_it_must() -> None:
    paper = next(tasks("train", 5, ("paper_page",)))
    for name in ("caret", "selection"):
        assert recovery(replace(paper, start=Start(name, (KeyboardInput("ctrl+End"),)))) == paper.plan


@pytest.mark.parametrize(("size", "keys"), [((1000, 700), False), ((800, 600), True), ((640, 480), True)])
def test_keys_stand_in_for_a_button_only_where_the_window_is_too_small_for_it(size: tuple[int, int], keys: bool) -> None:
    centred = replace(task_of("window", "center_paragraph"), start=Start("window", size=size))
    assert (centred.plan != recovery(centred)) == keys


def test_held_out_starts_are_of_their_own_tier() -> None:
    made = [task for task in (make_perturbed("perturbed", str(seed)) for seed in range(40)) if task]
    assert len(made) > 35
    assert {task.tier for task in made} == {"perturbed"}
    assert all(task.start.name and task.name.endswith(f"/{task.start.name}") for task in made)
