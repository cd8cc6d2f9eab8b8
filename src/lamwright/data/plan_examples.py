"""Pairs of a task and its plan as examples for training: an endless stream, by split."""

from collections.abc import Iterable
from random import Random

from lamwright.data.splits import split_of
from lamwright.errors import UsageError
from lamwright.example import PlanExample
from lamwright.pairs import Pair
from lamwright.written_steps import planned_steps

SUITE = "suite"
TRIES = 1000
LONGEST_PLAN = 40
"""A plan of more decisions is left out: no model here could write it to its end."""


def plan_example(pair: Pair) -> PlanExample:
    return PlanExample(pair.task, planned_steps(pair.task, pair.plan))


class PlanStream:
    """Draws the task suite's pairs or all others, then one of them: `sample` is what a trainer calls.

    `suite_share` is how often the suite's are drawn, against 1 for all others. Raises UsageError where no pair is for training.
    """

    def __init__(self, pairs: Iterable[Pair], suite_share: float = 1.0) -> None:
        groups: dict[bool, list[Pair]] = {}
        for pair in pairs:
            if split_of(pair) == "train":
                groups.setdefault(pair.source == SUITE, []).append(pair)
        if not groups:
            raise UsageError("The set holds no pair to train on. Make one with: lamwright plans build, then lamwright plans evolve")
        self._groups = list(groups.values())
        self._shares = [suite_share if suite else 1.0 for suite in groups]

    def sample(self, rng: Random) -> PlanExample:
        for _ in range(TRIES):
            [group] = rng.choices(self._groups, self._shares)
            example = plan_example(rng.choice(group))
            if len(example.steps) <= LONGEST_PLAN:
                return example
        raise UsageError(f"Of {TRIES} plans drawn every one has more than {LONGEST_PLAN} decisions: too long to learn. Make shorter ones.")
