"""Kinds of task about tables: making and removing them, their rows, columns and cells, and the text of a whole table."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from lamwright.actions import Action, ClickInput, ControlRef, InsertTable, SelectCell, SelectTable, SelectText, SetFontName, TypeText
from lamwright.environments.writer.document import Block, Cell, Document, Paragraph, Properties, Run, Table, as_properties, every_paragraph
from lamwright.environments.writer.edits import insert_block
from lamwright.environments.writer.odf_inline import merge_runs
from lamwright.environments.writer.suite.kind import Draw, Kind, Scene
from lamwright.environments.writer.suite.spans import everything, put, rewrite
from lamwright.environments.writer.suite.values import FONTS, NUMBER_WORDS, REMARKS, WORDS
from lamwright.environments.writer.table_edits import delete_column, delete_row, find_cell, insert_column, insert_row, map_table, set_cell
from lamwright.references import number_in
from lamwright.tasks import Part

GROUP = "tables"
COUNTS = (*NUMBER_WORDS, *(str(number) for number in range(2, 9)))
_LINE = "0.5pt solid #000000"
_SHORTEST_WORD = 4
Change = Callable[[Table, int, int], Table]
"""What becomes of a table, given the row and column of a cell, from 0."""


def _click(name: str, type: str = "push button") -> Action:
    return ClickInput(ControlRef(name, type))


def _table(document: Document) -> Table | None:
    return next((block for block in document.blocks if isinstance(block, Table)), None)


def _cells(table: Table) -> Iterator[tuple[str, Cell]]:
    """Every cell with its address."""
    return ((f"{chr(ord('A') + column)}{row}", cell) for row, cells in enumerate(table.rows, 1) for column, cell in enumerate(cells))


def _phrases(document: Document) -> tuple[str, ...]:
    """What single cells hold, and words of it, where it stands once in the document."""
    table = _table(document)
    written = document.text.casefold()
    texts = [cell.text for _, cell in _cells(table)] if table else []
    found = dict.fromkeys([*texts, *(word for text in texts for word in text.split() if len(word) >= _SHORTEST_WORD)])
    return tuple(text for text in found if text.strip() and "\n" not in text and written.count(text.casefold()) == 1)


# rows and columns


def _open(cell: Cell, side: str) -> Cell:
    """The cell without its line on that side."""
    lines = dict(cell.borders)
    if "border" in lines:
        lines = {f"border-{each}": lines["border"] for each in ("bottom", "left", "right", "top")}
    lines.pop(f"border-{side}", None)
    return replace(cell, borders=as_properties(lines))


def _row_added(below: bool) -> Change:
    """Between the two rows the upper one draws the line."""

    def change(table: Table, row: int, _: int) -> Table:
        rows = list(insert_row(table, row + below, row).rows)
        rows[row + 1] = tuple(_open(cell, "top") for cell in rows[row + 1])
        return replace(table, rows=tuple(rows))

    return change


def _column_added(right: bool) -> Change:
    """Between the two columns the right one draws the line."""

    def change(table: Table, _: int, column: int) -> Table:
        wider = insert_column(table, column + right, column)
        rows = ((*cells[:column], _open(cells[column], "right"), *cells[column + 1 :]) for cells in wider.rows)
        return replace(wider, rows=tuple(rows))

    return change


def _shape_kind(name: str, change: Change, *actions: Action) -> Kind:
    """A kind that adds or removes the row or column of a phrase."""

    def sample(scene: Scene, draw: Draw) -> Part | None:
        found = draw.own(_phrases(scene.document))
        return Part(name, {"text": found[0]}) if found else None

    def expected(document: Document, part: Part) -> Document:
        return map_table(document, lambda table: change(table, *find_cell(table, part["text"])))

    return Kind(name, GROUP, sample, lambda part: (SelectText(part["text"]), *actions), expected, composable=True)


# the whole table


def _whole_kind(name: str, change: Callable[[Table], tuple[Block, ...]], *actions: Action) -> Kind:
    """A kind that puts something else, or nothing, in the place of the table."""

    def sample(scene: Scene, _: Draw) -> Part | None:
        return Part(name) if _table(scene.document) else None

    def expected(document: Document, _: Part) -> Document:
        blocks = (new for block in document.blocks for new in (change(block) if isinstance(block, Table) else (block,)))
        return replace(document, blocks=tuple(blocks))

    return Kind(name, GROUP, sample, lambda _: (SelectTable(), *actions), expected)


def _row_as_text(cells: tuple[Cell, ...]) -> Paragraph:
    """One paragraph in the style of the first cell, with tabs between what the cells held."""
    paragraphs = [paragraph for cell in cells for paragraph in every_paragraph(cell.blocks)]
    content = [part for number, paragraph in enumerate(paragraphs) for part in (Run("\t" if number else ""), *paragraph.content)]
    return replace(paragraphs[0], content=merge_runs(content))


def _look_kind(
    name: str, values: Mapping[str, tuple[str, ...]], look: Callable[[Part], Mapping[str, str]], action: Callable[[Part], Action]
) -> Kind:
    """A kind that gives all the table's text a look."""

    def expected(document: Document, part: Part) -> Document:
        table = _table(document)
        inside = {id(paragraph) for paragraph in every_paragraph((table,))} if table else set()
        places = [place for place in everything(document) if id(document.paragraphs[place.paragraph]) in inside]
        return rewrite(document, places, put(look(part)))

    def sample(scene: Scene, draw: Draw) -> Part | None:
        part = Part(name, {slot: draw.choose(pool) for slot, pool in values.items()})
        return part if expected(scene.document, part) != scene.document else None

    return Kind(name, GROUP, sample, lambda part: (SelectTable(), action(part)), expected, composable=True)


