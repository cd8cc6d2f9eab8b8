"""A kind of task: how its values are drawn, how an expert does it, and the document that it should produce."""

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from lamwright.actions import Action
from lamwright.environments.writer.document import Document
from lamwright.environments.writer.template import Template
from lamwright.tasks import Part

Item = TypeVar("Item")
_QUICK_TRIES = 8
_FEW = 50
HELD_OUT_SHARE = 5
"""One value, and one block of a template, in so many is kept for testing: it is never drawn for training."""


@dataclass(frozen=True, slots=True)
class Draw:
    """Draws values for one task; values kept for testing are drawn for testing alone."""

    rng: Random
    held_out: bool

    def choose(self, values: Sequence[Item]) -> Item:
        """One of the values, from this split's share. A single value is both splits'. Raises IndexError on no values at all."""
        kept = _kept(values) if len(values) <= _FEW else None
        for _ in range(_QUICK_TRIES):
            value = self.rng.choice(values)
            if self._ours(value, kept):
                return value
        return self.rng.choice([value for value in values if self._ours(value, kept)] or list(values))

    def own(self, values: Sequence[Item]) -> list[Item]:
        """This split's share of what a document happens to hold, in random order; it may be empty."""
        share = [value for value in values if self._ours(value, None)]
        self.rng.shuffle(share)
        return share

    def blocks(self, template: Template, indexes: Iterable[int]) -> list[int]:
        """This split's share of a template's blocks, in random order; it may be empty."""
        share = [index for index in indexes if _falls_to_tests((template.name, index)) == self.held_out]
        self.rng.shuffle(share)
        return share

    def _ours(self, value: Item, kept: Sequence[Item] | None) -> bool:
        return (_falls_to_tests(value) if kept is None else value in kept) == self.held_out


def _falls_to_tests(value: object) -> bool:
    return _number(value) % HELD_OUT_SHARE == 0


def _number(value: object) -> int:
    return zlib.crc32(repr(value).encode())


def _kept(values: Sequence[Item]) -> list[Item]:
    """Those of a few values that are kept for testing: never none of several, and never all."""
    kept = [value for value in values if _falls_to_tests(value)]
    if not kept and len(values) > 1:
        return [min(values, key=_number)]
    return [value for value in kept if value != max(kept, key=_number)] if len(kept) == len(values) else kept


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
