"""What people and machines see: progress and tables on stderr, one JSON object on stdout."""

import json
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from lamwright.actions import action_to_json
from lamwright.metrics import Online, Rate
from lamwright.trajectory import Step

people = Console(stderr=True, highlight=False, soft_wrap=True)


def machine(form: Mapping[str, Any]) -> None:
    """The one line of JSON that `--json` promises."""
    print(json.dumps(form, ensure_ascii=False), flush=True)


def progress() -> Progress:
    return Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn(),
        TextColumn("{task.fields[note]}"), console=people,
    )  # fmt: skip


def step_line(step: Step) -> str:
    """Function, control, arguments, milliseconds: one step on one line."""
    form = action_to_json(step.action)
    control = f" {form['control']['type']} '{form['control']['text']}'" if form["control"] else ""
    args = ", ".join(
        f"{name}={value!r}" for name, value in form["args"].items() if (name, value) not in (("button", "left"), ("double", False))
    )
    times = "/".join(f"{1000 * value:.0f}" for value in (step.seconds.observe, step.seconds.decide, step.seconds.act))
    refused = f"  refused: {step.feedback}" if step.feedback else ""
    return f"    {form['function']}{control} {args}".rstrip() + f"  ({1000 * step.seconds.total:.0f} ms: {times}){refused}"


def rate_text(rate: Rate) -> str:
    return f"{100 * rate.value:.1f}%  [{100 * rate.low:.1f}, {100 * rate.high:.1f}]"


def online_table(result: Online) -> Table:
    """Success by group and tier with 95% intervals, then the times."""
    table = Table(title="Held-out tasks, done in Writer", title_justify="left")
    table.add_column("what")
    table.add_column("tasks", justify="right")
    table.add_column("task success, 95% interval")
    for name, rate in result.groups.items():
        table.add_row(name, str(rate.n), rate_text(rate))
    table.add_section()
    for name, rate in result.tiers.items():
        table.add_row(f"tier: {name}", str(rate.n), rate_text(rate))
    table.add_row("all", str(result.overall.n), rate_text(result.overall), style="bold")
    times = result.times
    table.caption = (
        f"{result.steps:.1f} steps and {result.completion_seconds:.2f} s a task; "
        f"a step {1000 * times.step:.0f} ms (median; mean {1000 * times.step_mean:.0f}): "
        f"observe {1000 * times.observe:.0f}, decide {1000 * times.decide:.0f}, act {1000 * times.act:.0f}"
    )
    return table
