"""Every kind of task: its golden plan passes for real in Writer, other runs fail; its requests are what they should be."""

import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from random import Random
from typing import get_args

import pytest

from lamwright.actions import Action, ClickInput, ControlRef, GiveUp, KeyboardInput, SelectParagraph, SelectText, TypeText
from lamwright.data.examples import Rewording, Source
from lamwright.environments.writer.differences import differences
from lamwright.environments.writer.document import Document
from lamwright.environments.writer.environment import WriterEnvironment
from lamwright.environments.writer.passages import passages_of
from lamwright.environments.writer.suite import generate
from lamwright.environments.writer.suite.generate import make_composed, make_impossible, make_task, scene, tasks, training_tasks
from lamwright.environments.writer.suite.kind import Draw, Kind
from lamwright.environments.writer.suite.kinds import kind, kinds
from lamwright.environments.writer.suite.values import WORDS
from lamwright.environments.writer.suite.verdict import state_judge
from lamwright.environments.writer.suite.wording import word_reference, wordings
from lamwright.environments.writer.template import suite_templates
from lamwright.errors import ActionError
from lamwright.evaluation import held_out_tasks
from lamwright.example import StepExample
from lamwright.grammar import KEYS, target_of
from lamwright.grounding import ground, in_figures
from lamwright.judge import StateJudge
from lamwright.prompts import SELECTION_LETTERS
from lamwright.references import resolve_passage
from lamwright.tasks import Part, Split, Task, Tier

# Kinds are tried on these first, so that few documents have to be opened.
FIRST_TEMPLATES = ("lending_policy", "survey_report", "packing_list", "press_release", "ferry_poem", "workshop_schedule")
DRAWS = 12
# To look at the truth is to store the document, which ends the writing of a comment.
ENDED_BY_A_LOOK = ("comment_text",)
STRAY = (SelectParagraph("the last paragraph"), KeyboardInput("ctrl+End"), TypeText("x"))
every_kind = pytest.mark.parametrize("name", kinds())


# Real runs


@dataclass(frozen=True, slots=True)
class Case:
    """A task of one kind, and the plan of another task of that kind on the same document; empty where none can be drawn."""

    task: Task
    other_plan: tuple[Action, ...]


@cache
def case_of(name: str) -> Case:
    one = kind(name)
    known = [template.name for template in suite_templates()]
    for template in (*FIRST_TEMPLATES, *known):
        drawn = [task for task in (draw_task(one, template, seed) for seed in range(DRAWS)) if task]
        if drawn:
            return Case(drawn[0], other_plan(drawn))
    raise AssertionError(f"No template suits the kind '{name}'.")


def draw_task(one: Kind, template: str, seed: int) -> Task | None:
    """A task with words of training on that template, or None where the kind does not suit it."""
    place, rng, words = scene(template), Random(f"{one.name}/{seed}"), wordings("train")
    part = one.sample(place, Draw(rng, held_out=False))
    if part is None:
        return None
    if part.at is not None:
        reference = word_reference(part.at, place.template, passages_of(place.document), words, rng, check=True)
        if reference is None:
            return None
        slot = "item" if "{item}" in words[one.name][0] else "paragraph"
        part = Part(part.kind, {**part.slots, slot: reference}, part.at)
    return Task(one.name, one.group, "train", "", template, (part,), one.plan(part))


def other_plan(drawn: Sequence[Task]) -> tuple[Action, ...]:
    """The plan of a task that should leave another document than the first one does."""
    before = scene(drawn[0].template).document
    wanted = generate.expected(drawn[0], before)
    return next((task.plan for task in drawn if differences(wanted, generate.expected(task, before))), ())


def by_template(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: case_of(name).task.template)


def follow(writer: WriterEnvironment, plan: Iterable[Action]) -> None:
    for action in plan:
        writer.act(in_figures(ground(action, writer.observe(), writer.passages)))


def last_change(plan: Sequence[Action]) -> int:
    """The index of the last action that changes the document: a dialog that is merely closed at the end changes nothing."""
    return max(place for place, action in enumerate(plan) if not closes(action))


def closes(action: Action) -> bool:
    return (isinstance(action, ClickInput) and action.control.text == "Close") or action == KeyboardInput("Escape")


def begin(writer: WriterEnvironment, task: Task) -> StateJudge[Document]:
    """A judge of the run that starts now."""
    writer.reset(scene(task.template).template.path)
    judge = state_judge(writer, task)
    judge.begin()
    return judge


