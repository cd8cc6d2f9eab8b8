"""Changes to the tables of a `Document` value; rows, columns and cells are counted from 0."""

import re
from collections.abc import Callable
from dataclasses import replace

from lamwright.environments.writer.document import Block, Cell, Document, Paragraph, Run, Table
from lamwright.environments.writer.edits import map_block


def table_index(document: Document, number: int = 1) -> int:
    """The block index of the n-th table. Raises ValueError."""
    found = [index for index, block in enumerate(document.body) if isinstance(block, Table)]
    if number > len(found):
        raise ValueError(f"the document has {len(found)} tables, not {number}")
    return found[number - 1]


def map_table(document: Document, change: Callable[[Table], Table], number: int = 1) -> Document:
    def changed(block: Block) -> Block:
        assert isinstance(block, Table)
        return change(block)

    return map_block(document, table_index(document, number), changed)


def find_cell(table: Table, phrase: str) -> tuple[int, int]:
    """Row and column, from 0, of the first cell that holds a phrase. Raises ValueError."""
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells):
            if phrase in cell.text:
                return row, column
    raise ValueError(f"no cell holds '{phrase}'")


def insert_row(table: Table, at: int, like: int) -> Table:
    """An empty row that gets the index `at`; its cells look as those of row `like` do."""
    row = tuple(empty_cell(cell) for cell in table.rows[like])
    return replace(table, rows=(*table.rows[:at], row, *table.rows[at:]))


def insert_column(table: Table, at: int, like: int) -> Table:
    """An empty column that gets the index `at`; its cells look as those of column `like` do. Widths are left open."""
    rows = tuple((*row[:at], empty_cell(row[like]), *row[at:]) for row in table.rows)
    return replace(table, rows=rows, widths=())


def delete_row(table: Table, at: int) -> Table:
    return replace(table, rows=(*table.rows[:at], *table.rows[at + 1 :]))


def delete_column(table: Table, at: int) -> Table:
    return replace(table, rows=tuple((*row[:at], *row[at + 1 :]) for row in table.rows), widths=())


def empty_cell(like: Cell) -> Cell:
    """A cell with one empty paragraph of the other's style."""
    first = like.blocks[0] if like.blocks else Paragraph()
    blank = replace(first, content=()) if isinstance(first, Paragraph) else Paragraph()
    return replace(like, blocks=(blank,))


def set_cell(table: Table, address: str, text: str) -> Table:
    """Write a cell such as "B2" anew."""
    letters = re.fullmatch(r"([A-Z])(\d+)", address.upper())
    if not letters:
        raise ValueError(f"'{address}' is not a cell's address such as B2")
    column, row = ord(letters[1]) - ord("A"), int(letters[2]) - 1
    cell = table.rows[row][column]
    paragraph = empty_cell(cell).blocks[0]
    assert isinstance(paragraph, Paragraph)
    first = cell.blocks[0]
    look = first.runs[0] if isinstance(first, Paragraph) and first.runs else Run("")
    written = replace(cell, blocks=(replace(paragraph, content=(replace(look, text=text),)),))
    cells = (*table.rows[row][:column], written, *table.rows[row][column + 1 :])
    return replace(table, rows=(*table.rows[:row], cells, *table.rows[row + 1 :]))
