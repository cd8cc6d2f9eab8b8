"""Follows a how-to's plan with open eyes: what the map does not know is looked up in the live menu, what is ticked already is left."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from lamwright.actions import Action, ClickInput, ControlRef, Finish, GiveUp
from lamwright.data.howto.atlas import LIKENESS, likeness
from lamwright.data.howto.plan import Deed, Ticked
from lamwright.observation import Control, Observation
from lamwright.policy import Situation

_ITEMS = frozenset({"menu", "menu item", "check menu item", "radio menu item"})


class Follower:
    """A policy: one deed after the other, then finish. It gives up where a step was refused: what follows was meant for another state."""

    def __init__(self, deeds: Sequence[Deed]) -> None:
        self._left = list(deeds)
        self._twice = ""
        """The name that is done in a menu of that name too."""

    def decide(self, situation: Situation) -> Action:
        if situation.feedback:
            return GiveUp()
        while self._left:
            deed = self._left.pop(0)
            if not isinstance(deed, Ticked):
                return self._seen(deed, situation.observation)
            if _is_on(deed.control, situation.observation) is not deed.on:
                return ClickInput(deed.control)
        return Finish()

    def _seen(self, deed: Action, observation: Observation) -> Action:
        """The action, with the name and type of the live control where the plan does not know the type.

        A context menu may hold a command in a menu of the same name: then what is said is done in both.
        """
        if not isinstance(deed, ClickInput) or deed.control.type:
            return deed
        items = list(takewhile(lambda control: control.type in _ITEMS, observation.controls))  # what is open lies in front
        found = _nearest(deed.control.text, items)
        if found is None:
            return deed
        if found.type == "menu" and self._twice != found.text and not (self._left and _is_untyped(self._left[0])):
            self._twice = found.text
            self._left.insert(0, deed)
        return replace(deed, control=ControlRef(found.text, found.type))


def _is_untyped(deed: Deed) -> bool:
    return isinstance(deed, ClickInput) and not deed.control.type


def _is_on(wanted: ControlRef, observation: Observation) -> bool | None:
    """Whether it is checked; none where it does not show."""
    found = _nearest(wanted.text, [control for control in observation.controls if control.type == wanted.type])
    return "checked" in found.states if found else None


def _nearest(name: str, controls: Sequence[Control]) -> Control | None:
    """The most alike, menu items before others, the first of equals."""
    best, score = None, (0.0, False)
    for control in controls:
        rank = (likeness(name, control.text), control.type.endswith("menu item"))
        if rank > score:
            best, score = control, rank
    return best if score[0] >= LIKENESS else None
