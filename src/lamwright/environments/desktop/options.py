"""Chooses one entry of a combo box, list or row of tabs by its name."""

import time
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Final

from lamwright.environments.desktop import accessible
from lamwright.environments.desktop.accessible import SELECTION, Reference, references_in, state_bits
from lamwright.environments.desktop.application import Application
from lamwright.environments.desktop.bus import Refusal
from lamwright.environments.desktop.keys import Keys
from lamwright.environments.desktop.reader import Reader, Window
from lamwright.environments.desktop.roles import POPUPS, State
from lamwright.environments.desktop.seen import Target
from lamwright.environments.desktop.tree import Element
from lamwright.errors import ActionError

POPUP_SECONDS: Final = 1.5
NEAREST: Final = 6
LISTS: Final = frozenset({"menu", "list", "list box", "table", "tree", "tree table", "popup menu"})


class Chooser:
    """`write` puts a text into the entry of a combo box and confirms it: the way to an entry that the open list does not show."""

    def __init__(self, application: Application, reader: Reader, keys: Keys, write: Callable[[Target, str], None]) -> None:
        self._application = application
        self._reader = reader
        self._keys = keys
        self._write = write

    def choose(self, target: Target, option: str) -> None:
        """Raises ActionError, naming the nearest options, where there is none of that name."""
        if target.opener:
            self._choose_in_popup(target, option)
            return
        element = target.seen.element
        if SELECTION not in element.interfaces:
            raise ActionError(f"'{target.name}' ({target.type}) has no options to select. Click it instead.")
        options = self._options(element)
        index = self._index(target, option, [self._name(option) for option in options])
        answer = self._application.ask_one(accessible.select_child(element.reference, index))
        if isinstance(answer, Refusal) or not answer[0]:
            self._click(options[index], target)

    def _choose_in_popup(self, target: Target, option: str) -> None:
        opener = target.opener
        assert opener is not None
        popup = self._open(opener.element.reference)
        if popup is None:
            raise ActionError(f"The list of '{target.name}' did not open.")
        try:
            holder = next((e for e in self._reader.tree.showing(popup.reference) if SELECTION in e.interfaces), None)
            rows = self._children(holder.reference) if holder else []
            index = self._index(target, option, [self._name(row) for row in rows])
            if holder and self._bring_into_view(holder.reference, rows[index], index):
                self._click(rows[index], target)
                self._wait_closed(popup)
                return
        except ActionError:
            self._close(opener.element.reference, popup)
            raise
        name = self._name(rows[index])
        self._close(opener.element.reference, popup)
        self._write(target, name)

    def _open(self, opener: Reference) -> Window | None:
        known = {window.reference for window in self._reader.windows()}
        self._application.ask_one(accessible.do_action(opener))
        limit = time.monotonic() + POPUP_SECONDS
        while time.monotonic() < limit:
            new = [window for window in self._reader.windows() if window.reference not in known and window.role in POPUPS]
            if new:
                self._application.settle()
                return new[-1]
            self._application.wait_event(0.02)
        return None

    def _close(self, opener: Reference, popup: Window) -> None:
        if popup.reference in {window.reference for window in self._reader.windows()}:
            self._application.ask_one(accessible.do_action(opener))
            self._wait_closed(popup)

    def _wait_closed(self, popup: Window) -> None:
        limit = time.monotonic() + POPUP_SECONDS
        while time.monotonic() < limit and popup.reference in {window.reference for window in self._reader.windows()}:
            self._application.wait_event(0.01)

    def _options(self, element: Element) -> list[Reference]:
        """Its children, or those of the list inside a combo box."""
        children = self._children(element.reference)
        inside = next((child for child in self._reader.tree.elements(children) if child.role in LISTS), None)
        return self._children(inside.reference) if inside else children

    def _children(self, of: Reference) -> list[Reference]:
        answer = self._application.ask_one(accessible.children(of))
        return [] if isinstance(answer, Refusal) else references_in(answer)

    def _name(self, of: Reference) -> str:
        named, text = self._application.ask([accessible.name(of), accessible.text(of)])
        name = "" if isinstance(named, Refusal) else str(named[0].value)
        return name or ("" if isinstance(text, Refusal) else str(text[0]))

    def _index(self, target: Target, option: str, names: Sequence[str]) -> int:
        plain = [_plain(name) for name in names]
        if _plain(option) in plain:
            return plain.index(_plain(option))
        longer = [index for index, name in enumerate(plain) if name.startswith(_plain(option) + " ")]
        if len(longer) == 1:  # such as 18 for '18 pt'
            return longer[0]
        near = get_close_matches(_plain(option), plain, NEAREST, 0.4)
        offered = [names[plain.index(name)] for name in near] or [name for name in names if name][:NEAREST]
        raise ActionError(f"'{target.name}' has no option '{option}'. The nearest are: {', '.join(map(repr, offered)) or 'none'}.")

    def _bring_into_view(self, holder: Reference, row: Reference, index: int) -> bool:
        """Whether the row can be clicked, the list being moved to it where need be."""
        if self._shows(row):
            return True
        self._application.do(accessible.select_child(holder, index))
        self._application.settle()
        return self._shows(row)

    def _shows(self, of: Reference) -> bool:
        answer = self._application.ask_one(accessible.states(of))
        return not isinstance(answer, Refusal) and bool(state_bits(answer) & State.SHOWING)

    def _click(self, of: Reference, target: Target) -> None:
        answer = self._application.ask_one(accessible.extents(of))
        if isinstance(answer, Refusal):
            raise ActionError(f"The option of '{target.name}' is gone. Observe again.")
        x, y, width, height = answer[0] if len(answer) == 1 else answer
        self._keys.click((x + width // 2, y + height // 2))


def _plain(name: str) -> str:
    return name.strip().removesuffix("...").removesuffix("…").casefold()
