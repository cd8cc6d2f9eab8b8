"""Whoever decides: a model, a plan that is followed, a person. One method."""

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from lamwright.actions import Action, Finish, GiveUp
from lamwright.observation import Observation, Passage
from lamwright.trajectory import Behaviour


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier turn of this episode, as a policy remembers it."""

    observation: Observation
    action: Action
    feedback: str


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a policy may know when it decides.

    `passages` reads the whole open document, which costs a call to the application; `picture` takes a screenshot, where there is a screen.
    """

    request: str
    observation: Observation
    history: tuple[Turn, ...]
    functions: Collection[str]
    passages: Callable[[], tuple[Passage, ...]] = tuple
    picture: Callable[[], bytes] | None = None

    @property
    def feedback(self) -> str:
        """Why the last action was refused; empty where it was not."""
        return self.history[-1].feedback if self.history else ""

    def document_text(self) -> str:
        """What stands in the document, a paragraph a line, with what shows of tables, headers and notes."""
        shown = (control.value for control in self.observation.controls if control.type == "paragraph")
        return "\n".join((*(passage.text for passage in self.passages()), *shown))


class Policy(Protocol):
    """Decides the next action; controls are named, not numbered."""

    def decide(self, situation: Situation) -> Action: ...


@dataclass(frozen=True, slots=True)
class ScoredAction:
    """An action, with how the model came to it."""

    action: Action
    behaviour: Behaviour

    @property
    def probability(self) -> float:
        """Of all decisions together."""
        return math.exp(sum(self.behaviour.logprobs))

    @property
    def weakest(self) -> float:
        """The probability of the least probable decision."""
        return math.exp(min(self.behaviour.logprobs))


@runtime_checkable
class ScoredPolicy(Policy, Protocol):
    """A policy that can tell how it came to its action: an episode records that too."""

    def decide_scored(self, situation: Situation) -> ScoredAction: ...


class PlanPolicy:
    """Follows a plan to its end and finishes: the scripted expert, an instantiated plan, or an imported one.

    It gives up where a step was refused: what follows was meant for another state.
    """

    def __init__(self, plan: Sequence[Action]) -> None:
        self._plan = tuple(plan)

    def decide(self, situation: Situation) -> Action:
        if situation.feedback:
            return GiveUp()
        done = len(situation.history)
        return self._plan[done] if done < len(self._plan) else Finish()
