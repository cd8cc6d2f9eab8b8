"""Plots as SVG, ready to stand in a page. matplotlib is loaded when the first is drawn."""

import base64
import io
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import wraps
from importlib.util import find_spec
from itertools import cycle
from typing import TYPE_CHECKING, Any, ParamSpec

from lamwright.errors import PrerequisiteError
from lamwright.metrics import OverSeeds, Rate
from lamwright.metrics.figures import is_rate
from lamwright.viewer.curves import Curve
from lamwright.viewer.texts import metric_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

_Given = ParamSpec("_Given")
INK, SOFT, LINE = "#1c2430", "#5d6b7c", "#dde3ea"
COLOURS = ("#2f6fb0", "#e8590c", "#1a7f4b", "#8a4fbf", "#b3261e", "#7a6a00", "#0b7f8c", "#5d6b7c")
PARTS = {"observe": "#2f6fb0", "decide": "#e8590c", "act": "#9aa7b5"}
_STYLE: dict[Any, Any] = {
    "font.size": 9.0, "text.color": INK, "axes.labelcolor": SOFT, "axes.edgecolor": LINE, "xtick.color": SOFT, "ytick.color": SOFT,
    "axes.grid": True, "grid.color": LINE, "grid.linewidth": 0.6, "axes.axisbelow": True, "axes.spines.top": False,
    "axes.spines.right": False, "axes.titlesize": 10.0, "axes.titlelocation": "left", "legend.frameon": False,
    "svg.hashsalt": "lamwright",
}  # fmt: skip


def require_matplotlib() -> None:
    """Raises PrerequisiteError with the line that installs it."""
    if find_spec("matplotlib") is None:
        raise PrerequisiteError("Plots need the Python package matplotlib. Run: pip install 'lamwright[report]'")


def _styled(draw: Callable[_Given, "Canvas"]) -> Callable[_Given, str]:
    """The function's drawing in the page's style, as a data address: it needs nothing from anywhere."""

    @wraps(draw)
    def drawn(*args: _Given.args, **kwargs: _Given.kwargs) -> str:
        require_matplotlib()
        from matplotlib import rc_context

        written = io.BytesIO()
        with rc_context(_STYLE):
            draw(*args, **kwargs).savefig(written, format="svg", metadata={"Date": None})
        return f"data:image/svg+xml;base64,{base64.b64encode(written.getvalue()).decode()}"

    return drawn


def model_colours(names: Iterable[str]) -> dict[str, str]:
    """A colour for each model, to be the same in every plot of a page. Beyond eight models they come again."""
    return dict(zip(dict.fromkeys(names), cycle(COLOURS), strict=False))


@_styled
def metrics_plot(
    metrics: Mapping[str, Mapping[str, OverSeeds]],
    paper: Mapping[str, Mapping[str, float]],
    colours: Mapping[str, str],
    trained: Collection[tuple[str, str]],
) -> "Canvas":
    """A panel per metric: every model's value with its interval, a small dot per seed, the paper's as a hollow square.

    Rates are drawn in percent. `trained` are two models each, the second made by training the first: a thin line per seed joins them.
    """
    canvas, panels = _panels(len(metrics), 2.7, 2.5)
    for axes, (metric, models) in zip(panels, metrics.items(), strict=False):
        scale = 100 if is_rate(metric) else 1
        _seeds(axes, {model: {seed: scale * value for seed, value in one.seeds.items()} for model, one in models.items()}, trained)
        _metric_panel(axes, metric, models, paper.get(metric, {}), colours)
    return canvas


@_styled
def groups_plot(models: Mapping[str, Mapping[str, Rate]], colours: Mapping[str, str]) -> "Canvas":
    """A row per group, a dot per model with its interval."""
    names = sorted({group for groups in models.values() for group in groups}, reverse=True)
    lanes = max(len(models), 5)  # so many dots in a row's height: more models make it higher
    canvas, (axes,) = _panels(1, 8.2, 0.9 + 0.068 * lanes * len(names))
    for number, (model, groups) in enumerate(models.items()):
        shift = (len(models) - 1) / 2 - number
        rows = [(names.index(group) + 0.8 / lanes * shift, rate) for group, rate in groups.items()]
        _dots(axes, rows, colours[model], model)
    axes.set_yticks(range(len(names)), names)
    axes.set_xlim(-2, 102)
    axes.set_ylim(-0.6, len(names) - 0.4)
    axes.set_xlabel("task success, %")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=len(models), borderaxespad=0.2)
    return canvas


