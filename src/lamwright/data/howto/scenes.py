"""What a how-to needs to stand in the document: the template that has it, and the actions that select it or put the cursor there."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lamwright.actions import Action, KeyboardInput, SelectCell, SelectParagraph, SelectTable, SelectText
from lamwright.environments.writer.template import template
from lamwright.errors import UsageError


@dataclass(frozen=True, slots=True)
class Scene:
    """A template and what to select in it. `phrase` stands in a plain paragraph of it, `passage` points at that paragraph."""

    template: str
    phrase: str
    passage: str
    object_keys: str = ""
    """What selects the shape, text box or chart of the document, "" where it has none."""


_SCENES = {
    "plain": Scene("formal_letter", "reduce your bill", "the second paragraph"),
    "headings": Scene("meeting_minutes", "Twelve members", "the first heading"),
    "table": Scene("survey_report", "This report sums up", "the first paragraph"),
    "bullets": Scene("packing_list", "warm jumpers", "the second item"),
    "numbers": Scene("soup_recipe", "small cubes", "the second item"),
    "aligned": Scene("ferry_poem", "harbor lights", "the second paragraph"),
    "formatted": Scene("press_release", "glass lift", "the third paragraph"),
    "comments": Scene("lighthouse_story", "", "the second paragraph"),
    "shape": Scene("street_flyer", "", "the second paragraph", "shift+F4"),
    "textbox": Scene("choir_newsletter", "", "the second paragraph", "shift+F4"),
    "chart": Scene("museum_figures", "", "the second paragraph", "shift+F4"),
    "long": Scene("guest_house_handbook", "", "the first heading"),
}
_NEEDS = (
    ("comments", r"\bcomments?\b"),
    ("chart", r"\bcharts?\b|\bOLE\b"),
    ("aligned", r"\balign\w*\b.*\bleft\b"),
    ("formatted", r"\b(?:direct|remove|reset|clear|undo)\b.*\bformat"),
    ("shape", r"\btext box and shape\b"),
    ("textbox", r"\btext ?box(?:es)?\b"),
    ("chart", r"\b(?:frames?|images?|pictures?|graphics?|wrap(?:ping)?|anchor)\b"),
    ("shape", r"\b(?:shapes?|objects?|drawing|line style|arrow style|flip|rotate|fontwork|arrange)\b"),
    ("table", r"\b(?:tables?|cells?|rows?|columns?)\b(?! of contents)"),
    ("headings", r"\b(?:headings?|chapters?|outline|table of contents|navigator|index(?:es)?)\b"),
    ("bullets", r"\b(?:bullets?|unordered list)\b"),
    ("numbers", r"\b(?:lists?|numbering|numbered|ordered list|list item)\b"),
)
"""What the how-to's words speak of, the first that fits; what a list box is called is no list."""
_NO_LIST = re.compile(
    r"\b(?:list|check list|combo)[ -]?box(?:es)?\b|\bin the [\w ]+ list\b|\btable of contents\b|\btext box\b(?= in)", re.IGNORECASE
)
_CONDITIONS = (
    ("table", "table"), ("list", "bullets"), ("shape", "shape"), ("drawing", "shape"), ("image", "chart"), ("frame", "chart"),
    ("text box", "textbox"), ("chart", "chart"), ("object", "shape"), ("comment", "comments"), ("heading", "headings"),
)  # fmt: skip
"""Words of the map's conditions, and what of the templates meets them."""


def need_of(words: str, conditions: Iterable[str] = ()) -> str:
    """What the document must have: what the controls of the plan are conditioned on before what the words speak of."""
    for condition in conditions:
        for word, need in _CONDITIONS:
            if word in condition:
                return need
    spoken = _NO_LIST.sub(" ", words)
    return next((need for need, pattern in _NEEDS if re.search(pattern, spoken, re.IGNORECASE)), "plain")


def scene(need: str) -> Scene:
    """Raises UsageError where there is no such scene."""
    if need not in _SCENES:
        raise UsageError(f"There is no scene {need!r}. Known: {', '.join(_SCENES)}.")
    return _SCENES[need]


def select(what: str, place: Scene) -> tuple[Action, ...] | None:
    """The actions that select something of that sort; none where the document has no such thing."""
    match what:
        case "all":
            return (KeyboardInput("ctrl+a"),)
        case "text":
            return (SelectText(place.phrase),) if place.phrase else (SelectParagraph(place.passage),)
        case "paragraph" | "list" | "heading":
            return (SelectParagraph(place.passage),)
        case "table":
            return (SelectTable(1),) if has_table(place) else None
        case "cell":
            return (SelectCell("B2"),) if has_table(place) else None
        case "object":
            return (KeyboardInput(place.object_keys),) if place.object_keys else None
    return None


def put_cursor(where: str, place: Scene) -> tuple[Action, ...] | None:
    """The actions that put the cursor there, nothing selected; none where the document has no such place."""
    match where:
        case "text" | "heading" | "list":
            return (SelectParagraph(place.passage), KeyboardInput("End"))
        case "cell" | "table":
            return (SelectCell("B2"), KeyboardInput("End")) if has_table(place) else (SelectParagraph(place.passage), KeyboardInput("End"))
    return None


def has_table(place: Scene) -> bool:
    return "table" in template(place.template).features
