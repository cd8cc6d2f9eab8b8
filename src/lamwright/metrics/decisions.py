"""An action against the one that was right at that step, as the paper measures decisions.

object accuracy      the same object, of the steps whose right action acts on one: the control that the name is grounded to, or what a
                     native call points at (the paragraph, the text, the table, the cell); keys, typing and native formatting act on
                     the selection, so any two of them share their object
operation accuracy   the same function, of all steps
status accuracy      the same status (CONTINUE, FINISH, FAIL), of all steps
step success rate    the same object, function, status and arguments, of all steps
task success rate    every step of the task successful, of all tasks
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields

from lamwright.actions import Action, ControlRef, Finish, GiveUp, KeyboardInput, SelectCell, SelectParagraph, SelectTable, SelectText
from lamwright.errors import ActionError
from lamwright.grounding import in_figures, match_control
from lamwright.metrics.figures import TSR, Share, TaskScore
from lamwright.observation import Observation, Passage
from lamwright.references import resolve_passage

_QUOTES = str.maketrans("“”„«»‘’‚", '"""""\'\'\'')
_POINTED_AT = ("control", "paragraph", "index")
"""Fields that say what is acted on: compared as the object, not as arguments."""


@dataclass(frozen=True, slots=True)
class StepScore:
    """What was right about one decision. `object` is None where the right action acts on nothing."""

    object: bool | None
    operation: bool
    status: bool
    whole: bool


WRONG = StepScore(object=False, operation=False, status=False, whole=False)
"""The score of no answer at all, at a step that acts on something."""


def score_step(right: Action, made: Action, observation: Observation, passages: Sequence[Passage] = ()) -> StepScore:
    """Compare the action that was `made` with the `right` one, in what was seen then.

    `passages` are the document's: what "the last paragraph" is resolved against. Without them, references are the same where their words
    are.
    """
    wanted = object_of(right, observation, passages)
    same_object = None if wanted is None else object_of(made, observation, passages) == wanted or _same_reference(right, made)
    operation, status = made.function == right.function, made.status == right.status
    whole = same_object is not False and operation and status and arguments_of(made) == arguments_of(right)
    return StepScore(same_object, operation, status, whole)


def missing_step(right: Action) -> StepScore:
    """The score where no action was made at all."""
    return StepScore(None, False, False, False) if isinstance(right, Finish | GiveUp) else WRONG


def decisions_score(task: str, steps: Sequence[StepScore], labels: Mapping[str, str] | None = None, request: str = "") -> TaskScore:
    """A task's share of each metric of decisions."""
    objects = [step.object for step in steps if step.object is not None]
    shares = {
        "object_accuracy": Share(sum(objects), len(objects)),
        "operation_accuracy": Share(sum(step.operation for step in steps), len(steps)),
        "status_accuracy": Share(sum(step.status for step in steps), len(steps)),
        "step_success_rate": Share(sum(step.whole for step in steps), len(steps)),
        TSR: Share(all(step.whole for step in steps), 1),
    }
    return TaskScore(task, shares, labels or {}, request)


def object_of(action: Action, observation: Observation, passages: Sequence[Passage] = ()) -> tuple[str, object] | None:
    """What an action acts on: a kind of thing and which one. None for the actions that end an episode."""
    control: ControlRef | None = getattr(action, "control", None)
    if control:
        return "control", _label(control, action.function, observation)
    match action:
        case Finish() | GiveUp():
            return None
        case SelectParagraph():
            return "paragraph", _passage(action, passages)
        case SelectText(text=text):
            return "text", plain_value(text)
        case SelectTable(number=number):
            return "table", number
        case SelectCell(cell=cell):
            return "cell", cell.strip().upper()
    return "selection", ""


def arguments_of(action: Action) -> Mapping[str, object]:
    """The values besides the object: numbers in figures, keys in any order, spaces and quotation marks aside; letter case counts."""
    with suppress(ActionError):  # no number at all: compared as it is written
        action = in_figures(action)
    if isinstance(action, KeyboardInput):
        return {"keys": frozenset(action.keys.casefold().split("+"))}
    if isinstance(action, SelectText | SelectTable | SelectCell):
        return {}
    return {field.name: _value(getattr(action, field.name)) for field in fields(action) if field.name not in _POINTED_AT}


def plain_value(text: str) -> str:
    """A text without quotation marks around it, curly ones straight, runs of space as one."""
    plain = " ".join(text.translate(_QUOTES).split())
    return re.sub(r"""^(["'])((?:(?!\1).)*)\1$""", r"\2", plain)


def _value(value: object) -> object:
    return plain_value(value) if isinstance(value, str) else value


def _label(control: ControlRef, function: str, observation: Observation) -> object:
    """The control's number: as recorded, or the one that its name is grounded to; its name where it is not there."""
    if control.label is not None:
        return control.label
    try:
        return match_control(control, function, observation).label
    except ActionError:
        return control.text, control.type


def _passage(action: SelectParagraph, passages: Sequence[Passage]) -> object:
    if action.index is not None:
        return action.index
    try:
        return resolve_passage(action.paragraph, passages).index
    except ActionError:
        return plain_value(action.paragraph).casefold()


def _same_reference(one: Action, other: Action) -> bool:
    """The same words for a paragraph: the same paragraph, whatever they resolve to."""
    if not (isinstance(one, SelectParagraph) and isinstance(other, SelectParagraph)):
        return False
    return plain_value(one.paragraph).casefold() == plain_value(other.paragraph).casefold()
