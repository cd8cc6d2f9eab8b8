"""Does a grounded action: by the accessibility interface that fits the control, by keys or mouse only where there is none.

An action that cannot be done is refused before anything is touched.
"""

import time
from typing import Final

from lamwright.actions import Action, ClickInput, KeyboardInput, SelectOption, SetEditText, TypeText, WheelMouseInput
from lamwright.environments.desktop import accessible
from lamwright.environments.desktop.accessible import ACTION, EDITABLE_TEXT, SELECTION, VALUE, Reference
from lamwright.environments.desktop.application import Application
from lamwright.environments.desktop.bus import Call, Refusal
from lamwright.environments.desktop.focus import TextAtFocus
from lamwright.environments.desktop.keys import Keys, keysyms_of
from lamwright.environments.desktop.options import Chooser
from lamwright.environments.desktop.reader import Reader
from lamwright.environments.desktop.roles import EDITORS, State
from lamwright.environments.desktop.seen import Seen, Target
from lamwright.environments.desktop.units import number_in
from lamwright.environments.desktop.waiting import CLOSERS, Waiter
from lamwright.errors import ActionError

FUNCTIONS: Final = frozenset(kind.function for kind in (ClickInput, SetEditText, SelectOption, WheelMouseInput, KeyboardInput, TypeText))
LATE_SECONDS: Final = 0.4
"""A control may be enabled so much later than what enables it: LibreOffice's tool bars follow the cursor."""
ROWS: Final = frozenset({"list item", "tree item"})
"""What has actions of other meanings (expand, edit) before the one that chooses it."""


