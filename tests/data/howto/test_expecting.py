"""What plans should do, told from their actions."""

from itertools import islice

import pytest
from tests.data.howto.small_map import atlas

from lamwright.actions import ClickInput, ControlRef, InsertTable, KeyboardInput, SelectParagraph, SelectText, SetEditText, TypeText
from lamwright.application_map import read_map
from lamwright.data.howto.atlas import Atlas
from lamwright.data.howto.expecting import expected_of
from lamwright.data.howto.plan import Deed
from lamwright.effect import Edits, Effect, Formats, Inserts, Opens, Selects, Shows, Sight, Toggles, Untold, wrong
from lamwright.environments.writer.shipped_map import SHIPPED_MAP
from lamwright.environments.writer.suite.generate import expected, scene, tasks
from lamwright.environments.writer.suite.kinds import kinds
from lamwright.observation import Observation


def click(text: str, type_: str, *, double: bool = False) -> ClickInput:
    return ClickInput(ControlRef(text, type_), double=double)


FIELDS = (click("Insert", "menu"), click("Field", "menu"), click("More Fields...", "menu item"))
CHARACTER = (SelectText("a phrase"), click("Format", "menu"), click("Character...", "menu item"))
OPTIONS = (click("Tools", "menu"), click("Options...", "menu item"))
PLANS: dict[str, tuple[tuple[Deed, ...], Effect]] = {
    "a dialog that stays open": (FIELDS, Opens("Fields")),
    "its tab": ((*FIELDS, click("Functions", "page tab")), Opens("Fields", "Functions")),
    "what a dialog was opened for": ((click("Format", "menu"), click("Page Style...", "menu item")), Opens("Page Style")),
    "an insertion that is confirmed": ((*FIELDS, click("Insert", "push button"), click("Close", "push button")), Inserts("field")),
    "an insertion at once": ((click("Insert", "menu"), click("Footnote", "menu item")), Inserts("footnote")),
    "a native insertion": ((InsertTable("2", "3"),), Inserts("table")),
    "a dialog left by Close": ((*FIELDS, click("Close", "push button")), Untold("it does nothing that shows")),
    "a confirmed format": ((*CHARACTER, click("OK", "push button")), Formats(phrase="a phrase")),
    "a button of the bar": (
        (SelectParagraph("the last paragraph"), click("Bold", "toggle button")),
        Formats("the last paragraph", traits=("font-weight",)),
    ),
    "keys that format": ((SelectText("a phrase"), KeyboardInput("ctrl+i")), Formats(phrase="a phrase", traits=("font-style",))),
    "a check item": ((click("View", "menu"), click("Ruler", "check menu item")), Toggles("Ruler", "check menu item", ("View",))),
    "a change of a table": ((click("Table", "menu"), click("Delete Rows", "menu item")), Edits()),
    "a selection": ((click("Edit", "menu"), click("Select All", "menu item")), Selects()),
    "typing": ((TypeText("word"),), Edits("word")),
    "a page of the options": (
        (*OPTIONS, click("LibreOffice Writer", "list item", double=True), click("View", "list item")),
        Opens("Options - LibreOffice Writer - View", "View"),
    ),
    "what leaves no trace": (
        (click("Edit", "menu"), click("Undo", "menu item")),
        Untold("it leaves no trace in a document that nothing was done in"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_says_what_it_should_do(name: str) -> None:
    plan, effect = PLANS[name]
    assert expected_of(plan, atlas()).effect == effect


def test_only_a_single_change_can_be_expected_to_stand_alone() -> None:
    named = SetEditText(ControlRef("Name", "entry"), "A")
    bookmark = (click("Insert", "menu"), click("Bookmark...", "menu item"), named, click("Insert", "push button"))
    assert expected_of(bookmark, atlas()).alone
    assert not expected_of((TypeText("word"), *bookmark), atlas()).alone


def test_the_document_that_a_task_of_the_suite_should_leave_has_the_effect_of_its_plan_and_the_start_has_not() -> None:
    shipped, nothing_shows = Atlas(read_map(SHIPPED_MAP)), Observation("letter", ())
    judged = 0
    for task in islice(tasks("train", 0), len(kinds())):
        told = expected_of(task.plan, shipped)
        if isinstance(told.effect, Untold | Shows | Toggles | Selects):
            continue  # what shows is not in the document
        start = scene(task.template).document
        before, after = Sight(start, nothing_shows), Sight(expected(task, start), nothing_shows)
        assert (task.kinds, wrong(told.effect, before, after, told.alone)) == (task.kinds, ())
        assert wrong(told.effect, before, before, told.alone) != ()
        judged += 1
    assert judged > 80
