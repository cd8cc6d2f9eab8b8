"""Writer itself, for real: what is done is seen in the truth, and a reset takes it back."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lamwright.actions import (
    Action,
    ClickInput,
    ControlRef,
    InsertTable,
    KeyboardInput,
    SaveAs,
    SelectCell,
    SelectParagraph,
    SelectTable,
    SelectText,
    SetEditText,
    SetFontName,
    SetFontSize,
    TypeText,
)
from lamwright.environments.writer import edits, table_edits
from lamwright.environments.writer.differences import differences
from lamwright.environments.writer.document import Document, Paragraph, Run, Table
from lamwright.environments.writer.environment import WriterEnvironment
from lamwright.environments.writer.flat_odt import read_flat_odt
from lamwright.environments.writer.template import templates
from lamwright.errors import ActionError, UsageError

TEMPLATES = {template.name: template.path for template in templates()}
REPORT = TEMPLATES["survey_report"]
PHRASE = "public library"


def click(writer: WriterEnvironment, *names: str) -> None:
    for name in names:
        control = next(control for control in writer.observe().controls if control.text == name)
        writer.act(ClickInput(ControlRef(control.text, control.type, control.label)))


def do(writer: WriterEnvironment, *actions: Action | str) -> Document:
    """Do actions, and click the controls of those names; what the document is then."""
    for action in actions:
        if isinstance(action, str):
            click(writer, action)
        else:
            writer.act(action)
    return writer.truth()


# the truth


@pytest.mark.parametrize("name", TEMPLATES)
def test_reading_writing_and_reading_again_gives_the_same_document(name: str, writer: WriterEnvironment, tmp_path: Path) -> None:
    writer.reset(TEMPLATES[name])
    before = writer.truth()
    assert before == writer.start_document
    assert [block.text for block in before.body] == [block.text for block in read_flat_odt(TEMPLATES[name]).body]
    writer.save(tmp_path / "again.odt")
    writer.reset(tmp_path / "again.odt")
    assert differences(before, writer.truth()) == ()


def test_passages_are_the_paragraphs_counted_as_the_body_is(writer: WriterEnvironment) -> None:
    writer.reset(REPORT)
    passages, body = writer.passages(), writer.truth().body
    assert [(passage.index, passage.text) for passage in passages] == [
        (index, block.text) for index, block in enumerate(body) if isinstance(block, Paragraph)
    ]
    assert {passage.kind for passage in passages} == {"title", "heading", "paragraph"}


def bold_cells(document: Document) -> Document:
    return edits.format_paragraph_text(document, table_edits.table_index(document), font_weight="bold")


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ((SelectText(PHRASE), "Bold"), lambda document: edits.format_text(document, PHRASE, font_weight="bold")),
        (
            (SelectText(PHRASE), SetFontName("DejaVu Sans"), SetFontSize("20")),
            lambda document: edits.format_text(document, PHRASE, font_name="DejaVu Sans", font_size="20pt"),
        ),
        ((SelectParagraph("", 1), "Center"), lambda document: edits.set_paragraph(document, 1, properties={"text-align": "center"})),
        ((SelectText(PHRASE.upper()), "Italic"), lambda document: edits.format_text(document, PHRASE, font_style="italic")),
        ((SelectText(PHRASE), TypeText("archive")), lambda document: edits.replace_text(document, PHRASE, "archive")),
        (
            (SelectTable(), SetFontSize("8.5")),
            lambda document: edits.format_paragraph_text(document, table_edits.table_index(document), font_size="8.5pt"),
        ),
        (
            (SelectCell("b2"), TypeText("forty")),
            lambda document: table_edits.map_table(document, lambda table: table_edits.set_cell(table, "B2", "forty")),
        ),
    ],
)
def test_what_is_done_is_what_the_truth_says(
    actions: tuple[Action | str, ...], expected: Callable[[Document], Document], writer: WriterEnvironment
) -> None:
    writer.reset(REPORT)
    before = writer.start_document
    assert differences(expected(before), do(writer, *actions)) == ()
    undone = writer.resets["undo"]
    writer.reset(REPORT)
    assert writer.resets["undo"] == undone + 1
    assert writer.truth() == before


def test_a_table_is_inserted_after_what_is_selected_and_takes_nothing_away(writer: WriterEnvironment) -> None:
    writer.reset(REPORT)
    before = writer.start_document
    after = do(writer, SelectParagraph("", 1), InsertTable("3", "2"))
    table = after.body[2]
    assert isinstance(table, Table)
    assert [len(row) for row in table.rows] == [2, 2, 2]
    assert after.body[1] == before.body[1]


def test_the_selection_is_observed(writer: WriterEnvironment) -> None:
    assert writer.reset(REPORT).selection == ""
    writer.act(SelectText(PHRASE))
    assert writer.observe().selection == PHRASE
    writer.act(SelectTable())
    assert writer.observe().selection.startswith("Kind of loan")


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        (SelectText("no such words"), "The document does not hold the text 'no such words'."),
        (SelectText(""), "There is no text to select: the phrase is empty."),
        (SelectTable(2), "The document has no table 2: it has 1."),
        (SelectCell("Z99"), "The table has no cell 'Z99'. Its cells go from A1 to C4."),
        (SelectParagraph("", 99), "The document has no paragraph with index 99: it ends at 11."),
        (SelectParagraph("", 5), "Block 5 of the document is a table, not a paragraph."),
        (SetFontSize("12"), "Nothing is selected: select a text, paragraph, table or cell first."),
    ],
)
def test_a_refused_call_says_why_and_changes_nothing(action: Action, sentence: str, writer: WriterEnvironment) -> None:
    writer.reset(REPORT)
    with pytest.raises(ActionError) as caught:
        writer.act(action)
    assert str(caught.value) == sentence
    assert writer.truth() == writer.start_document


def test_native_calls_wait_for_an_open_dialog_to_be_closed(writer: WriterEnvironment) -> None:
    writer.reset(REPORT)
    click(writer, "Format", "Paragraph...")
    with pytest.raises(ActionError, match=r"^A dialog is open: close it before 'select_text'\.$"):
        writer.act(SelectText(PHRASE))


# going back


def leave_in_dialog(writer: WriterEnvironment) -> None:
    do(writer, SelectParagraph("", 1), "Center", "Format", "Paragraph...")


def leave_in_menu(writer: WriterEnvironment) -> None:
    do(writer, TypeText("x"), "Insert")


def leave_in_search(writer: WriterEnvironment) -> None:
    do(writer, "Find and Replace", "Whole words only", "Match case")


def leave_another_window(writer: WriterEnvironment) -> None:
    do(writer, "New")


def leave_a_preview(writer: WriterEnvironment) -> None:
    do(writer, "Print Preview")


def leave_another_view(writer: WriterEnvironment) -> None:
    do(writer, "View", "Web", "Formatting Marks")


def leave_recorded_changes(writer: WriterEnvironment) -> None:
    do(writer, KeyboardInput("ctrl+shift+c"), SelectText(PHRASE), KeyboardInput("Delete"))


def leave_everything_deleted(writer: WriterEnvironment) -> None:
    do(writer, KeyboardInput("ctrl+a"), KeyboardInput("Delete"), TypeText("gone"))


def leave_a_saved_file(writer: WriterEnvironment) -> None:
    assert do(writer, TypeText("x"), SaveAs("kept", "docx"), KeyboardInput("ctrl+s")).saved == ("kept.docx",)


@pytest.mark.parametrize(
    "leave",
    [
        leave_in_dialog,
        leave_in_menu,
        leave_in_search,
        leave_another_window,
        leave_a_preview,
        leave_another_view,
        leave_recorded_changes,
        leave_everything_deleted,
        leave_a_saved_file,
    ],
)
def test_reset_brings_back_the_same_start_whatever_was_left(leave: Callable[[WriterEnvironment], None], writer: WriterEnvironment) -> None:
    start = writer.reset(REPORT)
    before = writer.start_document
    leave(writer)
    again = writer.reset(REPORT)
    assert writer.truth() == before
    assert (again.window, again.modal, again.selection) == (start.window, False, "")
    assert [(control.text, control.type) for control in again.controls] == [(control.text, control.type) for control in start.controls]


def test_dialogs_forget_how_they_were_used(writer: WriterEnvironment) -> None:
    writer.reset(REPORT)
    do(writer, "Find and Replace", "Whole words only")
    box = next(control for control in writer.observe().controls if control.text == "Find")
    do(writer, SetEditText(ControlRef(box.text, box.type, box.label), "the"), "Find All")
    writer.reset(REPORT)
    click(writer, "Find and Replace")
    (box,) = [control for control in writer.observe().controls if control.text == "Whole words only"]
    assert "checked" not in box.states
    writer.reset(REPORT)


def test_a_closed_document_comes_back(writer: WriterEnvironment) -> None:
    start = writer.reset(REPORT)
    click(writer, "Close Document")
    assert writer.reset(REPORT).window == start.window
    assert writer.truth() == writer.start_document


def test_an_empty_document_and_a_users_file_take_turns(writer: WriterEnvironment, tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    writer.reset(None)
    assert writer.truth().blocks == (Paragraph(),)
    do(writer, TypeText("Dear all"))
    writer.save(path)
    assert writer.reset(path).window == "letter.docx - LibreOffice Writer"
    assert [run.text for run in writer.truth().paragraphs[0].runs] == ["Dear all"]
    content = path.read_bytes()
    do(writer, TypeText("x"), KeyboardInput("ctrl+s"))
    assert path.read_bytes() == content


def test_typed_text_arrives_as_it_was_given(writer: WriterEnvironment) -> None:
    text = 'two CApitals - it\'s "quoted" (c) 1st... teh *bold* http://example.org/ end'
    writer.reset(None)
    assert do(writer, TypeText(text)).blocks == (Paragraph((Run(text),)),)


# files


@pytest.mark.parametrize(("suffix", "beginning"), [("odt", b"PK"), ("docx", b"PK"), ("pdf", b"%PDF-")])
def test_a_document_is_saved_as_its_suffix_says(suffix: str, beginning: bytes, writer: WriterEnvironment, tmp_path: Path) -> None:
    writer.reset(REPORT)
    path = tmp_path / f"my report.{suffix}"
    writer.save(path)
    assert path.read_bytes().startswith(beginning)
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def test_a_file_that_only_writer_finds_broken_is_refused_too(writer: WriterEnvironment, tmp_path: Path) -> None:
    path = tmp_path / "broken.docx"
    with zipfile.ZipFile(path, "w") as archive:
        main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{main}"/></Types>')
    with pytest.raises(UsageError, match=r"^Writer cannot open .*broken\.docx: "):
        writer.reset(path)
    assert writer.reset(REPORT).window.startswith("survey_report")


def test_the_screen_is_a_jpeg(writer: WriterEnvironment) -> None:
    writer.reset(REPORT)
    assert writer.screenshot().startswith(b"\xff\xd8\xff")
