"""A plan as the rows of UFO's `instantiated_plan`, and back.

UFO names a control by its label and text alone. Our rows add the key ControlType, which its schema allows and its reader passes over,
so that what was written here comes back as it was. Two of our functions are not UFO's: `select_option` is written as two clicks, the
list and its entry; `select_cell` keeps its name.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

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
from lamwright.data.ufo.keys import read_ufo_keys, ufo_keys
from lamwright.errors import ActionError
from lamwright.grammar import TYPES_BY_FUNCTION
from lamwright.grounding import in_figures
from lamwright.steps import say

TypeOf = Callable[[str, str], str]
"""A control's type by its text and the function that is done to it; "" where it is not known before the window is seen."""
SAVED_AS = ("odt", "docx", "pdf")
_ENTRY = "list item"
_CANNOT = {
    "texts": "it only reads a control",
    "summary": "it only tells what is seen",
    "annotation": "it only marks controls on a picture",
    "click_on_coordinates": "it names a place on the screen, not a control",
    "drag_on_coordinates": "it names places on the screen, not a control",
}
_ALIASES = {"type_keys": "keyboard_input"}


@dataclass(frozen=True, slots=True)
class Row:
    """One step of a plan in UFO's form. `control_type` is ours, "" where it is not known."""

    step: int
    subtask: str
    function: str
    args: Mapping[str, Any]
    control_text: str = ""
    control_type: str = ""
    control_label: str | None = None


def row_to_json(row: Row) -> dict[str, Any]:
    form: dict[str, Any] = {
        "Step": row.step,
        "Subtask": row.subtask,
        "ControlLabel": row.control_label,
        "ControlText": row.control_text,
        "Function": row.function,
        "Args": dict(row.args),
    }
    return {**form, "ControlType": row.control_type} if row.control_type else form


def rows_of(plan: Iterable[Action]) -> tuple[Row, ...]:
    """`finish` and `give_up` are no rows: a plan in UFO's form ends with its last row. Raises ActionError for what has no such form."""
    rows: list[Row] = []
    for action in plan:
        rows.extend(action_rows(action, len(rows) + 1))
    return tuple(rows)


def action_rows(action: Action, first: int) -> tuple[Row, ...]:
    """The rows of one action, numbered from `first`."""
    if isinstance(action, Finish | GiveUp):
        return ()
    control: ControlRef | None = getattr(action, "control", None)
    text, kind = (control.text, control.type) if control else ("", "")
    label = str(control.label) if control and control.label is not None else None
    said = say(action)
    if isinstance(action, SelectOption):
        press = {"button": "left", "double": False}
        entry = Row(first + 1, said, "click_input", press, action.option, _ENTRY)
        return Row(first, said, "click_input", press, text, kind, label), entry
    function, args = _function(action)
    return (Row(first, said, function, args, text, kind, label),)


def _function(action: Action) -> tuple[str, dict[str, Any]]:
    """UFO's function and its arguments."""
    match action:
        case ClickInput(button=button, double=double):
            return "click_input", {"button": button, "double": double}
        case SetEditText(text=text):
            return "set_edit_text", {"text": text}
        case WheelMouseInput(steps=steps):
            return "wheel_mouse_input", {"wheel_dist": steps}
        case KeyboardInput() | TypeText():
            return "keyboard_input", {"keys": ufo_keys(action), "control_focus": False}
        case SelectText(text=text):
            return "select_text", {"text": text}
        case SelectParagraph(paragraph=paragraph, index=index):
            number = {} if index is None else {"start_index": index + 1, "end_index": index + 1}
            return "select_paragraph", {**number, "non_empty": False, "paragraph": paragraph}
        case SelectTable(number=number):
            return "select_table", {"number": number}
        case InsertTable():
            sized = in_figures(action)
            assert isinstance(sized, InsertTable)
            return "insert_table", {"rows": int(sized.rows), "columns": int(sized.columns)}
        case SetFontName(name=name):
            return "set_font", {"font_name": name}
        case SetFontSize():
            size = in_figures(action)
            assert isinstance(size, SetFontSize)
            return "set_font", {"font_size": float(size.size) if "." in size.size else int(size.size)}
        case SaveAs(name=name, format=format):
            return "save_as", {"file_dir": "", "file_name": name, "file_ext": f".{format}"}
        case SelectCell(cell=cell):
            return "select_cell", {"cell": cell}
    raise ActionError(f"'{action.function}' has no form in UFO's format.")


