"""An abstract task made concrete in a template's content: what it acts on is named, and the request says every target and value.

"Highlight text in the document" becomes "Highlight the text 'broken boiler' in the second paragraph".
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from lamwright.actions import (
    Action,
    InsertTable,
    KeyboardInput,
    SaveAs,
    SelectCell,
    SelectOption,
    SelectParagraph,
    SelectTable,
    SelectText,
    SetEditText,
    SetFontName,
    SetFontSize,
    TypeText,
)  # fmt: skip
from lamwright.application_map import plain
from lamwright.data.instantiate.content import Content
from lamwright.data.instantiate.results import Unfit
from lamwright.environments.writer.suite.kind import Draw
from lamwright.references import number_in

_LOOSE = (
    r"(?:the |some |a |an |any |your |this |that |one |several )?"
    r"(?:selected |highlighted |marked |existing |current |certain |whole |entire )?"
)
_DOCUMENT = r"(?: (?:in|of|from|within) (?:the|a|an|your|this)(?: \w+)? (?:document|file|text document))?"
_NOT_OF_OTHERS = (
    r"(?! (?:box|boxes|frame|frames|field|fields|file|files|document|documents|body|format|formats|style|styles|colou?r|direction|flow"
    r"|wrap|animation|import|grid|boundar\w+|attributes?|count|completion|processing|processor|art|section|area|break|number\w*"
    r"|signature)\b)(?!['’-])"
)
_PATTERNS = {
    "text": re.compile(rf"\b{_LOOSE}(?:text|words?|phrases?|characters?|selection|passages?)\b{_NOT_OF_OTHERS}{_DOCUMENT}", re.IGNORECASE),
    "paragraph": re.compile(rf"\b{_LOOSE}paragraphs?\b(?:\(s\))?{_NOT_OF_OTHERS}{_DOCUMENT}", re.IGNORECASE),
    "table": re.compile(rf"\b{_LOOSE}tables?\b{_NOT_OF_OTHERS}(?! of\b){_DOCUMENT}", re.IGNORECASE),
    "cell": re.compile(rf"\b{_LOOSE}(?:table )?cells?\b{_NOT_OF_OTHERS}(?: (?:in|of) (?:the|a|your) table)?{_DOCUMENT}", re.IGNORECASE),
}
"""How a task speaks of what it acts on while it does not say which."""
_ON_WHAT_IS_SELECTED = re.compile(
    r"(?:apply|bold|embolden|italici[sz]e|underline|highlight|strike|format|emphasi[sz]e|colou?r|centre|center|justify|align|indent|shade"
    r"|capitali[sz]e|make|turn|convert|change|set|resize|enlarge|shrink)\b",
    re.IGNORECASE,
)
"""Tasks that begin so act on a selection; one that their plan does not make is made first."""
_THE_SELECTION = re.compile(r"\b(?:(?:the|current) selection|selected (?:text|words?|characters?|paragraphs?))\b", re.IGNORECASE)
"""Tasks that speak of it take one for granted."""
_MOVING = frozenset({"ctrl+a", "ctrl+Home", "ctrl+End", "Home", "End", "Left", "Right", "Up", "Down", "Page_Up", "Page_Down"})
_PREPOSITIONS = frozenset("of to for in from with on over around by into".split())
_SELECTING = SelectText | SelectParagraph | SelectTable | SelectCell


def ground_task(task: str, plan: Sequence[Action], content: Content, draw: Draw, complete: bool = False) -> tuple[str, tuple[Action, ...]]:
    """The request and the plan on this template; a plan that is `complete` makes its own selection if it needs one.

    Raises Unfit where the template holds nothing of the kind that is acted on.
    """
    bare = request = task.strip().rstrip(".").rstrip()
    grounded: list[Action] = []
    for action in plan if complete else _with_selection(bare, plan):
        made_here = isinstance(action, SelectTable) and any(isinstance(before, InsertTable) for before in grounded)
        if not made_here:
            request, action = _target(request, action, content, draw)
        grounded.append(action)
    request = _saying_values(request, grounded)
    return task if request == bare else request, tuple(grounded)


def _with_selection(task: str, plan: Sequence[Action]) -> tuple[Action, ...]:
    """The plan, begun by an open selection where the task wants one and nothing in the plan selects or moves anything."""
    if any(isinstance(action, _SELECTING | InsertTable) or _moves(action) for action in plan):
        return tuple(plan)
    if not _THE_SELECTION.search(task) and not _ON_WHAT_IS_SELECTED.match(task):
        return tuple(plan)
    wanted = next((kind for kind in ("cell", "table", "paragraph", "text") if _mention(task, kind)), "")
    opens: dict[str, Action] = {"cell": SelectCell(""), "table": SelectTable(1), "paragraph": SelectParagraph(""), "text": SelectText("")}
    return (opens[wanted], *plan) if wanted else tuple(plan)


def _moves(action: Action) -> bool:
    return isinstance(action, KeyboardInput) and action.keys in _MOVING


def _target(request: str, action: Action, content: Content, draw: Draw) -> tuple[str, Action]:
    """What is selected stands in the document, and the request says it."""
    match action:
        case SelectText(text=text):
            if text and content.holds(text):
                return _say(request, "text", text, f"the text '{text}'"), action
            chosen, noun = content.phrase(draw)
            return _instead(request, text, chosen, "text", noun), SelectText(chosen)
        case SelectParagraph(paragraph=reference):
            if reference and content.points_at(reference):
                return _say(request, "paragraph", reference, reference), action
            words = content.paragraph(draw)
            return _instead(request, reference, words, "paragraph", words), replace(action, paragraph=words)
        case SelectTable(number=number):
            return _say(request, "table", f"table {number}", f"table {number}" if content.tables > 1 else "the table"), action
        case SelectCell(cell=cell):
            if cell in content.cells:
                return _say(request, "cell", cell, f"the cell {cell} of the table"), action
            if not content.cells:
                raise Unfit(
                    "target", "the template has no cell with text", f"The template '{content.template.name}' has no cell with text."
                )
            chosen = draw.choose(content.cells)
            return _instead(request, cell, chosen, "cell", f"the cell {chosen} of the table"), SelectCell(chosen)
        case SetEditText(control=control, text=text) if is_search(action) and not content.holds(text):
            word = draw.choose(content.words)
            return _instead(request, text, word, "text", f"the word '{word}'"), SetEditText(control, word)
    return request, action


def is_search(action: Action) -> bool:
    """Whether it says what to search for: that has to stand in the document."""
    return isinstance(action, SetEditText) and plain(action.control.text) in ("find", "search for")


def _say(request: str, kind: str, value: str, noun: str) -> str:
    """The request, with the target where it does not say it yet."""
    if value.casefold() in request.casefold():
        return request
    found = _mention(request, kind) or (_mention(request, "text") if kind == "paragraph" else None)
    if found:
        return f"{request[: found.start()]}{noun}{request[found.end() :]}"
    return f"{request}, {'for' if kind == 'text' else 'in'} {noun}"


def _instead(request: str, old: str, new: str, kind: str, noun: str) -> str:
    """The request with the new target in the old one's place. Raises Unfit where it says the old one in other words."""
    if not old:
        return _say(request, kind, new, noun)
    at = request.casefold().find(old.casefold())
    if at < 0:
        raise Unfit(
            "target", "what it acts on is not in any template", f"The request says '{old}' in other words, which cannot be replaced."
        )
    return request[:at] + new + request[at + len(old) :]


