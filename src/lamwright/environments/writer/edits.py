"""Changes to a `Document` value: what a document is expected to be after a task.

Each function gives a new document. Blocks are counted as passages are: every paragraph and table of the body, from 0. A phrase is
found as `select_text` finds it: as written and as whole words where there is such a place, then as a part of words, then in any case.
Properties are given by OpenDocument's names with underscores (`font_weight="bold"`); None takes one away.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lamwright.environments.writer.document import (
    Block,
    Document,
    Field,
    Inline,
    PageStyle,
    Paragraph,
    Properties,
    Run,
    Table,
    as_properties,
)
from lamwright.environments.writer.odf_inline import merge_runs

TextEdit = Callable[[Run], Run | None]


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of text: `paragraph` counts `Document.paragraphs`, those in table cells among them."""

    paragraph: int
    start: int
    end: int


# finding


def places(document: Document, phrase: str, *, match_case: bool | None = None, whole_words: bool | None = None) -> tuple[Place, ...]:
    """Where a phrase stands, in reading order. What is None is tried strictly first, then loosely, as `select_text` does."""
    cases = (True, False) if match_case is None else (match_case,)
    words = (True, False) if whole_words is None else (whole_words,)
    for case in cases:
        for whole in words:
            pattern = _pattern(phrase, case, whole)
            found = tuple(
                Place(number, match.start(), match.end())
                for number, paragraph in enumerate(document.paragraphs)
                for match in pattern.finditer(paragraph.text)
            )
            if found:
                return found
    return ()


def place(document: Document, phrase: str, occurrence: int = 1) -> Place:
    """The n-th place of a phrase. Raises ValueError where there is none."""
    found = places(document, phrase)
    if occurrence > len(found):
        raise ValueError(f"the document holds '{phrase}' {len(found)} times, not {occurrence}")
    return found[occurrence - 1]


def _pattern(phrase: str, match_case: bool, whole_words: bool) -> re.Pattern[str]:
    inner = re.escape(phrase)
    return re.compile(rf"(?<!\w){inner}(?!\w)" if whole_words else inner, 0 if match_case else re.IGNORECASE)


# text


def format_text(document: Document, phrase: str, occurrence: int | None = 1, **properties: str | None) -> Document:
    """Give a phrase direct character properties; `occurrence=None` means all places."""
    return _edit_phrase(document, phrase, occurrence, lambda run: with_properties(run, properties))


def clear_text(document: Document, phrase: str, occurrence: int | None = 1) -> Document:
    """Take all direct character properties from a phrase."""
    return _edit_phrase(document, phrase, occurrence, lambda run: Run(run.text, link=run.link))


def link_text(document: Document, phrase: str, target: str, occurrence: int | None = 1) -> Document:
    return _edit_phrase(document, phrase, occurrence, lambda run: replace(run, link=target))


def change_text(document: Document, phrase: str, change: Callable[[str], str], occurrence: int | None = 1) -> Document:
    """Rewrite a phrase by a function of its text, such as `str.upper`; formatting stays."""
    return _edit_phrase(document, phrase, occurrence, lambda run: replace(run, text=change(run.text)))


def replace_text(
    document: Document,
    phrase: str,
    new: str,
    occurrence: int | None = 1,
    *,
    match_case: bool | None = None,
    whole_words: bool | None = None,
) -> Document:
    """Put other words in the place of a phrase; they look as its first letter did. An empty `new` deletes."""
    found = places(document, phrase, match_case=match_case, whole_words=whole_words)
    chosen = found if occurrence is None else (found[occurrence - 1],)
    for where in reversed(chosen):
        document = _edit_paragraph(document, where.paragraph, lambda old, at=where: _overwrite(old, at, new))  # type: ignore[misc]
    return document


def insert_inline(document: Document, where: Place, new: Sequence[Inline], *, before: bool = False) -> Document:
    """Put a note, field, text ... right after a place (or before it)."""
    position = where.start if before else where.end
    return _edit_paragraph(document, where.paragraph, lambda old: splice(old, position, position, new))


