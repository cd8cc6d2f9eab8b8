"""Keys and mouse through the X server's XTEST extension: the last resort, and the only way for key combinations."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from Xlib import XK, X, display, error
from Xlib.ext import xtest

from lamwright.errors import ActionError, ApplicationFault

MODIFIERS: Final = {"ctrl": "Control_L", "control": "Control_L", "alt": "Alt_L", "shift": "Shift_L", "super": "Super_L", "meta": "Meta_L"}
NAMES: Final = {
    "enter": "Return", "esc": "Escape", "del": "Delete", "backspace": "BackSpace", "pageup": "Page_Up", "pagedown": "Page_Down",
    "space": "space", "tab": "Tab", "up": "Up", "down": "Down", "left": "Left", "right": "Right", "home": "Home", "end": "End",
    "insert": "Insert", "plus": "plus", "minus": "minus", "return": "Return", "escape": "Escape", "delete": "Delete",
}  # fmt: skip
BUTTONS: Final = {"left": 1, "middle": 2, "right": 3}
WHEEL_UP: Final = 4
WHEEL_DOWN: Final = 5
DOUBLE_CLICK_SECONDS: Final = 0.04


class Keys:
    """The keyboard and mouse of one X display."""

    def __init__(self, name: str) -> None:
        try:
            self._display = display.Display(name)
        except (error.DisplayConnectionError, OSError) as problem:
            raise ApplicationFault(f"The display {name} cannot be reached: {problem}.") from problem
        self._name = name
        self._spare = self._spare_keycode()

    def press(self, combination: str) -> None:
        """Press and release a key or combination such as "ctrl+alt+Up". Raises ActionError for a key that there is not."""
        keysyms = keysyms_of(combination)
        with self._guard():
            codes = [self._keycode(keysym) for keysym in keysyms]
            self._focus_top_window()
            self._press_codes(codes)

    def type(self, text: str) -> None:
        """Type any text, characters that no key has too."""
        with self._guard():
            self._focus_top_window()
            for character in text:
                self._type_character(_keysym_of_character(character))

    def click(self, place: tuple[int, int], button: str = "left", double: bool = False) -> None:
        """Raises ActionError for a button that there is not."""
        if button not in BUTTONS:
            raise ActionError(f"There is no mouse button '{button}'. The buttons are: {', '.join(BUTTONS)}.")
        with self._guard():
            self._move(place)
            for _ in range(2 if double else 1):
                self._button(BUTTONS[button])
                time.sleep(DOUBLE_CLICK_SECONDS if double else 0)

    def wheel(self, place: tuple[int, int], steps: int) -> None:
        """Positive steps scroll up."""
        with self._guard():
            self._move(place)
            for _ in range(abs(steps)):
                self._button(WHEEL_UP if steps > 0 else WHEEL_DOWN)

    def close(self) -> None:
        try:
            self._display.close()
        except (error.ConnectionClosedError, OSError):
            return  # it ended before

    def _type_character(self, keysym: int) -> None:
        code = self._display.keysym_to_keycode(keysym)
        index = next((index for index in (0, 1) if code and self._display.keycode_to_keysym(code, index) == keysym), None)
        if index is None:
            self._type_spare(keysym)
        else:
            self._press_codes([self._keycode(XK.string_to_keysym("Shift_L"))] * index + [code])

    def _press_codes(self, codes: Sequence[int]) -> None:
        for code in codes:
            self._fake(X.KeyPress, code)
        for code in reversed(codes):
            self._fake(X.KeyRelease, code)
        self._sync()

    def _type_spare(self, keysym: int) -> None:
        """Lend a key that nothing uses to the character."""
        self._display.change_keyboard_mapping(self._spare, [[keysym, keysym]])
        self._sync()
        self._press_codes([self._spare])
        time.sleep(0.02)  # the program must look the key up before it is lent again

    def _move(self, place: tuple[int, int]) -> None:
        self._fake(X.MotionNotify, x=place[0], y=place[1])
        self._sync()

    def _button(self, number: int) -> None:
        self._fake(X.ButtonPress, number)
        self._fake(X.ButtonRelease, number)
        self._sync()

    def _fake(self, kind: int, detail: int = 0, **where: int) -> None:
        xtest.fake_input(self._display, kind, detail, **where)

    def _sync(self) -> None:
        self._display.sync()

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except (error.ConnectionClosedError, OSError) as problem:
            raise ApplicationFault(f"The display {self._name} ended: {problem}.") from problem

    def _keycode(self, keysym: int) -> int:
        code = int(self._display.keysym_to_keycode(keysym))
        if not code:
            raise ActionError(f"The keyboard has no key '{XK.keysym_to_string(keysym) or keysym}'.")
        return code

    def _spare_keycode(self) -> int:
        """A key that means nothing."""
        first = int(self._display.display.info.min_keycode)
        count = int(self._display.display.info.max_keycode) - first + 1
        mapping = self._display.get_keyboard_mapping(first, count)
        return next((first + index for index in range(count - 1, -1, -1) if not any(mapping[index])), first + count - 1)

    def _focus_top_window(self) -> None:
        """Without a window manager nobody gives the keyboard to a new window."""
        try:
            windows = self._display.screen().root.query_tree().children
            for window in reversed(windows):
                if _takes_keys(window):
                    window.set_input_focus(X.RevertToPointerRoot, X.CurrentTime)
                    break
            self._sync()
        except error.XError:
            return  # the window went away meanwhile; the keys go where the focus is


def keysyms_of(combination: str) -> list[int]:
    """The X keysyms of "ctrl+alt+Up". Raises ActionError."""
    spelled = "plus" if combination == "+" else combination.replace("++", "+plus")
    found = [_keysym_of_name(part.strip()) for part in spelled.split("+") if part.strip()]
    if not found:
        raise ActionError("No key was named. Name one such as 'Return', or a combination such as 'ctrl+End'.")
    return found


def _keysym_of_name(name: str) -> int:
    known = MODIFIERS.get(name.casefold()) or NAMES.get(name.casefold()) or name
    keysym = XK.string_to_keysym(known) or (XK.string_to_keysym(known.upper()) if len(known) < 4 else 0)
    if not keysym and len(name) == 1:
        keysym = _keysym_of_character(name)
    if not keysym:
        raise ActionError(f"There is no key '{name}'. Keys have X names such as Return, Escape, Page_Down, F5, ctrl, alt, shift, a.")
    return int(keysym)


def _keysym_of_character(character: str) -> int:
    special = {"\n": "Return", "\t": "Tab"}.get(character)
    if special:
        return int(XK.string_to_keysym(special))
    return ord(character) if ord(character) < 0x100 else 0x01000000 | ord(character)


def _takes_keys(window: Any) -> bool:
    attributes = window.get_attributes()
    return bool(attributes.map_state == X.IsViewable and not attributes.override_redirect and attributes.win_class == X.InputOutput)
