"""What several models were measured to do, over several seeds, and what each training gained on the one before."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from lamwright.errors import UsageError
from lamwright.evaluation.scores import KINDS, Evaluation, Kind, read_evaluation
from lamwright.metrics import Comparison, OverSeeds, Runs, TaskScore, over_seeds, paired_over_seeds, with_success_by

BY: Mapping[Kind, str] = {"plans": "source", "decisions": "tier", "online": "tier"}
"""The label whose values have their task success apart."""

Gained = tuple[str, str]
"""A model's name, and that of the one that is measured against it."""
Models = Mapping[str, Mapping[int, Evaluation]]
"""Evaluations of one kind, by the model's name and the seed."""


@dataclass(frozen=True, slots=True)
class Named:
    """A model's name, as the ledger calls it, and a folder of its."""

    name: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of evaluation: each model's runs by their seeds, its figures by metric, and each trained model against the one before it.

    Two models without a task in common have no gain.
    """

    kind: Kind
    models: Models
    figures: Mapping[str, Mapping[str, OverSeeds]]
    gains: Mapping[Gained, Comparison]

    def to_json(self) -> dict[str, object]:
        return {
            "models": {name: {str(seed): str(one.folder) for seed, one in runs.items()} for name, runs in self.models.items()},
            "metrics": {name: {model: one.to_json() for model, one in models.items()} for name, models in self.figures.items()},
            "gains": [{"from": first, "to": second, **found.to_json()} for (first, second), found in self.gains.items()],
        }


@dataclass(frozen=True, slots=True)
class Ledger:
    """All models in the order in which they were named, and a section for each kind of evaluation."""

    names: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def evaluations(self) -> tuple[Evaluation, ...]:
        return tuple(one for section in self.sections for runs in section.models.values() for one in runs.values())

    @property
    def seeds(self) -> tuple[int, ...]:
        return tuple(sorted({one.manifest.seed for one in self.evaluations}))

    @property
    def gains(self) -> tuple[Gained, ...]:
        """Every two models of which one is measured against the other, in any section."""
        found = {both for section in self.sections for both in section.gains}
        return tuple(sorted(found, key=lambda both: [self.names.index(name) for name in both]))

    @property
    def commits(self) -> tuple[str, ...]:
        """Of lamwright, when these runs were made."""
        return tuple(dict.fromkeys(one.manifest.commit for one in self.evaluations if one.manifest.commit))

    def to_json(self) -> dict[str, object]:
        return {
            "seeds": list(self.seeds),
            "commits": list(self.commits),
            **{section.kind: section.to_json() for section in self.sections},
        }


def read_ledger(runs: Sequence[Named], trained: Collection[str] = (), on_read: Callable[[], None] = lambda: None) -> Ledger:
    """Read evaluations of any kind, in the order to show. Raises RecordError, UsageError.

    Gains are those of each model named in `trained` on the one of them before it: what is measured beside (an expert, somebody else's
    model) was not made from its neighbour.
    """
    if not runs:
        raise UsageError("There is no evaluation to report. Name some with --run NAME=RUN.")
    found = read_models(runs, on_read)
    names = tuple(dict.fromkeys(run.name for run in runs))
    return Ledger(names, tuple(_section(kind, found[kind], names, trained) for kind in KINDS if kind in found))


def read_models(runs: Sequence[Named], on_read: Callable[[], None] = lambda: None) -> Mapping[Kind, Models]:
    """Read evaluations of any kind; those of one kind with the same name are seeds of one model. Raises RecordError, UsageError."""
    found: dict[Kind, dict[str, dict[int, Evaluation]]] = {}
    for run in runs:
        one = read_evaluation(run.folder)
        seeds = found.setdefault(one.kind, {}).setdefault(run.name, {})
        if one.manifest.seed in seeds:
            raise UsageError(
                f"'{run.name}' has two evaluations of {one.kind} with seed {one.manifest.seed}: {seeds[one.manifest.seed].folder} and "
                f"{run.folder}. Give two models two names, or leave one out."
            )
        seeds[one.manifest.seed] = one
        on_read()
    return found


def compared(kind: Kind, first: Mapping[int, Evaluation], second: Mapping[int, Evaluation], seed: int = 0) -> Comparison:
    """Two models on the tasks that both did, in the seeds of both. `seed` is the resampling's."""
    return paired_over_seeds(_scores(kind, first), _scores(kind, second), seed)


def all_scores(runs: Mapping[int, Evaluation]) -> list[TaskScore]:
    return [score for one in runs.values() for score in one.scores]


def _scores(kind: Kind, runs: Mapping[int, Evaluation]) -> Runs:
    return {seed: with_success_by(one.scores, BY[kind]) for seed, one in sorted(runs.items())}


def _section(kind: Kind, found: Models, names: Sequence[str], trained: Collection[str]) -> Section:
    models = {name: found[name] for name in names if name in found}
    each = {name: over_seeds(_scores(kind, runs)) for name, runs in models.items()}
    metrics = dict.fromkeys(metric for one in each.values() for metric in one)
    by_metric = {metric: {name: one[metric] for name, one in each.items() if metric in one} for metric in metrics}
    steps = pairwise(name for name in models if name in trained)
    gains = {(first, second): compared(kind, models[first], models[second]) for first, second in steps}
    return Section(kind, models, by_metric, {both: gain for both, gain in gains.items() if gain.tasks})
