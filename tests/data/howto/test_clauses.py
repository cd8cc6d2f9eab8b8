"""What steps say to do, in the words that documents use."""

import pytest

from lamwright.data.howto.clauses import said
from lamwright.data.howto.said import Choose, Click, Context, Place, Press, Put, Said, Select, Skipped, Tick, Unclear, Write

STEPS: dict[str, tuple[Said, ...]] = {
    "Choose Insert - Field - More Fields.": (Choose(("Insert", "Field", "More Fields")),),
    "Choose Insert > Field > More Fields...": (Choose(("Insert", "Field", "More Fields")),),
    "Choose Format - Page - Footer tab, and then click OK.": (Choose(("Format", "Page", "Footer tab")), Click("OK")),
    "Choose Insert - Table of Contents and Index - Index Entry.": (Choose(("Insert", "Table of Contents and Index", "Index Entry")),),
    "Click the Numbering tab.": (Click("Numbering", "tab"),),
    "On the Borders tab, click the Add button.": (Click("Borders", "tab"), Click("Add", "button")),
    'In the Type list, click "Conditional text".': (Put("Type", "Conditional text", chosen=True),),
    "In the Condition box, type 1 == 1.": (Put("Condition", "1 == 1"),),
    "Select a caption title from the Category box.": (Put("Category", "", chosen=True),),
    "Enter a statement in the Condition box.": (Put("Condition", ""),),
    "Select the Shadow check box.": (Click("Shadow", "check box"),),
    "Clear the Print check box and click OK.": (Tick("Print", on=False), Click("OK")),
    "Press Ctrl+F2.": (Press("ctrl+F2"),),
    "Press the Backspace key to delete the number.": (Press("BackSpace"),),
    "Select the text that you want to capitalize.": (Select("text"),),
    "Select the table, and then choose Table - Properties.": (Select("table"), Choose(("Table", "Properties"))),
    "Place the cursor in your document where you want to add the text.": (Place("text"),),
    "Click in the table.": (Place("cell"),),
    "Right-click in a paragraph, and choose Paragraph.": (Context("in a paragraph"), Click("Paragraph")),
    "Open context menu - choose Align - Left.": (Context("context menu"), Choose(("Align", "Left"))),
    "On the Formatting bar, click Bold.": (Click("Bold", "", "Formatting bar"),),
    "Click the Bold icon on the Formatting toolbar.": (Click("Bold", "icon", "Formatting bar"),),
    "Type the note.": (Write(""),),
    'Type "=10/2", and then press Enter.': (Write("=10/2"), Press("Return")),
    'Click the push button "OK"': (Click("OK", "button"),),
    "Select the options that you want, click OK.": (Skipped("optional", "whatever options are wanted"), Click("OK")),
    "If you want, enter a name.": (Skipped("optional", "If you want, enter a name."),),
    "The dialog opens.": (Skipped("told", "The dialog opens."),),
    "Repeat for each level.": (Skipped("repeat", "Repeat for each level."),),
    "Drag the heading to a new place.": (Unclear("it is done with the mouse, by dragging", "the heading to a new place"),),
    "Click the style that you want to update.": (Unclear("no rule for these words", "Click the style that you want to update"),),
    "Press Shift, and then click the object.": (
        Unclear("a key is to be held while something else is done", "Shift"),
        Select("object"),
    ),
}


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step[:40])
def test_a_step_says_what_is_to_be_done(step: str) -> None:
    found = tuple(Unclear(one.reason, one.words.strip()) if isinstance(one, Unclear) else one for one in said(step))
    assert found == STEPS[step]


def test_no_step_of_any_words_is_lost_without_a_trace() -> None:
    for step in ("Choose", "Click", "- - -", "In the box", "(((", "press", 'Type ""', "select  the"):
        found = tuple(said(step))
        assert found, step
        assert all(isinstance(one, Said) for one in found)
