"""Kinds of task about what is put into a document beside words: notes, comments, links, fields, headers, breaks, signs and lists."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from lamwright.actions import Action, ClickInput, ControlRef, KeyboardInput, SelectParagraph, SelectText, SetEditText, TypeText
from lamwright.environments.writer.document import Bookmark, Comment, Document, Field, Index, Inline, Note, Paragraph, Run
from lamwright.environments.writer.edits import (
    Place,
    change_paragraph,
    change_text,
    insert_block,
    insert_inline,
    link_text,
    place,
    places,
    set_page,
)
from lamwright.environments.writer.suite.kind import Draw, Kind, Scene
from lamwright.environments.writer.suite.spans import undisturbed
from lamwright.environments.writer.suite.values import ADDRESSES, NAMES, REMARKS, SYMBOLS, TITLES, draw_passage, phrases
from lamwright.tasks import Part

GROUP = "inserting"
_TRIES = 60
Plan = Callable[[Part], tuple[Action, ...]]
Values = Mapping[str, Sequence[str]]


def _click(name: str, type: str = "push button") -> Action:
    return ClickInput(ControlRef(name, type))


def _menu(*path: str, last: str = "menu item") -> tuple[Action, ...]:
    """Clicks down a path of the menus."""
    return (*(_click(name, "menu") for name in path[:-1]), _click(path[-1], last))


# at a phrase


def _phrase_kind(name: str, values: Values, actions: Plan, expected: Callable[[Document, Part], Document]) -> Kind:
    """A kind that puts something on or after a phrase."""

    def sample(scene: Scene, draw: Draw) -> Part | None:
        document = scene.document
        for phrase in draw.own(phrases(document))[:_TRIES]:
            if undisturbed(document, places(document, phrase)):
                return Part(name, {"text": phrase, **{slot: draw.choose(pool) for slot, pool in values.items()}})
        return None

    return Kind(name, GROUP, sample, lambda part: (SelectText(part["text"]), *actions(part)), expected, composable=True)


def _around(make: Callable[[Part], Inline], before: bool) -> Callable[[Document, Part], Document]:
    """Expects something right before or after the phrase."""
    return lambda document, part: insert_inline(document, place(document, part["text"]), (make(part),), before=before)


def _footnote(part: Part) -> Inline:
    return Note("footnote", (Paragraph((Run(part["note"]),), "Footnote"),))


def _endnote(part: Part) -> Inline:
    return Note("endnote", (Paragraph((Run(part["note"]),), "Endnote"),))


def _linked(document: Document, part: Part) -> Document:
    """Writer completes an address: its scheme where it has none, its closing slash."""
    address = part["url"] if "://" in part["url"] else f"http://{part['url']}"
    return link_text(document, part["text"], f"{address}/")


def _with_symbol(document: Document, part: Part) -> Document:
    return change_text(document, part["text"], lambda text: text + part["symbol"])


# at the cursor


def _field_kind(name: str, kind: str, *path: str) -> Kind:
    """A kind that puts a field where the cursor stands: at the top of a document just opened."""

    def sample(scene: Scene, _: Draw) -> Part | None:
        first = scene.document.body[0]
        plain = isinstance(first, Paragraph) and isinstance(first.content[0], Run) and not first.content[0].properties
        return Part(name) if plain else None

    def expected(document: Document, _: Part) -> Document:
        return insert_inline(document, Place(paragraph=0, start=0, end=0), (Field(kind),))

    return Kind(name, GROUP, sample, lambda _: _menu("Insert", *path), expected)


# headers and footers


def _page_kind(name: str, area: str, values: Values, filling: Plan, content: Callable[[Part], tuple[Inline, ...]]) -> Kind:
    """A kind that turns the header or footer on, in which Writer then puts the cursor, and fills it."""

    def sample(scene: Scene, draw: Draw) -> Part | None:
        free = [getattr(page, area.lower()) for page in scene.document.pages] == [None]
        return Part(name, {slot: draw.choose(pool) for slot, pool in values.items()}) if free else None

    def expected(document: Document, part: Part) -> Document:
        changes: dict[str, Any] = {area.lower(): (Paragraph(content(part), area),)}
        return set_page(document, **changes)

    turned_on = _menu("Insert", "Header and Footer", area, "Default Page Style", last="check menu item")
    return Kind(name, GROUP, sample, lambda part: (*turned_on, *filling(part)), expected, composable=True)


def _typed_new(part: Part) -> tuple[Action, ...]:
    return (TypeText(part["new"]),)


def _new(part: Part) -> tuple[Inline, ...]:
    return (Run(part["new"]),)


# blocks of their own


def _draw_line(scene: Scene, draw: Draw) -> Part | None:
    at = draw_passage(scene, draw)
    return None if at is None else Part("line_after_paragraph", at=at)


def _plan_line(part: Part) -> tuple[Action, ...]:
    line = _menu("Insert", "Horizontal Line", last="check menu item")
    return SelectParagraph(part["paragraph"]), KeyboardInput("End"), KeyboardInput("Return"), *line


def _with_line(document: Document, part: Part) -> Document:
    return insert_block(document, (part.at or 0) + 1, Paragraph(style="Horizontal Line"))


def _draw_contents(scene: Scene, _: Draw) -> Part | None:
    headings = [block for block in scene.document.body if isinstance(block, Paragraph) and block.outline]
    return Part("insert_contents") if headings else None


def _with_contents(document: Document, _: Part) -> Document:
    return replace(document, blocks=(Index("table-of-content"), *document.blocks))


def _draw_break(scene: Scene, _: Draw) -> Part | None:
    last = scene.document.body[-1]
    return Part("insert_section_break_end") if isinstance(last, Paragraph) and not last.item and not last.outline else None


def _with_break(document: Document, _: Part) -> Document:
    """The new last paragraph goes on as the one before it."""
    last = document.body[-1]
    assert isinstance(last, Paragraph)
    return insert_block(document, len(document.body), change_paragraph(last, content=(), properties={"break-before": "page"}))


# From the menus, not by key or button: an item that ends in "..." says that a dialog is to be waited for.
_HYPERLINK = _menu("Insert", "Hyperlink...", last="check menu item")
_BOOKMARK = _menu("Insert", "Bookmark...")

KINDS: tuple[Kind, ...] = (
    _phrase_kind("footnote_text", {"note": REMARKS}, lambda part: (_click("Footnote"), TypeText(part["note"])), _around(_footnote, False)),
    _phrase_kind("endnote_text", {"note": REMARKS}, lambda part: (_click("Endnote"), TypeText(part["note"])), _around(_endnote, False)),
    # Escape goes back from the comment into the text.
    _phrase_kind(
        "comment_text",
        {"note": REMARKS},
        lambda part: (_click("Comment"), TypeText(part["note"]), KeyboardInput("Escape")),
        _around(lambda part: Comment(part["note"], part["text"]), True),
    ),
    _phrase_kind(
        "hyperlink_text",
        {"url": ADDRESSES},
        lambda part: (*_HYPERLINK, SetEditText(ControlRef("URL", "combo box"), part["url"]), _click("OK")),
        _linked,
    ),
    _phrase_kind(
        "bookmark_text",
        {"name": NAMES},
        lambda part: (*_BOOKMARK, SetEditText(ControlRef("Name", "entry"), part["name"]), _click("Insert")),
        _around(lambda part: Bookmark(part["name"], part["text"]), True),
    ),
    _field_kind("insert_date", "date", "Field", "Date"),
    _field_kind("insert_time", "time", "Field", "Time"),
    _field_kind("insert_page_number", "page-number", "Page Number"),
    _field_kind("insert_page_count", "page-count", "Field", "Page Count"),
    _page_kind("insert_header", "Header", {"new": TITLES}, _typed_new, _new),
    _page_kind("insert_footer", "Footer", {"new": TITLES}, _typed_new, _new),
    _page_kind("page_number_footer", "Footer", {}, lambda _: _menu("Insert", "Page Number"), lambda _: (Field("page-number"),)),
    # Escape leaves the cursor behind the phrase; the right arrow would go one character further.
    _phrase_kind("symbol_after_text", {"symbol": SYMBOLS}, lambda part: (KeyboardInput("Escape"), TypeText(part["symbol"])), _with_symbol),
    Kind("line_after_paragraph", GROUP, _draw_line, _plan_line, _with_line),
    Kind(
        "insert_contents",
        GROUP,
        _draw_contents,
        lambda _: (
            KeyboardInput("ctrl+Home"),
            *_menu("Insert", "Table of Contents and Index", "Table of Contents, Index or Bibliography..."),
            _click("OK"),
        ),
        _with_contents,
    ),
    Kind(
        "insert_section_break_end",
        GROUP,
        _draw_break,
        lambda _: (KeyboardInput("ctrl+End"), KeyboardInput("ctrl+Return")),
        _with_break,
    ),
)
