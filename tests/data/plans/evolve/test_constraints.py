from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from random import Random

import pytest
from tests.data.plans.evolve.documented import BREAK, CHART, DOCUMENTED, MERGE, OPEN_BORDERS, SPELL, SUM

from lamwright.application_map import read_map
from lamwright.data.plans.evolve.constraints import Constraints
from lamwright.data.plans.evolve.moves import OTHERS, PLACES, Move
from lamwright.grammar import KEYS
from lamwright.pairs import Pair
from lamwright.steps import read

WRITER = read_map(Path(str(files("lamwright.environments.writer") / "map.json")))


def many(given: Pair) -> list[Pair]:
    return [made for seed in range(120) if (made := Constraints().evolve(given, Random(seed)))]


def added(made: Pair, given: Pair) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The steps before and behind the plan, which stands in it as it was."""
    size = len(given.plan)
    at = next(at for at in range(len(made.plan)) if made.plan[at : at + size] == given.plan)
    return made.plan[:at], made.plan[at + size :]


@pytest.mark.parametrize("given", [SPELL, MERGE, BREAK, OPEN_BORDERS, SUM])
def test_the_plan_stays_whole_and_every_added_step_can_be_done(given: Pair) -> None:
    for made in many(given):
        before, behind = added(made, given)
        assert before or behind
        for step in (*before, *behind):
            assert read(step)


def test_every_value_of_an_added_step_stands_in_the_task() -> None:
    fixed = {
        "Description", "Title", "Name", "Comment", "Footnote", "Variable:", "Variable", "OK", "Insert", "Find", "Replace", "Replace All",
        "Close", "URL", "odt", "docx", "pdf",
    }  # fmt: skip
    for made in many(SPELL):
        before, behind = added(made, SPELL)
        for action in (action for step in (*before, *behind) for action in read(step)):
            for value in (getattr(action, name, None) for name in ("text", "paragraph", "name", "rows", "columns", "size", "format")):
                assert value is None or value in fixed or value in made.task, (made.task, made.plan)


def test_nothing_follows_a_dialog_that_is_left_open_but_escape() -> None:
    behind = {added(made, OPEN_BORDERS)[1][:1] for made in many(OPEN_BORDERS)}
    assert behind == {(), ("Press Escape",)}


def test_nothing_stands_before_a_plan_that_counts_its_steps() -> None:
    assert {added(made, SUM)[0] for made in many(SUM)} == {()}


def test_a_plan_that_says_where_it_works_is_given_no_other_place() -> None:
    places = {step.split('"')[0] for place in PLACES for step in place.steps[:1]}
    assert not [made for made in many(BREAK) if made.plan[0].split('"')[0] in places and made.plan[1] == BREAK.plan[0]]


def test_what_is_done_in_another_application_is_left_alone() -> None:
    assert many(CHART) == []
    assert many(replace(SPELL, application="")) == []


def test_the_last_change_is_undone_only_behind_a_change() -> None:
    assert not [made for made in many(SPELL) if "Press ctrl+z" in made.plan]
    assert [made for made in many(BREAK) if made.plan[len(BREAK.plan) :][:1] == ("Press ctrl+z",)]


@pytest.mark.parametrize("move", [*PLACES, *OTHERS], ids=lambda move: move.words[0])
def test_every_move_is_canonical_and_uses_controls_and_keys_that_are_there(move: Move) -> None:
    filled = move.filled(Random(1))
    actions = [action for step in filled.steps for action in read(step)]
    assert all(getattr(action, "keys", KEYS[0]) in (*KEYS, "ctrl+Home") for action in actions)
    clicked = [control for action in actions if (control := getattr(action, "control", None))]
    assert all(any(known.type == control.type for known in WRITER.named(control.text)) for control in clicked)
    assert not any("{" in text for text in (*filled.words, *filled.steps, *filled.given))


def test_every_documented_pair_of_the_tests_is_tried() -> None:
    assert sum(bool(many(given)) for given in DOCUMENTED) >= len(DOCUMENTED) - 2
