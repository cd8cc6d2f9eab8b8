"""Kinds of task about the page: its orientation, margins, paper, columns, line numbers and watermark."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from lamwright.actions import Action, ClickInput, ControlRef, SelectOption, SetEditText
from lamwright.environments.writer.document import Document, PageStyle, as_properties
from lamwright.environments.writer.suite.kind import Draw, Kind, Scene
from lamwright.environments.writer.suite.values import MARGINS, MARKS
from lamwright.tasks import Part

SIDES = ("Left", "Right", "Top", "Bottom")
PAPERS: Mapping[str, tuple[str, str]] = {
    "A3": ("29.70cm", "42.00cm"),
    "A5": ("14.80cm", "21.00cm"),
    "A6": ("10.50cm", "14.80cm"),
    "Letter": ("21.59cm", "27.94cm"),
    "Legal": ("21.59cm", "35.56cm"),
    "Tabloid": ("27.94cm", "43.18cm"),
}
"""Width and height, upright, of the paper sizes by the names that the dialog lists."""
# The entry has no label of its own, only this help.
_WATERMARK_ENTRY = "Enter the watermark text to be displayed as image in the page background."


def _click(text: str, type: str = "push button") -> ClickInput:
    return ClickInput(ControlRef(text, type))


def _dialog(menu: str, item: str, *inside: Action) -> tuple[Action, ...]:
    """A dialog opened from the menus, filled in and left with OK."""
    return (_click(menu, "menu"), _click(item, "menu item"), *inside, _click("OK"))


def _page_dialog(*inside: Action) -> tuple[Action, ...]:
    return _dialog("Format", "Page Style...", _click("Page", "page tab"), *inside)


def _number(name: str, value: str) -> SetEditText:
    return SetEditText(ControlRef(name, "spin button"), value)


def _restyled(document: Document, change: Callable[[dict[str, str]], Mapping[str, str]]) -> Document:
    """The document whose pages have the properties that `change` gives in addition to, or in place of, their own."""
    pages = (replace(page, properties=as_properties({**own, **change(own)})) for page in document.pages for own in (dict(page.properties),))
    return replace(document, pages=tuple(pages))


def _is_landscape(page: PageStyle) -> bool:
    return ("print-orientation", "landscape") in page.properties


def _turned(orientation: str) -> Callable[[Document, Part], Document]:
    def expected(document: Document, part: Part) -> Document:
        return _restyled(document, turn)

    def turn(own: dict[str, str]) -> Mapping[str, str]:
        if own["print-orientation"] == orientation:
            return {}
        return {"print-orientation": orientation, "page-width": own["page-height"], "page-height": own["page-width"]}

    return expected