def _edit_phrase(document: Document, phrase: str, occurrence: int | None, edit: TextEdit) -> Document:
    found = places(document, phrase)
    if not found or (occurrence is not None and occurrence > len(found)):
        raise ValueError(f"the document holds '{phrase}' {len(found)} times, not {occurrence or 'once'}")
    for where in found if occurrence is None else (found[occurrence - 1],):
        document = edit_place(document, where, edit)
    return document


def edit_place(document: Document, where: Place, edit: TextEdit) -> Document:
    """Apply a function to the runs of one place; text stays as long as it was, or only one place may be edited."""
    return _edit_paragraph(document, where.paragraph, lambda old: edit_span(old, where.start, where.end, edit))


# paragraphs and blocks


def format_paragraph_text(document: Document, index: int, **properties: str | None) -> Document:
    """Give all letters of a paragraph, or of a table, direct character properties."""
    return map_block(document, index, lambda block: map_runs(block, lambda run: with_properties(run, properties)))


def set_paragraph(document: Document, index: int, *, properties: dict[str, str | None] | None = None, **changes: Any) -> Document:
    """Change a paragraph's fields (style, item, outline, content); `properties` are merged into those it has.

    A style "Heading N" brings its heading level, any other takes it away, unless `outline` is given.
    """
    return map_block(document, index, lambda block: change_paragraph(_paragraph(block, index), properties=properties, **changes))


def change_paragraph(paragraph: Paragraph, *, properties: dict[str, str | None] | None = None, **changes: Any) -> Paragraph:
    if "style" in changes and "outline" not in changes:
        level = re.fullmatch(r"Heading (\d+)", changes["style"])
        changes["outline"] = int(level[1]) if level else 0
    return replace(paragraph, properties=merged(paragraph.properties, properties or {}), **changes)


def set_paragraphs(document: Document, *, properties: dict[str, str | None] | None = None, **changes: Any) -> Document:
    """`set_paragraph` for every paragraph of the body, those in table cells too."""
    change = lambda old: change_paragraph(old, properties=properties, **changes)  # noqa: E731
    return replace(document, blocks=_map_paragraphs(document.blocks, change))


def set_paragraph_text(document: Document, index: int, text: str) -> Document:
    """Write a paragraph anew; the text looks as its first letter did."""

    def write(block: Block) -> Block:
        paragraph = _paragraph(block, index)
        look = paragraph.runs[0] if paragraph.runs else Run("")
        return replace(paragraph, content=(replace(look, text=text, link=None),) if text else ())

    return map_block(document, index, write)


def delete_block(document: Document, index: int) -> Document:
    return map_block(document, index, lambda block: None)


def insert_block(document: Document, index: int, *new: Block) -> Document:
    """Put blocks before the one of that index; an index one past the end appends."""
    if index == len(document.body):
        return replace(document, blocks=(*document.blocks, *new))
    return _splice_blocks(document, index, lambda block: (*new, block))


def move_block(document: Document, index: int, to: int) -> Document:
    """Take a block out and put it where it has the index `to` afterwards."""
    block = document.body[index]
    return insert_block(delete_block(document, index), to, block)


def map_block(document: Document, index: int, change: Callable[[Paragraph | Table], Block | None]) -> Document:
    """Replace one block by what the function makes of it; None removes it. Raises IndexError."""

    def put(block: Paragraph | Table) -> tuple[Block, ...]:
        changed = change(block)
        return () if changed is None else (changed,)

    return _splice_blocks(document, index, put)


# page and view


def set_page(document: Document, *, properties: dict[str, str | None] | None = None, **changes: Any) -> Document:
    """Change every page style: fields (header, footer, watermark) and properties."""

    def change(page: PageStyle) -> PageStyle:
        return replace(page, properties=merged(page.properties, properties or {}), **changes)

    return replace(document, pages=tuple(change(page) for page in document.pages))


def set_view(document: Document, **settings: bool | int) -> Document:
    """Change view settings by UNO's names (`ShowRulers=False`)."""
    return replace(document, view=tuple(sorted({**dict(document.view), **settings}.items())))


