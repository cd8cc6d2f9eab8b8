"""Examples written as the model reads them: one sequence each, with its decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lamwright.errors import UsageError
from lamwright.example import EpisodeExample, Example, PlanExample
from lamwright.grammar import Target, arguments, target_of, values_of
from lamwright.model.config import Vocabulary
from lamwright.model.layout import PLAN_LINE, Choice, Constants, Element, Mark, Span, choices_of, literals_of
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
    is_plan: bool = False
    """Written at once, without a look at the application; its steps are chosen among thousands of names."""

    @property
    def cost(self) -> int:
        return len(self.elements) + len(self.request.ids)


def write_example(example: Example, tokens: Tokens, vocabulary: Vocabulary) -> Written:
    """Raises UsageError where a decision is not among those allowed, or an argument cannot be written."""
    if isinstance(example, PlanExample):
        return write_plan(example, tokens, vocabulary)
    return write_episode(example, tokens, vocabulary.constants)


def write_episode(example: EpisodeExample, tokens: Tokens, constants: Constants) -> Written:
    """An episode: before every action the state in which it was decided. Raises UsageError."""
    writing = Writing(tokens.request(example.request), constants)
    for index, step in enumerate(example.steps):
        writing.elements += [*tokens.state(step.state), Mark.DECIDE]
        writing.decide(index, target_of(step.action), values_of(step.action), step.targets)
    return writing.done()


def write_plan(example: PlanExample, tokens: Tokens, vocabulary: Vocabulary) -> Written:
    """A plan: one step after another, with no state between them. Raises UsageError."""
    writing = Writing(tokens.request(example.request), vocabulary.constants)
    writing.elements += [*tokens.state(PLAN_LINE), Mark.DECIDE]
    for index, step in enumerate(example.steps):
        writing.decide(index, step.target, step.values, vocabulary.steps)
    return writing.done(is_plan=True)


class Writing:
    """A sequence in the making."""

    def __init__(self, request: Request, constants: Constants) -> None:
        self.request, self._constants = request, constants
        self.elements: list[Element] = [Mark.START]
        self._decisions: list[Decision] = []

    def decide(self, index: int, target: Target, values: tuple[str, ...], allowed: tuple[Target, ...]) -> None:
        """Add the decisions of step `index`: its target out of those allowed, then its arguments. Raises UsageError."""
        self.add(index, choices_of(target, values, self.request, self._constants), allowed)

    def add(self, index: int, chosen: Sequence[Choice], allowed: tuple[Target, ...]) -> None:
        """Add decisions that were taken, just so. Raises UsageError where the first is not among those allowed."""
        target = chosen[0]
        if not isinstance(target, Target) or target not in allowed:
            raise UsageError(f"Step {index + 1} of {self.request.text!r}: {target} is not among the step's targets.")
        self._add(Decision("target", index, len(self.elements) - 1, allowed, False, target))
        for argument, choice in zip(arguments(target, self._constants), chosen[1:], strict=True):
            kind: DecisionKind = "span" if isinstance(choice, Span) else "literal"
            self._add(Decision(kind, index, len(self.elements) - 1, literals_of(target, argument), argument.span, choice))

    def _add(self, decision: Decision) -> None:
        self._decisions.append(decision)
        self.elements.append(decision.chosen)

    def done(self, *, is_plan: bool = False) -> Written:
        return Written(self.request, tuple(self.elements), tuple(self._decisions), is_plan)
