"""What an agent does: one frozen class per kind of action, one JSON form for all.

    {"function": "click_input", "control": {"text": "Bold", "type": "toggle button"}, "label": 37, "args": {}, "status": "CONTINUE"}

A model writes names; `label` (the number in the live list), `index` and exact values are filled in by grounding. Function names are
UFO's where UFO has them.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from difflib import get_close_matches
from typing import Any, ClassVar, Literal

from lamwright.errors import ActionError

Status = Literal["CONTINUE", "FINISH", "FAIL"]


@dataclass(frozen=True, slots=True)
class ControlRef:
    """A control by name and type; `label` is its number once grounded in a live list."""

    text: str
    type: str
    label: int | None = None


@dataclass(frozen=True, slots=True)
class ClickInput:
    """Click a control."""

    function: ClassVar[str] = "click_input"
    status: ClassVar[Status] = "CONTINUE"
    control: ControlRef
    button: str = "left"
    double: bool = False


@dataclass(frozen=True, slots=True)
class SetEditText:
    """Write a text or number into an entry, combo box or spin button, replacing what it holds."""

    function: ClassVar[str] = "set_edit_text"
    status: ClassVar[Status] = "CONTINUE"
    control: ControlRef
    text: str


@dataclass(frozen=True, slots=True)
class SelectOption:
    """Choose one entry of a list, combo box or row of tabs by its name."""

    function: ClassVar[str] = "select_option"
    status: ClassVar[Status] = "CONTINUE"
    control: ControlRef
    option: str


@dataclass(frozen=True, slots=True)
class WheelMouseInput:
    """Turn the wheel over a control: positive steps scroll up."""

    function: ClassVar[str] = "wheel_mouse_input"
    status: ClassVar[Status] = "CONTINUE"
    control: ControlRef
    steps: int


@dataclass(frozen=True, slots=True)
class KeyboardInput:
    """Press keys: a name or a combination such as "ctrl+End" or "ctrl+alt+Up" (X keysym names)."""

    function: ClassVar[str] = "keyboard_input"
    status: ClassVar[Status] = "CONTINUE"
    keys: str


@dataclass(frozen=True, slots=True)
class TypeText:
    """Type a text where the focus is."""

    function: ClassVar[str] = "type_text"
    status: ClassVar[Status] = "CONTINUE"
    text: str


@dataclass(frozen=True, slots=True)
class SelectText:
    """Select a phrase of the document (native call)."""

    function: ClassVar[str] = "select_text"
    status: ClassVar[Status] = "CONTINUE"
    text: str


@dataclass(frozen=True, slots=True)
class SelectParagraph:
    """Select a whole paragraph, without its end mark (native call). `index` is the passage's once grounded."""

    function: ClassVar[str] = "select_paragraph"
    status: ClassVar[Status] = "CONTINUE"
    paragraph: str
    index: int | None = None


@dataclass(frozen=True, slots=True)
class SelectTable:
    """Select a whole table by its number from 1 (native call)."""

    function: ClassVar[str] = "select_table"
    status: ClassVar[Status] = "CONTINUE"
    number: int = 1


@dataclass(frozen=True, slots=True)
class SelectCell:
    """Select what a cell of the first table holds, by its address such as "B2" (native call)."""

    function: ClassVar[str] = "select_cell"
    status: ClassVar[Status] = "CONTINUE"
    cell: str


@dataclass(frozen=True, slots=True)
class InsertTable:
    """Insert a table where the cursor stands (native call)."""

    function: ClassVar[str] = "insert_table"
    status: ClassVar[Status] = "CONTINUE"
    rows: str
    columns: str


@dataclass(frozen=True, slots=True)
class SetFontName:
    """Set the selection in a font (native call; with `set_font_size` UFO's set_font)."""

    function: ClassVar[str] = "set_font"
    status: ClassVar[Status] = "CONTINUE"
    name: str