def _mention(task: str, kind: str) -> re.Match[str] | None:
    """Where the task speaks of such a thing: with an article, else right behind its verb or a preposition ("header text" is none)."""
    for found in _PATTERNS[kind].finditer(task):
        before = task[: found.start()].split()
        if " " in found.group().partition(" in ")[0] or len(before) <= 1 or before[-1].casefold() in _PREPOSITIONS:
            return found
    return None


def _saying_values(request: str, plan: Sequence[Action]) -> str:
    """The request with a clause for each value of the plan that it does not say."""
    clauses = [clause for action in plan for value, clause in _values(action) if value and not _says(request, value)]
    if not clauses:
        return request
    listed = clauses[0] if len(clauses) == 1 else f"{', '.join(clauses[:-1])} and {clauses[-1]}"
    return f"{request}, {listed}"


def _says(request: str, value: str) -> bool:
    """Whether the value stands in the request, a whole number in figures or in words."""
    if re.search(rf"(?<!\w){re.escape(value.strip().casefold())}(?!\w)", request.casefold()):
        return True
    return value.isdigit() and any(number_in(word) == int(value) for word in request.split())


def _values(action: Action) -> list[tuple[str, str]]:
    """The action's values, each with a clause that says it."""
    match action:
        case SetEditText(control=control, text=text):
            return [(text, f"with '{text}' for {control.text.rstrip(':.')}")]
        case SelectOption(control=control, option=option):
            return [(option, f"with '{option}' for {control.text.rstrip(':.')}")]
        case TypeText(text=text):
            return [(text, f"with the text '{text}'")]
        case InsertTable(rows=rows, columns=columns):
            return [(rows, f"with {rows} rows"), (columns, f"with {columns} columns")]
        case SetFontName(name=name):
            return [(name, f"in the font {name}")]
        case SetFontSize(size=size):
            return [(size, f"at {size} points")]
        case SaveAs(name=name, format=format):
            return [(name, f"under the name {name}"), (format, f"in the format {format}")]
    return []