@pytest.mark.parametrize("name", by_template(kinds()))
def test_the_golden_plan_passes_and_wrong_runs_fail(writer: WriterEnvironment, name: str) -> None:
    case = case_of(name)
    task, plan, cut = case.task, case.task.plan, last_change(case.task.plan)
    judge = begin(writer, task)
    assert differences(generate.expected(task, writer.start_document), writer.start_document), "doing nothing passes"
    follow(writer, plan[:cut])
    assert not judge.verdict("finished").success, f"the plan passes without its last change: {plan[cut]}"
    if name in ENDED_BY_A_LOOK:
        judge = begin(writer, task)
        follow(writer, plan[:cut])
    follow(writer, plan[cut:])
    assert judge.verdict("finished").reasons == (), f"the golden plan fails: {task.parts}"
    if case.other_plan:
        judge = begin(writer, task)
    follow(writer, case.other_plan or STRAY)
    assert not judge.verdict("finished").success, f"another run passes: {case.other_plan or STRAY}"


# Without Writer


def step(state: str, action: Action) -> StepExample:
    return StepExample(state, (target_of(action),), action)


def reworded(selected: str, phrase: str) -> StepExample:
    """The step on a selection, where the request is about `phrase`; other words are put in for it."""
    bold = ClickInput(ControlRef("Bold", "toggle button"))
    steps = (step("window document", SelectText(phrase)), step(f"window document; selected {selected}; on Left", bold))
    source = Source("", "ferry_poem", (Part("bold_text", {"text": phrase}),), steps)
    examples = (Rewording([source]).reword(source, Random(seed)) for seed in range(9))
    return next(example.steps[1] for example in examples if example.steps[0].action != steps[0].action)


def test_the_selection_in_a_state_follows_the_request_only_where_it_is_what_was_asked_for() -> None:
    assert reworded("reports of the year", "report").state == "window document; selected reports of the year; on Left"
    assert "report" not in reworded("report", "report").state


def test_a_selection_that_is_cut_follows_too() -> None:
    long = "a phrase that is rather longer than a state may show"
    assert long[:SELECTION_LETTERS] not in reworded(long[:SELECTION_LETTERS], long).state


@pytest.mark.parametrize("kind_name", ["bold_text", "center_paragraph"])
def test_words_of_examples_about_nothing_are_of_training_and_stand_nowhere(kind_name: str) -> None:
    task = make_task(kind(kind_name), "train", "0")
    assert task
    source = Source("", task.template, task.parts, tuple(step("window document", action) for action in task.plan))
    stream, place = Rewording([source]), scene(task.template)
    examples = [example for example in (stream.sample(Random(seed)) for seed in range(300)) if example.steps[-1].action == GiveUp()]
    assert examples
    for example in examples:
        first = example.steps[0].action
        if isinstance(first, SelectText):
            assert all(word in Draw(Random(), held_out=False).own(WORDS) for word in first.text.split())
            assert first.text not in place.document.text.casefold()
        if isinstance(first, SelectParagraph):
            with pytest.raises(ActionError):
                resolve_passage(first.paragraph, passages_of(place.document))


def test_there_are_enough_kinds_each_in_a_group() -> None:
    assert len(kinds()) >= 60
    assert all(name == one.name and one.group for name, one in kinds().items())


def slots_of(wording: str) -> list[str]:
    return sorted(re.findall(r"\{(\w+)\}", wording))


@pytest.mark.parametrize(("split", "least"), [("train", 20), ("test", 5)])
@every_kind
def test_a_kind_has_enough_wordings_with_exactly_its_slots(name: str, split: Split, least: int) -> None:
    texts = wordings(split)[name]
    made = make_task(kind(name), "train", "0")
    assert made is not None
    assert len(set(texts)) >= least
    wrong = [number for number, text in enumerate(texts) if slots_of(text) != sorted(made.parts[0].slots)]
    assert wrong == [], f"wordings {wrong} of {name} ({split}) have other slots than {sorted(made.parts[0].slots)}"


DIGEST = """
import hashlib
from itertools import islice
from lamwright.environments.writer.suite.generate import tasks, training_tasks
made = [*islice(training_tasks(7), 120), *islice(tasks("wordings", 7), 60)]
print(hashlib.sha256(repr(made).encode()).hexdigest())
"""