def actions_of(rows: Sequence[Row], type_of: TypeOf = lambda text, function: "") -> tuple[Action, ...]:
    """The actions that a `PlanPolicy` can follow.

    A click on a list or combo box followed by a click on its entry is one `select_option`. Raises ActionError, naming the step, for
    what cannot be done here.
    """
    actions: list[Action] = []
    waiting = list(rows)
    while waiting:
        row = waiting.pop(0)
        opened = _control(row, type_of) if row.function == "click_input" else None
        if opened and opened.type in TYPES_BY_FUNCTION["select_option"] and waiting and waiting[0].function == "click_input":
            actions.append(SelectOption(opened, waiting.pop(0).control_text))
            continue
        try:
            actions.extend(_actions(row, type_of))
        except ActionError as error:
            raise ActionError(f"Step {row.step}: {error}") from error
    return tuple(actions)


def _control(row: Row, type_of: TypeOf) -> ControlRef:
    return ControlRef(row.control_text, row.control_type or type_of(row.control_text, row.function))


def _actions(row: Row, type_of: TypeOf) -> Iterator[Action]:
    function = _ALIASES.get(row.function, row.function)
    args = _Arguments(function, row.args)
    match function:
        case "":
            return
        case "click_input" | "set_edit_text" | "wheel_mouse_input":
            yield _on_control(function, _named(row, type_of), args)
        case "keyboard_input":
            yield from read_ufo_keys(args.text("keys" if "keys" in row.args else "text"))
        case "set_font":
            yield from _fonts(args)
        case "select_text":
            yield SelectText(args.text("text"))
        case "select_paragraph":
            yield SelectParagraph(_paragraph(args))
        case "select_table":
            yield SelectTable(args.number("number"))
        case "select_cell":
            yield SelectCell(args.text("cell"))
        case "insert_table":
            yield InsertTable(str(args.number("rows")), str(args.number("columns")))
        case "save_as":
            yield _save_as(args)
        case _:
            raise ActionError(_refusal(function))


def _named(row: Row, type_of: TypeOf) -> ControlRef:
    if not row.control_text.strip():
        raise ActionError(f"'{row.function}' names no control: a label alone says nothing in another window.")
    return _control(row, type_of)


def _on_control(function: str, control: ControlRef, args: "_Arguments") -> Action:
    if function == "set_edit_text":
        return SetEditText(control, args.text("text"))
    if function == "wheel_mouse_input":
        return WheelMouseInput(control, args.number("wheel_dist"))
    return ClickInput(control, str(args.given.get("button", "left")), bool(args.given.get("double", False)))


def _fonts(args: "_Arguments") -> Iterator[Action]:
    name, size = args.given.get("font_name"), args.given.get("font_size")
    if not name and not size:
        raise ActionError("'set_font' names neither a font nor a size.")
    if name:
        yield SetFontName(str(name))
    if size:
        yield SetFontSize(f"{size:g}" if isinstance(size, int | float) else str(size))


def _paragraph(args: "_Arguments") -> str:
    """The reference that was written beside the numbers, else one made from them."""
    if args.given.get("paragraph"):
        return args.text("paragraph")
    start, end = args.number("start_index"), args.number("end_index")
    if start != end:
        raise ActionError("'select_paragraph' selects several paragraphs at once.")
    return f"paragraph {max(1, start)}"


def _save_as(args: "_Arguments") -> Action:
    form = str(args.given.get("file_ext") or ".pdf").removeprefix(".").lower()
    if form not in SAVED_AS:
        raise ActionError(f"'save_as' cannot write '.{form}', only: {', '.join(SAVED_AS)}.")
    if args.given.get("file_dir"):
        raise ActionError("'save_as' names a folder; the agent saves into its own folder alone.")
    return SaveAs(args.text("file_name"), form)


def _refusal(function: str) -> str:
    if function in _CANNOT:
        return f"'{function}' is no action here: {_CANNOT[function]}."
    known = ("click_input", "set_edit_text", "wheel_mouse_input", "keyboard_input", "set_font", "select_text", "select_paragraph",
             "select_table", "insert_table", "save_as")  # fmt: skip
    near = get_close_matches(function, known, 1)
    return f"Unknown function '{function}'." + (f" Did you mean '{near[0]}'?" if near else "")


@dataclass(frozen=True, slots=True)
class _Arguments:
    """A row's arguments, checked as they are read."""

    function: str
    given: Mapping[str, Any]

    def text(self, name: str) -> str:
        value = self.given.get(name)
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            value = "".join(value)
        if not isinstance(value, str) or not value:
            raise ActionError(f"'{self.function}' needs the argument '{name}' as a text, not {value!r}.")
        return value

    def number(self, name: str) -> int:
        value = self.given.get(name)
        if isinstance(value, str) and value.lstrip("-").isdigit():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            raise ActionError(f"'{self.function}' needs the argument '{name}' as a whole number, not {value!r}.")
        return value
