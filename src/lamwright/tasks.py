"""What is asked for: a task, its parts, and the plan that an expert would follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lamwright.actions import Action

Split = Literal["train", "test"]
Tier = Literal["train", "parameters", "wordings", "composed", "impossible", "perturbed"]
"""What is new to a model about a task: nothing; its parameters; its wording too; several kinds in one request; that it cannot be done;
its start, beside parameters and wording."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is asked for.

    `slots` holds the words that the request fills in, as they stand in the request. `at` is the index of the block of the document
    that a reference points at.
    """

    kind: str
    slots: Mapping[str, str] = field(default_factory=dict)
    at: int | None = None

    def __getitem__(self, slot: str) -> str:
        return self.slots[slot]


@dataclass(frozen=True, slots=True)
class Start:
    """What was done in the application before the agent's first look.

    `name` is the kind of perturbation, empty where nothing was done. `actions` were done in turn, the first `planned` of the task's own
    plan among them; `size` is that of the window in pixels, where it is not the whole screen.
    """

    name: str = ""
    actions: tuple[Action, ...] = ()
    planned: int = 0
    size: tuple[int, int] | None = None


PLAIN_START = Start()


@dataclass(frozen=True, slots=True)
class Task:
    """One request on one document. `possible` is False where the right answer is to give up and change nothing."""

    name: str
    group: str
    tier: Tier
    request: str
    template: str
    parts: tuple[Part, ...]
    plan: tuple[Action, ...]
    possible: bool = True
    start: Start = PLAIN_START

    @property
    def kinds(self) -> str:
        return "+".join(part.kind for part in self.parts)
