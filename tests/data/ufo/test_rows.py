"""Plans as rows of UFO's: ours come back as they were, theirs become actions or are refused with a reason."""

from itertools import islice
from typing import Any

import pytest

from lamwright.actions import (
    Action,
    ClickInput,
    ControlRef,
    Finish,
    InsertTable,
    KeyboardInput,
    SaveAs,
    SelectCell,
    SelectOption,
    SelectParagraph,
    SelectTable,
    SelectText,
    SetEditText,
    SetFontName,
    SetFontSize,
    TypeText,
    WheelMouseInput,
)
from lamwright.data.ufo.rows import Row, actions_of, row_to_json, rows_of
from lamwright.environments.writer.suite.generate import training_tasks
from lamwright.errors import ActionError
from lamwright.grounding import in_figures

BOX, BUTTON = ControlRef("Font Name", "combo box"), ControlRef("OK", "push button")
EVERY_ACTION: tuple[Action, ...] = (
    ClickInput(BUTTON),
    ClickInput(BUTTON, button="right", double=True),
    SetEditText(BOX, "Arial"),
    SelectOption(BOX, "Arial"),
    WheelMouseInput(ControlRef("Page 1", "document"), -3),
    KeyboardInput("ctrl+End"),
    TypeText("Dear all, 50% off"),
    SelectText("broken boiler"),
    SelectParagraph("the second paragraph"),
    SelectTable(2),
    SelectCell("B2"),
    InsertTable("3", "4"),
    SetFontName("Georgia"),
    SetFontSize("10.5"),
    SetFontSize("12"),
    SaveAs("letter", "pdf"),
)


def test_every_action_comes_back() -> None:
    assert actions_of(rows_of(EVERY_ACTION)) == EVERY_ACTION


def test_every_plan_of_the_suite_comes_back_with_its_numbers_in_figures() -> None:
    plans = [task.plan for task in islice(training_tasks(3), 300) if task.possible]
    assert [actions_of(rows_of(plan)) for plan in plans] == [tuple(map(in_figures, plan)) for plan in plans]


def test_a_choice_in_a_list_is_two_clicks_there() -> None:
    first, second, after = rows_of((SelectOption(BOX, "Arial"), SelectText("boiler"), Finish()))
    assert (first.step, first.function, first.control_text) == (1, "click_input", "Font Name")
    assert (second.step, second.function, second.control_text) == (2, "click_input", "Arial")
    assert row_to_json(after) == {
        "Step": 3,
        "Subtask": 'Select the text "boiler"',
        "ControlLabel": None,
        "ControlText": "",
        "Function": "select_text",
        "Args": {"text": "boiler"},
    }


def row(function: str, args: dict[str, Any], text: str = "") -> Row:
    return Row(1, "Do it", function, args, text)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (row("click_input", {"button": "left", "double": False}, "Bold"), [ClickInput(ControlRef("Bold", ""))]),
        (row("set_font", {"font_name": "Arial", "font_size": 12}), [SetFontName("Arial"), SetFontSize("12")]),
        (row("select_paragraph", {"start_index": 2, "end_index": 2, "non_empty": True}), [SelectParagraph("paragraph 2")]),
        (row("insert_table", {"rows": 2, "columns": "3"}), [InsertTable("2", "3")]),
        (row("save_as", {"file_dir": "", "file_name": "a", "file_ext": ".docx"}), [SaveAs("a", "docx")]),
        (row("type_keys", {"text": "{DELETE}"}, "Edit"), [KeyboardInput("Delete")]),
        (row("keyboard_input", {"keys": ["^", "b"], "control_focus": True}), [KeyboardInput("ctrl+b")]),
        (row("", {}), []),
    ],
)
def test_theirs_is_read(theirs: Row, ours: list[Action]) -> None:
    assert actions_of([theirs]) == tuple(ours)


def test_a_type_that_the_map_knows_is_filled_in_and_folds_the_clicks_on_a_list() -> None:
    clicks = [row("click_input", {}, "Font Name"), row("click_input", {}, "Arial")]
    types = {"Font Name": "combo box"}
    assert actions_of(clicks, lambda text, function: types.get(text, "")) == (SelectOption(BOX, "Arial"),)


@pytest.mark.parametrize(
    ("theirs", "reason"),
    [
        (row("summary", {"text": "seen"}), "Step 1: 'summary' is no action here: it only tells what is seen."),
        (
            row("click_on_coordinates", {"x": 0.5, "y": 0.5}),
            "Step 1: 'click_on_coordinates' is no action here: it names a place on the screen, not a control.",
        ),
        (row("clik_input", {}, "Bold"), "Step 1: Unknown function 'clik_input'. Did you mean 'click_input'?"),
        (row("click_input", {}), "Step 1: 'click_input' names no control: a label alone says nothing in another window."),
        (row("select_text", {}), "Step 1: 'select_text' needs the argument 'text' as a text, not None."),
        (row("select_table", {"number": "one"}), "Step 1: 'select_table' needs the argument 'number' as a whole number, not 'one'."),
        (row("select_paragraph", {"start_index": 1, "end_index": -1}), "Step 1: 'select_paragraph' selects several paragraphs at once."),
        (row("save_as", {"file_name": "a", "file_ext": ".xps"}), "Step 1: 'save_as' cannot write '.xps', only: odt, docx, pdf."),
        (
            row("save_as", {"file_dir": "C:\\", "file_name": "a", "file_ext": ".pdf"}),
            "Step 1: 'save_as' names a folder; the agent saves into its own folder alone.",
        ),
        (row("set_font", {}), "Step 1: 'set_font' names neither a font nor a size."),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_reason(theirs: Row, reason: str) -> None:
    with pytest.raises(ActionError) as refusal:
        actions_of([theirs])
    assert str(refusal.value) == reason
