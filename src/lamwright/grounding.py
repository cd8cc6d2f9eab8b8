"""From names to numbers: what a model wrote becomes something that the environment can do, or a reason why not."""

from collections.abc import Callable
from dataclasses import replace

from rapidfuzz import fuzz, process

from lamwright.actions import (
    Action,
    ClickInput,
    ControlRef,
    InsertTable,
    SelectOption,
    SelectParagraph,
    SelectTable,
    SetEditText,
    SetFontSize,
    WheelMouseInput,
)
from lamwright.errors import ActionError
from lamwright.grammar import TYPES_BY_FUNCTION
from lamwright.observation import Control, Observation, Passage
from lamwright.references import number_in, resolve_passage

MATCH_THRESHOLD = 88
"""Likeness, 0 to 100, from which a name that is not there counts as a slip for one that is."""


def ground(action: Action, observation: Observation, passages: Callable[[], tuple[Passage, ...]]) -> Action:
    """The action with its control's label and its paragraph's index filled in; what was written stays as it was.

    `passages` is called only for an action that points at a paragraph. Raises ActionError with a reason that the model can act on.
    """
    match action:
        case SelectParagraph(paragraph=reference):
            return replace(action, index=resolve_passage(reference, passages()).index)
        case SelectTable(number=number) if number < 1:
            raise ActionError(f"Tables are numbered from 1, there is no table {number}.")
        case ClickInput() | SetEditText() | SelectOption() | WheelMouseInput():
            label = match_control(action.control, action.function, observation).label
            return replace(action, control=replace(action.control, label=label))
    return action


def in_figures(action: Action) -> Action:
    """The action with numbers as figures where they were written in words: "three" rows become "3".

    Raises ActionError where there is no such number.
    """
    match action:
        case InsertTable(rows=rows, columns=columns):
            return replace(action, rows=_number(rows, "rows"), columns=_number(columns, "columns"))
        case SetFontSize(size=size):
            return replace(action, size=_points(size))
    return action


def match_control(wanted: ControlRef, function: str, observation: Observation) -> Control:
    """The live control of that name and type: exact first (the one of that label among several), then a near name of the same type.

    Raises ActionError naming the nearest controls.
    """
    able = [control for control in observation.controls if control.text and control.type in TYPES_BY_FUNCTION.get(function, {control.type})]
    same = [
        control for control in able if control.text == wanted.text and control.type in (wanted.type, "" if wanted.type else control.type)
    ]
    if same:
        return min(same, key=lambda control: (control.label != wanted.label, "enabled" not in control.states))
    alike = [control for control in able if not wanted.type or control.type == wanted.type]
    near = process.extract(
        wanted.text, {control.label: control.text for control in alike}, scorer=fuzz.ratio, processor=str.casefold, limit=3
    )
    if near and near[0][1] >= MATCH_THRESHOLD:
        return observation.control(near[0][2])
    names = ", ".join(f"'{name}'" for name, _, _ in near)
    raise ActionError(f"No {wanted.type or 'control'} '{wanted.text}' here." + (f" The nearest are: {names}." if names else ""))


def _number(words: str, what: str) -> str:
    number = number_in(words)
    if number is None or not 0 < number <= 200:
        raise ActionError(f"'{words}' is no number of {what}.")
    return str(number)


def _points(words: str) -> str:
    try:
        size = float(words.replace(",", ".").strip().removesuffix("pt").strip())
    except ValueError:
        size = float(number_in(words) or 0)
    if not 2 <= size <= 999:
        raise ActionError(f"'{words}' is no letter size: use points between 2 and 999.")
    return f"{size:g}"
