"""Clauses said in canonical form, with the controls' real names; which steps are grounded."""

import pytest
from tests.data.plans.small_map import small_map

from lamwright.data.plans.atlas import Atlas
from lamwright.data.plans.grounded import Grounding, grounding_of, is_grounded
from lamwright.data.plans.worded import keys_of, say_clauses
from lamwright.steps import read_plan

ATLAS = Atlas(small_map())

CLAUSES = {
    "Choose **Insert - Fields - More Fields**": ("Choose Insert > Field > More Fields...",),
    "Choose **Format - Page - Borders** tab": ("Choose Format > Page Style...", 'Click the page tab "Borders"'),
    "Choose **Format** - **Bold**": ("Choose Format > Bold (check menu item)",),
    "For a selected object, choose **Table - Insert Table** to open the dialog": ("Choose Table > Insert Table...",),
    "Click **OK**": ('Click the push button "OK"',),
    "Click **OK** to close the dialog": ('Click the push button "OK"',),
    "Select the **Repeat Heading** check box": ('Click the check box "Repeat heading"',),
    'Select "Table of Contents" in the **Type** box': ('Choose "Table of Contents" in the combo box "Type:"',),
    'In the **Name** box, type "Costs"': ('Set the text "Name:" to "Costs"',),
    "Type a name in the **Name** box": ('Type a name in the "Name:" box',),
    "Press Ctrl + F2": ("Press ctrl+F2",),
    "Press the Page Down key": ("Press Page_Down",),
    "Choose a colour that you like": ("Select a colour that you like",),
    "Choose **Tools - Goals**": ("Choose Tools > Goals",),
    "Enter “two words” below": ("Enter 'two words' below",),
}


@pytest.mark.parametrize(("clause", "steps"), CLAUSES.items())
def test_a_clause_is_said_with_the_application_s_own_names(clause: str, steps: tuple[str, ...]) -> None:
    assert say_clauses([clause], ATLAS) == steps


def test_what_is_said_in_canonical_form_can_be_read_as_actions() -> None:
    said = say_clauses(["Choose **Insert - Fields - More Fields**", "Select 'Date' in the **Type** list", "Click **Insert**"], ATLAS)
    assert said == ("Choose Insert > Field > More Fields...", 'Choose "Date" in the combo box "Type:"', 'Click the push button "Insert"')
    assert len(read_plan(said)) == 5


def test_an_item_of_a_context_menu_is_not_taken_for_one_of_the_menus() -> None:
    assert say_clauses(["Right-click the table", "Choose **Insert**"], ATLAS) == (
        "Right-click the table", 'Choose "Insert" from the context menu',
    )  # fmt: skip
    said = say_clauses(["Open the context menu of an entry", "Choose **Modify/New - Borders** tab"], ATLAS)
    assert said[1:] == ('Choose "Modify" from the context menu', 'Click the page tab "Borders"')


def test_without_a_map_the_document_s_names_stand_in_quotation_marks() -> None:
    assert say_clauses(["Choose **Format - Page - Borders** tab", "Click **OK**"], None) == (
        "Choose Format > Page", 'Click the "Borders" tab', 'Click "OK"',
    )  # fmt: skip


@pytest.mark.parametrize(("text", "keys"), [("Ctrl+Shift+F5", "ctrl+shift+F5"), ("the Enter key", "Return"), ("Ctrl + plus", "ctrl+plus"),
                                            ("Rename", ""), ("**Ctrl**+**X**", "ctrl+x")])  # fmt: skip
def test_keys_are_read_as_people_write_them(text: str, keys: str) -> None:
    assert keys_of(text) == keys


@pytest.mark.parametrize(("step", "grounded"), [
    ("Choose Insert > Field > More Fields...", True), ("Choose Insert > Fields > More Fields", True), ("Choose Tools > Goals", False),
    ('Click the push button "OK"', True), ('Click the push button "Apply"', False), ('Type a name in the "Name" box', True),
    ('Type a name in the "Surname" box', False), ("Click in the document", None), ("Press ctrl+s", None),
    ("On the \"Standard\" bar, do as you like", None),
])  # fmt: skip
def test_a_step_is_grounded_where_every_control_that_it_names_is_there(step: str, grounded: bool | None) -> None:
    assert is_grounded(step, ATLAS) is grounded


def test_the_rate_is_over_the_steps_that_name_a_control() -> None:
    counts = grounding_of(("Click in the document", 'Click the push button "OK"', 'Click the push button "Apply"'), ATLAS)
    assert counts == Grounding(steps=3, naming=2, grounded=1)
    assert counts.rate == 0.5
    assert Grounding().rate == 0.0
