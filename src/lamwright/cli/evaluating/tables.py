"""What people and machines see of an evaluation."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.table import Table

from lamwright.cli.show import people
from lamwright.metrics import Attempt, Comparison, Difference, Figure, TaskScore, figures, labelled
from lamwright.metrics.figures import RESAMPLES
from lamwright.viewer.plots import is_rate

_SHOWN_FAILURES = 10


def figure_text(name: str, figure: Figure) -> str:
    """A rate in percent, anything else in its own unit, with its interval."""
    return f"{value_text(name, figure.value)}  [{value_text(name, figure.low).rstrip('%')}, {value_text(name, figure.high).rstrip('%')}]"


def figures_table(title: str, scores: Sequence[TaskScore], label: str) -> Table:
    """Every metric over all tasks, then over those of each value of the label."""
    table = Table(title=title, title_justify="left", caption=f"95% intervals: bootstrap over tasks, {RESAMPLES} resamples")
    table.add_column(label)
    table.add_column("tasks", justify="right")
    table.add_column("metric", no_wrap=True)
    table.add_column("value, 95% interval", justify="right", no_wrap=True)
    for name, those in {**labelled(scores, label), "all": scores}.items():
        table.add_section()
        for number, (metric, figure) in enumerate(figures(those).items()):
            head = ("", "") if number else (name, str(len(those)))
            table.add_row(*head, metric.replace("_", " "), figure_text(metric, figure), style="bold" if name == "all" else "")
    return table


def figures_form(scores: Sequence[TaskScore]) -> dict[str, Any]:
    """Every metric by its name, the intervals apart, and how many tasks."""
    found = figures(scores)
    return {
        **{name: round(figure.value, 4) for name, figure in found.items()},
        "tasks": len(scores),
        "intervals": {name: [round(figure.low, 4), round(figure.high, 4)] for name, figure in found.items()},
        "resamples": RESAMPLES,
    }


def labels_form(scores: Sequence[TaskScore], label: str) -> dict[str, Any]:
    """The same for each value of a label."""
    return {name: figures_form(those) for name, those in labelled(scores, label).items()}


def failures_list(run: Path, failures: Sequence[Attempt]) -> None:
    """The first failures with their records."""
    if failures:
        people.print(f"{len(failures)} failed; the records are in {run}:", markup=False)
    for one in failures[:_SHOWN_FAILURES]:
        people.print(f"  episode {one.number}: {one.request}", markup=False)
        people.print(f"    {one.reason[:200]}", markup=False, style="dim")
    if len(failures) > _SHOWN_FAILURES:
        people.print(f"  and {len(failures) - _SHOWN_FAILURES} more, in the report")


def comparison_table(first: str, second: str, found: Comparison) -> Table:
    """Both models' figures and what differs, metric by metric."""
    table = Table(title=f"{second} against {first}, on {found.tasks} tasks", title_justify="left")
    for column in ("metric", "first", "second", "difference, 95% interval", "p"):
        table.add_column(column, justify="left" if column == "metric" else "right")
    for name, one in found.differences.items():
        change = figure_text(name, Figure(one.value, one.low, one.high, found.tasks))
        table.add_row(name.replace("_", " "), *(value_text(name, value) for value in (one.first, one.second)), change, f"{one.p:.3f}")
    table.caption = (
        f"{found.only_first} tasks were done by the first alone, {found.only_second} by the second alone: "
        f"McNemar's exact p {_chance(found.p_success)}. Intervals and p: paired bootstrap over tasks, {RESAMPLES} resamples"
    )
    return table


def comparison_form(found: Comparison) -> dict[str, Any]:
    return {
        "tasks": found.tasks,
        "only_first": found.only_first,
        "only_second": found.only_second,
        "mcnemar_p": round(found.p_success, 6),
        "differences": {name: _difference(one) for name, one in found.differences.items()},
        "resamples": RESAMPLES,
    }


def _difference(one: Difference) -> dict[str, Any]:
    values = {"first": one.first, "second": one.second, "difference": one.value, "p": one.p}
    return {**{name: round(value, 4) for name, value in values.items()}, "interval": [round(one.low, 4), round(one.high, 4)]}


def value_text(name: str, value: float) -> str:
    return f"{100 * value:.1f}%" if is_rate(name) else f"{value:.3g}"


def _chance(p: float) -> str:
    return f"= {p:.4f}" if p >= 0.0001 else "< 0.0001"
