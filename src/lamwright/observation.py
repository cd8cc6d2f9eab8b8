"""What an agent sees: the numbered list of live controls, the selection, the passages of the document."""

from dataclasses import dataclass
from typing import Literal

PassageKind = Literal["paragraph", "heading", "title", "item"]


@dataclass(frozen=True, slots=True)
class Rectangle:
    """In pixels of the instance's own screen, from its top left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def centre(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Control:
    """One live control.

    `label` is its number in this observation, in reading order from 1. `text` is its name, from the accessible name, its label
    or the slot that encloses it. `type` is the accessibility role in plain words ("push button", "menu item", "paragraph").
    `value` is what it holds (the text of an entry or paragraph, the number of a spin button). `states` holds some of
    enabled, checked, focused, selected, expanded, editable.
    """

    label: int
    text: str
    type: str
    rectangle: Rectangle
    states: frozenset[str] = frozenset()
    value: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """One look at the application.

    `window` is the title of the window or dialog that takes the input; `modal` says that it is a dialog. `selection` is the selected
    text of the document, shortened to 80 characters, empty where nothing is selected. `controls` has everything that shows.
    """

    window: str
    controls: tuple[Control, ...]
    modal: bool = False
    selection: str = ""

    def control(self, label: int) -> Control:
        """The control of that number. Raises KeyError."""
        for control in self.controls:
            if control.label == label:
                return control
        raise KeyError(label)


@dataclass(frozen=True, slots=True)
class Passage:
    """One top-level paragraph of the open document, whether it shows or not: what references are resolved against.

    `index` counts every paragraph and table of the body from 0, empty ones too (a table takes one index and is no passage).
    """

    index: int
    text: str
    kind: PassageKind = "paragraph"
