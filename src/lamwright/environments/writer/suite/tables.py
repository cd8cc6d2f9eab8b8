"""Kinds of task about tables: making and removing them, their rows, columns and cells, and the text of a whole table."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from lamwright.actions import Action, ClickInput, ControlRef, InsertTable, SelectCell, SelectTable, SelectText, SetFontName, TypeText
from lamwright.environments.writer.document import Block, Cell, Document, Paragraph, Run, Table, as_properties, every_paragraph
from lamwright.environments.writer.odf_inline import merge_runs
from lamwright.environments.writer.suite.kind import Draw, Kind, Scene
from lamwright.environments.writer.suite.spans import put, rewrite, whole
from lamwright.environments.writer.suite.values import FONTS, NUMBER_WORDS, REMARKS, WORDS
from lamwright.references import number_in
from lamwright.tasks import Part

GROUP = "tables"
COUNTS = (*NUMBER_WORDS, *(str(number) for number in range(2, 9)))
_LINE = "0.5pt solid #000000"
_SHORTEST_PHRASE = 4
Place = tuple[int, int]
"""Row and column, from 0."""
Change = Callable[[Table, Place], Table]


def _click(name: str, type: str = "push button") -> Action:
    return ClickInput(ControlRef(name, type))


# what stands in the table


def _table(document: Document) -> Table | None:
    return next((block for block in document.blocks if isinstance(block, Table)), None)


def _cells(table: Table) -> Iterator[tuple[Place, Cell]]:
    return (((row, column), cell) for row, cells in enumerate(table.rows) for column, cell in enumerate(cells))


def _phrases(scene: Scene) -> tuple[str, ...]:
    """What single cells hold, and words of it, where it stands once in the document."""
    table = _table(scene.document)
    written = scene.document.text.casefold()
    texts = [cell.text for _, cell in _cells(table)] if table else []
    found = dict.fromkeys([*texts, *(word for text in texts for word in text.split() if len(word) >= _SHORTEST_PHRASE)])
    return tuple(text for text in found if text.strip() and "\n" not in text and written.count(text.casefold()) == 1)


def _place(table: Table, phrase: str) -> Place:
    return next(place for place, cell in _cells(table) if phrase.casefold() in cell.text.casefold())


def _with(document: Document, change: Callable[[Table], tuple[Block, ...]]) -> Document:
    """The document with its first table replaced."""
    table = _table(document)
    blocks = (new for block in document.blocks for new in (change(block) if block is table and isinstance(block, Table) else (block,)))
    return replace(document, blocks=tuple(blocks))


# rows and columns


def _blank(cell: Cell) -> Cell:
    """An empty cell of the same look."""
    first = cell.blocks[0]
    return replace(cell, blocks=(replace(first, content=()) if isinstance(first, Paragraph) else first,))


def _open(cell: Cell, side: str) -> Cell:
    """The cell without its line on that side: Writer draws a line between new neighbours once."""
    lines = dict(cell.borders)
    if "border" in lines:
        lines = {f"border-{each}": lines["border"] for each in ("bottom", "left", "right", "top")}
    lines.pop(f"border-{side}", None)
    return replace(cell, borders=as_properties(lines))


def _row_added(below: bool) -> Change:
    def change(table: Table, place: Place) -> Table:
        row, _ = place
        old = table.rows[row]
        new = tuple(_blank(cell) for cell in old)
        upper, lower = (old, new) if below else (new, old)
        lower = tuple(_open(cell, "top") for cell in lower)
        return replace(table, rows=(*table.rows[:row], upper, lower, *table.rows[row + 1 :]))

    return change


def _column_added(right: bool) -> Change:
    def change(table: Table, place: Place) -> Table:
        _, column = place

        def wider(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
            old, new = cells[column], _blank(cells[column])
            left, other = (old, new) if right else (new, old)
            return (*cells[:column], _open(left, "right"), other, *cells[column + 1 :])

        return replace(table, rows=tuple(wider(cells) for cells in table.rows), widths=())

    return change


def _row_removed(table: Table, place: Place) -> Table:
    row, _ = place
    return replace(table, rows=(*table.rows[:row], *table.rows[row + 1 :]))


def _column_removed(table: Table, place: Place) -> Table:
    _, column = place
    return replace(table, rows=tuple((*cells[:column], *cells[column + 1 :]) for cells in table.rows), widths=())


def _shape_kind(name: str, change: Change, *actions: Action) -> Kind:
    """A kind that adds or removes the row or column of a phrase."""

    def sample(scene: Scene, draw: Draw) -> Part | None:
        found = _phrases(scene)
        return Part(name, {"text": draw.choose(found)}) if found else None

    def expected(document: Document, part: Part) -> Document:
        return _with(document, lambda table: (change(table, _place(table, part["text"])),))

    return Kind(name, GROUP, sample, lambda part: (SelectText(part["text"]), *actions), expected, composable=True)


# the whole table


def _any_table(name: str) -> Callable[[Scene, Draw], Part | None]:
    return lambda scene, draw: Part(name) if _table(scene.document) else None


def _as_text(table: Table) -> tuple[Block, ...]:
    """One paragraph for each row, in the style of its first cell."""
    return tuple(_row_as_text(cells) for cells in table.rows)


def _row_as_text(cells: tuple[Cell, ...]) -> Paragraph:
    paragraphs = [paragraph for cell in cells for paragraph in every_paragraph(cell.blocks)]
    content = [part for number, paragraph in enumerate(paragraphs) for part in (*([Run("\t")] if number else []), *paragraph.content)]
    return replace(paragraphs[0], content=merge_runs(content))


def _look_kind(name: str, look: Callable[[Part], Mapping[str, str]], action: Callable[[Part], Action], values: Mapping[str, tuple[str, ...]]) -> Kind:
    """A kind that gives all the table's text a look."""

    def expected(document: Document, part: Part) -> Document:
        table = _table(document)
        inside = {id(paragraph) for paragraph in every_paragraph((table,))} if table else set()
        return rewrite(document, whole(lambda paragraph: id(paragraph) in inside), put(look(part)))

    def sample(scene: Scene, draw: Draw) -> Part | None:
        part = Part(name, {slot: draw.choose(pool) for slot, pool in values.items()})
        return part if expected(scene.document, part) != scene.document else None

    return Kind(name, GROUP, sample, lambda part: (SelectTable(), action(part)), expected, composable=True)


