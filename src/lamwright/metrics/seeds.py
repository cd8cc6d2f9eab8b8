"""One model trained several times from different seeds, each time measured on tasks of its own: what it does on all of them.

A metric's value is that of all tasks of all seeds together: with part and whole of task i of seed s, the sum over s and i of the parts over
that of the wholes. Its interval is the middle 95% of that quotient over resamples, each of as many clusters as there are; Wilson's where a
rate is 0% or 100%. A cluster is every task with the same request, in whichever seeds (`lamwright.metrics.figures` says both), and is drawn
with its scores of all of them: these go together, and a bootstrap draws what is independent (Efron, Tibshirani, An Introduction to the
Bootstrap, 1993, chapter 8).

So the interval is about other tasks, of these trainings. What another training would change is what the seeds' own values show; three
seeds are too few to draw from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lamwright.metrics.figures import RESAMPLES, Figure, TaskScore, clusters_of, figure_of, metric_names, quotient, resampled

Runs = Mapping[int, Sequence[TaskScore]]
"""A model's scores by the seed that it was trained and measured with."""


@dataclass(frozen=True, slots=True)
class OverSeeds:
    """A metric over all seeds, and its value in each seed that has tasks of it."""

    figure: Figure
    seeds: Mapping[int, float]

    @property
    def least(self) -> float:
        return min(self.seeds.values())

    @property
    def most(self) -> float:
        return max(self.seeds.values())

    def to_json(self) -> dict[str, object]:
        return {**self.figure.to_json(), "seeds": {str(seed): round(value, 4) for seed, value in self.seeds.items()}}


def over_seeds(runs: Runs, seed: int = 0, resamples: int = RESAMPLES) -> dict[str, OverSeeds]:
    """Every metric that the tasks have a share of, as the module states it. `seed` is the resampling's."""
    every = [score for scores in runs.values() for score in scores]
    clusters = clusters_of(every)
    draws = resampled(clusters, seed, resamples)
    return {name: OverSeeds(figure_of(name, every, clusters, draws), _by_seed(name, runs)) for name in metric_names(every)}


def _by_seed(name: str, runs: Runs) -> dict[int, float]:
    each = {seed: [score.shares[name] for score in scores if name in score.shares] for seed, scores in runs.items()}
    return {seed: quotient(those) for seed, those in each.items() if those}
