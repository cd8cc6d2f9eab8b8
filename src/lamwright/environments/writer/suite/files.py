"""Kinds of task about the view and the file: what shows, how large, what is saved under which name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from lamwright.actions import Action, ClickInput, ControlRef, SaveAs, SetEditText
from lamwright.environments.writer.document import Document
from lamwright.environments.writer.suite.kind import Draw, Kind, Scene
from lamwright.environments.writer.suite.values import NAMES, PERCENTS, TITLES
from lamwright.tasks import Part

Expect = Callable[[Document, Part], Document]
Plan = Callable[[Part], tuple[Action, ...]]


def _click(text: str, type: str = "menu") -> ClickInput:
    return ClickInput(ControlRef(text, type))


_OK = _click("OK", "push button")


def _viewed(settings: Callable[[Part], Mapping[str, bool | int]]) -> Expect:
    return lambda document, part: replace(document, view=tuple({**dict(document.view), **settings(part)}.items()))


def _kind(name: str, plan: Plan, expected: Expect, slot: str = "", values: Sequence[str] = (), composable: bool = True) -> Kind:
    def sample(_: Scene, draw: Draw) -> Part:
        return Part(name, {slot: draw.choose(values)} if slot else {})

    return Kind(name, "view", sample, plan, expected, composable)


def _saving(name: str, format: str) -> Kind:
    return _kind(
        name,
        lambda part: (SaveAs(part["name"], format),),
        lambda document, part: replace(document, saved=tuple(sorted({*document.saved, f"{part['name']}.{format}"}))),
        "name",
        NAMES,
    )


def _zoom(part: Part) -> tuple[Action, ...]:
    variable = SetEditText(ControlRef("Variable", "spin button"), part["percent"])
    return (_click("View"), _click("Zoom"), _click("Zoom...", "menu item"), _click("Variable:", "radio button"), variable, _OK)


def _title(part: Part) -> tuple[Action, ...]:
    entry = SetEditText(ControlRef("Title", "entry"), part["name"])
    return (_click("File"), _click("Properties...", "menu item"), _click("Description", "page tab"), entry, _OK)


KINDS: tuple[Kind, ...] = (
    _kind(
        "show_marks", lambda part: (_click("Formatting Marks", "toggle button"),), _viewed(lambda part: {"ShowNonprintingCharacters": True})
    ),
    _kind(
        "hide_ruler",
        lambda part: (_click("View"), _click("Rulers"), _click("Rulers", "check menu item")),
        _viewed(lambda part: {"ShowRulers": False}),
    ),
    _kind("zoom_view", _zoom, _viewed(lambda part: {"ZoomValue": int(part["percent"])}), "percent", PERCENTS),
    # The web layout has no pages, so it stands in no request with others.
    _kind(
        "web_view",
        lambda part: (_click("View"), _click("Web", "radio menu item")),
        _viewed(lambda part: {"ShowOnlineLayout": True}),
        composable=False,
    ),
    _saving("save_odt", "odt"),
    _saving("save_docx", "docx"),
    _saving("export_pdf", "pdf"),
    _kind("document_title", _title, lambda document, part: replace(document, title=part["name"]), "name", TITLES),
    # What follows would be recorded, so this too stands alone.
    _kind(
        "track_changes",
        lambda part: (_click("Edit"), _click("Track Changes"), _click("Record", "check menu item")),
        lambda document, part: replace(document, track_changes=True),
        composable=False,
    ),
)
