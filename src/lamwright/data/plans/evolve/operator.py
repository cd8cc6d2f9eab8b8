"""The seam of evolution: an operator makes a new pair from one."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import Protocol

from lamwright.data.plans.funnel import Funnel
from lamwright.pairs import Lineage, Pair

EVOLVED = "evolved:"
"""What the ids of evolved pairs begin with; a pair made from a search query is derived too, but stands with the documented ones."""


class Operator(Protocol):
    """Makes one pair from another, or none where it does not suit. Every choice comes from `rng`."""

    def evolve(self, pair: Pair, rng: Random) -> Pair | None: ...


OperatorFor = Callable[[Sequence[Pair], Funnel], Operator]
"""Makes the operator for these documented pairs; it counts in the funnel why it made nothing."""


def child(parent: Pair, operator: str, task: str, plan: Sequence[str], roots: Sequence[str] = ()) -> Pair:
    """The pair that an operator made of `parent`; `roots` where it joins others' too."""
    lineage = Lineage(tuple(roots) or roots_of(parent), parent.id, operator, parent.lineage.depth + 1)
    return replace(parent, id=identity(task, plan), task=task, plan=tuple(plan), lineage=lineage)


def roots_of(pair: Pair) -> tuple[str, ...]:
    """A documented pair is its own root where it names none."""
    return pair.lineage.roots or (pair.id,)


def identity(task: str, plan: Sequence[str]) -> str:
    """The id of an evolved pair: its content's, so that the same pair has the same id in every run."""
    return EVOLVED + hashlib.sha256("\n".join((task, *plan)).encode()).hexdigest()[:16]
