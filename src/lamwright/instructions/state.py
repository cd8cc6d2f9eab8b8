"""How a window and what was done in it read as text to a large model: everything that shows, numbered."""

from collections.abc import Iterable

from lamwright.actions import Action
from lamwright.observation import Control, Observation
from lamwright.steps import say

_SAID_STATES = ("checked", "selected", "focused", "expanded")
_VALUE_LETTERS = 200


def say_control(control: Control) -> str:
    """One line: number, type, name, what it holds, what is special about it."""
    value = f" holds {_short(control.value)!r}" if control.value and control.value != control.text else ""
    states = [state for state in _SAID_STATES if state in control.states]
    if "enabled" not in control.states:
        states.append("disabled")
    special = f" ({', '.join(states)})" if states else ""
    return f"[{control.label}] {control.type} {control.text!r}{value}{special}"


def say_window(observation: Observation) -> str:
    """The window with its numbered controls; those without name or content are left out."""
    kind = "dialog" if observation.modal else "window"
    selected = f"\nSelected in the document: {_short(observation.selection)!r}" if observation.selection else ""
    lines = "\n".join(say_control(control) for control in observation.controls if control.text or control.value)
    return f"The {kind} {observation.window!r} takes the input.{selected}\nControls:\n{lines or '(none)'}"


def say_done(turns: Iterable[tuple[Action, str]]) -> str:
    """The actions so far, each with the reason why it was refused, where it was."""
    lines = [
        f"{number}. {say(action)}{f' (refused: {feedback})' if feedback else ''}" for number, (action, feedback) in enumerate(turns, 1)
    ]
    return "\n".join(lines) or "(nothing yet)"


def _short(text: str) -> str:
    return text if len(text) <= _VALUE_LETTERS else f"{text[: _VALUE_LETTERS - 1]}…"
