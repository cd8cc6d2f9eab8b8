"""`lamwright eval compare` and `lamwright eval report`: several models side by side."""

from pathlib import Path
from typing import Annotated

import typer

from lamwright.cli.evaluating.tables import comparison_form, comparison_table
from lamwright.cli.show import machine, people
from lamwright.errors import UsageError
from lamwright.evaluation.scores import read_evaluation
from lamwright.metrics import paired
from lamwright.viewer.ledger import Named, write_ledger


def compare(
    first: Annotated[Path, typer.Argument(help="A run folder of `lamwright eval`.")],
    second: Annotated[Path, typer.Argument(help="Another of the same kind, on the same tasks.")],
    seed: Annotated[int, typer.Option(help="Of the resampling.")] = 0,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Compare two models on the tasks that both did: McNemar's exact test for success, paired bootstrap for every metric."""
    one, other = read_evaluation(first), read_evaluation(second)
    if one.kind != other.kind:
        raise UsageError(f"{first} is an evaluation of {one.kind}, {second} of {other.kind}. Compare two of one kind.")
    found = paired(one.scores, other.scores, seed)
    if not found.tasks:
        raise UsageError(f"{first} and {second} have no task in common. Evaluate both with the same tiers, count and seed.")
    people.print(comparison_table(f"{first.name} ({one.model})", f"{second.name} ({other.model})", found))
    if as_json:
        machine({"kind": one.kind, "first": str(first), "second": str(second), **comparison_form(found)})


def report(
    out: Annotated[Path, typer.Option(help="The page to write, report.html say.")],
    run: Annotated[list[str], typer.Option(help="NAME=RUN: an evaluation of the model called NAME. Repeat it, in the order to show.")],
    training: Annotated[list[str] | None, typer.Option(help="NAME=CHECKPOINT: whose training.jsonl to plot. May be repeated.")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Write one page with plots about several models: every metric, groups, latency, learning curves."""
    written = write_ledger(out, [_named(text, "run") for text in run], [_named(text, "training") for text in training or ()])
    people.print(f"Report: {written}", markup=False)
    if as_json:
        machine({"report": str(written)})


def _named(text: str, option: str) -> Named:
    name, equals, folder = text.partition("=")
    if not (name and equals and folder):
        raise UsageError(f"--{option} takes NAME=FOLDER, such as LAM2=runs/lam2, not '{text}'.")
    return Named(name, Path(folder))