@dataclass(frozen=True, slots=True)
class SetFontSize:
    """Set the selection's size in points (native call)."""

    function: ClassVar[str] = "set_font_size"
    status: ClassVar[Status] = "CONTINUE"
    size: str


@dataclass(frozen=True, slots=True)
class SaveAs:
    """Save the document into the instance's own folder as odt, docx or pdf (native call)."""

    function: ClassVar[str] = "save_as"
    status: ClassVar[Status] = "CONTINUE"
    name: str
    format: str


@dataclass(frozen=True, slots=True)
class Finish:
    """The task is done."""

    function: ClassVar[str] = "finish"
    status: ClassVar[Status] = "FINISH"


@dataclass(frozen=True, slots=True)
class GiveUp:
    """The task cannot be done here."""

    function: ClassVar[str] = "give_up"
    status: ClassVar[Status] = "FAIL"


Action = (
    ClickInput | SetEditText | SelectOption | WheelMouseInput | KeyboardInput | TypeText | SelectText | SelectParagraph | SelectTable
    | SelectCell | InsertTable | SetFontName | SetFontSize | SaveAs | Finish | GiveUp
)  # fmt: skip
_NOUNS: Mapping[Any, str] = {str: "a text", int: "a whole number", bool: "true or false", int | None: "a whole number"}
FUNCTIONS: dict[str, type[Action]] = {kind.function: kind for kind in Action.__args__}


def action_to_json(action: Action) -> dict[str, Any]:
    """The one JSON form."""
    control: ControlRef | None = getattr(action, "control", None)
    return {
        "function": action.function,
        "control": {"text": control.text, "type": control.type} if control else None,
        "label": control.label if control else None,
        "args": {f.name: getattr(action, f.name) for f in fields(action) if f.name != "control" and getattr(action, f.name) is not None},
        "status": action.status,
    }


def action_from_json(form: Mapping[str, Any]) -> Action:
    """Parse the one JSON form.

    Raises ActionError with a reason that the writer, person or model, can act on.
    """
    name = form.get("function")
    kind = FUNCTIONS.get(name) if isinstance(name, str) else None
    if kind is None:
        near = get_close_matches(str(name), FUNCTIONS, 1)
        hint = f"Did you mean '{near[0]}'?" if near else f"The functions are: {', '.join(FUNCTIONS)}."
        raise ActionError(f"Unknown function '{name}'. {hint}")
    args = form.get("args") or {}
    if not isinstance(args, Mapping):
        raise ActionError(f"The args of '{kind.function}' must be names with values, not {args!r}.")
    given: dict[str, Any] = dict(args)
    if any(f.name == "control" for f in fields(kind)):
        given["control"] = _control_ref(kind.function, form)
    known = {f.name: f for f in fields(kind)}
    for key in given:
        if key not in known:
            raise ActionError(f"'{kind.function}' has no argument '{key}'. Its arguments are: {', '.join(known) or 'none'}.")
    for key, field in known.items():
        if key not in given and field.default is MISSING:
            raise ActionError(f"'{kind.function}' needs the argument '{key}'.")
        if key in given and not _fits(given[key], field.type):
            raise ActionError(f"The argument '{key}' of '{kind.function}' must be {_NOUNS[field.type]}, not {given[key]!r}.")
    return kind(**given)


def _fits(value: object, wanted: Any) -> bool:
    """Whether a value is of an argument's type; True and False are no numbers."""
    return isinstance(value, wanted) and not (isinstance(value, bool) and wanted is not bool)


def _control_ref(function: str, form: Mapping[str, Any]) -> ControlRef:
    control = form.get("control")
    if not isinstance(control, Mapping) or not isinstance(control.get("text"), str):
        raise ActionError(f'\'{function}\' needs a control: {{"text": ..., "type": ...}}.')
    label = form.get("label")
    return ControlRef(control["text"], str(control.get("type", "")), label if isinstance(label, int) else None)
