"""Plans in words: each action as one imperative sentence, and back.

A run of clicks through a menu is one step, "Choose Insert > Table > Insert Table...". Every other action has one form of its own, whose
values stand in quotation marks. `read_plan(say_plan(actions)) == actions` holds for what a plan may contain.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from lamwright.actions import (
    Action,
    ClickInput,
    ControlRef,
    Finish,
    GiveUp,
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
    WheelMouseInput,
)  # fmt: skip
from lamwright.errors import ActionError

MENU_ITEMS = ("menu", "menu item", "check menu item", "radio menu item")
"""Types whose clicks are told as a path through the menus; the last of a path is a menu item of some type."""
ARROW = " > "


def say_plan(actions: Iterable[Action]) -> tuple[str, ...]:
    """The steps of a plan; `finish` is not said."""
    steps: list[str] = []
    path: list[ClickInput] = []
    for action in actions:
        if isinstance(action, ClickInput) and action.control.type in MENU_ITEMS and not action.double and action.button == "left":
            if path and action.control.type == "menu" and path[-1].control.type != "menu":
                steps.append(_say_path(path))
                path = []
            path.append(action)
            continue
        if path:
            steps.append(_say_path(path))
            path = []
        if not isinstance(action, Finish):
            steps.append(say(action))
    return (*steps, _say_path(path)) if path else tuple(steps)


def _say_path(path: Sequence[ClickInput]) -> str:
    kind = path[-1].control.type
    suffix = "" if kind == "menu item" else f" ({kind})"
    return f"Choose {ARROW.join(click.control.text for click in path)}{suffix}"


def say(action: Action) -> str:
    """One action as a sentence."""
    match action:
        case ClickInput(control=control, button=button, double=double):
            verb = "Double-click" if double else "Click" if button == "left" else "Right-click"
            return f"{verb} the {control.type} {_quoted(control.text)}"
        case SetEditText(control=control, text=text):
            return f"Set the {control.type} {_quoted(control.text)} to {_quoted(text)}"
        case SelectOption(control=control, option=option):
            return f"Choose {_quoted(option)} in the {control.type} {_quoted(control.text)}"
        case WheelMouseInput(control=control, steps=steps):
            return f"Turn the wheel by {steps} over the {control.type} {_quoted(control.text)}"
        case KeyboardInput(keys=keys):
            return f"Press {keys}"
        case TypeText(text=text):
            return f"Type {_quoted(text)}"
        case SelectText(text=text):
            return f"Select the text {_quoted(text)}"
        case SelectParagraph(paragraph=paragraph):
            return f"Select the paragraph {_quoted(paragraph)}"
        case SelectTable(number=number):
            return f"Select table {number}"
        case SelectCell(cell=cell):
            return f"Select the cell {_quoted(cell)}"
        case InsertTable(rows=rows, columns=columns):
            return f"Insert a table of {_quoted(rows)} rows and {_quoted(columns)} columns"
        case SetFontName(name=name):
            return f"Set the font to {_quoted(name)}"
        case SetFontSize(size=size):
            return f"Set the font size to {_quoted(size)}"
        case SaveAs(name=name, format=format):
            return f"Save the document as {_quoted(name)} in the format {_quoted(format)}"
        case Finish():
            return "Finish"
        case GiveUp():
            return "Give up: it cannot be done here"


def read_plan(steps: Iterable[str]) -> tuple[Action, ...]:
    """The actions of a plan. Raises ActionError, naming the step, where one is in other words."""
    return tuple(action for step in steps for action in read(step))


def read(step: str) -> tuple[Action, ...]:
    """The actions of one step; several for a path through the menus. Raises ActionError on other words."""
    for pattern, make in _FORMS:
        found = pattern.fullmatch(step)
        if found:
            return make(*(_unquoted(value) for value in found.groups(default="")))
    raise ActionError(f'The step {step!r} is in no known form, such as: Choose Insert > Bookmark..., or: Click the push button "OK".')


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == '"':
        return re.sub(r"\\(.)", r"\1", value[1:-1])
    return value


def _path(path: str, kind: str) -> tuple[Action, ...]:
    names = path.split(ARROW)
    types = ["menu"] * (len(names) - 1) + [kind or "menu item"]
    return tuple(ClickInput(ControlRef(name, type_)) for name, type_ in zip(names, types, strict=True))


def _one(make: Callable[..., Action]) -> Callable[..., tuple[Action, ...]]:
    return lambda *values: (make(*values),)


_VALUE = r'("(?:[^"\\]|\\.)*")'
_TYPE = "([a-z][a-z ]*)"
_MENU_TYPES = "|".join(MENU_ITEMS)
_FORMS: tuple[tuple[re.Pattern[str], Callable[..., tuple[Action, ...]]], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (rf"Choose {_VALUE} in the {_TYPE} {_VALUE}", _one(lambda o, t, c: SelectOption(ControlRef(c, t), o))),
        (rf"Choose ([^\"].*?)(?: \(({_MENU_TYPES})\))?", _path),
        (rf"Click the {_TYPE} {_VALUE}", _one(lambda t, c: ClickInput(ControlRef(c, t)))),
        (rf"Double-click the {_TYPE} {_VALUE}", _one(lambda t, c: ClickInput(ControlRef(c, t), double=True))),
        (rf"Right-click the {_TYPE} {_VALUE}", _one(lambda t, c: ClickInput(ControlRef(c, t), button="right"))),
        (rf"Set the {_TYPE} {_VALUE} to {_VALUE}", _one(lambda t, c, v: SetEditText(ControlRef(c, t), v))),
        (rf"Turn the wheel by (-?\d+) over the {_TYPE} {_VALUE}", _one(lambda n, t, c: WheelMouseInput(ControlRef(c, t), int(n)))),
        (r"Press ([^\s\"]+)", _one(KeyboardInput)),
        (rf"Type {_VALUE}", _one(TypeText)),
        (rf"Select the text {_VALUE}", _one(SelectText)),
        (rf"Select the paragraph {_VALUE}", _one(SelectParagraph)),
        (r"Select table (\d+)", _one(lambda n: SelectTable(int(n)))),
        (rf"Select the cell {_VALUE}", _one(SelectCell)),
        (rf"Insert a table of {_VALUE} rows and {_VALUE} columns", _one(InsertTable)),
        (rf"Set the font to {_VALUE}", _one(SetFontName)),
        (rf"Set the font size to {_VALUE}", _one(SetFontSize)),
        (rf"Save the document as {_VALUE} in the format {_VALUE}", _one(SaveAs)),
        (r"Finish", _one(Finish)),
        (r"Give up: it cannot be done here", _one(GiveUp)),
    )
)
