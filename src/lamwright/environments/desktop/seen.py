"""An accessible object as it is at one look, and what an action is done to."""

from collections.abc import Sequence
from dataclasses import dataclass

from lamwright.environments.desktop.bus import Answer, Refusal
from lamwright.environments.desktop.tree import Element, state_bits
from lamwright.observation import Rectangle

NOWHERE = Rectangle(0, 0, 0, 0)


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
        extents, name, states, *rest = answers
        if isinstance(name, Refusal) or isinstance(states, Refusal):
            return None
        text = selected = number = ""
        if element.has_text:
            text = "" if isinstance(rest[0], Refusal) else rest[0][0]
            selected = "" if isinstance(rest[1], Refusal) else text[max(rest[1][0], 0) : max(rest[1][1], 0)]
        if element.has_number and not isinstance(rest[-1], Refusal):
            number = f"{rest[-1][0].value:.6g}"
        return cls(element, name[0].value, state_bits(states), rectangle_of(extents), text, selected, number)

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
