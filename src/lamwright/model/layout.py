"""How an episode is laid out as one sequence: a start, then for every step the parts of its state, a mark to decide, the decisions."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from lamwright.actions import Action
from lamwright.errors import UsageError
from lamwright.grammar import Argument, Target, arguments, target_of, values_of
from lamwright.model.bags import literal_name
from lamwright.model.network import DECIDE, NAME, PART, SPAN, START
from lamwright.model.spans import Request, locate, locate_or_raise
from lamwright.model.tokens import StatePart

Constants = Mapping[str, tuple[str, ...]]


PLAN_LINE = "plan"
"""What stands in the state's place where a plan is asked for, before anything of a window was seen."""


class Mark(Enum):
    """Elements without content of their own."""

    START = "start"
    DECIDE = "decide"


class Span(NamedTuple):
    """The first and last piece of a span of the request."""

    first: int
    last: int


Choice = Target | Span
"""What a decision chooses: a name (a target, or a literal as a name) or a span."""

Element = Mark | StatePart | Target | Span


def kind_of(element: Element) -> int:
    """The network's number for an element's kind."""
    if isinstance(element, Mark):
        return START if element is Mark.START else DECIDE
    if isinstance(element, StatePart):
        return PART
    return SPAN if isinstance(element, Span) else NAME


def literals_of(target: Target, argument: Argument) -> tuple[Target, ...]:
    """The literals of an argument as names."""
    return tuple(literal_name(target.function, argument, literal) for literal in argument.literals)


def choices_of(target: Target, values: Sequence[str], request: Request, constants: Constants) -> tuple[Choice, ...]:
    """What an expert did as decisions: the target, then its arguments.

    Raises UsageError where an argument is neither a literal nor a span of the request.
    """
    chosen: list[Choice] = [target]
    for argument, value in zip(arguments(target, constants), values, strict=True):
        if value in argument.literals:
            chosen.append(literal_name(target.function, argument, value))
        elif argument.span:
            chosen.append(Span(*locate_or_raise(request, value, argument.name)))
        else:
            raise UsageError(f"The argument '{argument.name}' = {value!r} of '{target.function}' is none of its literals.")
    return tuple(chosen)


def past_choices_of(action: Action, request: Request, constants: Constants) -> tuple[Choice, ...]:
    """Any past action as decisions; a value that nobody could have chosen is read as a literal."""
    target = target_of(action)
    chosen: list[Choice] = [target]
    for argument, value in zip(arguments(target, constants), values_of(action), strict=True):
        place = None if value in argument.literals else locate(request, value)
        chosen.append(Span(*place) if place else literal_name(target.function, argument, value))
    return tuple(chosen)
