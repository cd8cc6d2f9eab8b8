"""Example episodes written as the model reads them: one sequence each, with its decisions."""

from dataclasses import dataclass
from typing import Literal

from lamwright.errors import UsageError
from lamwright.example import EpisodeExample
from lamwright.grammar import Target, arguments, target_of
from lamwright.model.layout import Choice, Constants, Element, Mark, Span, choices_of, literals_of
from lamwright.model.spans import Request
from lamwright.model.tokens import Tokens

DecisionKind = Literal["target", "literal", "span"]


@dataclass(frozen=True, slots=True)
class Decision:
    """One choice. The element `at` scores it; one of `names` may be chosen, or a span where `spans`."""

    kind: DecisionKind
    step: int
    at: int
    names: tuple[Target, ...]
    spans: bool
    chosen: Choice


@dataclass(frozen=True, slots=True)
class Written:
    """An episode as the model reads and writes it."""

    request: Request
    elements: tuple[Element, ...]
    decisions: tuple[Decision, ...]

    @property
    def cost(self) -> int:
        return len(self.elements) + len(self.request.ids)


def write_episode(example: EpisodeExample, tokens: Tokens, constants: Constants) -> Written:
    """Raises UsageError where an action is not among its step's targets, or an argument cannot be written."""
    request = tokens.request(example.request)
    elements: list[Element] = [Mark.START]
    decisions: list[Decision] = []
    for index, step in enumerate(example.steps):
        elements += [*tokens.state(step.state), Mark.DECIDE]
        target = target_of(step.action)
        if target not in step.targets:
            raise UsageError(f"Step {index + 1} of {example.request!r}: {target} is not among the step's targets.")
        chosen = choices_of(step.action, request, constants)
        decisions.append(Decision("target", index, len(elements) - 1, step.targets, False, target))
        elements.append(target)
        for argument, choice in zip(arguments(target, constants), chosen[1:], strict=True):
            kind: DecisionKind = "span" if isinstance(choice, Span) else "literal"
            decisions.append(Decision(kind, index, len(elements) - 1, literals_of(target, argument), argument.span, choice))
            elements.append(choice)
    return Written(request, tuple(elements), tuple(decisions))
