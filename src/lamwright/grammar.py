"""What may be written now: the actions that the live window, the functions and the request allow.

An action is written as a few decisions. The first chooses the target: a live control with its function, or a function that needs no
control. Then each argument in turn: a literal of a closed list, or a span of the request. Nothing else can be written, so a model that
decodes under this grammar cannot name a control that is not there.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lamwright.actions import FUNCTIONS, Action, ControlRef, action_from_json, action_to_json
from lamwright.observation import Observation

TYPES_BY_FUNCTION: Mapping[str, frozenset[str]] = {
    "click_input": frozenset({
        "push button", "toggle button", "check box", "radio button", "menu", "menu item", "check menu item", "radio menu item",
        "page tab", "list item", "tree item", "icon", "link",
    }),
    "set_edit_text": frozenset({"entry", "text", "combo box", "spin button", "password text"}),
    "select_option": frozenset({"combo box", "list", "list box"}),
}  # fmt: skip
"""Which function a control's type can do: the function follows from the type, save for combo boxes."""

KEYS = (
    "ctrl+a", "ctrl+Home", "ctrl+End", "Home", "End", "Left", "Right", "Up", "Down", "Return", "Tab", "shift+Tab", "Escape",
    "Delete", "BackSpace",
    "ctrl+1", "ctrl+2", "ctrl+5", "ctrl+l", "ctrl+e", "ctrl+r", "ctrl+j", "ctrl+b", "ctrl+i", "ctrl+u", "ctrl+h", "ctrl+k", "ctrl+m",
    "ctrl+z", "ctrl+Return", "alt+Return", "ctrl+alt+Up", "ctrl+alt+Down", "ctrl+shift+p", "ctrl+shift+b", "F12", "shift+F12",
    "ctrl+Up", "space",
)  # fmt: skip
"""The key combinations that a model may press."""


FOLLOW = "follow"
"""The function of a plan's step that is told in a document's own words: no environment can do it as it stands."""
HOLE = '""'
"""Where in such a step's words a value stands."""


@dataclass(frozen=True, slots=True)
class Target:
    """The first decision: a function and, where it needs one, the control by name and type."""

    function: str
    text: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Argument:
    """One further decision: `name` is the action's argument; `literals` may be written, and a span of the request where `span`."""

    name: str
    span: bool
    literals: tuple[str, ...] = ()


_NATIVE_ARGUMENTS: Mapping[str, tuple[Argument, ...]] = {
    "set_edit_text": (Argument("text", span=True),),
    "select_option": (Argument("option", span=True),),
    "keyboard_input": (Argument("keys", span=False, literals=KEYS),),
    "type_text": (Argument("text", span=True),),
    "select_text": (Argument("text", span=True),),
    "select_paragraph": (Argument("paragraph", span=True),),
    "select_cell": (Argument("cell", span=True),),
    "insert_table": (Argument("rows", span=True), Argument("columns", span=True)),
    "set_font": (Argument("name", span=True),),
    "set_font_size": (Argument("size", span=True),),
    "save_as": (Argument("name", span=True), Argument("format", span=False, literals=("odt", "docx", "pdf"))),
}


def arguments(target: Target, constants: Mapping[str, tuple[str, ...]] | None = None) -> tuple[Argument, ...]:
    """The decisions that follow a target.

    `constants` adds, for "function|control text", the literals that this control is known to take (a style's name, say).
    """
    if target.function == FOLLOW:
        return (Argument("value", span=True),) * target.text.count(HOLE)
    known = (constants or {}).get(f"{target.function}|{target.text}", ())
    return tuple(
        Argument(argument.name, argument.span, (*argument.literals, *known)) if known else argument
        for argument in _NATIVE_ARGUMENTS.get(target.function, ())
    )


class TargetSet(tuple[Target, ...]):
    """Many targets that are looked up, as a whole and one by one, again and again."""

    _hash: int | None = None
    _members: frozenset[Target] | None = None

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = super().__hash__()
        return self._hash

    def __contains__(self, target: object) -> bool:
        if self._members is None:
            self._members = frozenset(self)
        return target in self._members


def targets(observation: Observation, functions: Collection[str]) -> tuple[Target, ...]:
    """Every first decision that is allowed in this window, each once, controls in reading order."""
    seen: dict[Target, None] = {}
    for control in observation.controls:
        if control.text and "enabled" in control.states:
            for function, types in TYPES_BY_FUNCTION.items():
                if function in functions and control.type in types:
                    seen[Target(function, control.text, control.type)] = None
    for function, kind in FUNCTIONS.items():
        if function in functions and "control" not in kind.__dataclass_fields__:
            seen[Target(function)] = None
    return tuple(seen)


def target_of(action: Action) -> Target:
    control: ControlRef | None = getattr(action, "control", None)
    return Target(action.function, control.text, control.type) if control else Target(action.function)


def values_of(action: Action) -> tuple[str, ...]:
    """The values of the action's arguments, in the grammar's order."""
    written = action_to_json(action)["args"]
    return tuple(str(written[argument.name]) for argument in arguments(target_of(action)))


def action_of(target: Target, values: tuple[str, ...]) -> Action:
    """The action that these decisions write."""
    names = [argument.name for argument in arguments(target)]
    control = {"text": target.text, "type": target.type} if target.text else None
    return action_from_json({"function": target.function, "control": control, "args": dict(zip(names, values, strict=True))})
