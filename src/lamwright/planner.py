"""Whoever writes plans: a model before it has seen a window, a script, a language model. One method."""

from typing import Protocol

from lamwright.actions import Action, Finish, GiveUp
from lamwright.errors import ActionError
from lamwright.policy import Situation
from lamwright.steps import read


class Planner(Protocol):
    """Writes the steps of a task from its words alone (t -> P)."""

    def plan(self, request: str) -> tuple[str, ...]: ...


class PlannedPolicy:
    """Follows what a planner wrote before it saw anything, and gives up at a step in words that no action has, or that was refused."""

    def __init__(self, planner: Planner) -> None:
        self._planner = planner
        self._request = ""
        self._plan: tuple[Action, ...] = ()

    def decide(self, situation: Situation) -> Action:
        if not situation.history or situation.request != self._request:
            self._request, self._plan = situation.request, executable(self._planner.plan(situation.request))
        if situation.feedback:
            return GiveUp()
        done = len(situation.history)
        return self._plan[done] if done < len(self._plan) else Finish()


def executable(steps: tuple[str, ...]) -> tuple[Action, ...]:
    """The actions of a plan up to the first step that is none, at which it gives up."""
    actions: list[Action] = []
    for step in steps:
        try:
            actions += read(step)
        except ActionError:
            return (*actions, GiveUp())
    return tuple(actions)
