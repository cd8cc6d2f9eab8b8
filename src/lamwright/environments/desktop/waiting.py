"""Waits after an action until the application has settled; for the dialog that it opens or closes too."""

import time
from collections.abc import Callable
from typing import Final

from lamwright.environments.desktop.accessible import Reference
from lamwright.environments.desktop.application import Application
from lamwright.environments.desktop.reader import Reader
from lamwright.environments.desktop.seen import Target

OPEN_SECONDS: Final = 3.0
CLOSE_SECONDS: Final = 1.5
CLOSERS: Final = frozenset({"ok", "cancel", "close", "yes", "no", "don't save", "discard", "insert", "save", "open", "replace", "continue"})
"""Buttons that as a rule end the dialog they are in."""


class Waiter:
    """Does a piece of work, and is back when the application waits for its user again."""

    def __init__(self, application: Application, reader: Reader) -> None:
        self._application = application
        self._reader = reader

    def do(self, work: Callable[[], None], clicked: Target | None = None) -> None:
        """`clicked` is the control whose click the work is: its name tells whether a dialog is to be waited for."""
        seconds = self._window_change(clicked)
        before = self._windows() if seconds else set()
        self._application.forget_events()
        work()
        self._application.settle()
        limit = time.monotonic() + seconds
        while time.monotonic() < limit and self._windows() == before:
            self._application.wait_event(0.02)
            self._application.settle()

    def _window_change(self, clicked: Target | None) -> float:
        """How long to wait at most for a window to come or go."""
        if clicked is None:
            return 0.0
        if clicked.name.endswith(("...", "…")):
            return OPEN_SECONDS
        return CLOSE_SECONDS if self._reader.in_dialog and clicked.name.casefold() in CLOSERS else 0.0

    def _windows(self) -> set[Reference]:
        return {window.reference for window in self._reader.windows() if window.is_dialog}
