"""What stands inside a paragraph of a flat OpenDocument file: runs of text, fields, notes, comments, bookmarks, shapes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from lxml import etree

from lamwright.environments.writer.document import Block, Bookmark, Comment, Field, Inline, Note, Run, Shape, as_properties
from lamwright.environments.writer.odf_properties import beyond, normal_value
from lamwright.environments.writer.odf_styles import OFFICE, SVG, TEXT, Styles

DRAW = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
DC = "http://purl.org/dc/elements/1.1/"
XLINK = "http://www.w3.org/1999/xlink"
_LINK_STYLES = {"Internet link", "Visited Internet Link", "Index Link"}
_INVISIBLE = re.compile(r"soft-page-break|change(-start|-end)?|bookmark-end|.*-mark(-start|-end)?|sequence-decls|tracked-changes")
_TRANSPARENT = {"meta", "ruby", "ruby-base", "meta-field"}


class BlockReader(Protocol):
    """What reads the blocks that stand inside a note or a text box, and knows the whole document's styles and anchors."""

    styles: Styles
    anchors: dict[str, str]
    used_styles: set[tuple[str, str]]

    def blocks(self, parent: etree._Element) -> tuple[Block, ...]: ...


@dataclass(frozen=True, slots=True)
class InlineReader:
    """Reads one paragraph. `base` is what its style gives its letters, `direct` what the whole paragraph was given beyond that."""

    text: BlockReader
    base: Mapping[str, str]
    direct: Mapping[str, str]
    style: str | None = None
    link: str | None = None

    def content(self, element: etree._Element) -> Iterator[Inline]:
        """Everything inside the element, in order; neighbouring runs are not merged yet."""
        yield from self._run(element.text)
        for child in element:
            if isinstance(child.tag, str):
                yield from self._child(child, etree.QName(child))
            yield from self._run(child.tail)

    def _run(self, raw: str | None) -> Iterator[Run]:
        # OpenDocument writes real spaces, tabs and breaks as elements: white space in the file is one space, or a line feed of the layout.
        text = re.sub(r"[ \t\r\n]+", " ", raw or "")
        if text and not (text == " " and "\n" in (raw or "")):
            yield self._plain(text)

    def _plain(self, text: str) -> Run:
        base = {**self.base, **self.text.styles.inherited("text", self.style, "text")} if self.style else self.base
        style = self.text.styles.display("text", self.style) if self.style else None
        if self.link is not None and style in _LINK_STYLES:
            style = None
        return Run(text, as_properties(beyond(self.direct, base)), style, self.link)

    def _child(self, element: etree._Element, name: etree.QName) -> Iterator[Inline]:
        if name.namespace == DRAW:
            yield from self.shapes(element)
        elif name.namespace == OFFICE:
            if name.localname == "annotation":
                yield self._comment(element)
        elif name.localname == "span":
            yield from self._span(element)
        elif name.localname == "a":
            yield from replace(self, link=element.get(f"{{{XLINK}}}href", "")).content(element)
        elif name.localname in _TRANSPARENT:
            yield from self.content(element)
        elif not _INVISIBLE.fullmatch(name.localname):
            yield from self._object(element, name.localname)

    def _span(self, element: etree._Element) -> Iterator[Inline]:
        name = element.get(f"{{{TEXT}}}style-name")
        named = self.text.styles.named("text", name)
        if named:
            self.text.used_styles.add(("text", named))
        direct = {**self.direct, **self.text.styles.direct("text", name, "text")}
        yield from replace(self, direct=direct, style=named or self.style).content(element)

    def _object(self, element: etree._Element, name: str) -> Iterator[Inline]:
        if name == "s":
            yield self._plain(" " * int(element.get(f"{{{TEXT}}}c", "1")))
        elif name in {"tab", "line-break"}:
            yield self._plain("\t" if name == "tab" else "\n")
        elif name == "note":
            body = element.find(f"{{{TEXT}}}note-body")
            kind = "endnote" if element.get(f"{{{TEXT}}}note-class") == "endnote" else "footnote"
            yield Note(kind, self.text.blocks(body) if body is not None else ())  # type: ignore[arg-type]
        elif name in {"bookmark", "bookmark-start"}:
            title = element.get(f"{{{TEXT}}}name", "")
            if not title.startswith("_"):  # Writer's own, for tables of contents and cross-references
                yield Bookmark(title, self.text.anchors.get(f"bookmark {title}", ""))
        else:
            yield Field(name, "".join(map(str, element.itertext())), self._plain("").properties)

    def _comment(self, element: etree._Element) -> Comment:
        text = "\n".join("".join(map(str, paragraph.itertext())) for paragraph in element.iter(f"{{{TEXT}}}p"))
        anchor = self.text.anchors.get(f"comment {element.get(f'{{{OFFICE}}}name')}", "")
        return Comment(text, anchor, element.findtext(f"{{{DC}}}creator", ""))

    def shapes(self, element: etree._Element) -> Iterator[Shape]:
        """The frame, picture or drawing; one that links somewhere is looked into."""
        name = etree.QName(element).localname
        if name == "a":
            for child in element:
                yield from self.shapes(child)
            return
        inner = next((child for child in element if isinstance(child.tag, str)), None) if name == "frame" else element
        places = {key: normal_value(key, element.get(f"{{{SVG}}}{key}", "")) for key in ("width", "height", "x", "y")}
        yield Shape(
            kind=_shape_kind(element, inner),
            anchor=element.get(f"{{{TEXT}}}anchor-type", ""),
            blocks=self.text.blocks(inner) if inner is not None else (),
            name=element.get(f"{{{DRAW}}}name", ""),
            **places,
        )


