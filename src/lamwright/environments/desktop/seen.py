"""An accessible object as it is at one look, and what an action is done to."""

from collections.abc import Sequence
from dataclasses import dataclass

from lamwright.environments.desktop.accessible import state_bits
from lamwright.environments.desktop.bus import Answer, Refusal
from lamwright.environments.desktop.geometry import NOWHERE
from lamwright.environments.desktop.roles import State
from lamwright.environments.desktop.tree import Element
from lamwright.observation import Rectangle


@dataclass(frozen=True, slots=True)
class Seen:
    """`text` is what it holds, `selected` the selected part of that, `number` the value of a spin button."""

    element: Element
    name: str
    states: int
    rectangle: Rectangle
    text: str = ""
    selected: str = ""
    number: str = ""

    @classmethod
    def of(cls, element: Element, answers: Sequence[Answer]) -> "Seen | None":
        """From the answers to the element's questions; none where a listed object is gone."""
        if not element.is_listed:
            return cls(element, element.name, 0, rectangle_of(answers[0]) if answers else NOWHERE)
        extents, states, *rest = answers
        left = iter(rest)
        named = next(left) if element.has_name else None
        if isinstance(named, Refusal) or isinstance(states, Refusal):
            return None
        name = named[0].value if named else element.name
        bits = state_bits(states)
        text = _text(next(left)) if element.has_text else ""
        start, end = _span(next(left)) if element.has_selection else (0, 0)
        if bits & State.SINGLE_LINE:
            start = end = 0  # what is selected in an entry is no selection of the document
        number = _number(next(left)) if element.has_number else ""
        return cls(element, name, bits, rectangle_of(extents), text, text[start:end], number)

    def has(self, state: int) -> bool:
        return bool(self.states & state)


@dataclass(frozen=True, slots=True)
class Target:
    """What stands behind a listed control: `opener` is the arrow of a combo box, `inner` what holds a table cell's text."""

    seen: Seen
    name: str
    type: str
    rectangle: Rectangle
    opener: Seen | None = None
    inner: Seen | None = None


def rectangle_of(answer: Answer) -> Rectangle:
    # A list of four numbers: GTK answers (iiii), others the four one by one.
    if isinstance(answer, Refusal):
        return NOWHERE
    values = answer[0] if len(answer) == 1 else answer
    return Rectangle(*values)


def _text(answer: Answer) -> str:
    return "" if isinstance(answer, Refusal) else str(answer[0])


def _span(answer: Answer) -> tuple[int, int]:
    return (0, 0) if isinstance(answer, Refusal) else (max(answer[0], 0), max(answer[1], 0))


def _number(answer: Answer) -> str:
    return "" if isinstance(answer, Refusal) else f"{answer[0].value:.6g}"
