"""What happened in an episode, step by step, and how it was judged."""

from dataclasses import dataclass, field
from typing import Literal

from lamwright.actions import Action
from lamwright.observation import Observation

Outcome = Literal["finished", "gave_up", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class StepSeconds:
    """Where one step's wall time went; `act` includes waiting until the application has settled."""

    observe: float
    decide: float
    act: float

    @property
    def total(self) -> float:
        return self.observe + self.decide + self.act


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How a model came to its action, exactly as it read and wrote: what offline learning needs of the policy that acted.

    `choices` are its decisions in their order, each as the model's own ids: (function, text, type) of a name, (first, last) piece of a
    span, or token ids. `logprobs` has the natural logarithm of each one's probability under the policy that drew it.
    """

    choices: tuple[tuple[str | int, ...], ...]
    logprobs: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One turn of the loop. `action` is grounded where grounding succeeded; `feedback` is empty unless the action was refused."""

    observation: Observation
    action: Action
    seconds: StepSeconds
    feedback: str = ""
    screenshot: str | None = None
    behaviour: Behaviour | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who judged, what, and why. `judge` is "state" (the saved document), "model" or "plan"."""

    success: bool
    judge: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """An error that ended an episode, classified once at its boundary."""

    type: str
    message: str
    traceback: str


@dataclass(frozen=True, slots=True)
class Trajectory:
    """A whole episode.

    `outcome`: finished (the policy said so), gave_up (it said it cannot), refused (a person or the rules did not approve),
    failed (an error, or the limit of steps). Success is the verdict's word alone.
    """

    request: str
    outcome: Outcome
    steps: tuple[Step, ...]
    seconds: float
    verdict: Verdict | None = None
    failure: Failure | None = None
    task: str = ""
    """The task's identifier in its suite; empty for a person's own request."""
    notes: dict[str, str] = field(default_factory=dict)
    last_screenshot: str | None = None
    """The picture after the last step; those of the steps are from before each."""
