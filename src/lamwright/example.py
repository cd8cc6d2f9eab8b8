"""What a model is trained on: a request, and at each step the state, what may be written, and what the expert wrote."""

from dataclasses import dataclass

from lamwright.actions import Action
from lamwright.grammar import Target
from lamwright.trajectory import Behaviour


@dataclass(frozen=True, slots=True)
class StepExample:
    """One step: the line of state (`prompts.brief_state`), the targets allowed there, the expert's action."""

    state: str
    targets: tuple[Target, ...]
    action: Action


@dataclass(frozen=True, slots=True)
class EpisodeExample:
    """One request with the steps that fulfil it, the last of them `finish` or `give_up`."""

    request: str
    steps: tuple[StepExample, ...]


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step of a plan: what it does, with its values. A step in a document's own words has the function `follow`."""

    target: Target
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanExample:
    """One task with its plan, before anything of a window was seen; the last step is `finish`."""

    request: str
    steps: tuple[PlannedStep, ...]


Example = EpisodeExample | PlanExample
"""What training reads."""


@dataclass(frozen=True, slots=True)
class LoggedStep:
    """One step of an episode that was really played. `behaviour` is how the model came to it, where a model did."""

    state: str
    targets: tuple[Target, ...]
    action: Action
    behaviour: Behaviour | None = None


@dataclass(frozen=True, slots=True)
class LoggedEpisode:
    """An episode that was played and judged. `terminated` is False where a limit cut it."""

    request: str
    steps: tuple[LoggedStep, ...]
    success: bool
    terminated: bool