def test_the_same_seed_gives_the_same_tasks_in_every_process() -> None:
    def digest(hash_seed: str) -> str:
        command = [sys.executable, "-c", DIGEST]
        return subprocess.run(
            command, env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": hash_seed}, check=True, capture_output=True, text=True
        ).stdout

    assert digest("1") == digest("2")


def test_other_seeds_give_other_tasks() -> None:
    assert [task.request for task in islice(tasks("train", 1), 20)] != [task.request for task in islice(tasks("train", 2), 20)]


def drawn_values(one: Kind, held_out: bool) -> set[tuple[str, str]]:
    """The slots' values in some draws on some templates."""
    draws = [
        (scene(template.name), Draw(Random(f"{template.name}/{seed}"), held_out))
        for template in suite_templates()[::3]
        for seed in range(6)
    ]
    parts = [one.sample(place, draw) for place, draw in draws]
    return {(slot, value) for part in parts if part for slot, value in part.slots.items()}


@every_kind
def test_values_for_testing_are_never_drawn_for_training(name: str) -> None:
    # A heading's level is one of three and stands in every split; what differs is the paragraph.
    both = drawn_values(kind(name), held_out=False) & drawn_values(kind(name), held_out=True)
    assert {(slot, value) for slot, value in both if slot != "level"} == set()


Parameters = tuple[str, str, int | None, tuple[tuple[str, str], ...]]


def parameters(template: str, part: Part) -> Parameters:
    """What a part is about, without how its paragraph is worded."""
    slots = tuple(sorted((slot, value) for slot, value in part.slots.items() if slot not in ("paragraph", "item")))
    return part.kind, template, part.at, slots


def training_parameters(name: str, template: str) -> set[Parameters]:
    parts = (kind(name).sample(scene(template), Draw(Random(f"{name}/{seed}"), held_out=False)) for seed in range(12))
    return {parameters(template, part) for part in parts if part}


def test_what_the_tier_parameters_asks_for_is_never_drawn_for_training() -> None:
    held_out = list(held_out_tasks("parameters", 3, 2 * len(kinds())))
    for task in held_out:
        name = task.parts[0].kind
        assert parameters(task.template, task.parts[0]) not in training_parameters(name, task.template)
    assert {task.parts[0].kind for task in held_out} == {name for name in kinds() if something_to_hold_out(name)}


def something_to_hold_out(name: str) -> bool:
    part = case_of(name).task.parts[0]
    return bool(part.slots) or part.at is not None


def test_kinds_without_parameters_are_tested_in_other_words_only() -> None:
    bare = {name for name in kinds() if not something_to_hold_out(name)}
    assert "show_marks" in bare
    assert bare <= {task.parts[0].kind for task in held_out_tasks("wordings", 3, 2 * len(kinds()))}


@pytest.mark.parametrize("tier", get_args(Tier)[:3])
def test_a_task_of_every_kind_can_be_made(tier: Tier) -> None:
    made = list(islice(tasks(tier, 3), 2 * len(kinds())))
    assert {task.parts[0].kind for task in made} == set(kinds())
    for task in made:
        assert task.plan
        assert "{" not in task.request
        assert all(slot in task.request for slot in task.parts[0].slots.values()), task.request
        assert generate.expected(task, scene(task.template).document) is not None


def test_composed_and_impossible_tasks_can_be_made() -> None:
    composed = [task for task in (make_composed("composed", str(seed)) for seed in range(30)) if task]
    assert len(composed) >= 28
    assert all(2 <= len(task.parts) <= 3 for task in composed)
    impossible = [make_impossible("impossible", str(seed)) for seed in range(30)]
    assert not any(task.possible for task in impossible)


def test_references_of_training_resolve_to_what_they_mean() -> None:
    checked = 0
    for task in islice(tasks("train", 5), 3 * len(kinds())):
        part = task.parts[0]
        if part.at is not None:
            checked += 1
            reference = part.slots.get("paragraph") or part["item"]
            assert resolve_passage(reference, passages_of(scene(task.template).document)).index == part.at, task.request
    assert checked > 50


def test_plans_press_only_keys_that_a_model_may_press() -> None:
    pressed = {action.keys for task in islice(training_tasks(9), 400) for action in task.plan if isinstance(action, KeyboardInput)}
    assert pressed <= set(KEYS)
