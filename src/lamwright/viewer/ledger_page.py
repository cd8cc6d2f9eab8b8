"""The ledger as one page: a table and plots for each kind of evaluation, learning curves, and where the records are."""

from collections.abc import Mapping, Sequence
from os.path import relpath
from pathlib import Path

from jinja2 import Environment, PackageLoader

from lamwright.errors import UsageError
from lamwright.evaluation.scores import Evaluation, Kind
from lamwright.metrics import OverSeeds, Rate, labelled, success_rate
from lamwright.metrics.figures import RESAMPLES
from lamwright.records import write_whole
from lamwright.version import commit, version
from lamwright.viewer.curves import Curve
from lamwright.viewer.ledger import Ledger, Section, all_scores
from lamwright.viewer.ledger_rows import SPLIT, columns, count_rows, metric_rows
from lamwright.viewer.paper import PAPER
from lamwright.viewer.plots import PARTS, curves_plot, groups_plot, latency_plot, metrics_plot, model_colours

_TITLES: Mapping[Kind, str] = {
    "plans": "Planning: the steps of a task from its words",
    "decisions": "Decisions: an expert's recorded steps, decided again",
    "online": "Online: tasks done in the application",
}
_LABELS: Mapping[Kind, tuple[str, ...]] = {
    "plans": ("source", "group"),
    "decisions": ("tier", "group"),
    "online": ("tier", "group", "start"),
}


def write_page(out: Path, ledger: Ledger, curves: Sequence[Curve] = ()) -> Path:
    """Write the page `out`. Raises UsageError where there is no place for it, PrerequisiteError without matplotlib."""
    pages = Environment(loader=PackageLoader("lamwright.viewer", "pages"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    colours = model_colours((*ledger.names, *(curve.name for curve in curves)))
    page = pages.get_template("ledger.html.jinja").render(
        version=version(),
        commit=commit(),
        resamples=RESAMPLES,
        seeds=ledger.seeds,
        sections=[_section(section, out.parent, colours) for section in ledger.sections],
        curves_plot=curves_plot(curves, colours) if curves else "",
        speeds=[_speed(curve) for curve in curves],
    )
    make_folder(out.parent)
    write_whole(out, page)
    return out


def make_folder(folder: Path) -> None:
    """Raises UsageError where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be made: {error.strerror}. Name another place for the page.") from error


def _section(section: Section, beside: Path, colours: Mapping[str, str]) -> dict[str, object]:
    """What the template shows of a section."""
    names, gains = tuple(section.models), tuple(section.gains)
    return {
        "title": _TITLES[section.kind],
        "columns": columns(names, gains),
        "rows": metric_rows(section, names, gains),
        "counts": count_rows(section),
        "plots": _plots(section, colours),
        "sources": [_source(name, one, beside) for name, runs in section.models.items() for one in runs.values()],
    }


def _plots(section: Section, colours: Mapping[str, str]) -> dict[str, str]:
    whole = {metric: models for metric, models in section.figures.items() if metric not in SPLIT and "," not in metric}
    plots = {"Every metric": metrics_plot(whole, PAPER[section.kind], colours, tuple(section.gains))}
    if section.kind == "online":
        plots["Where a step's time goes"] = latency_plot({name: _split(section.figures, name) for name in section.models})
    for label in _LABELS[section.kind]:
        rates = {name: _rates(runs, label) for name, runs in section.models.items()}
        if any(rates.values()):
            plots[f"Task success by {label}"] = groups_plot(rates, colours)
    return plots


def _rates(runs: Mapping[int, Evaluation], label: str) -> dict[str, Rate]:
    return {name: success_rate(those) for name, those in labelled(all_scores(runs), label).items()}


def _split(figures: Mapping[str, Mapping[str, OverSeeds]], model: str) -> dict[str, float]:
    found = {part: figures.get(metric, {}).get(model) for part, metric in zip(PARTS, SPLIT, strict=True)}
    return {part: one.figure.value for part, one in found.items() if one}


def _source(name: str, one: Evaluation, beside: Path) -> dict[str, str]:
    """One run in words, and the address of its own page, where every failure stands with its record."""
    made, page = one.manifest, one.folder / "report.html"
    failed = sum(not score.success for score in one.scores)
    return {
        "text": f"{name}, seed {made.seed}: {one.folder}, {len(one.scores)} tasks, {failed} failed, model {one.model or 'not named'}, "
        f"version {made.version}{f', commit {made.commit}' if made.commit else ''}, {made.started}",
        "page": Path(relpath(page, beside)).as_posix() if page.is_file() else "",
    }


def _speed(curve: Curve) -> str:
    speed = f", {curve.tokens_per_second:,.0f} tokens/s" if curve.tokens_per_second else ""
    return f"{curve.name}: {curve.steps[-1]:,} steps in {curve.seconds:,.0f} s{speed}, loss {curve.losses[0]:.3f} to {curve.losses[-1]:.3f}"
