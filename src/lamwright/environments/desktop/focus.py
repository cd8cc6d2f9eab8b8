"""Types a text where the focus is."""

from lamwright.environments.desktop import accessible
from lamwright.environments.desktop.application import Application
from lamwright.environments.desktop.bus import Refusal
from lamwright.environments.desktop.keys import Keys
from lamwright.environments.desktop.reader import Reader


class TextAtFocus:
    """Inserts at the caret of the focused text; where that cannot be done, or something is selected, it presses keys."""

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
            if line and not self._insert(line):
                self._keys.type(line)

    def _insert(self, line: str) -> bool:
        focused = self._reader.focused_text()
        if focused is None:
            return False
        caret, selection = self._application.ask([accessible.caret(focused), accessible.text_selection(focused)])
        if isinstance(caret, Refusal) or caret[0].value < 0 or (not isinstance(selection, Refusal) and selection[0] != selection[1]):
            return False
        position = caret[0].value
        answer = self._application.ask_one(accessible.insert_text(focused, position, line))
        if isinstance(answer, Refusal) or not answer[0]:
            return False
        self._application.ask_one(accessible.set_caret(focused, position + len(line)))
        return True


