"""Types a text where the focus is."""

import time
from typing import Final

from lamwright.environments.desktop import accessible
from lamwright.environments.desktop.accessible import Reference
from lamwright.environments.desktop.application import Application
from lamwright.environments.desktop.bus import Refusal
from lamwright.environments.desktop.keys import Keys
from lamwright.environments.desktop.reader import Reader

KEY_SECONDS: Final = 0.03
REPLACE_SECONDS: Final = 1.0


class TextAtFocus:
    """Inserts at the caret of the focused text. Keys are pressed for what that cannot do: replacing a selection, breaking a line."""

    def __init__(self, application: Application, reader: Reader, keys: Keys) -> None:
        self._application = application
        self._reader = reader
        self._keys = keys

    def type(self, text: str) -> None:
        """A line break is the Return key."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self._keys.press("Return")
                self._application.settle()
            if line:
                self._type_line(line)

    def _type_line(self, line: str) -> None:
        focused = self._reader.focused_text()
        if focused is None or self._reader.tree.walks:  # Qt's InsertText replaces the whole text
            self._press(line)
        elif self._has_selection(focused):
            self._press(line[0])
            self._wait_replaced(focused)
            self._type_rest(line[1:])
        elif not self._insert(focused, line):
            self._press(line)

    def _wait_replaced(self, focused: Reference) -> None:
        """Until the key arrived: what is inserted before that would be overwritten with the selection."""
        limit = time.monotonic() + REPLACE_SECONDS
        while self._has_selection(focused) and time.monotonic() < limit:
            self._application.wait_event(KEY_SECONDS)
        self._application.settle()

    def _type_rest(self, rest: str) -> None:
        """What follows the key that replaced the selection; the object that had the focus may be gone with it."""
        focused = self._reader.focused_text() if rest else None
        if rest and (focused is None or not self._insert(focused, rest)):
            self._press(rest)

    def _press(self, characters: str) -> None:
        """Key by key, each once the one before was taken: the application's answers do not tell what keys are still on their way."""
        for character in characters:
            self._keys.type(character)
            self._application.wait_event(KEY_SECONDS)
            self._application.forget_events()

    def _has_selection(self, focused: Reference) -> bool:
        answer = self._application.ask_one(accessible.text_selection(focused))
        return not isinstance(answer, Refusal) and answer[0] != answer[1]

    def _insert(self, focused: Reference, line: str) -> bool:
        caret = self._application.ask_one(accessible.caret(focused))
        if isinstance(caret, Refusal) or caret[0].value < 0:
            return False
        position = caret[0].value
        answer = self._application.ask_one(accessible.insert_text(focused, position, line))
        if isinstance(answer, Refusal) or not answer[0]:
            return False
        self._application.ask_one(accessible.set_caret(focused, position + len(line)))
        return True