# inside a paragraph


def with_properties(run: Run, changes: dict[str, str | None]) -> Run:
    return replace(run, properties=merged(run.properties, changes))


def merged(properties: Properties, changes: dict[str, str | None]) -> Properties:
    """The properties with changes put in (underscores read as hyphens), those that are None taken out."""
    values = {**dict(properties), **{name.replace("_", "-"): value for name, value in changes.items()}}
    return as_properties({name: value for name, value in values.items() if value is not None})


def map_runs(block: Block, edit: TextEdit) -> Block:
    """Apply a function to every run of a block."""
    return _map_paragraphs((block,), lambda old: edit_span(old, 0, len(old.text), edit))[0]


def edit_span(paragraph: Paragraph, start: int, end: int, edit: TextEdit) -> Paragraph:
    """Apply a function to the runs between two characters, splitting those at the edges."""
    before, inside, after = split(paragraph.content, start, end)
    edited = [edit(part) if isinstance(part, Run) else part for part in inside]
    return replace(paragraph, content=merge_runs([*before, *(part for part in edited if part is not None), *after]))


def splice(paragraph: Paragraph, start: int, end: int, new: Iterable[Inline]) -> Paragraph:
    """Put something in the place of the text between two characters."""
    before, _, after = split(paragraph.content, start, end)
    return replace(paragraph, content=merge_runs([*before, *new, *after]))


def split(content: Sequence[Inline], start: int, end: int) -> tuple[list[Inline], list[Inline], list[Inline]]:
    """What stands before, between and after two characters; an object at an edge belongs to what precedes it."""
    parts: tuple[list[Inline], list[Inline], list[Inline]] = ([], [], [])
    position = 0
    for piece in content:
        length = len(piece.text) if isinstance(piece, Run | Field) else 0
        if isinstance(piece, Run):
            for part, (low, high) in zip(parts, ((0, start), (start, end), (end, position + length)), strict=True):
                text = piece.text[max(0, low - position) : max(0, high - position)]
                if text:
                    part.append(replace(piece, text=text))
        else:
            parts[0 if position <= start else 1 if position < end else 2].append(piece)
        position += length
    return parts


def _overwrite(paragraph: Paragraph, where: Place, new: str) -> Paragraph:
    _, inside, _ = split(paragraph.content, where.start, where.end)
    look = next((part for part in inside if isinstance(part, Run)), Run(""))
    return splice(paragraph, where.start, where.end, (replace(look, text=new),))


def _paragraph(block: Block, index: int) -> Paragraph:
    if not isinstance(block, Paragraph):
        raise ValueError(f"block {index} is no paragraph")
    return block


# walking the tree


def _edit_paragraph(document: Document, number: int, edit: Callable[[Paragraph], Paragraph]) -> Document:
    counter = iter(range(len(document.paragraphs)))
    return replace(document, blocks=_map_paragraphs(document.blocks, lambda old: edit(old) if next(counter) == number else old))


def _map_paragraphs(blocks: tuple[Block, ...], change: Callable[[Paragraph], Paragraph]) -> tuple[Block, ...]:
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(change(block))
        elif isinstance(block, Table):
            rows = tuple(tuple(replace(cell, blocks=_map_paragraphs(cell.blocks, change)) for cell in row) for row in block.rows)
            found.append(replace(block, rows=rows))
        else:
            found.append(replace(block, blocks=_map_paragraphs(block.blocks, change)))
    return tuple(found)


def _splice_blocks(document: Document, index: int, change: Callable[[Paragraph | Table], tuple[Block, ...]]) -> Document:
    if not 0 <= index < len(document.body):
        raise IndexError(f"the document has no block {index}: it has {len(document.body)}")
    counter = iter(range(len(document.body)))

    def walk(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        found: list[Block] = []
        for block in blocks:
            if isinstance(block, Paragraph | Table):
                found += change(block) if next(counter) == index else (block,)
            else:
                found.append(replace(block, blocks=walk(block.blocks)))
        return tuple(found)

    return replace(document, blocks=walk(document.blocks))
