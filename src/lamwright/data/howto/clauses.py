"""What a step of a how-to says to do: each clause of it by the form that fits."""

import re
from collections.abc import Iterator

from lamwright.data.howto.forms import FORMS, Found
from lamwright.data.howto.names import BOX, name_in
from lamwright.data.howto.said import Click, Context, Said, Skipped, Unclear
from lamwright.data.howto.sentences import clauses

_PLACE = re.compile(
    rf"^(?:in|on|from|under|at|within|inside|with|using)\s+(?:the\s+)?(?P<where>.+?)(?P<kind>\s+(?:{BOX}|tab(?: page)?|dialog(?: box)?"
    r"|window|bar|toolbar|sidebar|deck|pane|page|panel|menu|submenu|context menu))?(?: of the [\w &]+ dialog(?: box)?)?(?:,\s*|\s+)"
    r"(?=(?-i:choose|select|click|double-click|enter|type|set|clear|mark|unmark|check|uncheck|specify|press|deselect|enable|open|activate|"
    r"right-click|define|disable|pick|change|go|switch|apply|tick|unselect|place|put|drag|move|highlight|edit|insert|add)\b)",
    re.IGNORECASE,
)
"""What a clause may begin with: "In the Type list, ", "On the Borders tab, "."""
_BRACKETS = re.compile(r"\((?![^)]*[=])[^)]*\)")


def said(step: str) -> tuple[Said, ...]:
    """What a step says to do, in order. A clause that no form fits gives Unclear."""
    found: list[Said] = []
    for clause in clauses(step):
        found += [clause] if isinstance(clause, Skipped) else _of_clause(clause)
    return tuple(found)


def _of_clause(clause: str) -> Iterator[Said]:
    words = " ".join(_BRACKETS.sub(" ", clause).split())
    placed = _PLACE.match(words)
    if placed is None:
        yield from _of_words(words, "", "")
        return
    where, area = name_in(placed["where"]), (placed["kind"] or "").strip().casefold()
    if area.startswith("tab"):
        yield Click(where, "tab")
        where = ""
    elif area in ("bar", "toolbar"):
        where = f"{where} bar"
    elif area.endswith("menu") and "context" in (area + where.casefold()):
        yield Context()
        where = ""
    yield from _of_words(words[placed.end() :], where, area)


def _of_words(words: str, where: str, area: str) -> Iterator[Said]:
    for pattern, make in FORMS:
        found = pattern.fullmatch(words)
        made = make(Found(tuple(group or "" for group in found.groups()), where, area)) if found else None
        if made is not None:
            yield from made
            return
    yield Unclear("no rule for these words", words)
