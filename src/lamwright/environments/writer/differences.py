"""Says in plain lines how a document differs from the one that was expected."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from lamwright.environments.writer.document import (
    Block,
    Document,
    Inline,
    ListItem,
    PageStyle,
    Paragraph,
    Run,
    Section,
    Table,
    flat,
)

EXCERPT = 30


def differences(expected: Document, actual: Document) -> tuple[str, ...]:
    """One line for each difference; empty where the actual document is as expected.

    What the expected document cannot know does not count: what a style that it did not use looks like, the form of a bullet that it
    leaves open (`format=None`), borders and widths of a table that changed its shape.
    """
    return (
        *_blocks("", expected.blocks, actual.blocks),
        *_pages(expected.pages, actual.pages),
        *_styles(expected, actual),
        *_whole(expected, actual),
    )


def _whole(expected: Document, actual: Document) -> Iterator[str]:
    """What the document has as a whole."""
    names = {
        "shapes": "shapes on the page",
        "line_numbers": "line numbers",
        "title": "title in the properties",
        "track_changes": "recording of changes",
        "changes": "recorded changes",
        "saved": "saved files",
    }
    for name, words in names.items():
        yield from _value(words, getattr(expected, name), getattr(actual, name))
    yield from _pairs("view", expected.view, actual.view)


def _styles(expected: Document, actual: Document) -> Iterator[str]:
    looks = {style.name: style.properties for style in actual.styles}
    for style in expected.styles:
        if style.name in looks:
            yield from _pairs(f"style '{style.name}'", style.properties, looks[style.name])


def _pages(expected: tuple[PageStyle, ...], actual: tuple[PageStyle, ...]) -> Iterator[str]:
    yield from _value("number of page styles", len(expected), len(actual))
    for wanted, found in zip(expected, actual, strict=False):
        yield from _pairs("page", wanted.properties, found.properties)
        yield from _value("page style", wanted.name, found.name)
        yield from _value("watermark", wanted.watermark, found.watermark)
        for name in ("header", "footer"):
            yield from _page_part(name, getattr(wanted, name), getattr(found, name))


def _page_part(name: str, expected: tuple[Block, ...] | None, actual: tuple[Block, ...] | None) -> Iterator[str]:
    if expected is None or actual is None:
        if (expected is None) != (actual is None):
            yield f"{name}: expected {_shown(expected)}, is {_shown(actual)}"
    else:
        yield from _blocks(f"{name}, ", expected, actual)


def _shown(blocks: tuple[Block, ...] | None) -> str:
    return "none" if blocks is None else f"'{_excerpt(' '.join(block.text for block in flat(blocks)))}'"


# blocks


def _blocks(where: str, expected: tuple[Block, ...], actual: tuple[Block, ...]) -> Iterator[str]:
    wanted, found = _listed(expected), _listed(actual)
    if len(wanted) == len(found):
        for number, (one, other) in enumerate(zip(wanted, found, strict=True), 1):
            yield from _block(f"{where}paragraph {number}", one, other)
        return
    matcher = SequenceMatcher(None, [_key(block) for block in wanted], [_key(block) for block in found], autojunk=False)
    for operation, start, end, other_start, other_end in matcher.get_opcodes():
        pairs = min(end - start, other_end - other_start)
        for offset in range(pairs):
            yield from _block(f"{where}paragraph {start + offset + 1}", wanted[start + offset], found[other_start + offset])
        for block in wanted[start + pairs : end] if operation != "equal" else ():
            yield f"{where}missing {_named(block)}"
        for number in range(other_start + pairs, other_end) if operation != "equal" else ():
            yield f"{where}not expected: {_named(found[number])} (paragraph {number + 1})"


def _listed(blocks: tuple[Block, ...]) -> list[Block]:
    """Sections opened up behind a mark of their own, indexes left whole: their text follows from the document."""
    found: list[Block] = []
    for block in blocks:
        found.append(block)
        if isinstance(block, Section):
            found += _listed(block.blocks)
    return found


def _key(block: Block) -> tuple[str, str]:
    return type(block).__name__, block.text if isinstance(block, Paragraph | Table) else ""


def _named(block: Block) -> str:
    kind = type(block).__name__.lower()
    return f"{kind} '{_excerpt(block.text)}'" if isinstance(block, Paragraph | Table) else kind


def _block(where: str, expected: Block, actual: Block) -> Iterator[str]:
    if isinstance(expected, Paragraph) and isinstance(actual, Paragraph):
        yield from _paragraph(f"{where} '{_excerpt(expected.text)}'", expected, actual)
    elif isinstance(expected, Table) and isinstance(actual, Table):
        yield from _table(where.replace("paragraph", "block") + ", table", expected, actual)
    elif isinstance(expected, Section) and isinstance(actual, Section):
        yield from _pairs(f"{where}, section", expected.properties, actual.properties)
    elif type(expected) is not type(actual) or expected != actual:
        yield f"{where}: expected {_named(expected)}, is {_named(actual)}"


def _table(where: str, expected: Table, actual: Table) -> Iterator[str]:
    shapes = [tuple((cell.columns, cell.rows) for cell in row) for row in expected.rows]
    other_shapes = [tuple((cell.columns, cell.rows) for cell in row) for row in actual.rows]
    yield from _pairs(where, expected.properties, actual.properties)
    if shapes != other_shapes:
        yield f"{where}: expected {_size(expected)}, is {_size(actual)}"
        return
    if expected.widths and actual.widths:
        yield from _value(f"{where}, widths in percent", expected.widths, actual.widths)
    for row, (wanted, found) in enumerate(zip(expected.rows, actual.rows, strict=True), 1):
        for column, (one, other) in enumerate(zip(wanted, found, strict=True)):
            cell = f"{where}, cell {_column(column)}{row}"
            yield from _blocks(f"{cell}, ", one.blocks, other.blocks)
            yield from _pairs(cell, one.properties, other.properties)
            yield from _pairs(cell, one.borders, other.borders)


def _size(table: Table) -> str:
    return f"{len(table.rows)} rows of {', '.join(sorted({str(len(row)) for row in table.rows}))} cells"


def _column(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else f"column {number + 1}, row "


# paragraphs


def _paragraph(where: str, expected: Paragraph, actual: Paragraph) -> Iterator[str]:
    yield from _value(f"{where}: style", expected.style, actual.style)
    yield from _value(f"{where}: heading level", expected.outline, actual.outline)
    yield from _list(where, expected.item, actual.item)
    yield from _pairs(where, expected.properties, actual.properties)
    wanted_text, found_text = _typed(expected), _typed(actual)
    if wanted_text != found_text:
        yield f"{where}: text expected '{_changed(wanted_text, found_text)}', is '{_changed(found_text, wanted_text)}'"
    else:
        yield from _runs(where, expected, actual)
    wanted, found = _objects(expected), _objects(actual)
    if wanted != found:
        yield f"{where}: expected {_listing(wanted)}, is {_listing(found)}"


def _list(where: str, expected: ListItem | None, actual: ListItem | None) -> Iterator[str]:
    if expected is None or actual is None:
        if expected != actual:
            yield f"{where}: list expected {_item(expected)}, is {_item(actual)}"
        return
    open_format = expected.format is None
    if (expected.kind, expected.level) != (actual.kind, actual.level) or not (open_format or expected.format == actual.format):
        yield f"{where}: list expected {_item(expected)}, is {_item(actual)}"


def _item(item: ListItem | None) -> str:
    return "none" if item is None else f"{item.kind} {item.format or ''} of level {item.level}".replace("  ", " ")


def _runs(where: str, expected: Paragraph, actual: Paragraph) -> Iterator[str]:
    """The stretches whose looks differ, each with the first property that does."""
    wanted, found = _looks(expected), _looks(actual)
    start = 0
    while start < min(len(wanted), len(found)):
        end = start + 1
        if wanted[start] != found[start]:
            pair = wanted[start], found[start]
            while end < min(len(wanted), len(found)) and (wanted[end], found[end]) == pair:
                end += 1
            stretch = f"{where}: text '{_excerpt(_typed(expected)[start:end])}'"
            yield from _pairs(stretch, pair[0].properties, pair[1].properties)
            yield from _value(f"{stretch}: character style", pair[0].style, pair[1].style)
            yield from _value(f"{stretch}: link", pair[0].link, pair[1].link)
        start = end


def _typed(paragraph: Paragraph) -> str:
    """The text without fields: what those say changes with the clock and the layout."""
    return "".join(run.text for run in paragraph.runs)


def _looks(paragraph: Paragraph) -> list[Run]:
    """The look of each character, as a run without text."""
    return [replace(run, text="") for run in paragraph.runs for _ in run.text]


def _objects(paragraph: Paragraph) -> list[tuple[int, Inline]]:
    """What is no text, each with the number of characters before it."""
    found: list[tuple[int, Inline]] = []
    position = 0
    for part in paragraph.content:
        if isinstance(part, Run):
            position += len(part.text)
        else:
            found.append((position, part))
    return found


def _listing(objects: list[tuple[int, Inline]]) -> str:
    return ", ".join(f"{part} after character {position}" for position, part in objects) or "nothing but text"


# values


def _pairs(where: str, expected: Iterable[tuple[str, object]], actual: Iterable[tuple[str, object]]) -> Iterator[str]:
    wanted, found = dict(expected), dict(actual)
    for name in sorted({*wanted, *found}):
        yield from _value(f"{where}: {name}", wanted.get(name), found.get(name))


def _value(where: str, expected: object, actual: object) -> Iterator[str]:
    if expected != actual:
        yield f"{where} expected {_plain(expected)}, is {_plain(actual)}"


def _plain(value: object) -> str:
    return "nothing of its own" if value is None else str(value) if value != "" else "empty"


def _excerpt(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…"


def _changed(text: str, other: str) -> str:
    """The part of the text that the other does not share, with a few words around it."""
    start = next((place for place, (one, two) in enumerate(zip(text, other, strict=False)) if one != two), min(len(text), len(other)))
    start = max(0, start - EXCERPT // 2)
    end = start + 2 * EXCERPT
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
