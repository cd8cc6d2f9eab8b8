"""What how-tos say, over a small map: plans, and reasons why there are none."""

import pytest
from tests.data.howto.small_map import atlas, is_denied

from lamwright.actions import ClickInput, ControlRef, KeyboardInput, SelectOption, SelectParagraph, SelectText, SetEditText
from lamwright.data.howto.ground import plan_of
from lamwright.data.howto.plan import Discarded, Planned, Ticked


def plan(*steps: str, title: str = "") -> Planned | Discarded:
    return plan_of(steps, title, atlas(), is_denied)


def deeds(*steps: str) -> tuple[object, ...]:
    """Without what only sets the scene."""
    found = plan(*steps)
    assert isinstance(found, Planned), found
    return tuple(one.deed for one in found.done if not one.prepared)


def click(text: str, type_: str) -> ClickInput:
    return ClickInput(ControlRef(text, type_))


FIELDS = (click("Insert", "menu"), click("Field", "menu"), click("More Fields...", "menu item"))


def test_a_renamed_menu_path_leads_to_the_command_and_its_tab() -> None:
    assert deeds("Choose Insert - Fields - More Fields - Functions tab.") == (*FIELDS, click("Functions", "page tab"))


def test_a_level_that_the_document_leaves_out_is_found() -> None:
    assert deeds("Choose Insert - More Fields.") == FIELDS


def test_a_control_is_looked_for_where_the_plan_is_and_its_tab_is_shown_first() -> None:
    steps = ("Choose Insert - Field - More Fields.", 'In the Condition box, type "1 == 1".', "Click Insert, and then click Close.")
    assert deeds(*steps) == (
        *FIELDS,
        click("Functions", "page tab"),
        SetEditText(ControlRef("Condition", "entry"), "1 == 1"),
        click("Insert", "push button"),
        click("Close", "push button"),
    )


def test_what_is_left_open_gets_a_value_that_the_request_can_say() -> None:
    found = plan("Choose Format - Character - Font Effects tab.", "Select an effect in the Effects box, and click OK.")
    assert isinstance(found, Planned)
    assert SelectOption(ControlRef("Effects", "combo box"), "Capitals") in found.deeds
    assert found.values == (("Effects", "Capitals"),)


def test_a_check_box_is_brought_into_a_state() -> None:
    assert deeds("Choose Format - Character.", "Select the Shadow check box.")[-1] == Ticked(ControlRef("Shadow", "check box"), True)
    assert deeds("Choose Format - Character.", "Clear the Shadow check box.")[-1] == Ticked(ControlRef("Shadow", "check box"), False)


def test_what_the_how_to_selects_is_selected_in_a_template_that_suits() -> None:
    found = plan("Select the text.", "Press Ctrl+B.")
    assert isinstance(found, Planned)
    assert (found.template, found.deeds) == ("formal_letter", (SelectText("reduce your bill"), KeyboardInput("ctrl+b")))


def test_a_command_that_formats_has_something_selected_before_it() -> None:
    found = plan("Choose Format - Character.")
    assert isinstance(found, Planned)
    assert found.deeds[0] == SelectParagraph("the second paragraph")


def test_a_how_to_about_tables_stands_in_a_table() -> None:
    found = plan("Choose Table - Delete Rows.", title="Deleting rows of a table")
    assert isinstance(found, Planned)
    assert found.template == "survey_report"


def test_a_page_of_the_options_is_chosen_in_the_group_that_is_meant() -> None:
    assert deeds("Choose Tools - Options - LibreOffice Writer - View.") == (
        click("Tools", "menu"),
        click("Options...", "menu item"),
        ClickInput(ControlRef("LibreOffice", "list item"), double=True),
        ClickInput(ControlRef("LibreOffice Writer", "list item"), double=True),
        click("View", "list item"),
    )


@pytest.mark.parametrize(
    ("steps", "stage", "kind"),
    [
        (("Drag the table.",), "parsed", "it is done with the mouse, by dragging"),
        (("The dialog opens.",), "parsed", "nothing is told to be done"),
        (("Choose Insert - Submarine.",), "executable", "what is named is a menu, not a command"),
        (("Choose Sea - Submarine.",), "executable", "there is no such command in the menus"),
        (("Choose File - Save As.",), "executable", "it would leave the document, or write outside its folder"),
        (("Press Ctrl+Q.",), "executable", "it would leave the document, or write outside its folder"),
        (("Choose Insert - Bookmark.", "Click Rename."), "executable", "no control of that name in the dialog"),
        (("Choose Insert - Bookmark.", "Choose Edit - Cut."), "executable", "a dialog is still open when a menu is to be used"),
        (("Click the Unprotect icon.",), "executable", "no control of that name in the main window"),
        (("Click the Bold icon on the Submarine bar.",), "executable", "the bar is not in the map"),
        (("Select the text.",), "executable", "nothing is done in it"),
    ],
)
def test_a_how_to_is_discarded_with_its_stage_and_reason(steps: tuple[str, ...], stage: str, kind: str) -> None:
    found = plan(*steps)
    assert isinstance(found, Discarded)
    assert (found.stage, found.kind) == (stage, kind)
