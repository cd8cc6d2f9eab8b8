"""What is hard about reading and driving LibreOffice Writer through its accessibility tree."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lamwright.actions import Action, ClickInput, ControlRef, KeyboardInput, SelectOption, SetEditText, TypeText
from lamwright.environments.checker import check_environment
from lamwright.environments.writer.environment import WriterEnvironment
from lamwright.errors import ActionError
from lamwright.observation import Control, Observation

SIZE = (1280, 960)
PARAGRAPHS = 4
DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?><office:document
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>{paragraphs}
<table:table table:name="Table1"><table:table-column table:number-columns-repeated="2"/><table:table-row>
<table:table-cell office:value-type="string"><text:p>Name</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>Count</text:p></table:table-cell></table:table-row></table:table>
<text:p>The end.</text:p></office:text></office:body></office:document>"""


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("documents") / "letter.fodt"
    path.write_text(DOCUMENT.format(paragraphs="".join(f"<text:p>The fox of line {n}.</text:p>" for n in range(1, PARAGRAPHS + 1))))
    return path


@pytest.fixture(scope="module")
def running() -> Iterator[WriterEnvironment]:
    with WriterEnvironment() as environment:
        yield environment


@pytest.fixture
def writer(running: WriterEnvironment, letter: Path) -> WriterEnvironment:
    running.reset(letter)
    return running


def named(seen: Observation, text: str, kind: str = "") -> Control:
    return next(control for control in seen.controls if control.text == text and kind in ("", control.type))


def ref(seen: Observation, text: str, kind: str = "") -> ControlRef:
    control = named(seen, text, kind)
    return ControlRef(control.text, control.type, control.label)


def done(writer: WriterEnvironment, action: Action) -> Observation:
    writer.act(action)
    return writer.observe()


def click(writer: WriterEnvironment, text: str, kind: str = "") -> Observation:
    return done(writer, ClickInput(ref(writer.observe(), text, kind)))


def paragraphs(seen: Observation) -> list[str]:
    return [control.value for control in seen.controls if control.type == "paragraph"]


def test_writer_keeps_the_contract(letter: Path) -> None:
    check_environment(WriterEnvironment(), letter, SIZE)


def test_one_menu_bar_the_tool_bars_the_document_and_its_table_are_listed(writer: WriterEnvironment) -> None:
    seen = writer.observe()
    assert [control.text for control in seen.controls if control.type == "menu"][:4] == ["File", "Edit", "View", "Insert"]
    assert sum(control.text == "File" for control in seen.controls) == 1
    assert [control.text for control in seen.controls if control.type == "combo box"] == ["Paragraph Style", "Font Name", "Font Size"]
    assert paragraphs(seen) == [*(f"The fox of line {n}." for n in range(1, PARAGRAPHS + 1)), "The end."]
    assert [(control.text, control.value) for control in seen.controls if control.type == "table cell"] == [("A1", "Name"), ("B1", "Count")]
    assert not [control for control in seen.controls if control.type in ("push button", "toggle button", "menu") and not control.text]


def test_what_writer_draws_itself_is_placed_below_its_menu_bar(writer: WriterEnvironment) -> None:
    seen = writer.observe()
    menu, save, style, bold = (named(seen, name).rectangle for name in ("File", "Save", "Paragraph Style", "Bold"))
    assert menu.y + menu.height <= save.y < style.y
    assert abs(style.y - bold.y) < 5


def test_a_submenu_opens_beside_its_menu(writer: WriterEnvironment) -> None:
    click(writer, "Insert", "menu")
    click(writer, "Header and Footer", "menu")
    seen = click(writer, "Header", "menu")
    assert named(seen, "Default Page Style", "check menu item").rectangle.x > named(seen, "Header", "menu").rectangle.x
    seen = click(writer, "Default Page Style", "check menu item")
    assert len(paragraphs(seen)) == PARAGRAPHS + 2, "the header is one more"


def test_find_and_replace(writer: WriterEnvironment) -> None:
    click(writer, "Edit", "menu")
    seen = click(writer, "Find and Replace...")
    assert (seen.window, seen.modal) == ("Find and Replace", True)
    assert "enabled" not in named(seen, "Replace All").states
    done(writer, SetEditText(ref(seen, "Find", "combo box"), "fox"))
    seen = done(writer, SetEditText(ref(writer.observe(), "Replace", "combo box"), "cat"))
    assert named(seen, "Replace", "combo box").value == "cat"
    seen = click(writer, "Replace All")
    assert named(seen, f"Search key replaced {PARAGRAPHS} times.")
    seen = click(writer, "Close")
    assert not seen.modal
    assert paragraphs(seen)[0] == "The cat of line 1."


