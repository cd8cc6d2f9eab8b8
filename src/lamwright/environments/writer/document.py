"""A text document as a person sees it: a tree of frozen values in which two documents are equal when nobody could tell them apart.

Formatting is direct formatting: what was put on a text or paragraph beyond its style, under OpenDocument's names ("font-weight": "bold").
A property that says what the style says already is not there. Lengths are in centimetres with two decimals ("1.25cm"), sizes of letters
in points ("12pt"). Fields that nobody sees, or that the clock and the layout change, do not count for equality (`compare=False`).
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Literal

Properties = tuple[tuple[str, str], ...]
"""Pairs of name and value, sorted by name."""


def as_properties(values: Mapping[str, str]) -> Properties:
    """The mapping as sorted pairs."""
    return tuple(sorted(values.items()))


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that looks the same throughout. A tab is "\\t", a line break "\\n"."""

    text: str
    properties: Properties = ()
    style: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A text that Writer keeps up to date: kind is OpenDocument's ("date", "time", "page-number", "page-count", "title" ...)."""

    kind: str
    text: str = field(default="", compare=False)
    properties: Properties = ()


@dataclass(frozen=True, slots=True)
class Note:
    kind: Literal["footnote", "endnote"]
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment in the margin; `anchor` is the text that it is attached to, empty for a mere place."""

    text: str
    anchor: str = ""
    author: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Bookmark:
    name: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """Whatever floats or stands as a picture.

    `kind` is "text box", "image", "object" (a chart, a formula), or the shape's own ("rectangle", "line").
    """

    kind: str
    width: str = ""
    height: str = ""
    x: str = ""
    y: str = ""
    anchor: str = ""
    blocks: tuple["Block", ...] = ()
    name: str = field(default="", compare=False)


Inline = Run | Field | Note | Comment | Bookmark | Shape


@dataclass(frozen=True, slots=True)
class ListItem:
    """How a paragraph belongs to a list: level from 1; `format` is the bullet, or the number's form such as "1." or "a)"."""

    kind: Literal["bullet", "number", "none"]
    level: int = 1
    format: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`outline` is the heading level, 0 for text. `style` is the display name in OpenDocument ("Standard", "Text body", "Heading 1")."""

    content: tuple[Inline, ...] = ()
    style: str = "Standard"
    properties: Properties = ()
    item: ListItem | None = None
    outline: int = 0

    @property
    def text(self) -> str:
        """What can be read in it, fields included."""
        return "".join(part.text for part in self.content if isinstance(part, Run | Field))

    @property
    def runs(self) -> tuple[Run, ...]:
        return tuple(part for part in self.content if isinstance(part, Run))


@dataclass(frozen=True, slots=True)
class Cell:
    blocks: tuple["Block", ...] = (Paragraph(),)
    properties: Properties = ()
    borders: Properties = ()
    columns: int = 1
    rows: int = 1

    @property
    def text(self) -> str:
        return "\n".join(block.text for block in flat(self.blocks))


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` are without the cells that a merged cell covers; `widths` are the columns' shares of the whole, in percent."""

    rows: tuple[tuple[Cell, ...], ...]
    properties: Properties = ()
    widths: tuple[int, ...] = ()
    header_rows: int = field(default=0, compare=False)
    name: str = field(default="", compare=False)

    @property
    def text(self) -> str:
        return "\n".join("\t".join(cell.text for cell in row) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Index:
    """A table of contents or the like; what it lists follows from the rest of the document."""

    kind: str
    blocks: tuple["Block", ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the text with columns or protection of its own."""

    blocks: tuple["Block", ...]
    properties: Properties = ()
    name: str = field(default="", compare=False)


Block = Paragraph | Table | Index | Section


@dataclass(frozen=True, slots=True)
class PageStyle:
    """A kind of page that the document uses. `header` and `footer` are None where there is none."""

    properties: Properties = ()
    header: tuple[Block, ...] | None = None
    footer: tuple[Block, ...] | None = None
    watermark: str | None = None
    name: str = "Standard"


@dataclass(frozen=True, slots=True)
class Style:
    """What a named style looks like, inherited properties included."""

    name: str
    properties: Properties = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A recorded change."""

    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """The whole document, with what the view shows of it and the names of the files that were saved from it."""

    blocks: tuple[Block, ...] = (Paragraph(),)
    pages: tuple[PageStyle, ...] = (PageStyle(),)
    styles: tuple[Style, ...] = ()
    shapes: tuple[Shape, ...] = ()
    line_numbers: bool = False
    title: str = ""
    track_changes: bool = False
    changes: tuple[Change, ...] = ()
    view: tuple[tuple[str, bool | int], ...] = ()
    saved: tuple[str, ...] = ()

    @property
    def body(self) -> tuple[Paragraph | Table, ...]:
        """Paragraphs and tables in order, those of sections and indexes among them: a passage's index counts these."""
        return tuple(flat(self.blocks))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Every paragraph of the body in reading order, those in table cells among them."""
        return tuple(every_paragraph(self.blocks))

    @property
    def text(self) -> str:
        return "\n".join(block.text for block in self.body)


def flat(blocks: tuple[Block, ...]) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables, sections and indexes opened up."""
    for block in blocks:
        if isinstance(block, Paragraph | Table):
            yield block
        else:
            yield from flat(block.blocks)


def every_paragraph(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    for block in flat(blocks):
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from every_paragraph(cell.blocks)


def fingerprint(document: Document) -> str:
    """A short hash: the same for equal documents, in every process."""
    return hashlib.blake2b(repr(_plain(document)).encode(), digest_size=16).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return (type(value).__name__, *(_plain(getattr(value, f.name)) for f in fields(value) if f.compare))
    if isinstance(value, tuple):
        return tuple(_plain(part) for part in value)
    return value
