"""Goes to places in an application and back to its start."""

import time
from collections import Counter
from collections.abc import Sequence
from typing import Final

from lamwright.actions import Action, ClickInput, ControlRef, KeyboardInput
from lamwright.application_map import MapStep
from lamwright.environments.contract import Environment
from lamwright.environments.desktop.looks import Key, LostError, find, grounded, menu_items, named
from lamwright.environments.desktop.territory import Context, Territory
from lamwright.errors import ApplicationTimeout
from lamwright.observation import Control, Observation

ITEM_SECONDS: Final = 120.0
ESCAPES: Final = 8
LEAVING: Final = ("cancel", "close", "no", "don't save", "discard", "ok")
"""Buttons that end a dialog which Escape does not end, the least harmful first."""


class Walker:
    """`home` is what the start of the present context shows."""

    def __init__(self, environment: Environment, territory: Territory) -> None:
        self._environment = environment
        self._territory = territory
        self.context = territory.contexts[0]
        self.home: Counter[Key] = Counter()
        self._deadline = 0.0

    def enter(self, context: Context) -> None:
        """From now on `start` brings that one, in a new application: what the last context has changed about this one is not known."""
        self.give_up()
        self.context = context
        self.home = Counter()

    def begin(self) -> None:
        """What follows may take ITEM_SECONDS."""
        self._deadline = time.monotonic() + ITEM_SECONDS

    @property
    def is_late(self) -> bool:
        return time.monotonic() > self._deadline

    def give_up(self) -> None:
        """The next start is that of a new application."""
        self._environment.close()

    def start(self) -> Observation:
        """The context, as if nothing had been done; in a new application where something else than the document was changed."""
        seen = self._set_up()
        if self.home and named(seen) != self.home:
            self.give_up()
            seen = self._set_up()
        self.home = self.home or named(seen)
        return seen

    def _set_up(self) -> Observation:
        seen = self._environment.reset(self.context.document)
        for action in self.context.setup:
            seen = self.act(grounded(action, seen))
        return self.later() if self.context.setup else seen

    def later(self, seconds: float | None = None) -> Observation:
        """A look after so long: as a rule after tool bars have come that follow what is selected."""
        time.sleep(self._territory.late_seconds if seconds is None else seconds)
        return self._environment.observe()

    def act(self, action: Action) -> Observation:
        """Raises ApplicationTimeout where the time of the item is spent, and what the environment raises."""
        if self.is_late:
            raise ApplicationTimeout(f"It took longer than {ITEM_SECONDS:g} s.")
        self._environment.act(action)
        return self._environment.observe()

    def click(self, wanted: MapStep | Control, seen: Observation, before: Observation | None = None) -> Observation:
        """`before` is the look before the last click: what that one has brought is meant first. Raises LostError."""
        step, words = MapStep(wanted.text, wanted.type), self._territory.words
        try:
            control = find(seen, step, before, words)
        except LostError:
            control = find(self.later(), step, before, words)
        return self.act(ClickInput(ControlRef(control.text, control.type, control.label)))

    def click_there(self, wanted: Control, seen: Observation) -> Observation:
        """The one that has not moved, among several of that name and type; or else any."""
        same = [c for c in seen.controls if (c.text, c.type, c.rectangle) == (wanted.text, wanted.type, wanted.rectangle)]
        return self.act(ClickInput(ControlRef(wanted.text, wanted.type, same[0].label))) if same else self.click(wanted, seen)

    def follow(self, path: Sequence[MapStep], seen: Observation | None = None) -> tuple[Observation, Observation]:
        """From the start (or that look) along the path: the look before the last click, and the one after it."""
        before, now = None, seen or self.start()
        for wanted in path:
            before, now = now, self.click(wanted, now, before)
        return before or now, now

    def close_menus(self) -> Observation:
        """Opening a menu changes nothing: it is enough to close it."""
        seen = self._environment.observe()
        for _ in range(ESCAPES):
            if menu_items(named(seen)) <= menu_items(self.home):
                return seen
            seen = self.act(KeyboardInput("Escape"))
        return self.start()

    def leave_to(self, at: Observation) -> Observation | None:
        """Leave dialogs until that one has the input again; none where it is gone too. Raises LostError."""
        seen = self._environment.observe()
        for attempt in range(ESCAPES):
            if not seen.modal:
                return None
            if seen.window == at.window:
                return seen
            seen = self.act(_leaving(seen, attempt))
        raise LostError(f"The dialog '{seen.window}' does not close.")


def _leaving(seen: Observation, attempt: int) -> Action:
    """Escape first; then the buttons that leave a dialog."""
    buttons = {control.text.casefold().replace("’", "'"): control for control in seen.controls if control.type == "push button"}
    name = next((name for name in LEAVING if name in buttons), None)
    if attempt == 0 or name is None:
        return KeyboardInput("Escape")
    button = buttons[name]
    return ClickInput(ControlRef(button.text, button.type, button.label))
