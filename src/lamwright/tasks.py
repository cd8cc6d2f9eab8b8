"""What is asked for: a task, its parts, and the plan that an expert would follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lamwright.actions import Action

Split = Literal["train", "test"]
Tier = Literal["train", "parameters", "wordings", "composed", "impossible"]
"""What is new to a model about a task: nothing; its parameters; its wording too; several kinds in one request; that it cannot be done."""


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

    @property
    def kinds(self) -> str:
        return "+".join(part.kind for part in self.parts)
