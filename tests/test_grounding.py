"""Names become numbers, or a reason why not."""

import pytest

from lamwright.actions import ClickInput, ControlRef, InsertTable, SelectParagraph, SelectTable, SetFontSize
from lamwright.errors import ActionError
from lamwright.grammar import Target, targets
from lamwright.grounding import ground, in_figures
from lamwright.observation import Control, Observation, Passage, Rectangle

BOX, ON = Rectangle(0, 0, 10, 10), frozenset({"enabled"})
WINDOW = Observation(
    "letter",
    (
        Control(1, "Bold", "toggle button", BOX, ON),
        Control(2, "Bold", "menu item", BOX, ON),
        Control(3, "Find and Replace...", "menu item", BOX, ON),
        Control(4, "Paste", "push button", BOX, frozenset()),
        Control(5, "Font Size", "combo box", BOX, ON),
    ),
)


def test_a_control_is_matched_by_name_and_type() -> None:
    action = ground(ClickInput(ControlRef("Bold", "menu item")), WINDOW, tuple)
    assert action == ClickInput(ControlRef("Bold", "menu item", 2))


def test_a_slip_in_the_name_is_forgiven() -> None:
    action = ground(ClickInput(ControlRef("Find & Replace...", "menu item")), WINDOW, tuple)
    assert isinstance(action, ClickInput)
    assert action.control.label == 3


def test_an_absent_control_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(ActionError) as refusal:
        ground(ClickInput(ControlRef("Past", "toggle button")), WINDOW, tuple)
    assert str(refusal.value) == "No toggle button 'Past' here. The nearest are: 'Bold'."


def test_a_paragraph_is_resolved_against_the_document_and_keeps_its_words() -> None:
    action = ground(SelectParagraph("the last line"), WINDOW, lambda: (Passage(0, "One"), Passage(2, "Two")))
    assert action == SelectParagraph("the last line", 2)


def test_tables_are_numbered_from_one() -> None:
    with pytest.raises(ActionError) as refusal:
        ground(SelectTable(0), WINDOW, tuple)
    assert str(refusal.value) == "Tables are numbered from 1, there is no table 0."


def test_numbers_in_words_become_figures() -> None:
    assert in_figures(InsertTable("three", "4")) == InsertTable("3", "4")
    assert in_figures(SetFontSize("10,5 pt")) == SetFontSize("10.5")


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ActionError) as refusal:
        in_figures(SetFontSize("huge"))
    assert str(refusal.value) == "'huge' is no letter size: use points between 2 and 999."


def test_only_live_and_enabled_controls_may_be_written() -> None:
    assert targets(WINDOW, {"click_input", "set_edit_text", "finish"}) == (
        Target("click_input", "Bold", "toggle button"),
        Target("click_input", "Bold", "menu item"),
        Target("click_input", "Find and Replace...", "menu item"),
        Target("set_edit_text", "Font Size", "combo box"),
        Target("finish"),
    )