# a new table


def _draw_size(_: Scene, draw: Draw) -> Part:
    return Part("insert_table", {"rows": draw.choose(COUNTS), "columns": draw.choose(COUNTS)})


def _with_new_table(document: Document, part: Part) -> Document:
    """At the top, where the cursor stands in a document just opened, and aligned as the text there."""
    rows, columns = number_in(part["rows"]) or 0, number_in(part["columns"]) or 0
    inside = Paragraph(style="Table Contents", properties=_alignment(document))
    cells = tuple(tuple(_new_cell(inside, row, columns - column) for column in range(columns)) for row in range(rows))
    return insert_block(document, 0, Table(cells, (("align", "margins"),)))


def _alignment(document: Document) -> Properties:
    """That of the first paragraph, whether it has it of its own or by its style."""
    first = document.paragraphs[0]
    style = next((style.properties for style in document.styles if style.name == first.style), ())
    aligned = {**dict(style), **dict(first.properties)}.get("text-align", "start")
    return () if aligned == "start" else (("text-align", aligned),)


def _new_cell(paragraph: Paragraph, row: int, columns_left: int) -> Cell:
    """Each cell draws the line on its left and the one below it, those in the first row and the last column the table's edge too."""
    sides = ("bottom", "left", *(["top"] if row == 0 else []), *(["right"] if columns_left == 1 else []))
    borders = {"border": _LINE} if len(sides) == 4 else {f"border-{side}": _LINE for side in sides}
    return Cell((paragraph,), borders=as_properties(borders))


# a cell


def _draw_cell(scene: Scene, draw: Draw) -> Part | None:
    table = _table(scene.document)
    filled = [address for address, cell in _cells(table) if cell.text] if table else []
    return Part("fill_cell", {"cell": draw.choose(filled), "new": draw.choose((*WORDS, *REMARKS))}) if filled else None


def _filled(document: Document, part: Part) -> Document:
    return map_table(document, lambda table: set_cell(table, part["cell"], part["new"]))


KINDS: tuple[Kind, ...] = (
    Kind("insert_table", GROUP, _draw_size, lambda part: (InsertTable(part["rows"], part["columns"]),), _with_new_table),
    _whole_kind("delete_table", lambda _: (), _click("Delete Table")),
    _shape_kind("add_row_below", _row_added(below=True), _click("Insert Rows Below")),
    _shape_kind("add_row_above", _row_added(below=False), _click("Insert Rows Above")),
    _shape_kind("add_column_right", _column_added(right=True), _click("Insert Columns After")),
    _shape_kind("add_column_left", _column_added(right=False), _click("Insert Columns Before")),
    _shape_kind("delete_row", lambda table, row, _: delete_row(table, row), _click("Delete Rows")),
    _shape_kind(
        "delete_column",
        lambda table, _, column: delete_column(table, column),
        _click("Table", "menu"),
        _click("Delete", "menu"),
        _click("Delete Columns", "menu item"),
    ),
    Kind("fill_cell", GROUP, _draw_cell, lambda part: (SelectCell(part["cell"]), TypeText(part["new"])), _filled, composable=True),
    _whole_kind(
        "table_to_text",
        lambda table: tuple(_row_as_text(cells) for cells in table.rows),
        _click("Table", "menu"),
        _click("Convert", "menu"),
        _click("Table to Text...", "menu item"),
        _click("OK"),
    ),
    _look_kind("font_table", {"font": FONTS}, lambda part: {"font-name": part["font"]}, lambda part: SetFontName(part["font"])),
    _look_kind("bold_table", {}, lambda _: {"font-weight": "bold"}, lambda _: _click("Bold", "toggle button")),
)
