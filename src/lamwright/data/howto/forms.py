"""The forms in which how-tos say what to do: a pattern for a whole clause, and what it says. The first that fits is meant."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lamwright.data.howto.names import ARROW, BOX, KIND, is_left_open, is_name, is_open, keys_in, kind_of, name_in
from lamwright.data.howto.said import Choose, Click, Context, Place, Press, Put, Said, Select, Skipped, Tick, Unclear, Write


@dataclass(frozen=True, slots=True)
class Found:
    """What a pattern has found. `where` is the area, box or bar that the clause begins with ("In the Type list, ..."), `area` its kind."""

    words: tuple[str, ...]
    where: str = ""
    area: str = ""


Made = Sequence[Said] | None
"""None where the form does not fit after all."""
Form = tuple[re.Pattern[str], Callable[[Found], Made]]
_OR_ELSE = re.compile(r"\s*,?\s+or (?=press\b|click\b|use\b|choose\b|double|right)")
_THINGS = (
    ("cell", r"cells?|rows?|columns?"), ("table", r"tables?"),
    ("object", r"objects?|items?|images?|pictures?|graphics?|shapes?|frames?|drawing|charts?|text box"), ("list", r"lists?|list items?"),
    ("heading", r"headings?"), ("paragraph", r"paragraphs?"), ("all", r"all|whole|entire|everything"),
    ("text", r"texts?|words?|characters?|sentences?|letters?|selection|part|passage|range|lines?|numbers?"),
)  # fmt: skip
_PLACES = (
    ("index", r"index|table of contents"), ("cell", r"table|cells?|rows?|columns?"), ("heading", r"headings?|chapter|title"),
    ("list", r"list|numbered|bullet|numbering"), ("note", r"footnotes?|endnotes?|headers?|footers?|fields?|sections?|frame|hyperlink"),
)  # fmt: skip


def _path(found: Found) -> Made:
    """A way through menus: there is an arrow in it."""
    names = [name_in(part) for part in ARROW.split(_OR_ELSE.split(found.words[0])[0])]
    if len(names) < 2 or not all(names):
        return None
    if re.match(r"(?:open )?(?:the )?context menu\b|right-click\b", names[0], re.IGNORECASE):
        return [Context(names[0]), Choose(tuple(re.sub(r"^(?:choose|select|click) ", "", name) for name in names[1:]))]
    return [Choose(tuple(names))]


def _keys(found: Found) -> Made:
    keys = keys_in(re.split(r",| or | to | while ", found.words[0])[0])
    if not keys:
        return None
    if keys.split("+")[-1] in ("ctrl", "shift", "alt"):
        return [Unclear("a key is to be held while something else is done", found.words[0])]
    return [Press(keys)]


def _press_button(found: Found) -> Made:
    return None if keys_in(found.words[0]) else [Click(name_in(found.words[0]), "button")]


def _named_control(found: Found) -> Made:
    kind, name = found.words
    return [Click(name, kind_of(kind), found.where)]


def _click_kind(found: Found) -> Made:
    name, kind, place = found.words
    named = name_in(name)
    if not named or is_open(named):
        return None
    bar = re.search(r"^(.+?) (?:tool ?)?bar\b", place, re.IGNORECASE)
    return [Click(named, kind_of(kind), f"{name_in(bar[1])} bar" if bar else found.where)]


def _chosen_in(found: Found) -> Made:
    value, box = found.words
    return [Put(name_in(box), "" if is_left_open(value) else name_in(value), chosen=True)] if name_in(box) else None


def _written_in(found: Found) -> Made:
    value, box = found.words
    return [Put(name_in(box), "" if is_left_open(value) else name_in(value))] if name_in(box) else None


def _typed(found: Found) -> Made:
    text = "" if is_left_open(found.words[0]) else name_in(found.words[0])
    in_dialog = found.where and found.area not in ("dialog", "dialog box", "window")
    return [Put(found.where, text)] if in_dialog else [Write(text)]


def _ticked(found: Found, on: bool) -> Made:
    named = name_in(found.words[0])
    return None if not named or is_open(named) else [Tick(named, on)]


def _select(found: Found) -> Made:
    """Selecting in the document: only what documents have, and nothing in a box."""
    what = found.words[0]
    if found.where or re.search(rf"\b(?:from|in) the [\w -]*?{BOX}\b|\bstyle\b|\boption|\bdialog", what):
        return None
    head = re.split(r"\b(?:that|to which|where|which|you|containing|with|for|to|in|of|from|whose)\b|,", what.casefold())[0]
    return next(([Select(thing)] for thing, pattern in _THINGS if re.search(rf"\b(?:{pattern})\b", head)), None)


def _place(found: Found) -> Made:
    words = found.words[0].casefold()
    if re.search(rf"\b{BOX}\b", words) and not re.search(r"\b(?:document|text|cell|table|paragraph|word|page|line|list)\b", words):
        return None
    return [Place(next((place for place, pattern in _PLACES if re.search(rf"\b(?:{pattern})\b", words)), "text"))]


def _context(found: Found) -> Made:
    what, _, command = found.words[0].partition(" - ")
    chosen: list[Said] = [Choose(tuple(name_in(part) for part in command.split(" - ")))] if command else []
    return [Context(what.strip()), *chosen]


def _double(found: Found) -> Made:
    name = name_in(re.sub(rf"\s+(?:{KIND})$", "", found.words[0]))
    return [Click(name, "", found.where, double=True)] if is_name(name) else None


def _plain_click(found: Found) -> Made:
    """A name alone: capitals tell that it is one."""
    rest = _OR_ELSE.split(found.words[0])[0]
    bar = re.search(r"(.+) on (?:the )?(.+) (?:tool ?)?bar$", rest, re.IGNORECASE)
    if bar:
        return [Click(name_in(bar[1]), "", f"{name_in(bar[2])} bar")]
    name = name_in(rest)
    in_box = bool(found.area and re.fullmatch(BOX, found.area))
    if not name:
        return None
    if is_open(rest) or not is_name(name):
        return [Put(found.where, "", chosen=True)] if found.where and in_box else None
    if in_box and found.area not in ("area", "section"):
        return [Put(found.where, name, chosen=True)]
    return [Click(name, "", found.where)]


def _close(found: Found) -> Made:
    return [Click("Close", "button")] if not found.words[0] or re.search(r"dialog|window", found.words[0]) else None


def _opened(found: Found) -> Made:
    named = name_in(found.words[0])
    return [Choose((named,))] if is_name(named) else None


def _by_mouse(found: Found) -> Made:
    return [Unclear("it is done with the mouse, by dragging", " ".join(found.words))]


def _needless(reason: str, words: str) -> Callable[[Found], Made]:
    return lambda _: [Skipped(reason, words)]


def _form(pattern: str, make: Callable[[Found], Made]) -> Form:
    return re.compile(pattern, re.IGNORECASE), make


_CHOOSE = r"(?:choose|select|open|go to|click(?: on)?|use|pick|activate|enable|call|invoke|run|start|apply)"
_IN = r"(?:in|into|in to|to|for|at|under|on)"
FORMS: tuple[Form, ...] = (
    _form(r"(?:click|choose|select) the ([a-z ]+) \"([^\"]+)\"", _named_control),
    _form(rf"(?:{_CHOOSE} )?(?:the )?(?:menu |command )?(.+)", _path),
    _form(r"(?:press(?: and hold)?|use|hit) (?:the )?(.+)", _keys),
    _form(r"((?:shift|ctrl|command|alt)\s*\+.+|F\d{1,2})", _keys),
    _form(rf"click(?: in(?:to|side)?)? (?:the )?(.+? {BOX})", _needless("told", "a box takes the focus when it is written into")),
    _form(
        r"(?:open|load|create) (?:a|an|the|your) (?:new |blank |empty |existing )*(?:text |writer |libreoffice )*document"
        r"(?:(?: that| in which| where| for) .+)?",
        _needless("told", "a document is open"),
    ),
    _form(
        r"(?:select|choose|set|specify|define|make|change|enter|adjust) (?:any |the |your |some |desired |all |other |required )*"
        r"(?:options?|settings|changes|properties|adjustments|modifications|attributes|values|parameters)"
        r"(?: (?:that )?you (?:want|need|like).*| as (?:desired|required|needed).*)?",
        _needless("optional", "whatever options are wanted"),
    ),
    _form(r"press (?:the )?([A-Z][\w ]+?)(?: button)?", _press_button),
    _form(r"(?:right[- ]click|open (?:the )?context menu(?: of| for)?)\s*(.*)", _context),
    _form(r"double[- ]click(?: on)? (.+)", _double),
    _form(r"(?:drag|drop|hold|release|draw|resize|scroll)\b(.*)", _by_mouse),
    _form(
        r"(?:click|place|position|put|set|move|go|return)(?: (?:the|your) (?:text |mouse )?(?:cursor|insertion point|pointer|caret))?"
        r" (?:back |directly |anywhere )*((?:in|into|inside|at|on a|where|before|behind|beside|anywhere|after|next to"
        r"|to the (?:left|right|beginning|start|end|place|position|text|document)|on the (?:page|first|line|paragraph)|between|within"
        r"|immediately)\b ?.*)",
        _place,
    ),
    _form(rf"{_CHOOSE} (.+?) {KIND}(?: (?:on|in|at|of|from) (?:the )?(.+))?", _click_kind),
    _form(
        rf"(?:select|choose|click(?: on)?|set|pick|highlight) (.+?) (?:in|from|on|under|of) (?:the )?(.+?) {BOX}(?:es)?(?: of .+)?",
        _chosen_in,
    ),
    _form(rf"(?:enter|type|specify|set|define|change|add|write) (.+?) {_IN} (?:the )?(.+?) {BOX}(?:es)?(?: of .+)?", _written_in),
    _form(
        r"(?:select|check|tick|mark|enable|activate|turn on|switch on|set)(?: the)? (.+?) check ?box(?:es)?(?: .*)?",
        lambda found: _ticked(found, True),
    ),
    _form(
        r"(?:clear|uncheck|unmark|untick|deselect|disable|deactivate|turn off|switch off|unselect)(?: the)? (.+?)"
        r"(?: (?:check ?box|option|box|field))?(?:es|s)?(?: (?:in|of) .*)?",
        lambda found: _ticked(found, False),
    ),
    _form(r"(?:check|tick|mark|enable|activate)(?: the)? (.+?)(?: (?:option|box|field))?", lambda found: _ticked(found, True)),
    _form(r"(?:select|mark|highlight|click(?: on)?) (.+)", _select),
    _form(r"(?:enter|type|write|specify|set|define|change|give|add|edit)(?: in)?:? (.+)", _typed),
    _form(r"close ?(.*)", _close),
    _form(r"confirm(?: with OK)?", lambda _: [Click("OK", "button")]),
    _form(r"(?:open|go to|switch to|return to) (?:the )?(.+?)(?: (?:dialog|dialog box|window|menu|deck|sidebar))?", _opened),
    _form(rf"{_CHOOSE} (.+)", _plain_click),
)  # fmt: skip
