"""An executable how-to: deeds to be done in turn, each an action or a check box to be brought into a state."""

from dataclasses import dataclass

from lamwright.actions import Action, ControlRef
from lamwright.application_map import MappedControl

SHORTCUTS = {
    "F11": ("View", "Styles"), "F5": ("View", "Navigator"), "ctrl+F2": ("Insert", "Field", "More Fields"),
    "ctrl+h": ("Edit", "Find and Replace"), "F7": ("Tools", "Spelling"), "ctrl+F12": ("Table", "Insert Table"),
    "ctrl+k": ("Insert", "Hyperlink"), "ctrl+F3": ("Tools", "AutoText"),
    "ctrl+F7": ("Tools", "Thesaurus"), "ctrl+f": ("Edit", "Find"), "ctrl+shift+v": ("Edit", "Paste Special"),
}  # fmt: skip
"""Keys that the documents name, and the command each stands for: what follows happens where that leads."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """A check box, radio button or toggle that has to be on (or off): clicked only where it is not so yet."""

    control: ControlRef
    on: bool


PARSED, EXECUTABLE = "parsed", "executable"
"""The stages at which a how-to may be discarded before it is run."""
OPTIONS, OPEN_GROUP = "dialog Options", "LibreOffice"
"""The dialog of the program's options, and the group of its pages that stands open at first."""
Deed = Action | Ticked


@dataclass(frozen=True, slots=True)
class Done:
    """One deed with what was known of it: the control of the map, and the place it leads to or stays in."""

    deed: Deed
    control: MappedControl | None
    place: str
    prepared: bool = False
    """Whether it only sets the scene: it selects something or puts the cursor somewhere."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A how-to's plan on a template. `values` are those that the how-to leaves open: what is asked for, and what was put there."""

    template: str
    done: tuple[Done, ...]
    values: tuple[tuple[str, str], ...]
    skipped: tuple[str, ...]
    """Why steps were left out: "optional", "told", "repeat"."""

    @property
    def deeds(self) -> tuple[Deed, ...]:
        return tuple(one.deed for one in self.done)


@dataclass(frozen=True, slots=True)
class Discarded:
    """Why there is no plan; `kind` groups such reasons, `words` are the step's. `stage` is that at which it is."""

    kind: str
    words: str
    stage: str = EXECUTABLE
