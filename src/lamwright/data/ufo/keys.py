"""Key presses and typed text as UFO writes them: in the language of pywinauto's `send_keys`, there and back.

For example ctrl+alt+Up is ^%{UP}, Escape is {ESC}, the key a is {a}, and the text "50% of it" is 50{%}{SPACE}of{SPACE}it.
"""

import re
from collections.abc import Iterator

from lamwright.actions import KeyboardInput, TypeText
from lamwright.errors import ActionError

_MODIFIERS = {"ctrl": "^", "control": "^", "alt": "%", "shift": "+"}
_PREFIXES = {"^": "ctrl", "%": "alt", "+": "shift"}
_HELD = {"VK_CONTROL": "ctrl", "CTRL": "ctrl", "VK_MENU": "alt", "ALT": "alt", "VK_SHIFT": "shift", "SHIFT": "shift"}
"""Modifiers written as keys: "{VK_CONTROL}c", "{VK_CONTROL down}c{VK_CONTROL up}"."""
_KEYS = {
    "Return": "ENTER", "Escape": "ESC", "BackSpace": "BACKSPACE", "Delete": "DELETE", "Insert": "INSERT", "Tab": "TAB", "space": "SPACE",
    "Home": "HOME", "End": "END", "Page_Up": "PGUP", "Page_Down": "PGDN", "Up": "UP", "Down": "DOWN", "Left": "LEFT", "Right": "RIGHT",
    **{f"F{number}": f"F{number}" for number in range(1, 25)},
}  # fmt: skip
_NAMES = {
    **{ufo: ours for ours, ufo in _KEYS.items()},
    "RETURN": "Return", "ESCAPE": "Escape", "BACK": "BackSpace", "BKSP": "BackSpace", "BS": "BackSpace", "DEL": "Delete", "INS": "Insert",
    "PRIOR": "Page_Up", "NEXT": "Page_Down",
}  # fmt: skip
_SPECIAL = "+^%~(){}[]"
_TOKEN = re.compile(r"\{(?P<name>.[^{}]*?)(?: +(?P<times>\d+|down|up))?\}|(?P<prefix>[\^%+])|(?P<group>[()])|(?P<one>.)", re.DOTALL)
_MOST_PRESSES = 100


def ufo_keys(action: KeyboardInput | TypeText) -> str:
    """Raises ActionError for a key that pywinauto has no name for."""
    if isinstance(action, TypeText):
        return "".join(_written(character) for character in action.text)
    *held, key = action.keys.split("+")
    prefix = "".join(_modifier(name, action.keys) for name in held)
    if key in _KEYS:
        return prefix + "{" + _KEYS[key] + "}"
    if len(key) != 1:
        raise ActionError(f"The key '{action.keys}' has no name in UFO's format.")
    return f"{prefix}{key}" if prefix and key not in _SPECIAL else f"{prefix}{{{key}}}"


def _modifier(name: str, keys: str) -> str:
    try:
        return _MODIFIERS[name]
    except KeyError:
        raise ActionError(f"The key '{keys}' has no name in UFO's format: '{name}' is no modifier there.") from None


def _written(character: str) -> str:
    named = {" ": "SPACE", "\n": "ENTER", "\t": "TAB"}.get(character)
    if named:
        return "{" + named + "}"
    return f"{{{character}}}" if character in _SPECIAL else character


def read_ufo_keys(keys: str) -> tuple[KeyboardInput | TypeText, ...]:
    """The presses and texts, in order. Raises ActionError on a key that there is not, or on nothing at all."""
    actions: list[KeyboardInput | TypeText] = []
    for press in _presses(keys):
        before = actions[-1] if actions else None
        if isinstance(press, TypeText) and isinstance(before, TypeText):
            actions[-1] = TypeText(before.text + press.text)
        else:
            actions.append(press)
        if len(actions) > _MOST_PRESSES:
            raise ActionError(f"The keys '{keys[:40]}...' are more than {_MOST_PRESSES} presses.")
    if not actions:
        raise ActionError(f"The keys '{keys}' press nothing.")
    return tuple(KeyboardInput("space") if action == TypeText(" ") else action for action in actions)


def _presses(keys: str) -> Iterator[KeyboardInput | TypeText]:
    """One press or character at a time. A modifier holds for the next key, for a group in brackets, or until it is let go."""
    modifiers: list[str] = []
    kept = 0
    for token in _TOKEN.finditer(keys):
        name = (token["name"] or "").upper()
        if token["prefix"]:
            modifiers.append(_PREFIXES[token["prefix"]])
        elif token["group"]:
            kept = len(modifiers) if token["group"] == "(" else 0
            modifiers = modifiers[:kept]
        elif name in _HELD and token["times"] == "up":
            modifiers = [held for held in modifiers if held != _HELD[name]]
            kept = min(kept, len(modifiers))
        elif name in _HELD:
            modifiers.append(_HELD[name])
            kept += token["times"] == "down"
        else:
            yield from _press(token, modifiers)
            modifiers = modifiers[:kept]


def _press(token: re.Match[str], modifiers: list[str]) -> Iterator[KeyboardInput | TypeText]:
    one, times = token["one"], token["times"] or "1"
    key = "Return" if one == "~" else one or _key(token["name"])
    typed = " " if key == "space" else key if one not in (None, "~") or key in _SPECIAL else ""
    for _ in range(min(int(times) if times.isdigit() else 1, _MOST_PRESSES + 1)):
        yield TypeText(typed) if typed and not modifiers else KeyboardInput("+".join((*modifiers, key)))


def _key(name: str) -> str:
    known = _NAMES.get(name.upper().removeprefix("VK_"), name)
    if known == name and len(name) > 1 and name not in _KEYS:
        raise ActionError(f"There is no key '{{{name}}}' here.")
    return known
