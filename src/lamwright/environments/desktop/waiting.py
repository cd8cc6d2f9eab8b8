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
BUILD_SECONDS: Final = 1.0
REFRESH_SECONDS: Final = 0.3
"""After a dialog the window behind it shows its new state late: LibreOffice's tool bars up to 0.3 s later."""
CLOSERS: Final = frozenset({"ok", "cancel", "close", "yes", "no", "don't save", "discard", "insert", "save", "open", "continue"})
"""Buttons that as a rule end the dialog they are in."""


class Waiter:
    """Does a piece of work, and is back when the application waits for its user again."""

    def __init__(self, application: Application, reader: Reader) -> None:
        self._application = application
        self._reader = reader

    def do(self, work: Callable[[], None], clicked: Target | None = None) -> None:
        """`clicked` is the control whose click the work is: its name tells whether a dialog is to be waited for."""
        before = self._dialogs()
        self._application.forget_events()
        work()
        self._application.settle()
        limit = time.monotonic() + self._window_change(clicked)
        while self._dialogs() == before and time.monotonic() < limit:
            self._application.wait_event(0.02)
            self._application.settle()
        after = self._dialogs()
        if after - before:
            self._wait_built()
        elif before - after:
            self._application.settle(quiet=REFRESH_SECONDS)

    def _window_change(self, clicked: Target | None) -> float:
        """How long to wait at most for a dialog to come or go."""
        if clicked is None:
            return 0.0
        if clicked.name.endswith(("...", "…")):
            return OPEN_SECONDS
        closes = clicked.type == "push button" and clicked.name.casefold().replace("’", "'") in CLOSERS
        return CLOSE_SECONDS if self._reader.in_dialog and closes else 0.0

    def _wait_built(self) -> None:
        """A dialog shows before all that is in it has its place."""
        limit = time.monotonic() + BUILD_SECONDS
        last = None
        while time.monotonic() < limit:
            now = self._reader.look()
            if now == last:
                return
            last = now
            self._application.settle()

    def _dialogs(self) -> set[Reference]:
        return {window.reference for window in self._reader.windows() if window.is_dialog}
