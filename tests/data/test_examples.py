"""Examples: the same steps in other words, and nothing that the model could not write."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from random import Random

import pytest
from tests.data.recorded_runs import root_of_split

from lamwright.actions import Action, Finish, GiveUp, SelectParagraph, SelectText
from lamwright.data.examples import Rewording, Source, _rewritten, sources
from lamwright.data.recorded import task_to_json
from lamwright.environments.writer.suite.generate import tasks
from lamwright.environments.writer.suite.perturbations import recovery, some_perturbed
from lamwright.errors import UsageError
from lamwright.example import EpisodeExample, StepExample
from lamwright.grammar import target_of, values_of
from lamwright.observation import Control, Observation, Rectangle
from lamwright.records import Episode
from lamwright.tasks import Part, Start, Task
from lamwright.trajectory import Step, StepSeconds, Trajectory, Verdict

NAMES = ("bold_text", "center_paragraph", "replace_all", "comment_text", "save_docx", "red_text", "underline_paragraph", "insert_header")


def written(names: tuple[str, ...], count: int) -> list[Source]:
    """Sources as a run of experts would leave them, without Writer."""
    found = []
    for task in islice(tasks("train", 3, names), count):
        steps = tuple(StepExample("window document", (target_of(action),), action) for action in (*task.plan, Finish()))
        found.append(Source(task.request, task.template, task.parts, steps))
    return found


@pytest.fixture(scope="module")
def examples() -> list[EpisodeExample]:
    stream = Rewording(written(NAMES, 60))
    rng = Random(5)
    return [stream.sample(rng) for _ in range(300)]


def spans(example: EpisodeExample) -> Iterator[str]:
    for step in example.steps:
        if isinstance(step.action, SelectText | SelectParagraph):
            yield from values_of(step.action)


def test_what_a_model_must_copy_stands_in_the_request(examples: list[EpisodeExample]) -> None:
    missing = [
        (example.request, span) for example in examples for span in spans(example) if span.casefold() not in example.request.casefold()
    ]
    assert missing == []


def test_requests_differ_though_the_steps_come_from_few_episodes(examples: list[EpisodeExample]) -> None:
    assert len({example.request for example in examples}) > 280


def test_requests_about_words_that_are_not_there_are_given_up_after_the_refusal(examples: list[EpisodeExample]) -> None:
    given_up = [example for example in examples if isinstance(example.steps[-1].action, GiveUp)]
    assert given_up
    for example in given_up:
        assert len(example.steps) == 2
        assert "refused" in example.steps[1].state


def test_joined_requests_have_the_steps_of_all_and_one_end(examples: list[EpisodeExample]) -> None:
    joined = [example for example in examples if sum(isinstance(step.action, SelectText | SelectParagraph) for step in example.steps) > 1]
    assert len(joined) > 20
    assert all(sum(isinstance(step.action, Finish) for step in example.steps) == 1 for example in joined)


def test_a_joined_request_goes_on_in_the_state_where_the_one_before_ended() -> None:
    end = "window document; on Ended"
    stream = Rewording([replace(one, steps=(*one.steps[:-1], replace(one.steps[-1], state=end))) for one in written(NAMES, 60)])
    drawn = [stream._joined(Random(seed)) for seed in range(20)]
    later = [[step for step in example.steps if isinstance(step.action, SelectText | SelectParagraph)][1:] for example in drawn]
    assert {step.state for steps in later for step in steps} == {end}


def test_the_same_seed_gives_the_same_examples() -> None:
    stream = Rewording(written(NAMES, 16))
    assert [stream.sample(Random(1)) for _ in range(3)] == [stream.sample(Random(1)) for _ in range(3)]


def episode(task: Task, actions: Sequence[Action], style: str = "") -> Episode:
    """It succeeded, and every look showed a document whose paragraph has that style."""
    look = Observation("Untitled", (Control(1, "Style", "combo box", Rectangle(0, 0, 9, 9), value=style),))
    steps = tuple(Step(look, action, StepSeconds(0, 0, 0)) for action in actions)
    return Episode(Trajectory(task.request, "finished", steps, 1.0, Verdict(True, "state")), {"suite": task_to_json(task)})


def begun(start: str, kind: str) -> Task:
    return next(task for task in some_perturbed(tasks("train", 3, (kind,)), 1, 0) if task.start.name == start)


def test_where_the_start_had_done_something_already_only_to_go_on_from_it_is_an_example() -> None:
    done, half = begun("done", "bold_text"), begun("half", "page_break_paragraph")
    rest = half.plan[half.start.planned :]
    again = [episode(done, (*done.plan, Finish())), episode(half, (*half.plan, Finish()))]
    on = [episode(done, (Finish(),)), episode(half, (*rest, Finish()))]
    assert [len(source.steps) for source in sources([*again, *on])] == [1, len(rest) + 1]


def test_an_open_menu_is_taken_into_account_in_every_example() -> None:
    menu = begun("menu", "bold_text")
    blind, seen = (episode(menu, (*plan, Finish())) for plan in (menu.plan, recovery(menu)))
    assert [len(source.steps) for source in sources([blind, seen])] == [len(recovery(menu)) + 1]


@pytest.mark.parametrize(
    ("told", "again"),
    [
        ("at Dear annual report, we", "at Dear garden, we"),
        ("selected annual report Annual Report", "selected garden garden"),
        ("field Find: annual report", "field Find: garden"),
        ("on annual report", "on annual report"),
    ],
)
def test_words_are_exchanged_wherever_a_state_tells_them(told: str, again: str) -> None:
    part = Part("bold_text", {"text": "annual report"})
    step = StepExample(f"window document; {told}", (), Finish())
    [done] = _rewritten(Source("", "", (part,), (step,)), [replace(part, slots={"text": "garden"})])
    assert done.state == f"window document; {again}"


def test_to_finish_at_once_is_an_example_only_where_it_can_be_seen_that_all_is_done() -> None:
    done = begun("done", "title_paragraph")
    plain = replace(done, start=Start())
    met = episode(plain, (*plain.plan, Finish()), "Text Body")
    assert len(sources([met, episode(done, (Finish(),), "Title")])) == 2
    assert len(sources([met, episode(done, (Finish(),), "Text Body")])) == 1
    assert sources([episode(done, (Finish(),), "Text Body")], known=sources([met])) == []


def test_a_state_tells_the_words_that_the_request_was_given() -> None:
    task = next(iter(tasks("train", 3, ("font_text",))))
    font, text = task.parts[0].slots["font"], task.parts[0].slots["text"]
    steps = (StepExample(f"window document; selected {text}; set Text Body, {font}, 12 pt", (target_of(Finish()),), Finish()),)
    stream = Rewording([Source(task.request, task.template, task.parts, steps)])
    drawn = [stream.reword(Source(task.request, task.template, task.parts, steps), Random(seed)) for seed in range(20)]
    told = [part for example in drawn for part in example.steps[0].state.split("; ") if part.startswith("set ")]
    assert len(set(told)) > 3
    assert all(state.split(", ")[1] in example.request for state, example in zip(told, drawn, strict=True))


def test_a_state_tells_them_in_the_fields_of_a_dialog_and_at_the_caret_too() -> None:
    task = next(iter(tasks("train", 3, ("insert_header",))))
    words = task.parts[0].slots["new"]
    states = (f"window document; at {words[:40].strip()}", f"dialog Header; field Text: {words[:40].strip()}; field Angle: 45")
    source = Source(task.request, task.template, task.parts, tuple(StepExample(state, (), Finish()) for state in states))
    drawn = [Rewording([source]).reword(source, Random(seed)) for seed in range(20)]
    for example in drawn:
        at, field = example.steps[0].state.partition("at ")[2], example.steps[1].state.partition("Text: ")[2]
        assert at in example.request
        assert field == f"{at}; field Angle: 45"
    assert len({example.steps[0].state for example in drawn}) > 3


@pytest.mark.parametrize(
    ("extra", "what"),
    [
        ({"suite": {"tier": "wordings"}}, "a held-out task (tier 'wordings')"),
        ({}, "not of the task suite"),
        ({"suite": {"tier": "train"}, "howto": {"roots": (root_of_split("test"),)}}, "a held-out task (test split)"),
    ],
)
def test_what_is_held_out_is_not_learnt_from(extra: dict[str, object], what: str) -> None:
    with pytest.raises(UsageError) as refusal:
        sources([Episode(Trajectory("Make it bold", "finished", (), 1.0), extra)])
    said = f"This run cannot be trained on: its episode 'Make it bold' is {what}. Use a run of: lamwright collect"
    assert str(refusal.value) == said
