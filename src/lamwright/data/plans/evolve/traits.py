"""What a plan leaves behind, and what it asks for: whether steps may stand before it, behind it, or beside another plan's.

Judged by the words of its steps, with care: where they do not tell, the plan counts as one that nothing may be added to.
"""

import re
from dataclasses import dataclass

from lamwright.pairs import Pair

_CLOSES = re.compile(
    r'(?i)\b(?:click|press|choose|select)(?: on)?(?: the)?(?: (?:push )?button| key)? ?"?(?:OK|Close|Cancel|Finish|Escape|Esc)\b'
    r"|\bclose the\b.*\b(?:dialog|window)\b"
)
_OPENS = re.compile(
    r'(?i)\.\.\.(?: \([a-z ]+\))?$|\.\.\."$|\(menu\)$'
    r"|\b(?:tab|dialog|box|area|list|field|deck|check|mark|option|spin|pane|sidebar|navigator|preview)\b"
    r"|\b[a-z]+ [-–] [A-Z]|\bwizard\b|\bcontext menu\b"
)
_PLACES = re.compile(
    r"(?i)^(?:\W*)(?:select the (?:text|paragraph|cell)|select table|select (?:the|an?|one|some|all|several|any)\b.*\b(?:text|words?|"
    r"paragraphs?|cells?|tables?|images?|objects?|frames?|shapes?|graphics?|characters|rows?|columns?|headings?|fields?|entr(?:y|ies))"
    r"|press ctrl\+(?:home|end|a)$|click (?:in|into|inside|at|where|on|behind|before|any|anywhere)\b"
    r"|(?:right|double)-click\b"
    r"|(?:place|position|put|move|set) (?:the|your)(?: text)? ?cursor)"
)
_NUMBERED = re.compile(r"(?i)\bsteps? \d|\bsteps (?:above|below)|\b(?:previous|last|above|following|first) (?:\w+ )?steps?\b|\brepeat\b")
_ELSEWHERE = re.compile(
    r"(?i)\b(?:databases?|macros?|scripts?|charts?|spreadsheets?|slides?|presentations?|calc|impress|install\w*|extensions?|windows|"
    r"libreoffice (?:draw|base|math)|"
    r"web browser|wizards?|quer(?:y|ies)|command line|mail merge|data ?sources?)\b"
)
_LEAVES = re.compile(
    r"(?i)\b(?:e-?mail|printer|print|fax|password|restart|exit|quit|master document|print preview)\b"
    r"|\bFile (?:>|-) (?:New|Open|Close|Recent|Reload|Exit|Send|Save|Print|Wizards|Templates)|\b(?:Window|Help) (?:>|-) "
    r"|\bopen (?:a|an|the|your) (?:\w+ )*(?:document|file)\b|\bnew (?:text )?document\b"
)
_KIND = re.compile(r" \((?:check |radio )?menu item\)$")
_OPEN_TASK = re.compile(r"(?i)^(?:open|show|display|access|find|view|start)\b")
_OPEN_PART = re.compile(r"(?i)\b(?:open|access)\b")


@dataclass(frozen=True, slots=True)
class Traits:
    """`open`: a dialog may be left open; `placed`: the plan says itself where it works; `numbered`: steps refer to steps by number;
    `leaves`: it leaves the document (another application, another document, printing).
    """

    open: bool
    placed: bool
    numbered: bool
    leaves: bool
    elsewhere: bool


def traits_of(pair: Pair) -> Traits:
    every = " | ".join((pair.task, *pair.plan))
    return Traits(
        open=leaves_open(pair),
        placed=any(map(_PLACES.search, pair.plan)),
        numbered=any(map(_NUMBERED.search, pair.plan)),
        leaves=bool(_LEAVES.search(every)),
        elsewhere=bool(_ELSEWHERE.search(every)),
    )


def leaves_open(pair: Pair) -> bool:
    """Whether something that waits for an answer may stand open at the end: it was opened after the last step that closes."""
    closed = max((number for number, step in enumerate(pair.plan) if _CLOSES.search(step)), default=-1)
    rest = [_KIND.sub("", step) for step in pair.plan[closed + 1 :]]
    return any(map(_OPENS.search, rest)) or (bool(_OPEN_TASK.search(pair.task) or _OPEN_PART.search(pair.task)) and bool(rest))


def is_opening(pair: Pair) -> bool:
    """Whether the task is to open a dialog and the plan does that alone: it can be left by Escape with nothing changed."""
    is_dialog = _DIALOG.search(pair.plan[-1]) or _SAYS_DIALOG.search(pair.task)
    return bool(_OPEN_TASK.match(pair.task) and is_dialog and leaves_open(pair) and all(map(_ONLY_OPENS.match, pair.plan)))


_ONLY_OPENS = re.compile(r'Choose [^"]|Click the page tab "|Click the "[^"]*" tab$|Press |Select (?:the|table)')
_DIALOG = re.compile(r'\.\.\.(?: \([a-z ]+\))?$|^Click the (?:page tab )?"[^"]*"(?: tab)?$')
_SAYS_DIALOG = re.compile(r"(?i)^(?:open|access) (?:the )?[^,;]{2,40}\b(?:dialog|tab|tab page|window)\b")