# a new table


def _draw_size(scene: Scene, draw: Draw) -> Part | None:
    return Part("insert_table", {"rows": draw.choose(COUNTS), "columns": draw.choose(COUNTS)})


def _with_new_table(document: Document, part: Part) -> Document:
    """At the top, where the cursor stands in a document just opened."""
    rows, columns = number_in(part["rows"]) or 0, number_in(part["columns"]) or 0
    cells = tuple(tuple(_new_cell(row, column, columns) for column in range(columns)) for row in range(rows))
    page = {name: float(value.removesuffix("cm")) for name, value in document.pages[0].properties if value.endswith("cm")}
    width = page["page-width"] - page["margin-left"] - page["margin-right"]
    table = Table(cells, as_properties({"align": "margins", "width": f"{width:.2f}cm"}))
    return replace(document, blocks=(table, *document.blocks))


def _new_cell(row: int, column: int, columns: int) -> Cell:
    """Every line is drawn once: by the cell on its right or above it, those around the table by the cells at the edge."""
    sides = ("bottom", "left", *(["top"] if row == 0 else []), *(["right"] if column == columns - 1 else []))
    borders = {"border": _LINE} if len(sides) == 4 else {f"border-{side}": _LINE for side in sides}
    return Cell((Paragraph(style="Table Contents"),), borders=as_properties(borders))


# a cell


def _draw_cell(scene: Scene, draw: Draw) -> Part | None:
    table = _table(scene.document)
    if table is None:
        return None
    addresses = [f"{chr(ord('A') + column)}{row + 1}" for (row, column), cell in _cells(table) if cell.text]
    return Part("fill_cell", {"cell": draw.choose(addresses), "new": draw.choose((*WORDS, *REMARKS))}) if addresses else None


def _filled(document: Document, part: Part) -> Document:
    """What is typed looks like the beginning of what it replaces."""
    wanted = int(part["cell"][1:]) - 1, ord(part["cell"][0]) - ord("A")

    def fill(cell: Cell) -> Cell:
        first = next(every_paragraph(cell.blocks))
        run = replace(first.runs[0], text=part["new"]) if first.runs else Run(part["new"])
        return replace(cell, blocks=(replace(first, content=(run,)),))

    def change(table: Table) -> tuple[Block, ...]:
        rows = (
            tuple(fill(cell) if (row, column) == wanted else cell for column, cell in enumerate(cells)) for row, cells in enumerate(table.rows)
        )
        return (replace(table, rows=tuple(rows)),)

    return _with(document, change)


_TO_TEXT = (SelectTable(), _click("Table", "menu"), _click("Convert", "menu"), _click("Table to Text...", "menu item"), _click("OK"))
_DELETE_COLUMN = (_click("Table", "menu"), _click("Delete", "menu"), _click("Delete Columns", "menu item"))

KINDS: tuple[Kind, ...] = (
    Kind("insert_table", GROUP, _draw_size, lambda part: (InsertTable(part["rows"], part["columns"]),), _with_new_table),
    Kind(
        "delete_table",
        GROUP,
        _any_table("delete_table"),
        lambda part: (SelectTable(), _click("Delete Table")),
        lambda document, part: _with(document, lambda table: ()),
    ),
    _shape_kind("add_row_below", _row_added(below=True), _click("Insert Rows Below")),
    _shape_kind("add_row_above", _row_added(below=False), _click("Insert Rows Above")),
    _shape_kind("add_column_right", _column_added(right=True), _click("Insert Columns After")),
    _shape_kind("add_column_left", _column_added(right=False), _click("Insert Columns Before")),
    _shape_kind("delete_row", _row_removed, _click("Delete Rows")),
    _shape_kind("delete_column", _column_removed, *_DELETE_COLUMN),
    Kind("fill_cell", GROUP, _draw_cell, lambda part: (SelectCell(part["cell"]), TypeText(part["new"])), _filled, composable=True),
    Kind("table_to_text", GROUP, _any_table("table_to_text"), lambda part: _TO_TEXT, lambda document, part: _with(document, _as_text)),
    _look_kind("font_table", lambda part: {"font-name": part["font"]}, lambda part: SetFontName(part["font"]), {"font": FONTS}),
    _look_kind("bold_table", lambda part: {"font-weight": "bold"}, lambda part: _click("Bold", "toggle button"), {}),
)
