"""Which steps name controls that the application has.

A step names a control where it is canonical and acts on one (a way through menus, a click, a value set), or where it sets a name off and
clicks it or says what it is ("the "Type" box"). It is grounded where every control that it names is in the map: a way through menus step
by step from the main window, any other control by name and kind, exactly or at least MATCH_THRESHOLD of 100 alike.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from lamwright.actions import Action
from lamwright.data.plans.atlas import KINDS, Atlas
from lamwright.data.plans.funnel import Funnel
from lamwright.data.plans.worded import named_controls
from lamwright.errors import ActionError
from lamwright.steps import MENU_ITEMS, read

BEFORE = "steps before verify"
"""The stage of a funnel that counts steps, not pairs: those of the pairs before any is left out because its menus are not there."""
_NOT_THERE, _NAMELESS = "a control that it names is not in the map", "it names no control"


@dataclass(frozen=True, slots=True)
class Grounding:
    """Counts of steps: all, those that name controls, those of them whose controls are all in the map."""

    steps: int = 0
    naming: int = 0
    grounded: int = 0

    @property
    def rate(self) -> float:
        """Of the steps that name a control, the share that is grounded."""
        return self.grounded / self.naming if self.naming else 0.0

    def __add__(self, other: "Grounding") -> "Grounding":
        return Grounding(self.steps + other.steps, self.naming + other.naming, self.grounded + other.grounded)


def grounding_of(plan: Iterable[str], atlas: Atlas) -> Grounding:
    total = Grounding()
    for step in plan:
        named = is_grounded(step, atlas)
        total += Grounding(1, named is not None, bool(named))
    return total


def count_grounding(plan: Iterable[str], atlas: Atlas, funnel: Funnel) -> None:
    """Count the plan's steps in the funnel, where a set keeps them."""
    found, stage = grounding_of(plan, atlas), funnel.stage(BEFORE)
    stage.passed += found.grounded
    stage.rejected += Counter({_NOT_THERE: found.naming - found.grounded, _NAMELESS: found.steps - found.naming})


def counted_grounding(funnel: Funnel) -> Grounding | None:
    """What `count_grounding` counted, None where it did not."""
    stage = funnel.stages.get(BEFORE)
    return Grounding(stage.entered, stage.entered - stage.rejected[_NAMELESS], stage.passed) if stage else None


def is_grounded(step: str, atlas: Atlas) -> bool | None:
    """None where the step names no control."""
    try:
        actions = read(step)
    except ActionError:
        named = list(named_controls(step))
        return all(atlas.control(name, KINDS.get(kind, ())) for name, kind in named) if named else None
    return _are_there(actions, atlas)


def _are_there(actions: Iterable[Action], atlas: Atlas) -> bool | None:
    controls = [action.control for action in actions if hasattr(action, "control")]
    if not controls:
        return None
    if all(control.type in MENU_ITEMS for control in controls) and controls[0].type == "menu":
        return bool(atlas.path([control.text for control in controls]))
    return all(atlas.control(control.text, (control.type,)) for control in controls)