class Actor:
    """Acts on what the reader saw last."""

    def __init__(self, application: Application, reader: Reader, keys: Keys) -> None:
        self._application = application
        self._reader = reader
        self._keys = keys
        self._waiter = Waiter(application, reader)
        self._chooser = Chooser(application, reader, keys, self._write_entry)
        self._focus = TextAtFocus(application, reader, keys)

    def act(self, action: Action) -> None:
        """Do it and wait until the application has settled. Raises ActionError where it cannot be done."""
        match action:
            case ClickInput(control, button, double):
                self._click(self._usable(control.label), button, double)
            case SetEditText(control, text):
                self._set_text(self._usable(control.label), text)
            case SelectOption(control, option):
                target = self._usable(control.label)
                self._away_from_menu(target)
                self._waiter.do(lambda: self._chooser.choose(target, option))
            case WheelMouseInput(control, steps):
                place = self._reader.target(control.label).rectangle.centre
                self._waiter.do(lambda: self._keys.wheel(place, steps))
            case KeyboardInput(keys):
                keysyms_of(keys)
                self._waiter.do(lambda: self._keys.press(keys))
            case TypeText(text):
                self._waiter.do(lambda: self._focus.type(text))
            case _:
                raise ActionError(f"'{action.function}' cannot be done here. The functions are: {', '.join(sorted(FUNCTIONS))}.")

    def _usable(self, label: int | None) -> Target:
        """The live target. Raises ActionError where it is unknown, gone or disabled."""
        target = self._reader.target(label)
        limit = time.monotonic() + LATE_SECONDS
        while (seen := self._reader.look_at(target.seen.element)) and not seen.has(State.ENABLED) and time.monotonic() < limit:
            time.sleep(0.02)
        if seen is None or seen.has(State.DEFUNCT):
            raise ActionError(f"'{target.name}' ({target.type}) is not there any more. Observe again.")
        if not seen.has(State.ENABLED):
            raise ActionError(f"'{target.name}' ({target.type}) is disabled: it can do nothing in this state.")
        return target

    def _click(self, target: Target, button: str, double: bool) -> None:
        self._away_from_menu(target)
        if button != "left" or double:
            place = target.rectangle.centre
            self._waiter.do(lambda: self._keys.click(place, button, double))
            return
        self._waiter.do(lambda: self._click_once(target), clicked=target)

    def _click_once(self, target: Target) -> None:
        element = target.seen.element
        if target.opener:
            done = self._call(accessible.do_action(target.opener.element.reference))
        elif target.inner or element.role in ("paragraph", "heading"):
            done = self._to_end_of(target.inner or target.seen)
        elif element.role in EDITORS or target.type in ("entry", "spin button"):
            done = self._call(accessible.grab_focus(element.reference))
        elif target.type == "page tab":
            done = self._select_in_parent(target)
        elif self._reader.in_dialog and target.type == "push button" and target.name.casefold() not in CLOSERS:
            done = False  # a dialog that it opens would answer nothing while its action call lasts, which is until the dialog is closed
        else:
            done = ACTION in element.interfaces and target.type not in ROWS and self._call(accessible.do_action(element.reference))
        if not done:
            self._keys.click(target.rectangle.centre)

    def _to_end_of(self, paragraph: Seen) -> bool:
        """Give it the focus with the caret at its end, nothing selected."""
        of = paragraph.element.reference
        return self._call(accessible.grab_focus(of)) and self._call(accessible.set_caret(of, len(paragraph.text)))

    def _select_in_parent(self, target: Target) -> bool:
        element = target.seen.element
        parent = self._reader.tree.known(element.parent)
        index = self._application.ask_one(accessible.index_in_parent(element.reference))
        if parent is None or SELECTION not in parent.interfaces or isinstance(index, Refusal):
            return False
        return self._call(accessible.select_child(parent.reference, index[0]))

    def _set_text(self, target: Target, text: str) -> None:
        element = (target.inner or target.seen).element
        if VALUE in element.interfaces and target.type in ("spin button", "slider", "dial"):
            number = self._number(target, element.reference, text)
            self._away_from_menu(target)
            self._waiter.do(lambda: self._require(accessible.set_number(element.reference, number), target))
        elif EDITABLE_TEXT in element.interfaces:
            self._away_from_menu(target)
            self._waiter.do(lambda: self._write_entry(target, text))
        else:
            raise ActionError(f"'{target.name}' ({target.type}) takes no text. Click it, or select an option of it.")

    def _write_entry(self, target: Target, text: str) -> None:
        """Replace the text; a box of the main window applies it when it is activated, a dialog's when the dialog is confirmed."""
        element = (target.inner or target.seen).element
        self._require(accessible.set_text(element.reference, text), target)
        if target.type == "combo box" and ACTION in element.interfaces and not self._reader.in_dialog:
            self._call(accessible.do_action(element.reference))

    def _number(self, target: Target, of: Reference, text: str) -> float:
        limits = (of.property(VALUE, "MinimumValue"), of.property(VALUE, "MaximumValue"))
        shown, low, high = self._application.ask([accessible.text(of), *limits])
        number = number_in(text, "" if isinstance(shown, Refusal) else shown[0])
        if not isinstance(low, Refusal) and not isinstance(high, Refusal):
            least, most = low[0].value, high[0].value
            if least < most and not least - 1e-6 <= number <= most + 1e-6:
                raise ActionError(f"'{target.name}' takes numbers from {least:g} to {most:g}, not {number:g}.")
        return number

    def _away_from_menu(self, target: Target) -> None:
        """An open menu or list would keep the input: close it before acting elsewhere, as a click elsewhere does."""
        still_open = self._reader.open_beside(target)
        for _ in range(still_open):
            self._keys.press("Escape")
        if still_open:
            self._application.settle()

    def _call(self, call: Call) -> bool:
        """Whether the object did it."""
        answer = self._application.do(call)
        return not isinstance(answer, Refusal) and (not answer or bool(answer[0]))

    def _require(self, call: Call, target: Target) -> None:
        answer = self._application.ask_one(call)
        if isinstance(answer, Refusal) or (answer and answer[0] is False):
            reason = answer.text if isinstance(answer, Refusal) else "it refuses"
            raise ActionError(f"'{target.name}' ({target.type}) did not take the value: {reason}.")