def test_the_page_style_dialog_takes_numbers_units_options_and_refuses_what_it_cannot_hold(writer: WriterEnvironment) -> None:
    click(writer, "Format", "menu")
    click(writer, "Page Style...")
    seen = click(writer, "Page", "page tab")
    assert "selected" in named(seen, "Page", "page tab").states
    seen = done(writer, SelectOption(ref(seen, "Format", "combo box"), "A5"))
    assert float(named(seen, "Width", "spin button").value) == pytest.approx(14.8)
    seen = done(writer, SetEditText(ref(seen, "Left", "spin button"), "1 inch"))
    assert float(named(seen, "Left", "spin button").value) == pytest.approx(2.54)
    with pytest.raises(ActionError, match=r"^'Left' takes numbers from 0 to \S+, not 200\.$"):
        writer.act(SetEditText(ref(seen, "Left", "spin button"), "200"))
    with pytest.raises(ActionError, match=r"^'Format' has no option 'A5 wide'\. The nearest are: 'A5'"):
        writer.act(SelectOption(ref(writer.observe(), "Format", "combo box"), "A5 wide"))
    seen = click(writer, "Landscape", "radio button")
    assert "checked" in named(seen, "Landscape").states
    assert not click(writer, "OK").modal


def test_the_paragraph_dialog_is_complete_when_it_is_first_seen(writer: WriterEnvironment) -> None:
    click(writer, "Format", "menu")
    seen = click(writer, "Paragraph...")
    assert {"Alignment", "Text Flow"} <= {control.text for control in seen.controls if control.type == "page tab"}
    assert named(seen, "Before text", "spin button")
    seen = click(writer, "Alignment", "page tab")
    assert "checked" in click(writer, "Right", "radio button").control(named(seen, "Right", "radio button").label).states
    click(writer, "Cancel")


def test_style_font_and_size_are_chosen_in_the_tool_bar(writer: WriterEnvironment) -> None:
    seen = done(writer, SelectOption(ref(writer.observe(), "Paragraph Style"), "heading 1"))
    assert named(seen, "Paragraph Style").value == "Heading 1"
    seen = done(writer, SelectOption(ref(seen, "Font Size"), "18"))
    assert named(seen, "Font Size").value == "18 pt"
    seen = done(writer, SetEditText(ref(seen, "Font Size"), "21"))
    assert named(seen, "Font Size").value.split()[0] == "21"
    with pytest.raises(ActionError, match=r"^'Paragraph Style' has no option 'Headline 1'\. The nearest are: 'Heading 1'"):
        writer.act(SelectOption(ref(seen, "Paragraph Style"), "Headline 1"))


def test_a_list_that_was_opened_closes_when_something_else_is_done(writer: WriterEnvironment) -> None:
    seen = click(writer, "Paragraph Style", "combo box")
    assert named(seen, "Heading 2", "list item")
    seen = click(writer, "Bold")
    assert not [control for control in seen.controls if control.type == "list item"]
    assert "checked" in named(seen, "Bold").states


def test_text_is_typed_at_the_end_of_a_clicked_paragraph_and_cell(writer: WriterEnvironment) -> None:
    seen = writer.observe()
    first = next(control for control in seen.controls if control.type == "paragraph")
    writer.act(ClickInput(ControlRef(first.text, first.type, first.label)))
    seen = done(writer, TypeText(" Grüße — 漢.\nNew"))
    assert paragraphs(seen)[:2] == ["The fox of line 1. Grüße — 漢.", "New"]
    writer.act(ClickInput(ref(seen, "B1", "table cell")))
    seen = done(writer, TypeText("er"))
    assert (named(seen, "B1").value, "focused" in named(seen, "B1").states) == ("Counter", True)
    writer.act(KeyboardInput("shift+Home"))
    seen = done(writer, TypeText("Total"))
    assert named(seen, "B1").value == "Total"


def test_a_context_menu_is_listed(writer: WriterEnvironment) -> None:
    first = next(control for control in writer.observe().controls if control.type == "paragraph")
    seen = done(writer, ClickInput(ControlRef("", "paragraph", first.label), button="right"))
    assert named(seen, "Clear Direct Formatting", "menu item")
    seen = done(writer, KeyboardInput("Escape"))
    assert not [control for control in seen.controls if control.type == "menu item"]
