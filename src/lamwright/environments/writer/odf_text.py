"""Paragraphs, lists and tables of a flat OpenDocument file, as values of `document`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from lamwright.environments.writer.document import Block, Cell, Index, Inline, ListItem, Paragraph, Section, Shape, Table, as_properties
from lamwright.environments.writer.odf_inline import DRAW, InlineReader, merge_runs
from lamwright.environments.writer.odf_properties import beyond
from lamwright.environments.writer.odf_styles import TEXT, Styles

TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_INDEX = re.compile(r"table-of-content|.*-index|bibliography")
_TABLE_PROPERTIES = {"width", "align", "background-color", "margin-left", "margin-right", "break-before"}
_CELL_PROPERTIES = {"background-color"}
_SHAPE_PARTS = {"enhanced-geometry", "glue-point", "image-map", "contour-polygon", "contour-path"}


@dataclass(slots=True)
class TextReader:
    """Reads blocks; remembers which named styles and master pages it met, and the shapes that stand on a page."""

    styles: Styles
    anchors: dict[str, str]
    used_styles: set[tuple[str, str]] = field(default_factory=set)
    master_pages: list[str] = field(default_factory=list)
    page_shapes: list[Shape] = field(default_factory=list)

    def blocks(self, parent: etree._Element) -> tuple[Block, ...]:
        return tuple(block for child in parent if isinstance(child.tag, str) for block in self._block(child))

    def _block(self, element: etree._Element) -> Iterator[Block]:
        name = etree.QName(element)
        if name.namespace == TABLE and name.localname == "table":
            yield self._table(element)
        elif name.namespace == DRAW and name.localname not in _SHAPE_PARTS:
            self.page_shapes.extend(InlineReader(self, {}, {}).shapes(element))
        elif name.namespace == TEXT:
            yield from self._text_block(element, name.localname)

    def _text_block(self, element: etree._Element, name: str) -> Iterator[Block]:
        if name in {"p", "h"}:
            yield self._paragraph(element)
        elif name in {"list", "numbered-paragraph"}:
            yield from self._list(element, None, 1)
        elif name == "section":
            yield self._section(element)
        elif name == "index-title":
            yield from self.blocks(element)
        elif _INDEX.fullmatch(name):
            body = element.find(f"{{{TEXT}}}index-body")
            yield Index(name, self.blocks(body) if body is not None else ())

    def _section(self, element: etree._Element) -> Section:
        direct = self.styles.direct("section", element.get(f"{{{TEXT}}}style-name"), "section")
        kept = {key: value for key, value in beyond(direct, {}).items() if key != "editable"}
        if element.get(f"{{{TEXT}}}protected") == "true":
            kept["protected"] = "true"
        return Section(self.blocks(element), as_properties(kept), element.get(f"{{{TEXT}}}name", ""))

    # lists

    def _list(self, element: etree._Element, style: str | None, level: int) -> Iterator[Block]:
        style = element.get(f"{{{TEXT}}}style-name") or style
        for entry in element:
            numbered = entry.tag == f"{{{TEXT}}}list-item"
            for child in entry:
                if child.tag == f"{{{TEXT}}}list":
                    yield from self._list(child, style, level + 1)
                elif child.tag in {f"{{{TEXT}}}p", f"{{{TEXT}}}h"}:
                    yield self._list_paragraph(child, style, level, numbered)
                    numbered = False  # only the first paragraph of an entry shows the bullet or number
                elif isinstance(child.tag, str):
                    yield from self._block(child)

    def _list_paragraph(self, element: etree._Element, style: str | None, level: int, numbered: bool) -> Paragraph:
        own = self.styles.attribute("paragraph", element.get(f"{{{TEXT}}}style-name"), "list_style")
        item = self.styles.list_item(style or own, level) if numbered else ListItem("none", level)
        return replace(self._paragraph(element), item=item)

    # paragraphs

    def _paragraph(self, element: etree._Element) -> Paragraph:
        name = element.get(f"{{{TEXT}}}style-name")
        style = self.styles.named("paragraph", name) or "Standard"
        self.used_styles.add(("paragraph", style))
        self._note_master_page(self.styles.attribute("paragraph", name, "master_page"))
        base = self.styles.inherited("paragraph", style, "text")
        reader = InlineReader(self, base, self.styles.direct("paragraph", name, "text"))
        direct = beyond(self.styles.direct("paragraph", name, "paragraph"), self.styles.inherited("paragraph", style, "paragraph"))
        content: tuple[Inline, ...] = merge_runs(reader.content(element))
        outline = int(element.get(f"{{{TEXT}}}outline-level", "1")) if element.tag == f"{{{TEXT}}}h" else 0
        return Paragraph(content, self.styles.display("paragraph", style), as_properties(direct), None, outline)

    def _note_master_page(self, name: str | None) -> None:
        if name and name not in self.master_pages:
            self.master_pages.append(name)

    # tables

    def _table(self, element: etree._Element) -> Table:
        style = element.get(f"{{{TABLE}}}style-name")
        self._note_master_page(self.styles.attribute("table", style, "master_page"))
        direct = beyond(self.styles.direct("table", style, "table"), {})
        rows = list(element.iter(f"{{{TABLE}}}table-row"))
        own = [row for row in rows if next(row.iterancestors(f"{{{TABLE}}}table")) is element]
        header = sum(row.getparent().tag == f"{{{TABLE}}}table-header-rows" for row in own)
        return Table(
            rows=tuple(tuple(self._cell(cell) for cell in row.iterfind(f"{{{TABLE}}}table-cell")) for row in own),
            properties=as_properties(_table_look(direct)),
            widths=self._widths(element),
            header_rows=header,
            name=element.get(f"{{{TABLE}}}name", ""),
        )

    def _widths(self, element: etree._Element) -> tuple[int, ...]:
        shares: list[float] = []
        for column in element.iterfind(f".//{{{TABLE}}}table-column"):
            if next(column.iterancestors(f"{{{TABLE}}}table")) is not element:
                continue
            look = self.styles.direct("table-column", column.get(f"{{{TABLE}}}style-name"), "table-column")
            share = look.get("rel-column-width") or look.get("column-width", "1*")
            shares += [float(share.rstrip("*cm"))] * int(column.get(f"{{{TABLE}}}number-columns-repeated", "1"))
        return tuple(round(100 * share / sum(shares)) for share in shares)

    def _cell(self, element: etree._Element) -> Cell:
        direct = beyond(self.styles.direct("table-cell", element.get(f"{{{TABLE}}}style-name"), "table-cell"), {})
        return Cell(
            blocks=self.blocks(element),
            properties=as_properties({key: value for key, value in direct.items() if key in _CELL_PROPERTIES}),
            borders=as_properties({key: value for key, value in direct.items() if key.startswith("border") and value != "none"}),
            columns=int(element.get(f"{{{TABLE}}}number-columns-spanned", "1")),
            rows=int(element.get(f"{{{TABLE}}}number-rows-spanned", "1")),
        )


def _table_look(direct: dict[str, str]) -> dict[str, str]:
    """A table that fills the text's width has the width that the page's layout gives it, which is nothing of its own."""
    layout = {"width"} if direct.get("align") == "margins" else set()
    return {key: value for key, value in direct.items() if key in _TABLE_PROPERTIES - layout}
