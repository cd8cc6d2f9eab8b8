"""What one look, or two compared, tell about what has come."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Final

from lamwright.actions import Action, ControlRef
from lamwright.application_map import MappedControl, MapStep
from lamwright.observation import Control, Observation

MENU_ITEMS: Final = frozenset({"menu", "menu item", "check menu item", "radio menu item"})
BUTTONS: Final = frozenset({"push button", "toggle button", "push button menu"})
NO_CONTROLS: Final = frozenset({"paragraph", "heading", "table cell", "label", "static", "table column header", "scroll bar"})
"""What belongs to the document, or only tells something."""
ENTRIES: Final = frozenset({"list item", "tree item", "icon"})
"""What a list holds: data as a rule."""
Key = tuple[str, str]
"""A control's text and type."""


class LostError(Exception):
    """The way to a control does not lead there any more."""


def key(control: Control) -> Key:
    return control.text, control.type


def step(control: Control | MappedControl) -> MapStep:
    return MapStep(control.text, control.type)


def has_dots(name: str) -> bool:
    return name.rstrip().endswith(("...", "…"))


def find(seen: Observation, wanted: MapStep, before: Observation | None, words: Callable[[str], str]) -> Control:
    """The control of that name and type: where there are several, one that was not there before. Raises LostError."""
    same = [control for control in seen.controls if control.type == wanted.type]
    named = [control for control in same if wanted.text in (control.text, words(control.text).strip())]
    if not named:
        raise LostError(f"There is no {wanted.type} '{wanted.text}' in '{seen.window}'.")
    come = new(before, seen) if before else []
    return next((control for control in named if control in come), named[0])


def grounded(action: Action, seen: Observation) -> Action:
    """The action with the label of its control, which is named by its text or by how what it holds begins. Raises LostError."""
    ref: ControlRef | None = getattr(action, "control", None)
    if ref is None:
        return action
    same = [control for control in seen.controls if control.type == ref.type]
    named = [control for control in same if control.text == ref.text] or [control for control in same if control.value.startswith(ref.text)]
    if not named:
        raise LostError(f"There is no {ref.type} '{ref.text}' in '{seen.window}'.")
    labelled: dict[str, Any] = {"control": ControlRef(named[0].text, ref.type, named[0].label)}
    return replace(action, **labelled)


def new(before: Observation, seen: Observation) -> list[Control]:
    """What shows now and did not, or elsewhere, before."""
    old = {(control.text, control.type, control.rectangle) for control in before.controls}
    return [control for control in seen.controls if (control.text, control.type, control.rectangle) not in old]


def beyond(seen: Observation, home: Counter[Key]) -> list[Control]:
    """What shows more often than there."""
    left = Counter(home)
    more = []
    for control in seen.controls:
        left[key(control)] -= 1
        if left[key(control)] < 0:
            more.append(control)
    return more


def named(seen: Observation) -> Counter[Key]:
    """How often each named control of the application itself shows."""
    return count(control for control in seen.controls if control.text and control.type not in NO_CONTROLS)


def count(controls: Iterable[Control]) -> Counter[Key]:
    return Counter(map(key, controls))


def menu_items(keys: Counter[Key]) -> int:
    """How many of them are items of menus."""
    return sum(times for (_, kind), times in keys.items() if kind in MENU_ITEMS)
