"""A kind of task: how its values are drawn, how an expert does it, and the document that it should produce."""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from lamwright.actions import Action
from lamwright.environments.writer.document import Document
from lamwright.environments.writer.template import Template
from lamwright.tasks import Part

Item = TypeVar("Item")
_QUICK_TRIES = 8
HELD_OUT_SHARE = 5
"""One value in so many is kept for testing: it is never drawn for training."""


@dataclass(frozen=True, slots=True)
class Draw:
    """Draws values for one task; values kept for testing are drawn for testing alone."""

    rng: Random
    held_out: bool

    def choose(self, values: Sequence[Item]) -> Item:
        """One of the values, from this split's share where the share is not empty. Raises IndexError on no values at all."""
        for _ in range(_QUICK_TRIES):
            value = self.rng.choice(values)
            if self._ours(value):
                return value
        return self.rng.choice([value for value in values if self._ours(value)] or list(values))

    def _ours(self, value: object) -> bool:
        return (zlib.crc32(repr(value).encode()) % HELD_OUT_SHARE == 0) == self.held_out


@dataclass(frozen=True, slots=True)
class Scene:
    """A template and what stands in it: what values are drawn from."""

    template: Template
    document: Document


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of task.

    `sample` draws a part's values for a scene, or None where the document does not suit (it leaves out the slots paragraph and item: a
    reference to the block `at` is worded later). `plan` is what an expert does. `expected` is the document that must result from the one
    before: the check compares it with what Writer saves, so that anything else that changed fails the task. `composable` kinds may stand
    in one request with others: they select what they act on, and keep the number of paragraphs.
    """

    name: str
    group: str
    sample: Callable[[Scene, Draw], Part | None]
    plan: Callable[[Part], tuple[Action, ...]]
    expected: Callable[[Document, Part], Document]
    composable: bool = False
