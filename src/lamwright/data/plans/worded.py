"""A clause in the document's words said in the canonical form of `lamwright.steps`, with the control's real name where it is found.

    Choose **Insert - Fields - More Fields**   ->  Choose Insert > Field > More Fields...
    Click the **Borders** tab                  ->  Click the page tab "Borders"
    Type a name in the **Name** box            ->  Type a name in the "Name:" box

Names that a document sets off stand in double quotation marks in what stays in its words, values that it quotes in single ones.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from lamwright.actions import ClickInput, ControlRef, KeyboardInput, SelectOption, SetEditText
from lamwright.application_map import MappedControl
from lamwright.data.documents.howto import MARK, tidy, unmarked
from lamwright.data.plans.atlas import CLICKED, FIELDS, KINDS, Atlas
from lamwright.steps import ARROW, MENU_ITEMS, say, say_plan

_KIND = "|".join(sorted(KINDS, key=len, reverse=True))
_NAME = r"\*\*([^*]+)\*\*"
_PATH = re.compile(r"(?:Choose|Select|Open|Use|Go to|Click|Activate)(?: on)?(?: the)?(?: menu| command)?:? (.+)")
_FOR = re.compile(r"^(?:For|With|In|On) [^,*]*, choose\b")
_AFTER_WAY = re.compile(
    r"(?<=\*\*)(?: (?:from the menu(?: bar)?|again|in the menu bar|command))?,?(?: (?:to|in order to|for|if|when|so that) .*)?$"
)
_PURPOSE = re.compile(r" (?:to|in order to) [a-z]+ .*$")
_PART = re.compile(rf"(.+?)\s+({_KIND}|dialog|page)(?: page)?", re.IGNORECASE)
_DASH = re.compile(r"\s+[-–—]\s+|\s*[>▸→]\s+")
_CLICK = re.compile(
    rf"(?:Click|Press|Select|Choose|Activate|Enable|Use|Check|Mark|Tick|Clear|Uncheck|Unmark|Deselect|Open)(?: on)?(?: the)? {_NAME}"
    rf"(?: ({_KIND}))?(?P<rest>.*)", re.IGNORECASE,
)  # fmt: skip
_CLICK_UNMARKED = re.compile(rf"Click(?: on)? (?:the )?([A-Z][\w& /]*?)(?: ({_KIND}))?(?P<rest>)")
_BAR = "bar|toolbar|window|dialog|area|deck|page|tab"
_HARMLESS_REST = re.compile(
    r"(?:\s*\([^)]*\))?(?: (?:to|for|again|in order|in front|at the (?:top|bottom)"
    rf"|(?:on|in|of) the [\w*& -]+(?:{_BAR}))\b.*)?"
)
_IN_FIELD = re.compile(
    rf"(?:In|From|On|Under) (?:the )?{_NAME}(?: ({_KIND}))?,? (?:then )?(select|choose|enter|type|set) (.+)", re.IGNORECASE
)
_INTO_FIELD = re.compile(
    rf"(Select|Choose|Enter|Type|Set)(?: the)? (.+?) (?:in|into|from|on) (?:the )?{_NAME} ({_KIND})(?P<rest>.*)", re.IGNORECASE
)
_CONTEXT_MENU = re.compile(r"\bright-click|\bcontext menu", re.IGNORECASE)
_CHOSEN = re.compile(
    rf"(?:Choose|Select|Click)(?: the)? {_NAME}(?: command)?(?: (?:from|in) the (?:context menu|submenu|menu))?", re.IGNORECASE
)
_VALUE = re.compile(r"[\"“'‘]([^\"”'’]+)[\"”'’]|\*\*([^*]+)\*\*|(\d[\d.,]*(?: ?(?:cm|mm|pt|in|%|\"))?)")
_KEY_WORD = (
    r"(?:ctrl|command|shift|alt|f\d{1,2}|enter|return|tab|esc(?:ape)?|delete|del|backspace|space ?bar|space|home|end|page ?(?:up|down)"
    r"|insert|(?:up|down|left|right)(?: arrow)?|arrow (?:up|down|left|right)|plus(?: sign)?|minus(?: sign)?|[a-z0-9])"
)
_KEYS = re.compile(rf"(?:the )?({_KEY_WORD}(?:\s*\+\s*{_KEY_WORD})*)(?: keys?)?(?:\s*\([^)]*\))?", re.IGNORECASE)
_KEY_NAMES = {
    "command": "ctrl", "return": "Return", "enter": "Return", "esc": "Escape", "escape": "Escape", "del": "Delete", "delete": "Delete",
    "backspace": "BackSpace", "tab": "Tab", "space": "space", "spacebar": "space", "home": "Home", "end": "End", "pageup": "Page_Up",
    "pagedown": "Page_Down", "insert": "Insert", "up": "Up", "down": "Down", "left": "Left", "right": "Right", "plus": "plus",
    "minus": "minus", "plussign": "plus", "minussign": "minus",
}  # fmt: skip


def say_clauses(clauses: Iterable[str], atlas: Atlas | None) -> tuple[str, ...]:
    """The steps of one plan, each clause read in the place that the ones before have opened."""
    wording = _Wording(atlas)
    return tuple(step for clause in clauses for step in wording.steps(clause))


def keys_of(text: str) -> str:
    """The key combination as `keyboard_input` takes it ("Ctrl + F2": "ctrl+F2"), "" where the text is none."""
    found = _KEYS.fullmatch(unmarked(text).strip(" ."))
    return "+".join(map(_key, found[1].split("+"))) if found else ""


def _key(word: str) -> str:
    bare = re.sub(r"\b(?:arrow)\b|\s", "", word.casefold())
    return _KEY_NAMES.get(bare, bare.upper() if re.fullmatch(r"f\d+", bare) else bare)


class _Wording:
    def __init__(self, atlas: Atlas | None) -> None:
        self._atlas = atlas
        self._here = ""
        self._in_context_menu = False

    def steps(self, clause: str) -> tuple[str, ...]:
        text = tidy(clause.replace(f"{MARK} - {MARK}", " - "))
        if self._in_context_menu and (way := self._context_way(text)):
            self._in_context_menu = False
            return way
        if self._in_context_menu and (chosen := _CHOSEN.fullmatch(text)):
            self._in_context_menu = False
            return (f'Choose "{ARROW.join(_DASH.split(unmarked(chosen[1])))}" from the context menu',)
        self._in_context_menu = bool(_CONTEXT_MENU.search(text))
        for form in (self._press, self._menu_path, self._click, self._field):
            said = form(text)
            if said:
                return said
        return (self._own_words(text),)

    def _context_way(self, text: str) -> tuple[str, ...]:
        """Choose **Modify/New - Organizer** tab in a context menu: the item, then what is clicked in the dialog; of "A/B", A."""
        found = re.fullmatch(r"(?:Choose|Select|Click) (.+)", text)
        parts = [_part(part) for part in _DASH.split(unmarked(found[1]))] if found else []
        if len(parts) < 2 or parts[-1][1] not in ("tab", "tab page", "button") or not all(name for name, _ in parts):
            return ()
        item = ARROW.join(name.split("/")[0] for name, kind in parts if not kind)
        clicked = (f"Click the **{name}** {kind}" for name, kind in parts if kind)
        return (
            f'Choose "{item}" from the context menu',
            *(step for click in clicked for step in self._click(click) or (self._own_words(click),)),
        )

    def _press(self, text: str) -> tuple[str, ...]:
        pressed = text.removeprefix("Press ") if text.startswith("Press ") else ""
        keys = keys_of(re.split(r" to | in order| again", pressed)[0]) if pressed else ""
        is_button = len(keys) == 1 and keys.isalpha()
        return (say(KeyboardInput(keys)),) if keys and not is_button and MARK + keys.title() + MARK != pressed else ()

    def _menu_path(self, text: str) -> tuple[str, ...]:
        found = _PATH.fullmatch(_FOR.sub("Choose", text))
        way = (_AFTER_WAY if MARK in found[1] else _PURPOSE).sub("", found[1]) if found else ""
        if not _DASH.search(way):
            return ()
        parts = [_part(part) for part in _DASH.split(re.sub(r"\s*\([^)]*\)", "", unmarked(way)).strip(" ."))]
        names = [name for name, _ in parts]
        if not all(names) or any(len(name) > 60 or name[0].islower() for name in names):
            return ()
        known = self._atlas.path(names) if self._atlas else ()
        return self._say_way(known) if known else _say_unknown_way(parts)

    def _say_way(self, way: Sequence[MappedControl]) -> tuple[str, ...]:
        for control in way:
            self._enter(control)
        return say_plan(ClickInput(ControlRef(control.text, control.type)) for control in way)

    def _enter(self, control: MappedControl) -> None:
        if control.opens:
            self._here = control.opens
        elif control.type == "push button" and control.text.casefold() in ("ok", "cancel", "close"):
            self._here = ""

    def _click(self, text: str) -> tuple[str, ...]:
        found = _CLICK.fullmatch(text) or _CLICK_UNMARKED.fullmatch(text)
        if not found or not self._atlas or not _HARMLESS_REST.fullmatch(found["rest"]) or "context menu" in text:
            return ()
        types = KINDS.get((found[2] or "").casefold(), () if text.startswith("Choose") else CLICKED)
        control = self._atlas.control(found[1], types, self._here)
        if control is None or (not types and control.type in FIELDS):
            return ()
        if control.type in MENU_ITEMS:
            return self._say_way((*(MappedControl(step.text, step.type, "") for step in control.path), control))
        self._enter(control)
        return (say(ClickInput(ControlRef(control.text, control.type))),)

    def _field(self, text: str) -> tuple[str, ...]:
        inside, into = _IN_FIELD.fullmatch(text), _INTO_FIELD.fullmatch(text)
        if not self._atlas or not (inside or into):
            return ()
        name, kind, verb, value = inside.groups() if inside else (into[3], into[4], into[1], into[2])  # type: ignore[index]
        control = self._atlas.control(name, KINDS.get((kind or "box").casefold(), FIELDS), self._here)
        exact = _VALUE.fullmatch(value.strip())
        if control is None or not exact or control.type not in FIELDS:
            return ()
        said = next(group for group in exact.groups() if group)
        return (_put(control, said, verb),)

    def _own_words(self, text: str) -> str:
        """The document's words, the names that are found said as they really are. "Choose" is left to ways through menus."""

        def real(found: re.Match[str]) -> str:
            name, kind = found[1], (found[2] or "").strip()
            control = self._atlas.control(name, KINDS.get(kind.casefold(), ()), self._here) if self._atlas and kind else None
            return f'"{control.text if control else name}"{found[2] or ""}'

        said = re.sub(rf"{_NAME}( (?:{_KIND})\b)?", real, _single_quoted(text), flags=re.IGNORECASE).replace(MARK, "")
        return re.sub(r"^Choose (?=[^\"])", "Select ", said)


