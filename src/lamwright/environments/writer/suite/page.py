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

Properties = dict[str, str]
Plan = Callable[[Part], tuple[Action, ...]]
Expect = Callable[[Document, Part], Document]


def _click(text: str, type: str = "push button") -> ClickInput:
    return ClickInput(ControlRef(text, type))


def _dialog(menu: str, item: str, *inside: Action) -> tuple[Action, ...]:
    """A dialog opened from the menus, filled in, and left with OK."""
    return (_click(menu, "menu"), _click(item, "menu item"), *inside, _click("OK"))


def _page_style(tab: str, *inside: Action) -> tuple[Action, ...]:
    return _dialog("Format", "Page Style...", _click(tab, "page tab"), *inside)


def _number(name: str, value: str) -> SetEditText:
    return SetEditText(ControlRef(name, "spin button"), value)


def _restyled(change: Callable[[Properties, Part], Properties]) -> Expect:
    """The expected document where every page has the properties that `change` gives, the others staying as they are."""

    def expected(document: Document, part: Part) -> Document:
        return replace(document, pages=tuple(changed(page, dict(page.properties), part) for page in document.pages))

    def changed(page: PageStyle, own: Properties, part: Part) -> PageStyle:
        return replace(page, properties=as_properties({**own, **change(own, part)}))

    return expected


def _landscape(own: Properties) -> bool:
    return own.get("print-orientation") == "landscape"


def _turn(own: Properties, part: Part) -> Properties:
    wanted = part.kind.removesuffix("_page")
    if _landscape(own) == (wanted == "landscape"):
        return {}
    return {"print-orientation": wanted, "page-width": own["page-height"], "page-height": own["page-width"]}


def _margins(own: Properties, part: Part) -> Properties:  # noqa: ARG001
    return {f"margin-{side.lower()}": f"{float(part['margin']):.2f}cm" for side in SIDES}


def _paper(own: Properties, part: Part) -> Properties:
    width, height = PAPERS[part["paper"]][:: -1 if _landscape(own) else 1]
    return {"page-width": width, "page-height": height}


def _kind(name: str, plan: Plan, expected: Expect, slot: str = "", values: Sequence[str] = ()) -> Kind:
    def sample(_: Scene, draw: Draw) -> Part:
        return Part(name, {slot: draw.choose(values)} if slot else {})

    return Kind(name, "page", sample, plan, expected, composable=True)


def _turning(orientation: str) -> Kind:
    name = f"{orientation}_page"
    plan = _page_style("Page", _click(orientation.capitalize(), "radio button"))

    def sample(scene: Scene, _: Draw) -> Part | None:
        lies = [_landscape(dict(page.properties)) for page in scene.document.pages]
        return None if all(lying == (orientation == "landscape") for lying in lies) else Part(name)

    return Kind(name, "page", sample, lambda part: plan, _restyled(_turn), composable=True)


KINDS: tuple[Kind, ...] = (
    _turning("landscape"),
    _turning("portrait"),
    _kind(
        "margins_page",
        lambda part: _page_style("Page", *(_number(side, part["margin"]) for side in SIDES)),
        _restyled(_margins),
        "margin",
        MARGINS,
    ),
    _kind(
        "paper_page",
        lambda part: _page_style("Page", SelectOption(ControlRef("Format", "combo box"), part["paper"])),
        _restyled(_paper),
        "paper",
        tuple(PAPERS),
    ),
    _kind(
        "columns_page",
        lambda part: _page_style("Columns", _number("Columns", "2")),
        _restyled(lambda own, part: {"columns": "2"}),
    ),
    _kind(
        "number_lines",
        lambda part: _dialog("Tools", "Line Numbering...", _click("Show numbering", "check box")),
        lambda document, part: replace(document, line_numbers=True),
    ),
    _kind(
        "watermark_page",
        lambda part: _dialog("Format", "Watermark...", SetEditText(ControlRef("Text", "entry"), part["name"])),
        lambda document, part: replace(document, pages=tuple(replace(page, watermark=part["name"]) for page in document.pages)),
        "name",
        MARKS,
    ),
)
