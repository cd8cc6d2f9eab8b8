"""What a crawler is told about one application: what it may not touch, and in which states it is to look."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lamwright.actions import Action, ControlRef


def _as_it_is(name: str) -> str:
    return name


@dataclass(frozen=True, slots=True)
class Context:
    """A state of the document that brings controls of its own: "" is the start, crawled as a whole; of others only what is new.

    Controls that `setup` names are found by their text, or by how what they hold begins. `pointed` is one whose context menu is looked at.
    """

    condition: str
    document: Path | None = None
    setup: tuple[Action, ...] = ()
    pointed: ControlRef | None = None


@dataclass(frozen=True, slots=True)
class Territory:
    """One application.

    `denied` tells a control that is not to be clicked, by the plain names on the way to it, its own the last. `openers` are plain names of
    what opens something though its name does not end in "...", `unopened` those of menus that are not even opened. `pages` are titles of
    dialogs whose list entries are pages. `words` takes what only belongs to this document out of a name or title; "" leaves it out.
    `deck` is the name of a control that every opened sidebar has. Tool bars change `late_seconds` later than what they depend on,
    items of an open menu `menu_seconds`.
    """

    application: str
    version: str
    contexts: tuple[Context, ...]
    denied: Callable[[Sequence[str]], bool]
    openers: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()
    words: Callable[[str], str] = _as_it_is
    deck: str = ""
    unopened: frozenset[str] = frozenset()
    late_seconds: float = 0.0
    menu_seconds: float = 0.0
