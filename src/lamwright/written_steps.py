"""A plan's sentences as decisions, and back: what a model that writes plans chooses from.

A step in canonical form is its actions' targets with their values. Any other step keeps its document's words as a target of its own, with
the values that it quotes taken out, where the task says them too: 'Type "Budget" in the Name box' is the target 'Type "" in the Name box'
with the value Budget.
"""

import re
from collections.abc import Iterable, Sequence

from lamwright.actions import Action, ClickInput, Finish, SelectOption, SetEditText
from lamwright.errors import ActionError
from lamwright.example import PlannedStep
from lamwright.grammar import FOLLOW, HOLE, Target, action_of, arguments, target_of, values_of
from lamwright.steps import read, say_plan

FINISH = PlannedStep(Target(Finish.function))
_OWN_VALUES = (SetEditText.function, SelectOption.function)
"""Functions whose controls take values that a task need not say: the name of a style for "make it a heading"."""
_QUOTED = re.compile(r'"([^"]+)"')


def planned_steps(task: str, plan: Iterable[str]) -> tuple[PlannedStep, ...]:
    """The steps of a plan as decisions, `finish` at their end."""
    return (*(part for step in plan for part in _parts(task.casefold(), step)), FINISH)


def _parts(task: str, step: str) -> tuple[PlannedStep, ...]:
    try:
        actions = read(step)
    except ActionError:
        return (_followed(task, step),)
    if all(_plain(action) and _writable(task, action) for action in actions):
        return tuple(PlannedStep(target_of(action), values_of(action)) for action in actions)
    return (_followed(task, step),)


def _plain(action: Action) -> bool:
    return not isinstance(action, ClickInput) or (action.button == "left" and not action.double)


def _writable(task: str, action: Action) -> bool:
    """Whether every value stands in the task, or is one that the grammar or the control itself may know."""
    target = target_of(action)
    return target.function in _OWN_VALUES or all(
        value in argument.literals or (argument.span and value.casefold() in task)
        for argument, value in zip(arguments(target), values_of(action), strict=True)
    )


def _followed(task: str, step: str) -> PlannedStep:
    values: list[str] = []

    def take(found: re.Match[str]) -> str:
        if found[1].casefold() not in task:
            return found[0]
        values.append(found[1])
        return HOLE

    text = _QUOTED.sub(take, step)
    return PlannedStep(Target(FOLLOW, text, "step"), tuple(values))


def said(steps: Sequence[PlannedStep]) -> tuple[str, ...]:
    """The sentences of a plan; `finish` is not said."""
    sentences: list[str] = []
    actions: list[Action] = []
    for step in steps:
        if step.target.function == FOLLOW:
            sentences += [*say_plan(actions), _filled(step)]
            actions = []
        else:
            actions.append(action_of(step.target, step.values))
    return (*sentences, *say_plan(actions))


def _filled(step: PlannedStep) -> str:
    text = step.target.text
    for value in step.values:
        text = text.replace(HOLE, f'"{value}"', 1)
    return text
