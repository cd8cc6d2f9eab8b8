"""Any metric over tasks, with its interval.

Every metric here is a quotient of two sums over tasks: right steps over all steps, seconds over tasks, seconds over steps. A task adds
its `Share` to each. Intervals come from resampling whole clusters of tasks (Efron's percentile bootstrap), each with all its steps.

A cluster is every task with the same request, word for word, whatever its document, start, tier or seed: how one of them goes says much
about the others. A task's name would not do: it holds the seed, so that what several seeds ask for would count as new each time.

Where a rate is 0% or 100%, all resamples are alike and their interval would have no width. There it is Wilson's, of one try per cluster.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isnan, nan
from random import Random

from lamwright.metrics.rates import Rate, wilson

RESAMPLES = 1000
TSR = "task_success_rate"


@dataclass(frozen=True, slots=True)
class Share:
    """What one task adds to a metric: `part` above the line, `whole` below it."""

    part: float
    whole: float


NOTHING = Share(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class TaskScore:
    """How one task went: its share of each metric.

    `task` is its name in its run, by which models are paired. `labels` are what tables group by ("group", "tier", "source"). `request` is
    what was asked for.
    """

    task: str
    shares: Mapping[str, Share]
    labels: Mapping[str, str] = field(default_factory=dict)
    request: str = ""

    @property
    def success(self) -> bool:
        return self.shares.get(TSR, NOTHING).part > 0

    @property
    def cluster(self) -> str:
        """What it is drawn by: the request, as the module states; the name where no request is known."""
        return self.request or self.task


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric's value with its 95% interval, and over how many tasks."""

    value: float
    low: float
    high: float
    tasks: int

    def to_json(self) -> dict[str, object]:
        return {"value": round(self.value, 4), "interval": [round(self.low, 4), round(self.high, 4)], "tasks": self.tasks}


def figures(scores: Sequence[TaskScore], seed: int = 0, resamples: int = RESAMPLES) -> dict[str, Figure]:
    """Every metric that the tasks have a share of. The same seed gives the same intervals."""
    clusters = clusters_of(scores)
    draws = resampled(clusters, seed, resamples)
    return {name: figure_of(name, scores, clusters, draws) for name in metric_names(scores)}


def success_rate(scores: Sequence[TaskScore], seed: int = 0, resamples: int = RESAMPLES) -> Rate:
    """How many of the tasks were done, with the interval that `figures` gives their task success rate."""
    clusters = clusters_of(scores)
    figure = figure_of(TSR, scores, clusters, resampled(clusters, seed, resamples))
    return Rate(sum(score.success for score in scores), figure.tasks, figure.low, figure.high)


def is_rate(metric: str) -> bool:
    """Whether a metric is a share of things, by its name; else it is a time or a number. What follows a comma says of which tasks."""
    return metric.partition(",")[0].endswith(("rate", "accuracy", "precision", "recall"))


def metric_names(scores: Sequence[TaskScore]) -> list[str]:
    """In the order in which tasks name them first."""
    return list(dict.fromkeys(name for score in scores for name in score.shares))


def labelled(scores: Sequence[TaskScore], label: str) -> dict[str, list[TaskScore]]:
    """The tasks by what `label` says of them; those of which it says nothing are left out."""
    names = sorted({score.labels[label] for score in scores if score.labels.get(label)})
    return {name: [score for score in scores if score.labels.get(label) == name] for name in names}


def with_success_by(scores: Sequence[TaskScore], label: str) -> list[TaskScore]:
    """The same scores, each with the task success of its label's value as a metric of its own: "task_success_rate, wordings", say."""
    return [
        replace(score, shares={**score.shares, f"{TSR}, {score.labels[label]}": score.shares.get(TSR, NOTHING)})
        if label in score.labels
        else score
        for score in scores
    ]


def clusters_of(scores: Sequence[TaskScore]) -> list[list[int]]:
    """The places of each cluster's tasks; one with neither request nor name is a cluster of its own."""
    places: dict[str | int, list[int]] = {}
    for place, score in enumerate(scores):
        places.setdefault(score.cluster or place, []).append(place)
    return list(places.values())


def resampled(clusters: Sequence[Sequence[int]], seed: int, resamples: int) -> list[list[int]]:
    """`resamples` draws with replacement of as many clusters as there are, each with all its members."""
    rng = Random(f"bootstrap/{seed}")
    return [[one for cluster in rng.choices(clusters, k=len(clusters)) for one in cluster] for _ in range(resamples)] if clusters else []


def quotient(shares: Sequence[Share]) -> float:
    """All parts over all wholes; 0 where there is no whole."""
    whole = sum(share.whole for share in shares)
    return sum(share.part for share in shares) / whole if whole else 0.0


def quotients(shares: Sequence[Share], draws: Sequence[Sequence[int]]) -> list[float]:
    """The quotient of each draw of tasks; nan for a draw in which there is no whole."""
    parts, wholes = [share.part for share in shares], [share.whole for share in shares]
    sums = ((sum(map(parts.__getitem__, draw)), sum(map(wholes.__getitem__, draw))) for draw in draws)
    return [part / whole if whole else nan for part, whole in sums]


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The middle 95% of some values, those that are no number left out; 0 to 0 where there are none."""
    ranked = sorted(value for value in values if not isnan(value)) or [0.0]
    cut = int(0.025 * len(ranked))
    return ranked[cut], ranked[len(ranked) - 1 - cut]


def figure_of(name: str, scores: Sequence[TaskScore], clusters: Sequence[Sequence[int]], draws: Sequence[Sequence[int]]) -> Figure:
    """A metric's quotient with its interval, as the module states it, and how many tasks have a whole."""
    shares = [score.shares.get(name, NOTHING) for score in scores]
    value = quotient(shares)
    alike = is_rate(name) and value in (0.0, 1.0)
    low, high = _wilsons(value, shares, clusters) if alike else interval(quotients(shares, draws))
    return Figure(value, low, high, sum(share.whole > 0 for share in shares))


def _wilsons(value: float, shares: Sequence[Share], clusters: Sequence[Sequence[int]]) -> tuple[float, float]:
    """The interval of a rate that is the same in every cluster."""
    tries = sum(any(shares[place].whole for place in places) for places in clusters)
    rate = wilson(round(value * tries), tries)
    return rate.low, rate.high
