"""Kinds of task about what is put into a document beside words: notes, comments, links, fields, headers, breaks, signs and lists."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from lamwright.actions import Action, ClickInput, ControlRef, KeyboardInput, SelectParagraph, SelectText, SetEditText, TypeText
from lamwright.environments.writer.document import Bookmark, Comment, Document, Field, Index, Inline, Note, Paragraph, Run, as_properties
from lamwright.environments.writer.odf_inline import merge_runs
from lamwright.environments.writer.suite.kind import Draw, Kind, Scene
from lamwright.environments.writer.suite.spans import every_occurrence, rewrite, undisturbed, written
from lamwright.environments.writer.suite.values import ADDRESSES, NAMES, REMARKS, SYMBOLS, TITLES, draw_passage, phrases
from lamwright.tasks import Part

GROUP = "inserting"
Plan = Callable[[Part], tuple[Action, ...]]


def _click(name: str, type: str = "push button") -> Action:
    return ClickInput(ControlRef(name, type))


def _menu(*path: str, last: str = "menu item") -> tuple[Action, ...]:
    """Clicks down a path of the menus."""
    return (*(_click(name, "menu") for name in path[:-1]), _click(path[-1], last))


# at a phrase


def _phrase_kind(
    name: str, values: Mapping[str, Sequence[str]], actions: Plan, expected: Callable[[Document, Part], Document], inside: bool = False
) -> Kind:
    """A kind that puts something on or after a phrase; `inside` where its paragraph must go on behind it."""

    def sample(scene: Scene, draw: Draw) -> Part | None:
        document = scene.document
        able = [phrase for phrase in phrases(document) if undisturbed(document, every_occurrence(phrase))]
        able = [phrase for phrase in able if not inside or not any(block.text.endswith(phrase) for block in document.body)]
        return Part(name, {"text": draw.choose(able), **{slot: draw.choose(pool) for slot, pool in values.items()}}) if able else None

    return Kind(name, GROUP, sample, lambda part: (SelectText(part["text"]), *actions(part)), expected, composable=True)


def _put(document: Document, phrase: str, part: Inline, after: bool = False) -> Document:
    """The document with something before or after the phrase, which stands once in it."""
    wanted = phrase.casefold()

    def changed(paragraph: Paragraph) -> Paragraph:
        begin = written(paragraph).casefold().find(wanted)
        return _split(paragraph, begin + after * len(phrase), part) if begin >= 0 else paragraph

    return replace(document, blocks=tuple(changed(block) if isinstance(block, Paragraph) else block for block in document.blocks))


def _split(paragraph: Paragraph, place: int, part: Inline) -> Paragraph:
    """The paragraph, text alone, with something put before the character at that place."""
    found: list[Inline] = []
    for run in paragraph.runs:
        if 0 <= place <= len(run.text):
            found += [replace(run, text=run.text[:place]), part, replace(run, text=run.text[place:])]
            place = -1
        else:
            found.append(run)
            place -= len(run.text)
    return replace(paragraph, content=merge_runs(found))


def _noted(kind: str) -> Callable[[Document, Part], Document]:
    note = {"footnote": Note("footnote", ()), "endnote": Note("endnote", ())}[kind]
    return lambda document, part: _put(
        document, part["text"], replace(note, blocks=(Paragraph((Run(part["note"]),), kind.capitalize()),)), after=True
    )


def _commented(document: Document, part: Part) -> Document:
    return _put(document, part["text"], Comment(part["note"], part["text"]))


def _bookmarked(document: Document, part: Part) -> Document:
    return _put(document, part["text"], Bookmark(part["name"], part["text"]))


def _linked(document: Document, part: Part) -> Document:
    """Writer completes an address: its scheme where it has none, its closing slash."""
    address = part["url"] if "://" in part["url"] else f"http://{part['url']}"
    return rewrite(document, every_occurrence(part["text"]), lambda run, base: (replace(run, link=f"{address}/"),))


def _with_symbol(document: Document, part: Part) -> Document:
    return rewrite(document, every_occurrence(part["text"]), lambda run, base: (replace(run, text=run.text + part["symbol"]),))


def _note_kind(name: str, button: str, kind: str) -> Kind:
    return _phrase_kind(name, {"note": REMARKS}, lambda part: (_click(button), TypeText(part["note"])), _noted(kind))


# at the cursor


def _field_kind(name: str, kind: str, *path: str) -> Kind:
    """A kind that puts a field where the cursor stands: at the top of a document just opened."""

    def sample(scene: Scene, draw: Draw) -> Part | None:
        first = scene.document.blocks[0]
        plain = isinstance(first, Paragraph) and bool(first.runs) and first.content[0] == first.runs[0] and not first.runs[0].properties
        return Part(name) if plain else None

    def expected(document: Document, part: Part) -> Document:
        first = document.blocks[0]
        assert isinstance(first, Paragraph)
        return replace(document, blocks=(replace(first, content=(Field(kind), *first.content)), *document.blocks[1:]))

    return Kind(name, GROUP, sample, lambda part: _menu("Insert", *path), expected)


# headers and footers


def _page_kind(name: str, area: str, values: Mapping[str, Sequence[str]], filling: Plan, content: Callable[[Part], tuple[Inline, ...]]) -> Kind:
    """A kind that turns the header or footer on and fills it; Writer puts the cursor there."""

    def sample(scene: Scene, draw: Draw) -> Part | None:
        pages = scene.document.pages
        free = len(pages) == 1 and getattr(pages[0], area.lower()) is None
        return Part(name, {slot: draw.choose(pool) for slot, pool in values.items()}) if free else None

    def expected(document: Document, part: Part) -> Document:
        filled = (Paragraph(content(part), area),)
        change = {"Header": lambda page: replace(page, header=filled), "Footer": lambda page: replace(page, footer=filled)}[area]
        return replace(document, pages=tuple(change(page) for page in document.pages))

    turn_on = _menu("Insert", "Header and Footer", area, "Default Page Style", last="check menu item")
    return Kind(name, GROUP, sample, lambda part: (*turn_on, *filling(part)), expected, composable=True)


def _typed(part: Part) -> tuple[Action, ...]:
    return (TypeText(part["new"]),)


def _words(part: Part) -> tuple[Inline, ...]:
    return (Run(part["new"]),)


# paragraphs of their own


def _draw_line(scene: Scene, draw: Draw) -> Part | None:
    at = draw_passage(scene, draw)
    return Part("line_after_paragraph", at=at) if at is not None and len(scene.document.body) == len(scene.document.blocks) else None


def _plan_line(part: Part) -> tuple[Action, ...]:
    line = _menu("Insert", "Horizontal Line", last="check menu item")
    return (SelectParagraph(part["paragraph"]), KeyboardInput("End"), KeyboardInput("Return"), *line)


def _with_line(document: Document, part: Part) -> Document:
    at = (part.at or 0) + 1
    return replace(document, blocks=(*document.blocks[:at], Paragraph(style="Horizontal Line"), *document.blocks[at:]))


def _draw_contents(scene: Scene, draw: Draw) -> Part | None:
    outlined = any(isinstance(block, Paragraph) and block.outline for block in scene.document.blocks)
    return Part("insert_contents") if outlined else None


def _with_contents(document: Document, part: Part) -> Document:
    return replace(document, blocks=(Index("table-of-content"), *document.blocks))


def _draw_break(scene: Scene, draw: Draw) -> Part | None:
    last = scene.document.blocks[-1]
    return Part("insert_section_break_end") if isinstance(last, Paragraph) and last.item is None and last.outline == 0 else None


def _with_break(document: Document, part: Part) -> Document:
    """The new last paragraph goes on as the one before it."""
    last = document.blocks[-1]
    assert isinstance(last, Paragraph)
    new = replace(last, content=(), properties=as_properties({**dict(last.properties), "break-before": "page"}))
    return replace(document, blocks=(*document.blocks, new))


_CONTENTS = (
    KeyboardInput("ctrl+Home"),
    *_menu("Insert", "Table of Contents and Index", "Table of Contents, Index or Bibliography..."),
    _click("OK"),
)
_BREAK = (KeyboardInput("ctrl+End"), KeyboardInput("ctrl+Return"))

KINDS: tuple[Kind, ...] = (
    _note_kind("footnote_text", "Footnote", "footnote"),
    _note_kind("endnote_text", "Endnote", "endnote"),
    # Escape goes back from the comment into the text.
    _phrase_kind(
        "comment_text",
        {"note": REMARKS},
        lambda part: (_click("Comment"), TypeText(part["note"]), KeyboardInput("Escape")),
        _commented,
    ),
    _phrase_kind(
        "hyperlink_text",
        {"url": ADDRESSES},
        lambda part: (KeyboardInput("ctrl+k"), SetEditText(ControlRef("URL", "combo box"), part["url"]), _click("OK")),
        _linked,
    ),
    _phrase_kind(
        "bookmark_text",
        {"name": NAMES},
        lambda part: (_click("Bookmark"), SetEditText(ControlRef("Name", "entry"), part["name"]), _click("Insert")),
        _bookmarked,
    ),
    _field_kind("insert_date", "date", "Field", "Date"),
    _field_kind("insert_time", "time", "Field", "Time"),
    _field_kind("insert_page_number", "page-number", "Page Number"),
    _field_kind("insert_page_count", "page-count", "Field", "Page Count"),
    _page_kind("insert_header", "Header", {"new": TITLES}, _typed, _words),
    _page_kind("insert_footer", "Footer", {"new": TITLES}, _typed, _words),
    _page_kind("page_number_footer", "Footer", {}, lambda part: _menu("Insert", "Page Number"), lambda part: (Field("page-number"),)),
    # Escape leaves the cursor behind the phrase; the right arrow would go one character further.
    _phrase_kind(
        "symbol_after_text",
        {"symbol": SYMBOLS},
        lambda part: (KeyboardInput("Escape"), TypeText(part["symbol"])),
        _with_symbol,
        inside=True,
    ),
    Kind("line_after_paragraph", GROUP, _draw_line, _plan_line, _with_line),
    Kind("insert_contents", GROUP, _draw_contents, lambda part: _CONTENTS, _with_contents),
    Kind("insert_section_break_end", GROUP, _draw_break, lambda part: _BREAK, _with_break),
)