def _single_quoted(text: str) -> str:
    return re.sub(r"[\"“”]([^\"“”]+)[\"“”]", r"'\1'", text).replace('"', "'")


def _part(part: str) -> tuple[str, str]:
    """A path's part and the word behind it that says what it is: "Borders tab"."""
    name = part.strip(" .,…")
    found = _PART.fullmatch(name)
    return (found[1].strip(), found[2].casefold()) if found else (name, "")


def _say_unknown_way(parts: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Where there is no map, or the map has no such way: the menus as they are told, tabs and buttons apart."""
    menus: list[str] = []
    rest: list[str] = []
    for name, kind in parts:
        if rest or kind in ("tab", "button", "icon", "check box", "tab page"):
            rest.append(f'Click the "{name}" {kind or "item"}')
        else:
            menus.append(name)
    way = f"Choose {ARROW.join(menus)}" if len(menus) > 1 else f'Choose "{menus[0]}"' if menus else ""
    return (way, *rest) if way else tuple(rest)


def _put(control: MappedControl, value: str, verb: str) -> str:
    ref = ControlRef(control.text, control.type)
    is_choice = control.type not in ("text", "entry", "spin button", "password text") and verb.casefold() in ("select", "choose", "set")
    return say(SelectOption(ref, value) if is_choice else SetEditText(ref, value))


def named_controls(step: str) -> Iterator[tuple[str, str]]:
    """The controls that a step in its document's words names, each with the word that says what it is, "" where none does.

    That is what is set off and is clicked, or stands before such a word. Places (dialogs, bars, areas) are no controls.
    """
    for found in re.finditer(rf'"([^"]+)"(?: ({_KIND})\b)?', step, re.IGNORECASE):
        before = step[: found.start()].rstrip()
        is_clicked = re.search(r"(?:Click|Press|Select|Check|Mark|Clear|Choose)(?: on)?(?: the)?$", before, re.IGNORECASE)
        is_option = not found[2] and re.search(r"\b(?:in|from) (?:the )?\"", step[found.end() :])
        if found[2] or (is_clicked and not is_option):
            yield found[1].split(ARROW)[-1], (found[2] or "").casefold()
