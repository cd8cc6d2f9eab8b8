"""What a step says to do, before it is known which controls are meant."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["", "button", "icon", "tab", "check box", "option", "list", "box"]
"""What the document calls a control."""


@dataclass(frozen=True, slots=True)
class Choose:
    """A way through the menus; behind a command that opens a dialog, its tab or a button of it may follow."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Click:
    """Click a control, or choose what has that name. `where` is the bar, area, box or list that is named with it."""

    name: str
    kind: Kind = ""
    where: str = ""
    double: bool = False


@dataclass(frozen=True, slots=True)
class Put:
    """Write or choose a value in a control; an empty value is left open by the document."""

    name: str
    value: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """Set or clear a check box."""

    name: str
    on: bool = True


@dataclass(frozen=True, slots=True)
class Press:
    """Press keys, written as actions write them."""

    keys: str


@dataclass(frozen=True, slots=True)
class Write:
    """Type into the document; an empty text is left open."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Select:
    """Select something in the document: "text", "paragraph", "table", "cell", "object", "all"."""

    what: str


@dataclass(frozen=True, slots=True)
class Place:
    """Put the cursor somewhere: "text", "table", "heading", "list", "index"."""

    where: str = "text"


@dataclass(frozen=True, slots=True)
class Context:
    """Open the context menu of what is selected or under the cursor."""

    what: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """What need not be done. `reason` is "optional", "told" (it only tells something) or "repeat"."""

    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """What no rule understands, or what cannot be done by rules."""

    reason: str
    words: str


Said = Choose | Click | Put | Tick | Press | Write | Select | Place | Context | Skipped | Unclear
