"""A page of HTML as the blocks that how-tos are made of: headings, paragraphs, lists, and the help's access boxes."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from lamwright.data.documents.howto import MARK, tidy, unmarked


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`summary` is the sentence that the help marks as telling what a command does, "" elsewhere."""

    text: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One list item: its text, and the lists in it."""

    text: str
    lists: tuple["Listing", ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; `start` is the number of an ordered one's first item."""

    items: tuple[Item, ...]
    ordered: bool
    start: int = 1


@dataclass(frozen=True, slots=True)
class Access:
    """The help's box "To access this command": one way a line."""

    ways: tuple[str, ...]


Block = Heading | Paragraph | Listing | Access

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ASIDE_CLASSES = {"note", "tip", "warning", "relatedtopics", "related", "howtogetheader", "embedded-links", "noteicon", "notetext"}
_ASIDE_TAGS = {"script", "style", "nav", "footer", "aside", "table", "noscript", "template", "form", "button", "select", "head"}
_SET_OFF_CLASSES = {"emph", "menuitem", "widget"}
_SET_OFF_TAGS = {"b", "strong"}
_SWITCHES = {"switch", "switchinline"}
_PREFERRED = ("WRITER", "UNIX", "")
"""Which text of a switch is ours: Writer's, this system's, then the default. The others (other applications, MAC, WIN) are dropped."""


def read_blocks(element: Element) -> Iterator[Block]:
    """The blocks in the order of the page."""
    for child in element:
        if not _is_shown(child):
            continue
        if child.tag in _HEADINGS:
            yield Heading(_HEADINGS[child.tag], unmarked(marked_text(child)))
            if child.find(".//li") is not None:  # a heading that was never closed
                yield from read_blocks(child)
        elif child.tag == "p":
            yield from _paragraph(child)
        elif child.tag in ("ol", "ul"):
            yield _listing(child)
        elif _has_class(child, "howtoget"):
            yield Access(tuple(_ways(child)))
        elif _is_switch(child):
            yield from (block for chosen in _chosen(child) for block in read_blocks(chosen))
        else:
            yield from read_blocks(child)


def marked_text(element: Element) -> str:
    """The text of an element, notes and other systems' words dropped, what is set off marked, an icon told by its name."""
    return tidy("".join(_pieces(element)))


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in _chosen(element) if _is_switch(element) else element:
        if _is_shown(child):
            yield from _child_pieces(child)
        yield child.tail or ""


def _child_pieces(child: Element) -> Iterator[str]:
    if child.tag == "img":
        yield _icon(child)
    elif child.tag in ("br", "p", "div"):
        yield from (" ", *_pieces(child), " ")
    elif child.tag in _SET_OFF_TAGS or _SET_OFF_CLASSES & _classes(child):
        yield from (MARK, unmarked("".join(_pieces(child))), MARK)
    elif child.tag not in ("ol", "ul"):
        yield from _pieces(child)


def _icon(image: Element) -> str:
    """Its alternative text, where the words before it do not name it already."""
    name = (image.get("alt") or "").strip()
    name = name[5:] if name.casefold().startswith("icon ") else name
    before = image.getprevious()
    is_named = before is not None and (before.tail or "").strip().casefold() in ("", "icon", "button", "symbol")
    return "" if is_named or not name or name.casefold() == "icon" or not _has_class(image, "iconimage") else f" {MARK}{name}{MARK} "


def _paragraph(element: Element) -> Iterator[Paragraph]:
    text = marked_text(element)
    if text and not _has_class(element, "embedded"):
        summary = next((marked_text(span) for span in element.iter("span") if _has_class(span, "avis")), "")
        yield Paragraph(text, unmarked(summary))


def _listing(element: Element) -> Listing:
    start = element.get("start") or "1"
    items = tuple(_item(child) for child in element if child.tag == "li")
    return Listing(items, element.tag == "ol", int(start) if start.isdecimal() else 1)


def _item(element: Element) -> Item:
    """The first paragraph is what to do, further ones explain."""
    first = next((child for child in element if child.tag == "p" and marked_text(child)), None)
    own = "" if first is not None and not (element.text or "").strip() else marked_text(element)
    lists = (child for child in _lists(element))
    return Item(own or (marked_text(first) if first is not None else ""), tuple(map(_listing, lists)))


def _lists(element: Element) -> Iterator[Element]:
    """The lists in an item, not those in a list in it."""
    for child in element:
        if child.tag in ("ol", "ul"):
            yield child
        elif _is_shown(child):
            yield from _lists(child)


def _ways(box: Element) -> Iterator[str]:
    """A line may complete the one before: "On Table bar, click" and the icon's name, or "Then press ..."."""
    ways: list[str] = []
    for line in _lines(box):
        if ways and unmarked(ways[-1]).rstrip(" .:").casefold().endswith("click"):
            ways[-1] = f"{ways[-1].rstrip(' .:')} {MARK}{unmarked(line)}{MARK}"
        elif ways and line.startswith("Then "):
            ways[-1] = f"{ways[-1].rstrip(' .')}, {line[0].lower()}{line[1:]}"
        else:
            ways.append(line)
    yield from ways


def _lines(element: Element) -> Iterator[str]:
    for child in element:
        if not _is_shown(child):
            continue
        if child.tag == "p":
            text = marked_text(child) if child.find(".//img") is None else ""
            if text:
                yield text
        elif _is_switch(child):
            yield from (line for chosen in _chosen(child) for line in _lines(chosen))
        else:
            yield from _lines(child)


def _chosen(switch: Element) -> tuple[Element, ...]:
    """The one text of a switch that is ours; none where all are others'."""
    texts = {child.get("class") or "": child for child in switch if isinstance(child.tag, str)}
    return next(((texts[name],) for name in _PREFERRED if name in texts), ())


def _is_shown(element: Element) -> bool:
    return isinstance(element.tag, str) and element.tag not in _ASIDE_TAGS and not _ASIDE_CLASSES & _classes(element)


def _is_switch(element: Element) -> bool:
    return bool(_SWITCHES & _classes(element))


def _has_class(element: Element, name: str) -> bool:
    return name in _classes(element)


def _classes(element: Element) -> set[str]:
    return set((element.get("class") or "").split())
