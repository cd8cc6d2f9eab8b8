"""What a plan should do to the document or the window, told from its actions over the application map.

The last thing that the plan does decides. What is only selected, opened on the way or typed into an open dialog does not count; a dialog
that is left by its confirming button counts as the command that opened it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lamwright.actions import (
    ClickInput,
    ControlRef,
    InsertTable,
    KeyboardInput,
    SaveAs,
    SelectCell,
    SelectOption,
    SelectParagraph,
    SelectTable,
    SelectText,
    SetEditText,
    SetFontName,
    SetFontSize,
    TypeText,
)  # fmt: skip
from lamwright.application_map import plain
from lamwright.data.howto.atlas import LIKENESS, MAIN, MENU_TYPES, Atlas, likeness, tab_of, whole
from lamwright.data.howto.plan import OPTIONS, SHORTCUTS, Deed, Ticked
from lamwright.effect import Edits, Effect, Formats, Inserts, Opens, Selects, Shows, Toggles, Untold

CONFIRMING = frozenset({"ok", "insert", "apply", "add", "replace all", "replace", "delete", "remove", "yes", "assign", "modify", "save"})
LEAVING = frozenset({"cancel", "close", "no", "help"})
_SORTS = (
    ("index", r"table of contents, index|bibliography$|^table of contents"),
    ("", r"horizontal line|caption|envelope|index entry|autotext|signature|script|record"),
    ("table", r"table"), ("footnote", r"footnote"), ("endnote", r"endnote"), ("comment", r"comment"), ("bookmark", r"bookmark"),
    ("field", r"field|\bdate\b|\btime\b|page number|page count|\btitle\b|author|subject|cross-reference|reference"),
    ("section", r"section"),
    ("header", r"^header|header$"), ("footer", r"^footer|footer$"), ("link", r"hyperlink"), ("watermark", r"watermark"),
    ("text", r"symbol|special character|hyphen|space|formatting mark|joiner|mark$"), ("break", r"page break|manual break"),
    ("shape", r"frame|text ?box|shape|line|rectangle|ellipse|arrow|chart|object|formula|image|fontwork|callout|star|flowchart|curve"),
)  # fmt: skip
"""What commands of the menu Insert are named, and what the document has one more of after them."""
_WHOLE_DOCUMENT = re.compile(
    r"page style|columns|title page|comments|watermark|sections|image|text box|frame|object|wrap|arrange|anchor|group|rotate|name"
    r"|description"
)
_FORMATTING_BOXES = frozenset({"paragraph style", "font name", "font size"})
_TOOLS = frozenset({
    "bold", "italic", "underline", "strikethrough", "superscript", "subscript", "clear", "font color", "character highlighting color",
    "left", "center", "right", "justified", "unordered list", "ordered list", "no list", "increase", "decrease", "line spacing",
    "outline format",
})  # fmt: skip
"""Buttons of the formatting bar."""
_LINE, _ALIGNED, _LIST = ("line-height",), ("text-align",), ("list",)
_TRAITS = {
    "bold": ("font-weight",), "italic": ("font-style",), "underline": ("text-underline-style",), "superscript": ("text-position",),
    "strikethrough": ("text-line-through-style",), "subscript": ("text-position",), "font color": ("color",), "shadow": ("text-shadow",),
    "character highlighting color": ("background-color",), "left": _ALIGNED, "center": _ALIGNED, "centered": _ALIGNED, "right": _ALIGNED,
    "justified": _ALIGNED, "unordered list": _LIST, "ordered list": _LIST, "no list": _LIST, "font name": ("font-name", "font-family"),
    "font size": ("font-size",), "paragraph style": ("style",), "line spacing": _LINE, "line spacing: 1": _LINE, "line spacing: 1.5": _LINE,
    "line spacing: 2": _LINE, "small capitals": ("font-variant",), "uppercase": ("text-transform", "text"),
    "lowercase": ("text-transform", "text"),
}  # fmt: skip
"""What a command of formatting changes, as `differences` tells it."""
_FORMAT_KEYS = {
    "ctrl+b": "bold", "ctrl+i": "italic", "ctrl+u": "underline", "ctrl+l": "left", "ctrl+e": "center", "ctrl+r": "right",
    "ctrl+j": "justified",
    "ctrl+1": "line spacing", "ctrl+2": "line spacing", "ctrl+5": "line spacing", "ctrl+0": "paragraph style", "ctrl+3": "paragraph style",
    "ctrl+shift+p": "superscript", "ctrl+shift+b": "subscript", "ctrl+m": "", "shift+ctrl+m": "", "F12": "ordered list",
    "shift+F12": "unordered list", "ctrl+d": "underline",
}  # fmt: skip
"""Keys that format, and the command that each stands for."""
DECKS = frozenset({"manage styles", "styles", "navigator", "gallery", "sidebar", "style inspector", "data sources"})
_UNTOLD = {
    "Tools": "an option of the program", "File": "a property that the document tree does not hold", "Window": "windows are not looked at",
    "Help": "help is not looked at", "Form": "form controls are not looked at",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expected:
    """The effect of a plan; `alone` says that nothing before the last thing done changes the document."""

    effect: Effect
    alone: bool


@dataclass(slots=True)
class _Reading:
    """Where a plan has come to."""

    trail: tuple[str, ...] = ()
    place: str = MAIN
    command: tuple[str, ...] = ()
    """The command that opened the place."""
    selected: Formats = Formats()  # noqa: RUF009 - frozen
    effects: tuple[Effect, ...] = ()
    group: str = ""
    """The group of pages that was opened in the dialog of the options."""
    confirmed: bool = False
    """Whether what the dialog is for was done in it."""


def expected_of(deeds: Sequence[Deed], atlas: Atlas) -> Expected:
    """The effect that a plan should have."""
    reading = _Reading()
    for deed in deeds:
        _read(deed, reading, atlas)
    done = [effect for effect in reading.effects if not isinstance(effect, Untold)]
    if reading.place.startswith("dialog") and not reading.confirmed:
        title = whole(reading.place).removeprefix("dialog ").strip(" ?").split(":")[0]  # behind it is what it was opened for
        return Expected(Opens(title, tab_of(reading.place)), alone=not done)
    if not reading.effects:
        return Expected(Untold("it does nothing that shows"), alone=True)
    return Expected(reading.effects[-1], alone=len(done) < 2)


def _read(deed: Deed, reading: _Reading, atlas: Atlas) -> None:
    match deed:
        case SelectText(text=text):
            reading.selected = Formats(phrase=text)
        case SelectParagraph(paragraph=paragraph):
            reading.selected = Formats(passage=paragraph)
        case SelectTable() | SelectCell():
            reading.selected = Formats()
        case ClickInput(control=control, button="left", double=double):
            if control.type == "list item" and reading.place.startswith(OPTIONS):
                _choose_page(control, double, reading)
            else:
                _click(control, reading, atlas)
        case KeyboardInput(keys=keys):
            _keys(keys, reading, atlas)
        case TypeText(text=text):
            if reading.place == MAIN:
                _add(reading, Edits(text))
        case InsertTable():
            _add(reading, Inserts("table"))
        case SetFontName():
            _add(reading, _looking("font name", reading))
        case SetFontSize():
            _add(reading, _looking("font size", reading))
        case SaveAs():
            _add(reading, Inserts("saved file"))
        case SelectOption(control=control) | SetEditText(control=control) | Ticked(control=control):
            _set(control, reading)
        case _:
            return


def _add(reading: _Reading, effect: Effect) -> None:
    reading.effects = (*reading.effects, effect)


def _looking(name: str, reading: _Reading) -> Formats:
    """What is selected, and how it should look after a command of that name."""
    return replace(reading.selected, traits=_TRAITS.get(name, ()))


def _set(control: ControlRef, reading: _Reading) -> None:
    if reading.place.startswith("dialog"):
        return
    if plain(control.text) in _FORMATTING_BOXES:
        _add(reading, _looking(plain(control.text), reading))
    elif control.type == "toggle button":
        _add(reading, Toggles(control.text, control.type))
    else:
        _add(reading, Edits())


def _click(control: ControlRef, reading: _Reading, atlas: Atlas) -> None:
    name = plain(control.text)
    if control.type == "menu":
        above = reading.trail if reading.trail and any(names[:-1] == reading.trail for names in _menus(control.text, atlas)) else ()
        reading.trail = (*above, control.text)
    elif control.type in MENU_TYPES:
        command, reading.trail = (*reading.trail, control.text), ()
        way = atlas.menu(command) if len(command) > 1 else None
        _go(command, way.control.opens if way else "", control.type, reading)
    elif reading.place.startswith("dialog"):
        _click_in_dialog(control, name, reading, atlas)
    elif not control.type:
        _from_context_menu(control.text, reading, atlas)
    else:
        _tool(control, name, reading, atlas)


def _menus(name: str, atlas: Atlas) -> list[tuple[str, ...]]:
    """The ways to the menus of that name."""
    found = []
    for control in atlas.map.named(name):
        if control.type == "menu" and control.place.startswith("menu "):
            found.append((*control.place.removeprefix("menu ").split(" > "), control.text))
    return found


def _go(command: tuple[str, ...], opens: str, type_: str, reading: _Reading) -> None:
    """A command of the menus: it leads somewhere, or does something at once."""
    if opens and not opens.startswith("menu "):
        _enter(command, opens, reading)
    elif command[-1].endswith(("...", "…")):
        _enter(command, "dialog ?", reading)
    else:
        _add(reading, _effect_of(command, type_, reading))


def _enter(command: tuple[str, ...], place: str, reading: _Reading) -> None:
    reading.command, reading.confirmed = command, False
    if place.startswith("dialog"):
        reading.place = place
    else:
        _add(reading, Shows())


def _effect_of(command: tuple[str, ...], type_: str, reading: _Reading) -> Effect:
    """What a command of the menus does by itself, or once its dialog is confirmed."""
    root, name = plain(command[0]), plain(command[-1])
    rest = " ".join(map(plain, command[1:]))
    if root == "insert":
        return Inserts(next((sort for sort, pattern in _SORTS if re.search(pattern, name)), ""))
    if name in DECKS:
        return Shows()
    if root in ("format", "styles"):
        return Formats() if _WHOLE_DOCUMENT.search(rest) else _looking(name, reading)
    if root == "table" and type_ != "check menu item":
        return _of_table(name, rest)
    if type_ == "check menu item" and root in ("view", "tools", "table", "edit", "form"):
        return Toggles(command[-1], type_, command[:-1])
    if root == "view":
        return Shows()
    if root == "edit":
        return _edit(name, rest)
    if root == "tools" and re.search(r"line numbering|chapter numbering|footnotes|update|sort|protect|outline", rest):
        return Edits()
    if root == "tool bar":
        return Formats() if not reading.selected else reading.selected
    return Untold(_UNTOLD.get(command[0], "what it does is not known"))


def _of_table(name: str, rest: str) -> Effect:
    if "select" in rest:
        return Selects()
    sorts = {"insert table": "table", "rows above": "row", "rows below": "row", "columns before": "column", "columns after": "column"}
    return Inserts(sorts[name]) if name in sorts else Edits()


def _edit(name: str, rest: str) -> Effect:
    if name == "select all":
        return Selects()
    if name == "redo":
        return Edits()
    if name in ("copy", "undo", "repeat", "select text", "edit mode", "find next", "previous", "next") or "selection mode" in rest:
        return Untold("it leaves no trace in a document that nothing was done in")
    return Shows() if name in ("find", "show", "direct cursor mode") else Edits()


def _choose_page(row: ControlRef, double: bool, reading: _Reading) -> None:
    """A page of the options: a group is opened by a double click, its page by a single one."""
    if double:
        reading.group = row.text
    else:
        reading.place = f"{OPTIONS}{f' - {reading.group} - {row.text}' if reading.group else ''}, tab {row.text}"


def _click_in_dialog(control: ControlRef, name: str, reading: _Reading, atlas: Atlas) -> None:
    if control.type == "page tab":
        reading.place = f"{whole(reading.place)}, tab {control.text}"
        return
    if name in LEAVING:
        reading.place = MAIN
        return
    if name in CONFIRMING:
        _add(reading, _effect_of(reading.command, "", reading) if reading.command else Edits())
        reading.confirmed = True
        reading.place = MAIN if name == "ok" else reading.place  # the others close some dialogs
        return
    known = atlas.find(control.text, reading.place)
    if known and known.opens.startswith("dialog"):
        reading.place = known.opens


def _from_context_menu(name: str, reading: _Reading, atlas: Atlas) -> None:
    """The same command as in the menus, where those have it."""
    same = [
        one
        for one in atlas.map.controls
        if one.type in MENU_TYPES and one.place.startswith("menu ") and likeness(one.text, name) >= LIKENESS
    ]
    if same and same[0].type != "menu":
        one = same[0]
        _go((*one.place.removeprefix("menu ").split(" > "), one.text), one.opens, one.type, reading)


def _tool(control: ControlRef, name: str, reading: _Reading, atlas: Atlas) -> None:
    known = atlas.find_outside(control.text, {control.type} if control.type else ())
    if known and known.opens.startswith("dialog"):
        twin = next((one for one in atlas.map.controls if one.opens == known.opens and one.place.startswith("menu ")), None)
        command = (*twin.place.removeprefix("menu ").split(" > "), twin.text) if twin else ("tool bar", control.text)
        _enter(command, known.opens, reading)
    elif name in _TOOLS:
        _add(reading, _looking(name, reading))
    elif known and known.opens:
        _add(reading, Shows())
    elif control.type in ("toggle button", "check box", "radio button"):
        _add(reading, Toggles(control.text, control.type))
    elif control.type in ("page tab", "list item", "tree item"):
        _add(reading, Shows())
    elif name in ("copy", "undo", "save"):
        _add(reading, Untold("it leaves no trace in the document"))
    elif name in ("find next", "find previous", "previous", "next", "find all"):
        _add(reading, Untold("what is found is only shown"))
    else:
        takes_away = name.startswith(("delete", "remove"))
        sort = next((sort for sort, pattern in _SORTS if sort and not takes_away and re.search(pattern, name)), None)
        _add(reading, Inserts(sort) if sort else Edits())


def _keys(keys: str, reading: _Reading, atlas: Atlas) -> None:
    if reading.place.startswith("dialog"):
        if keys == "Return":
            _add(reading, _effect_of(reading.command, "", reading) if reading.command else Edits())
        if keys in ("Return", "Escape"):
            reading.place = MAIN
        return
    if keys in _FORMAT_KEYS:
        _add(reading, _looking(_FORMAT_KEYS[keys], reading))
    elif keys in ("ctrl+y", "ctrl+Return", "ctrl+shift+Return", "Return", "Delete", "BackSpace", "ctrl+x", "ctrl+v", "shift+Return", "Tab"):
        _add(reading, Inserts("break") if keys == "ctrl+Return" else Edits())
    elif keys in ("ctrl+z", "ctrl+c"):
        _add(reading, Untold("it leaves no trace in the document"))
    elif keys == "ctrl+a":
        reading.selected = Formats()
    else:
        _shortcut(keys, reading, atlas)


def _shortcut(keys: str, reading: _Reading, atlas: Atlas) -> None:
    names = SHORTCUTS.get(keys)
    way = atlas.menu(names) if names else None
    if way:
        _go(names or (), way.control.opens, way.control.type, reading)
