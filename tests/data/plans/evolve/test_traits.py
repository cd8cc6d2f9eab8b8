import pytest
from tests.data.plans.evolve.documented import BREAK, CHART, MERGE, NAMED_SECTION, OPEN_BORDERS, SAVE, SPELL, SUM, UNDERLINE, pair

from lamwright.data.plans.evolve.traits import is_opening, leaves_open, traits_of
from lamwright.pairs import Pair


@pytest.mark.parametrize(
    "given", [OPEN_BORDERS, pair("Change borders", "Choose Format > Paragraph..."), pair("Go", "In the A box, type b")]
)
def test_what_was_opened_last_counts_as_open(given: Pair) -> None:
    assert leaves_open(given)


@pytest.mark.parametrize(
    "given",
    [NAMED_SECTION, SPELL, BREAK, MERGE, pair("Look at borders", *OPEN_BORDERS.plan, "Press Escape"), pair("Go", "X...", "Click OK")],
)
def test_what_was_closed_does_not(given: Pair) -> None:
    assert not leaves_open(given)


def test_a_task_that_ends_by_opening_something_is_open_whatever_the_steps_look_like() -> None:
    assert leaves_open(pair("Underline the title, and then open sort", "Press ctrl+u", "Choose Tools > Sort"))


def test_only_opening_a_dialog_is_told_from_opening_and_working_in_it() -> None:
    assert is_opening(OPEN_BORDERS)
    assert not is_opening(pair("Open the Borders tab and set a line", *OPEN_BORDERS.plan, "Click a line"))
    assert not is_opening(pair("Open the ruler", "Choose View > Rulers"))
    assert not is_opening(pair("Open the Borders tab, close it again with Escape", *OPEN_BORDERS.plan, "Press Escape"))


def test_plans_that_place_themselves_count_steps_or_leave_the_document_are_known() -> None:
    assert traits_of(UNDERLINE).placed
    assert traits_of(MERGE).placed
    assert traits_of(BREAK).placed
    assert not traits_of(SPELL).placed
    assert traits_of(SUM).numbered
    assert not traits_of(MERGE).numbered
    assert traits_of(SAVE).leaves
    assert not traits_of(NAMED_SECTION).leaves
    assert traits_of(CHART).elsewhere
    assert not traits_of(SAVE).elsewhere
