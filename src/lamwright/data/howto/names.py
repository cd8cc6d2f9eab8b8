"""Names in a document's words: cleaned, told from descriptions, keys as actions write them."""

import re

from lamwright.data.howto.said import Kind

QUOTES = "\"'“”‘’«»"
BOX = (
    r"(?:text box|list box|combo box|drop-?down (?:list|menu|box|list box)|spin box|check box list|box|list|field|area|section|column|line"
    r"|drop-down)"
)
"""What documents call a control that holds a value, or a part of a dialog."""
KIND = (
    r"(push button|toggle button|radio button|menu command|menu item|tab page|check ?box|button|icon|tab|option|command|entry|item|menu"
    r"|link|symbol|deck)s?"
)
ARROW = re.compile(r"\s+(?:-|–|—|>|▸|→)\s*|\s*(?:▸|→)\s*|(?<=[a-z.])\s*>\s*|(?<=[a-z])- (?=[A-Z])")
_KINDS: dict[str, Kind] = {
    "button": "button", "push button": "button", "icon": "icon", "tab": "tab", "tab page": "tab", "check box": "check box",
    "checkbox": "check box", "option": "option", "radio button": "option", "entry": "list", "item": "list", "link": "button",
    "field": "box", "box": "box", "list": "list", "toggle button": "icon", "style": "list", "category": "list", "symbol": "icon",
    "deck": "icon",
}  # fmt: skip
_KEY = (
    r"(?:ctrl|command|shift|alt|option|f\d{1,2}|enter|return|tab|esc(?:ape)?|delete|del|backspace|space(?:bar)?|home|end|page ?up"
    r"|page ?down|insert|(?:up|down|left|right)(?: arrow)?(?: key)?|arrow (?:up|down|left|right)|[a-z0-9])"
)
_KEYS = re.compile(rf"^(?:the )?({_KEY}(?:\s*\+\s*{_KEY})*)(?: keys?)?$", re.IGNORECASE)
_KEY_NAMES = {
    "command": "ctrl", "option": "alt", "enter": "Return", "return": "Return", "esc": "Escape", "escape": "Escape", "del": "Delete",
    "delete": "Delete", "backspace": "BackSpace", "tab": "Tab", "space": "space", "spacebar": "space", "home": "Home", "end": "End",
    "pageup": "Prior", "pagedown": "Next", "insert": "Insert", "up": "Up", "down": "Down", "left": "Left", "right": "Right",
}  # fmt: skip
_OPEN = re.compile(
    r"^(?:an?|any|one|another|your|some|several|these|those|all|each|which|what|whether|how|where|or|from|desired|required|appropriate|"
    r"its|it|that|different|new|as|more|at|both|either|other)\b"
)
_LEADING = re.compile(r"^(?:the menu command|menu command|the menu|menu|the command|the|on the|on|command)\s+(?=\S)", re.IGNORECASE)
_PURPOSE = re.compile(r"(?<=\S) (?:in order )?to [a-z].*$")


def name_in(words: str) -> str:
    """A name without quotes, articles, a purpose behind it, closing marks."""
    bare = _LEADING.sub("", words.strip(" ,;:"))
    bare = _PURPOSE.sub("", bare) if bare[:1].isupper() else bare
    bare = bare if bare.endswith("...") else bare.strip(" ,;:").rstrip(".")
    return bare.strip(QUOTES + " ,")


def is_open(words: str) -> bool:
    """Whether the words begin as a description does: "a style that you want"."""
    return bool(_OPEN.match(words))


def is_name(words: str) -> bool:
    """Whether the words may be a control's name: those begin with a capital, and not as a description."""
    return bool(words) and not is_open(words) and not re.match(r"[a-z]", words)


def is_left_open(value: str) -> bool:
    """Whether a value is only described, so that one is still to be found."""
    bare = re.sub(r"^the\s+", "", value.strip())
    if bare[:1] in QUOTES:
        return False
    return is_open(bare) or bool(re.match(r"[a-z]", bare) and not re.search(r"[=\d]", bare.split(" ")[0]))


def kind_of(word: str) -> Kind:
    """What a document's word for a control means, "" where it says nothing."""
    return _KINDS.get(word.casefold(), "")


def keys_in(words: str) -> str:
    """The keys as actions write them, "" where the words are none."""
    found = _KEYS.match(words.strip())
    return "+".join(_key(part) for part in found[1].split("+")) if found else ""


def _key(part: str) -> str:
    bare = re.sub(r"\s*\b(?:arrow|key)\b\s*", "", part.casefold()).replace(" ", "")
    return _KEY_NAMES.get(bare, bare.upper() if re.fullmatch(r"f\d+", bare) else bare)
