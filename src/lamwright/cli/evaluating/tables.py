"""What people and machines see of an evaluation."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.table import Table

from lamwright.cli.show import people
from lamwright.metrics import Attempt, Comparison, TaskScore, figures, labelled
from lamwright.metrics.figures import RESAMPLES
from lamwright.viewer.texts import INTERVALS, chance_text, change_text, figure_text, metric_text, value_text

_SHOWN_FAILURES = 10


def figures_table(title: str, scores: Sequence[TaskScore], label: str) -> Table:
    """Every metric over all tasks, then over those of each value of the label."""
    table = Table(title=title, title_justify="left", caption=INTERVALS)
    table.add_column(label)
    table.add_column("tasks", justify="right")
    table.add_column("metric", no_wrap=True)
    table.add_column("value, 95% interval", justify="right", no_wrap=True)
    for name, those in {**labelled(scores, label), "all": scores}.items():
        table.add_section()
        for number, (metric, figure) in enumerate(figures(those).items()):
            head = ("", "") if number else (name, str(len(those)))
            table.add_row(*head, metric_text(metric), figure_text(metric, figure), style="bold" if name == "all" else "")
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
    """Both models' figures and what differs, metric by metric; rates differ by percentage points."""
    table = Table(title=f"{second} against {first}, on {found.tasks} tasks", title_justify="left")
    for column in ("metric", "first", "second", "difference, 95% interval", "p"):
        table.add_column(column, justify="left" if column == "metric" else "right")
    for name, one in found.differences.items():
        change = f"{change_text(name, one.value)} [{change_text(name, one.low)}, {change_text(name, one.high)}]"
        table.add_row(metric_text(name), *(value_text(name, value) for value in (one.first, one.second)), change, f"{one.p:.3f}")
    table.caption = (
        f"{found.only_first} tasks were done by the first alone, {found.only_second} by the second alone. "
        f"Of requests, {found.won_first} were won by the first, {found.won_second} by the second: "
        f"McNemar's exact {chance_text(found.p_success)}. Intervals and p: paired bootstrap over tasks, "
        f"those with one request drawn together, {RESAMPLES} resamples"
    )
    return table
