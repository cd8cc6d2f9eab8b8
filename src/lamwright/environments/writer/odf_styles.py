"""The styles of a flat OpenDocument file: what each automatic or named style amounts to."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from lamwright.environments.writer.document import ListItem, Style, as_properties
from lamwright.environments.writer.odf_properties import STYLE, read_properties

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
SVG = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"


@dataclass(frozen=True, slots=True)
class StyleEntry:
    """One `style:style` element, properties by the kind of thing that they apply to ("paragraph", "text", "table-cell" ...)."""

    name: str
    parent: str | None
    automatic: bool
    properties: dict[str, dict[str, str]]
    list_style: str | None
    master_page: str | None


@dataclass(slots=True)
class Styles:
    """Looks styles up by family and internal name."""

    entries: dict[tuple[str, str], StyleEntry] = field(default_factory=dict)
    defaults: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    list_levels: dict[str, dict[int, ListItem]] = field(default_factory=dict)

    def direct(self, family: str, name: str | None, kind: str) -> dict[str, str]:
        """What the automatic style of that name says itself; nothing for a named style."""
        entry = self.entries.get((family, name or ""))
        return dict(entry.properties.get(kind, {})) if entry and entry.automatic else {}

    def named(self, family: str, name: str | None) -> str | None:
        """The internal name of the named style that this style is, or stands on."""
        entry = self.entries.get((family, name or ""))
        return entry.parent if entry and entry.automatic else name

    def display(self, family: str, name: str) -> str:
        entry = self.entries.get((family, name))
        return entry.name if entry else name.replace("_20_", " ")

    def inherited(self, family: str, name: str | None, kind: str) -> dict[str, str]:
        """The properties that a named style gives, its parents' and the document's defaults included."""
        found: dict[str, str] = {}
        for entry in reversed(list(self._chain(family, self.named(family, name)))):
            found.update(entry.properties.get(kind, {}))
        return {**self.defaults.get(family, {}).get(kind, {}), **found}

    def _chain(self, family: str, name: str | None) -> Iterator[StyleEntry]:
        seen: set[str] = set()
        while name and name not in seen and (entry := self.entries.get((family, name))):
            seen.add(name)
            yield entry
            name = entry.parent

    def attribute(self, family: str, name: str | None, which: str) -> str | None:
        """`list_style` or `master_page`, of this style or the first parent that has one."""
        entry = self.entries.get((family, name or ""))
        while entry:
            value: str | None = getattr(entry, which)
            if value is not None:
                return value or None
            entry = self.entries.get((family, entry.parent or ""))
        return None

    def list_item(self, list_style: str | None, level: int) -> ListItem:
        known = self.list_levels.get(list_style or "", {})
        return known.get(level) or ListItem("none", level)

    def used(self, names: set[tuple[str, str]]) -> tuple[Style, ...]:
        """The looks of the named styles in use, sorted by name."""
        found = []
        for family, name in sorted(names):
            look = {**self.inherited(family, name, "paragraph"), **self.inherited(family, name, "text")}
            found.append(Style(self.display(family, name), as_properties(look)))
        return tuple(found)


def read_styles(root: etree._Element) -> Styles:
    """Everything in `office:styles` and `office:automatic-styles`."""
    fonts = {
        face.get(f"{{{STYLE}}}name", ""): face.get(f"{{{SVG}}}font-family", "").strip("'\"") for face in root.iter(f"{{{STYLE}}}font-face")
    }
    styles = Styles()
    for part in ("styles", "automatic-styles"):
        for element in root.iterfind(f"{{{OFFICE}}}{part}/*"):
            if element.tag == f"{{{STYLE}}}style":
                entry = _entry(element, part == "automatic-styles", fonts)
                styles.entries[element.get(f"{{{STYLE}}}family", ""), element.get(f"{{{STYLE}}}name", "")] = entry
            elif element.tag == f"{{{STYLE}}}default-style":
                styles.defaults[element.get(f"{{{STYLE}}}family", "")] = _properties(element, fonts)
            elif element.tag in {f"{{{TEXT}}}list-style", f"{{{TEXT}}}outline-style"}:
                styles.list_levels[element.get(f"{{{STYLE}}}name", "")] = dict(_levels(element))
    return styles


def _entry(element: etree._Element, automatic: bool, fonts: dict[str, str]) -> StyleEntry:
    name = element.get(f"{{{STYLE}}}name", "")
    return StyleEntry(
        name=element.get(f"{{{STYLE}}}display-name") or name.replace("_20_", " "),
        parent=element.get(f"{{{STYLE}}}parent-style-name"),
        automatic=automatic,
        properties=_properties(element, fonts),
        list_style=element.get(f"{{{STYLE}}}list-style-name"),
        master_page=element.get(f"{{{STYLE}}}master-page-name") or None,
    )


def _properties(element: etree._Element, fonts: dict[str, str]) -> dict[str, dict[str, str]]:
    children = [child for child in element if isinstance(child.tag, str) and child.tag.endswith("-properties")]
    return {etree.QName(child).localname.removesuffix("-properties"): read_properties(child, fonts) for child in children}


def _levels(list_style: etree._Element) -> Iterator[tuple[int, ListItem]]:
    for element in list_style:
        level = int(element.get(f"{{{TEXT}}}level", "1"))
        kind = etree.QName(element).localname
        if kind == "list-level-style-bullet":
            yield level, ListItem("bullet", level, element.get(f"{{{TEXT}}}bullet-char"))
        elif kind == "list-level-style-number" and element.get(f"{{{STYLE}}}num-format"):
            prefix, suffix = element.get(f"{{{STYLE}}}num-prefix", ""), element.get(f"{{{STYLE}}}num-suffix", "")
            yield level, ListItem("number", level, f"{prefix}{element.get(f'{{{STYLE}}}num-format')}{suffix}")
        elif kind == "list-level-style-image":
            yield level, ListItem("bullet", level, "image")
