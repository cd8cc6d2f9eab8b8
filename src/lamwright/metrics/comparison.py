"""Two models on the same tasks: is one better, or was it luck?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb, isnan

from lamwright.errors import UsageError
from lamwright.metrics.figures import NOTHING, RESAMPLES, TaskScore, clusters_of, interval, metric_names, quotient, quotients, resampled
from lamwright.metrics.seeds import Runs

Pair = tuple[TaskScore, TaskScore]


@dataclass(frozen=True, slots=True)
class Difference:
    """A metric of the second model less the first's, with its 95% interval and two-sided p, by paired bootstrap over tasks."""

    first: float
    second: float
    low: float
    high: float
    p: float

    @property
    def value(self) -> float:
        return self.second - self.first

    def to_json(self) -> dict[str, object]:
        values = {"first": self.first, "second": self.second, "difference": self.value, "p": self.p}
        return {**{name: round(value, 4) for name, value in values.items()}, "interval": [round(self.low, 4), round(self.high, 4)]}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two models on the tasks that both did. `only_first` and `only_second` count the tasks that one of them alone did.

    `won_first` and `won_second` count the requests of which one of them did more tasks: McNemar's `p_success` is of these.
    """

    tasks: int
    only_first: int
    only_second: int
    won_first: int
    won_second: int
    p_success: float
    differences: Mapping[str, Difference]

    def to_json(self) -> dict[str, object]:
        return {
            "tasks": self.tasks,
            "only_first": self.only_first,
            "only_second": self.only_second,
            "won_first": self.won_first,
            "won_second": self.won_second,
            "mcnemar_p": round(self.p_success, 6),
            "differences": {name: one.to_json() for name, one in self.differences.items()},
            "resamples": RESAMPLES,
        }


def mcnemar(only_first: int, only_second: int) -> float:
    """The exact two-sided p that two models succeed equally often (McNemar, 1947), from the tasks that one of them alone did.

    If they were equal, either would be the one with probability 1/2: p = 2 · P(X <= min), X binomial, at most 1.
    """
    n, fewer = only_first + only_second, min(only_first, only_second)
    below: int = sum(comb(n, k) for k in range(fewer + 1))
    return min(1.0, below / 2 ** (n - 1)) if n else 1.0


def paired(first: Sequence[TaskScore], second: Sequence[TaskScore], seed: int = 0, resamples: int = RESAMPLES) -> Comparison:
    """Compare two models on the tasks that both have a score of, by the tasks' names."""
    return paired_over_seeds({0: first}, {0: second}, seed, resamples)


def paired_over_seeds(first: Runs, second: Runs, seed: int = 0, resamples: int = RESAMPLES) -> Comparison:
    """Compare two models over the seeds of both: a task of the one is paired with the task of that name in the same seed of the other.

    With d(b) a metric of the second over resample b less the first's over the same, the interval is the middle 95% of d(1) ... d(B). A
    resample draws clusters, each the pairs with one request in all seeds, as `seeds` says; for McNemar's test too a cluster is one, won by
    the model that alone did more of its tasks. A metric's pairs are those in which both have it.

    Raises UsageError where tasks of one name ask for different things.
    """
    pairs = [pair for one in first if one in second for pair in _pairs(first[one], second[one])]
    clusters = clusters_of([a for a, _ in pairs])
    draws = resampled(clusters, seed, resamples)
    gained = [sum(pairs[place][1].success - pairs[place][0].success for place in places) for places in clusters]
    won_first, won_second = sum(gain < 0 for gain in gained), sum(gain > 0 for gain in gained)
    names = [name for name in metric_names([a for a, _ in pairs]) if any(_both(name, pair) for pair in pairs)]
    return Comparison(
        tasks=len(pairs),
        only_first=sum(a.success and not b.success for a, b in pairs),
        only_second=sum(b.success and not a.success for a, b in pairs),
        won_first=won_first,
        won_second=won_second,
        p_success=mcnemar(won_first, won_second),
        differences={name: _difference(name, pairs, draws) for name in names},
    )


def _pairs(first: Sequence[TaskScore], second: Sequence[TaskScore]) -> list[Pair]:
    others = {score.task: score for score in second}
    pairs = [(score, others[score.task]) for score in first if score.task in others]
    for one, other in pairs:
        if one.request and other.request and one.request != other.request:
            raise UsageError(
                f"The task '{one.task}' asks for {one.request!r} in one run, for {other.request!r} in the other: different versions of the "
                "suite made them. Evaluate both models with the same version of lamwright."
            )
    return pairs


def _both(name: str, pair: Pair) -> bool:
    return all(name in score.shares for score in pair)


def _difference(name: str, pairs: Sequence[Pair], draws: Sequence[Sequence[int]]) -> Difference:
    first, second = ([pair[side].shares[name] if _both(name, pair) else NOTHING for pair in pairs] for side in (0, 1))
    changes = [b - a for a, b in zip(quotients(first, draws), quotients(second, draws), strict=True)]
    return Difference(quotient(first), quotient(second), *interval(changes), p=_two_sided(changes))


def _two_sided(changes: Sequence[float]) -> float:
    """Twice the smaller share of resamples on one side of 0, with one added to each side so that it is never 0 (Davison, Hinkley 1997)."""
    below, above = sum(change <= 0 for change in changes), sum(change >= 0 for change in changes)
    return min(1.0, 2 * (min(below, above) + 1) / (sum(not isnan(change) for change in changes) + 1))
