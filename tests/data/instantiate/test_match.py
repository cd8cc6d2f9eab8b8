"""Controls matched over the map: exact, near, discarded; what a plan leaves out is put in."""

import pytest
from tests.data.instantiate.small_map import matcher

from lamwright.actions import Action, ClickInput, ControlRef, KeyboardInput, SelectOption, SetEditText
from lamwright.data.instantiate.results import Unfit


def click(text: str, type_: str) -> ClickInput:
    return ClickInput(ControlRef(text, type_))


TO_BOOKMARK = (click("Insert", "menu"), click("Bookmark...", "menu item"))
TO_CHARACTER = (click("Format", "menu"), click("Character...", "menu item"))
OK = click("OK", "push button")


def test_a_whole_plan_stays_as_it_is() -> None:
    plan = (*TO_BOOKMARK, SetEditText(ControlRef("Name", "entry"), "here"), OK, click("Bold", "toggle button"))
    assert matcher().match(plan) == plan


@pytest.mark.parametrize(
    "written",
    [
        click("bold", "toggle button"),  # another case
        click("Bold", "push button"),  # another type that can be clicked
        click("Bold", ""),  # no type
        click("Bold...", "toggle button"),  # closing dots
    ],
)
def test_a_control_is_found_by_its_plain_name(written: Action) -> None:
    assert matcher().match([written]) == (click("Bold", "toggle button"),)


def test_a_near_name_counts_from_the_threshold_on() -> None:
    assert matcher().match([click("Character Highlight Color", "push button")]) == (click("Character Highlighting Color", "push button"),)


def test_the_menus_above_a_command_are_put_in() -> None:
    assert matcher().match([click("Bookmark...", "menu item")]) == TO_BOOKMARK


def test_the_tab_of_a_control_is_put_in_unless_it_shows() -> None:
    size, rotation = SetEditText(ControlRef("Size", "spin button"), "12"), SetEditText(ControlRef("Rotation", "spin button"), "90")
    assert matcher().match([*TO_CHARACTER, size, OK]) == (*TO_CHARACTER, size, OK)
    assert matcher().match([*TO_CHARACTER, rotation, OK]) == (*TO_CHARACTER, click("Position", "page tab"), rotation, OK)


def test_the_levels_of_a_dialogs_tree_are_put_in_where_they_are_not_chosen_yet() -> None:
    size = SelectOption(ControlRef("Icon size", "combo box"), "Large")
    opened = (click("Format", "menu"), click("Options...", "menu item"))
    whole = (*opened, click("Program", "list item"), click("View", "list item"), size)
    assert matcher().match(whole) == whole
    assert matcher().match([*opened, size]) == whole
    assert matcher().match([*opened, click("Program", "list item"), size]) == whole
    assert matcher().match([*opened, click("View", "list item"), size]) == whole


def test_a_dialog_that_the_map_does_not_know_is_trusted_with_its_buttons() -> None:
    plan = (click("Format", "menu"), click("Secret...", "menu item"), OK, click("Bold", "toggle button"))
    assert matcher().match(plan) == plan


@pytest.mark.parametrize(
    ("plan", "kind", "reason"),
    [
        (
            [click("Text Highlight Color", "push button")],
            "the application has no such control",
            "There is no push button 'Text Highlight Color'. The nearest are: 'character highlighting color', 'rotation', 'secret'.",
        ),
        (
            [*TO_BOOKMARK, click("Bold", "toggle button")],
            "the control is in a place that is not open",
            "The toggle button 'Bold' is in: main window; the plan stands in: dialog Bookmark.",
        ),
        ([click("Print...", "push button")], "a control that is not touched", "'Print...' leaves the document or the application."),
        ([KeyboardInput("ctrl+q")], "a control that is not touched", "The keys 'ctrl+q' leave the document or the application."),
        (
            [SelectOption(ControlRef("Bold", "toggle button"), "x")],
            "the control cannot do that",
            "The toggle button 'Bold' cannot do 'select_option'.",
        ),
    ],
)
def test_what_matches_nothing_is_discarded_with_its_reason(plan: list[Action], kind: str, reason: str) -> None:
    with pytest.raises(Unfit) as unfit:
        matcher().match(plan)
    assert (unfit.value.discarded.stage, unfit.value.discarded.kind, unfit.value.discarded.reason) == ("controls", kind, reason)


def test_escape_leaves_a_dialog() -> None:
    plan = (*TO_BOOKMARK, KeyboardInput("Escape"), click("Bold", "toggle button"))
    assert matcher().match(plan) == plan


def test_a_type_is_told_where_the_map_leaves_no_doubt() -> None:
    assert matcher().type_of("Font Name", "select_option") == "combo box"
    assert matcher().type_of("Font", "click_input") == "page tab"
    assert matcher().type_of("Nothing", "click_input") == ""
