"""Reads the flat OpenDocument file that Writer exports into a `Document`."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from lamwright.environments.writer.document import Block, Change, Document, PageStyle, Paragraph, Shape, as_properties, flat
from lamwright.environments.writer.odf_inline import DC, read_anchors
from lamwright.environments.writer.odf_properties import STYLE, read_properties
from lamwright.environments.writer.odf_styles import OFFICE, TEXT, read_styles
from lamwright.environments.writer.odf_text import TextReader
from lamwright.errors import ApplicationFault

_PAGE_PROPERTIES = {"page-width", "page-height", "print-orientation", "columns", "background-color"}
_PAGE_DEFAULTS = {"columns": "1", "print-orientation": "portrait"}
_WATERMARK = "PowerPlusWaterMarkObject"


def read_flat_odt(path: Path) -> Document:
    """The document in that file. Raises ApplicationFault where it is not a whole one."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
    try:
        root = etree.parse(path, parser).getroot()
        body = next(root.iter(f"{{{OFFICE}}}text"))
    except (OSError, etree.XMLSyntaxError, StopIteration) as error:
        raise ApplicationFault(f"The document that Writer exported to {path} cannot be read: {error}") from error
    return _document(root, body)


def _document(root: etree._Element, body: etree._Element) -> Document:
    styles = read_styles(root)
    reader = TextReader(styles, read_anchors(body))
    blocks = reader.blocks(body)
    numbering = next(root.iter(f"{{{TEXT}}}linenumbering-configuration"), None)
    return Document(
        blocks=blocks,
        pages=tuple(_pages(root, reader)),
        styles=styles.used(reader.used_styles),
        shapes=tuple(reader.page_shapes),
        line_numbers=numbering is not None and numbering.get(f"{{{TEXT}}}number-lines") != "false",
        title=root.findtext(f"{{{OFFICE}}}meta/{{{DC}}}title", ""),
        changes=tuple(_changes(body, reader.anchors)),
    )


def _pages(root: etree._Element, reader: TextReader) -> Iterator[PageStyle]:
    """The page styles in use: that of the first page, those that breaks ask for, those that follow on them."""
    masters = {master.get(f"{{{STYLE}}}name", ""): master for master in root.iter(f"{{{STYLE}}}master-page")}
    waiting, seen = (reader.master_pages or ["Standard"])[:], set[str]()
    while waiting:
        name = waiting.pop(0)
        master = masters.get(name)
        if name in seen or master is None:
            continue
        seen.add(name)
        waiting.append(master.get(f"{{{STYLE}}}next-style-name", name))
        yield _page(root, master, reader)


def _page(root: etree._Element, master: etree._Element, reader: TextReader) -> PageStyle:
    wanted = master.get(f"{{{STYLE}}}page-layout-name")
    layout = next((item for item in root.iter(f"{{{STYLE}}}page-layout") if item.get(f"{{{STYLE}}}name") == wanted), None)
    found = layout.find(f"{{{STYLE}}}page-layout-properties") if layout is not None else None
    values = {**_PAGE_DEFAULTS, **(read_properties(found, {}) if found is not None else {})}
    kept = {key: value for key, value in values.items() if key in _PAGE_PROPERTIES or key.startswith(("margin-", "border"))}
    if kept.get("margin-gutter") == "0.00cm":
        del kept["margin-gutter"]
    header, watermark = _take_watermark(_part(master, "header", reader))
    name = master.get(f"{{{STYLE}}}display-name") or master.get(f"{{{STYLE}}}name", "")
    return PageStyle(as_properties(kept), header, _part(master, "footer", reader), watermark, name)


def _part(master: etree._Element, name: str, reader: TextReader) -> tuple[Block, ...] | None:
    element = master.find(f"{{{STYLE}}}{name}")
    if element is None or element.get(f"{{{STYLE}}}display") == "false":
        return None
    return reader.blocks(element)


def _take_watermark(header: tuple[Block, ...] | None) -> tuple[tuple[Block, ...] | None, str | None]:
    """Writer hangs a watermark into the header, and turns one on for it: a header that holds nothing else is none."""
    if header is None:
        return None, None
    marks = [part for block in flat(header) if isinstance(block, Paragraph) for part in block.content if _is_watermark(part)]
    if not marks:
        return header, None
    rest = tuple(
        replace(block, content=tuple(part for part in block.content if not _is_watermark(part))) if isinstance(block, Paragraph) else block
        for block in header
    )
    text = "\n".join(block.text for mark in marks if isinstance(mark, Shape) for block in flat(mark.blocks))
    return (rest if any(block.text for block in flat(rest)) else None), text


def _is_watermark(part: object) -> bool:
    return isinstance(part, Shape) and part.name.startswith(_WATERMARK)


def _changes(body: etree._Element, anchors: dict[str, str]) -> Iterator[Change]:
    """With their texts: what is recorded as deleted stands in the record, or still in the body where it is shown."""
    for region in body.iter(f"{{{TEXT}}}changed-region"):
        for kind in region:
            if isinstance(kind.tag, str):
                taken_out = "".join(str(part) for block in kind.iter(f"{{{TEXT}}}p", f"{{{TEXT}}}h") for part in block.itertext())
                yield Change(str(etree.QName(kind).localname), taken_out or anchors.get(f"change {region.get(f'{{{TEXT}}}id')}", ""))