def _shape_kind(element: etree._Element, inner: etree._Element | None) -> str:
    name = str(etree.QName(element).localname)
    if name == "frame" and inner is not None:
        return str(etree.QName(inner).localname).replace("-", " ")
    if name == "custom-shape":
        geometry = element.find(f"{{{DRAW}}}enhanced-geometry")
        return str(geometry.get(f"{{{DRAW}}}type", "shape")) if geometry is not None else "shape"
    return name


def merge_runs(parts: Iterable[Inline]) -> tuple[Inline, ...]:
    """Neighbouring runs that look the same become one; empty ones go."""
    merged: list[Inline] = []
    for part in parts:
        last = merged[-1] if merged else None
        if isinstance(part, Run) and not part.text:
            continue
        if isinstance(part, Run) and isinstance(last, Run) and replace(part, text=last.text) == last:
            merged[-1] = replace(last, text=last.text + part.text)
        else:
            merged.append(part)
    return tuple(merged)


def read_anchors(body: etree._Element) -> dict[str, str]:
    """The texts that comments, bookmarks and recorded changes are attached to, by "comment NAME", "bookmark NAME", "change ID"."""
    starts = {f"{{{OFFICE}}}annotation": "comment", f"{{{TEXT}}}bookmark-start": "bookmark", f"{{{TEXT}}}change-start": "change"}
    ends = {f"{{{OFFICE}}}annotation-end": "comment", f"{{{TEXT}}}bookmark-end": "bookmark", f"{{{TEXT}}}change-end": "change"}
    opened: dict[str, list[str]] = {}
    closed: dict[str, str] = {}
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if event == "start":
            if element.tag in ends:
                key = f"{ends[element.tag]} {_name(element)}"
                closed[key] = "".join(opened.pop(key, []))
            elif opened and not _inside_annotation(element):
                _collect(opened, element.text)
        else:
            if element.tag in starts:
                opened[f"{starts[element.tag]} {_name(element)}"] = []
            if opened and not _inside_annotation(element.getparent()):
                _collect(opened, element.tail)
    return closed


def _collect(opened: dict[str, list[str]], text: str | None) -> None:
    if text and (text.strip() or "\n" not in text):
        for parts in opened.values():
            parts.append(text)


def _inside_annotation(element: etree._Element | None) -> bool:
    while element is not None:
        if element.tag in {f"{{{OFFICE}}}annotation", f"{{{TEXT}}}tracked-changes"}:
            return True
        element = element.getparent()
    return False


def _name(element: etree._Element) -> str:
    return str(element.get(f"{{{OFFICE}}}name") or element.get(f"{{{TEXT}}}name") or element.get(f"{{{TEXT}}}change-id", ""))
