"""One page about several models: every metric with its interval, what each gained on the one before, groups, latency, learning curves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, PackageLoader

from lamwright.errors import UsageError
from lamwright.evaluation.scores import KINDS, Evaluation, Kind, read_evaluation
from lamwright.metrics import Comparison, Figure, Rate, figures, labelled, paired, wilson
from lamwright.metrics.figures import RESAMPLES
from lamwright.records import write_whole
from lamwright.version import commit, version
from lamwright.viewer.curves import Curve, read_curve
from lamwright.viewer.paper import PAPER
from lamwright.viewer.plots import PARTS, curves_plot, groups_plot, is_rate, latency_plot, metrics_plot

_TITLES: Mapping[Kind, str] = {
    "plans": "Planning: the steps of a task from its words",
    "decisions": "Decisions: an expert's recorded steps, decided again",
    "online": "Online: tasks done in the application",
}
_SPLIT = tuple(f"{part}_seconds" for part in PARTS)
"""Metrics that only the latency plot shows."""


@dataclass(frozen=True, slots=True)
class Named:
    """A model's name, as the page calls it, and a folder of its."""

    name: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what it is about, then a cell per column."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of evaluation on the page. `gains` compares each model with the one before it, on the tasks of both."""

    title: str
    models: tuple[str, ...]
    rows: tuple[Row, ...]
    gains: tuple[Row, ...]
    plots: Mapping[str, str]
    sources: tuple[str, ...]


def write_ledger(out: Path, runs: Sequence[Named], trainings: Sequence[Named] = ()) -> Path:
    """Write the page `out`. Runs are evaluations of any kind, in the order to show. Raises RecordError, UsageError, PrerequisiteError."""
    if not runs:
        raise UsageError("There is no evaluation to report. Name some with --run NAME=RUN.")
    found = [(run.name, read_evaluation(run.folder)) for run in runs]
    _check_once(found)
    curves = [read_curve(training.name, training.folder) for training in trainings]
    pages = Environment(loader=PackageLoader("lamwright.viewer", "pages"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    page = pages.get_template("ledger.html.jinja").render(
        version=version(),
        commit=commit(),
        resamples=RESAMPLES,
        sections=[_section(kind, {name: one for name, one in found if one.kind == kind}) for kind in KINDS if _has(found, kind)],
        curves=curves,
        curves_plot=curves_plot(curves) if curves else "",
        speeds=[_speed(curve) for curve in curves],
    )
    _make_folder(out.parent)
    write_whole(out, page)
    return out


def _check_once(found: Sequence[tuple[str, Evaluation]]) -> None:
    seen = set()
    for name, one in found:
        if (name, one.kind) in seen:
            raise UsageError(f"'{name}' has two evaluations of {one.kind}. Give each run a name of its own: LAM2-seed1, say.")
        seen.add((name, one.kind))


def _has(found: Sequence[tuple[str, Evaluation]], kind: Kind) -> bool:
    return any(one.kind == kind for _, one in found)


def _section(kind: Kind, models: Mapping[str, Evaluation]) -> Section:
    found = {name: figures(one.scores) for name, one in models.items()}
    metrics = [metric for metric in dict.fromkeys(name for each in found.values() for name in each) if metric not in _SPLIT]
    by_metric = {metric: {name: each[metric] for name, each in found.items() if metric in each} for metric in metrics}
    plots = {"Every metric": metrics_plot(by_metric, PAPER[kind])}
    if kind == "online":
        plots["Where a step's time goes"] = latency_plot({name: _split(each) for name, each in found.items()})
    for label in ("source", "group") if kind == "plans" else ("tier", "group", "start"):
        by_label = {name: _rates(one, label) for name, one in models.items()}
        if any(by_label.values()):
            plots[f"Task success by {label}"] = groups_plot(by_label)
    rows = [_row(metric, models, by_metric[metric], kind) for metric in metrics]
    return Section(_TITLES[kind], tuple(models), tuple(rows), _gains(models, metrics), plots, tuple(map(_source, models, models.values())))


def _row(metric: str, models: Mapping[str, Evaluation], values: Mapping[str, Figure], kind: Kind) -> Row:
    paper = PAPER[kind].get(metric, {})
    cells = [
        (_figure(metric, values[name]) if name in values else "") + (f"; paper {_value(metric, paper[name])}" if name in paper else "")
        for name in models
    ]
    return Row(metric.replace("_", " "), tuple(cells))


def _gains(models: Mapping[str, Evaluation], metrics: Sequence[str]) -> tuple[Row, ...]:
    names = list(models)
    pairs = [(a, b, paired(models[a].scores, models[b].scores)) for a, b in pairwise(names)]
    return tuple(Row(f"{b} against {a}", _gain(found, metrics)) for a, b, found in pairs if found.tasks)


def _gain(found: Comparison, metrics: Sequence[str]) -> tuple[str, ...]:
    """The tasks of both, McNemar's p, then the difference in each metric."""
    changes = []
    for metric in metrics:
        one = found.differences.get(metric)
        changes.append(_figure(metric, Figure(one.value, one.low, one.high, found.tasks), signed=True) if one else "")
    return str(found.tasks), f"{found.only_second} won, {found.only_first} lost, p {_chance(found.p_success)}", *changes


def _chance(p: float) -> str:
    return f"= {p:.3f}" if p >= 0.001 else "< 0.001"


def _rates(one: Evaluation, label: str) -> dict[str, Rate]:
    return {name: wilson(sum(score.success for score in those), len(those)) for name, those in labelled(one.scores, label).items()}


def _split(found: Mapping[str, Figure]) -> dict[str, float]:
    return {part: found[f"{part}_seconds"].value for part in PARTS if f"{part}_seconds" in found}


def _source(name: str, one: Evaluation) -> str:
    made = one.manifest
    return (
        f"{name}: {one.folder}, {len(one.scores)} tasks, model {one.model or 'not named'}, seed {made.seed}, "
        f"version {made.version}{f', commit {made.commit}' if made.commit else ''}, {made.started}"
    )


def _speed(curve: Curve) -> str:
    speed = f", {curve.tokens_per_second:,.0f} tokens/s" if curve.tokens_per_second else ""
    return f"{curve.name}: {curve.steps[-1]:,} steps in {curve.seconds:,.0f} s{speed}, loss {curve.losses[0]:.3f} to {curve.losses[-1]:.3f}"


def _figure(metric: str, figure: Figure, *, signed: bool = False) -> str:
    value, low, high = (_value(metric, one, signed=signed) for one in (figure.value, figure.low, figure.high))
    return f"{value} [{low.rstrip('%')}, {high.rstrip('%')}]"


def _value(metric: str, value: float, *, signed: bool = False) -> str:
    sign = "+" if signed else ""
    return f"{100 * value:{sign}.1f}%" if is_rate(metric) else f"{value:{sign}.3g}"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be made: {error.strerror}. Name another place for the page.") from error
