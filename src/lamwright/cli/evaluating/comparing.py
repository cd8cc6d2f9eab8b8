"""`lamwright eval compare` and `lamwright eval report`: several models side by side."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from lamwright.cli.evaluating.tables import comparison_table
from lamwright.cli.show import machine, people, progress
from lamwright.errors import UsageError
from lamwright.evaluation.scores import read_evaluation
from lamwright.metrics import paired
from lamwright.records import write_whole
from lamwright.viewer.curves import read_curve
from lamwright.viewer.ledger import Ledger, Named, read_ledger
from lamwright.viewer.ledger_markdown import ledger_markdown
from lamwright.viewer.ledger_page import make_folder, write_page
from lamwright.viewer.plots import require_matplotlib


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
        machine({"kind": one.kind, "first": str(first), "second": str(second), **found.to_json()})


def report(
    out: Annotated[Path, typer.Option(help="The page to write, report.html say.")],
    run: Annotated[
        list[str],
        typer.Option(
            help="NAME=RUN: an evaluation of the model NAME. Repeat it, in the order to show; with one NAME, each is another seed."
        ),
    ],
    training: Annotated[list[str] | None, typer.Option(help="NAME=CHECKPOINT: whose training.jsonl to plot. May be repeated.")] = None,
    markdown: Annotated[Path | None, typer.Option(help="A file for the same table as Markdown, for a README.")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Write one page about several models, each over its seeds: every metric, what each gained on the one before, plots, curves."""
    require_matplotlib()
    curves = [read_curve(one.name, one.folder) for one in (_named(text, "training") for text in training or ())]
    ledger = _read([_named(text, "run") for text in run])
    written = {"report": str(write_page(out, ledger, curves))}
    if markdown:
        make_folder(markdown.parent)
        write_whole(markdown, ledger_markdown(ledger))
        written["markdown"] = str(markdown)
    for kind, path in written.items():
        people.print(f"{kind.capitalize()}: {path}", markup=False)
    if as_json:
        machine({**written, "ledger": ledger.to_json()})


def _read(runs: Sequence[Named]) -> Ledger:
    with progress() as bar:
        line = bar.add_task("runs read", total=len(runs), note="")
        return read_ledger(runs, lambda: bar.update(line, advance=1))


def _named(text: str, option: str) -> Named:
    name, equals, folder = text.partition("=")
    if not (name and equals and folder):
        raise UsageError(f"--{option} takes NAME=FOLDER, such as LAM2=runs/lam2, not '{text}'.")
    return Named(name, Path(folder))