@_styled
def latency_plot(models: Mapping[str, Mapping[str, float]]) -> "Canvas":
    """A bar per model: milliseconds of a step, split into observe, decide and act."""
    canvas, (axes,) = _panels(1, 8.2, 0.9 + 0.36 * len(models))
    names = list(models)[::-1]
    starts = [0.0] * len(names)
    for part, colour in PARTS.items():
        widths = [1000 * models[name].get(part, 0.0) for name in names]
        axes.barh(names, widths, left=starts, color=colour, height=0.6, label=part)
        starts = [start + width for start, width in zip(starts, widths, strict=True)]
    for row, whole in enumerate(starts):
        axes.text(whole, row, f" {whole:.0f}", va="center", color=INK)
    axes.margins(x=0.08)
    axes.set_xlabel("milliseconds a step, mean")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, borderaxespad=0.2)
    return canvas


@_styled
def curves_plot(curves: Sequence[Curve], colours: Mapping[str, str]) -> "Canvas":
    """A panel per model: the loss by step, a line for each of its trainings."""
    names = list(dict.fromkeys(curve.name for curve in curves))
    canvas, panels = _panels(len(names), 2.7, 2.5)
    for axes, name in zip(panels, names, strict=True):
        those = [curve for curve in curves if curve.name == name]
        for curve in those:
            axes.plot(curve.steps, curve.losses, color=colours[name], linewidth=1.1, alpha=0.75)
        axes.set_title(f"{name}, loss by step")
    return canvas


def _metric_panel(
    axes: "Axes", metric: str, models: Mapping[str, OverSeeds], paper: Mapping[str, float], colours: Mapping[str, str]
) -> None:
    scale = 100 if is_rate(metric) else 1
    for number, (model, one) in enumerate(models.items()):
        value, low, high = (scale * each for each in (one.figure.value, one.figure.low, one.figure.high))
        axes.vlines(number, low, high, color=colours[model], linewidth=2, alpha=0.55)
        axes.plot(number, value, "o", color=colours[model], markersize=5)
        axes.annotate(_short(value, metric), (number, value), xytext=(0, 7), textcoords="offset points", ha="center", fontsize=8)
        if model in paper:
            axes.plot(number, scale * paper[model], "s", color=SOFT, markerfacecolor="none", markersize=5)
    axes.set_xticks(range(len(models)), list(models), rotation=30 if max(map(len, models), default=0) > 5 else 0)
    axes.set_xlim(-0.6, len(models) - 0.4)
    axes.set_title(metric_text(metric) + (", %" if scale == 100 else ""))
    if metric.endswith(("seconds", "latency")):
        _log_scale(axes)  # the paper's are fifty times ours
    axes.margins(y=0.16)  # room for the numbers


def _log_scale(axes: "Axes") -> None:
    from matplotlib.ticker import NullFormatter

    axes.set_yscale("log")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_minor_formatter(NullFormatter())


def _seeds(axes: "Axes", models: Mapping[str, Mapping[int, float]], trained: Collection[tuple[str, str]]) -> None:
    """A small dot for each seed's value, a thin line from a model's to that of the one trained from it; none for one seed alone."""
    if len({seed for values in models.values() for seed in values}) < 2:
        return
    places = {model: number for number, model in enumerate(models)}
    for model, values in models.items():
        axes.plot([places[model]] * len(values), list(values.values()), ".", color=SOFT, markersize=3, alpha=0.5, zorder=1)
    for first, second in (both for both in trained if places.keys() >= set(both)):
        for seed in sorted(models[first].keys() & models[second].keys()):
            ends = [models[first][seed], models[second][seed]]
            axes.plot([places[first], places[second]], ends, "-", color=SOFT, linewidth=0.7, alpha=0.5, zorder=1)


def _short(value: float, metric: str) -> str:
    return f"{value:.1f}" if is_rate(metric) else f"{value:.3g}"


def _dots(axes: "Axes", rows: Sequence[tuple[float, Rate]], colour: str, name: str) -> None:
    for place, rate in rows:
        axes.hlines(place, 100 * rate.low, 100 * rate.high, color=colour, linewidth=2, alpha=0.4)
    axes.plot([100 * rate.value for _, rate in rows], [place for place, _ in rows], "o", color=colour, markersize=4.5, label=name)


def _panels(count: int, width: float, height: float) -> "tuple[Canvas, tuple[Axes, ...]]":
    """A canvas with so many panels, three in a row or four alone, each of that size in inches."""
    from matplotlib.figure import Figure as Canvas

    columns = count if count <= 4 else 3
    rows = -(-count // columns)
    canvas = Canvas(figsize=(width * columns, height * rows), layout="constrained")
    return canvas, tuple(canvas.add_subplot(rows, columns, number) for number in range(1, count + 1))
