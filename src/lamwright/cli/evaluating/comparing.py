"""`lamwright eval compare` and `lamwright eval report`: several models side by side."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from lamwright.cli.evaluating.tables import comparison_table
from lamwright.cli.options import Json
from lamwright.cli.show import machine, people, progress
from lamwright.errors import UsageError
from lamwright.evaluation.scores import Evaluation, Kind
from lamwright.records import write_whole
from lamwright.viewer.curves import read_curve
from lamwright.viewer.ledger import Ledger, Models, Named, compared, read_ledger, read_models
from lamwright.viewer.ledger_markdown import ledger_markdown
from lamwright.viewer.ledger_page import make_folder, write_page
from lamwright.viewer.plots import require_matplotlib

TRAINING: Any = typer.Option(
    help="NAME=CHECKPOINT: what trained NAME. Its training.jsonl is plotted, and what it gained on the one before it among these; "
    "models without one (an expert, somebody else's) stand beside without a gain. May be repeated."
)


def compare(
    run: Annotated[
        list[str],
        typer.Argument(
            metavar="[NAME=]RUN",
            help="Two models' runs of `lamwright eval`, of one kind. With one NAME, each is another seed: "
            "LAM1=a0 LAM1=a1 LAM4=b0 LAM4=b1. Without, its folder is the name.",
        ),
    ],
    seed: Annotated[int, typer.Option(help="Of the resampling.")] = 0,
    as_json: Json = False,
) -> None:
    """Compare two models on the tasks that both did, seed by seed: McNemar's exact test for success, paired bootstrap for every metric."""
    kind, models = _two_models(read_models([_side(text) for text in run]))
    (first, ones), (second, others) = models.items()
    found = compared(kind, ones, others, seed)
    if not found.tasks:
        raise UsageError(f"{first} and {second} have no task in common. Evaluate both with the same tiers, count and seed.")
    people.print(comparison_table(_told(first, ones), _told(second, others), found))
    if as_json:
        folders = {name: {str(seed): str(one.folder) for seed, one in runs.items()} for name, runs in models.items()}
        machine({"kind": kind, "first": first, "second": second, "runs": folders, **found.to_json()})


def _side(text: str) -> Named:
    return _named(text, "compare") if "=" in text else Named(text, Path(text))


def _two_models(found: Mapping[Kind, Models]) -> tuple[Kind, Models]:
    """What there is to compare. Raises UsageError where it is not two models, of one kind and the same seeds."""
    if len(found) > 1:
        raise UsageError(f"These are evaluations of {' and '.join(found)}. Compare two models by one kind.")
    ((kind, models),) = found.items()
    if len(models) != 2:
        raise UsageError(f"compare takes two models, not {len(models)}: {', '.join(models)}. Runs of one NAME are seeds of one model.")
    (first, one), (second, other) = ((name, sorted(runs)) for name, runs in models.items())
    if one != other:
        raise UsageError(
            f"{first} was measured with {_seeds(one)}, {second} with {_seeds(other)}; tasks are paired within a seed. "
            "Name runs of the same seeds."
        )
    return kind, models


def _seeds(seeds: Sequence[int]) -> str:
    return f"seed{'s' if len(seeds) > 1 else ''} {', '.join(map(str, seeds))}"


def _told(name: str, runs: Mapping[int, Evaluation]) -> str:
    """A side's name and which model that is; of several trainings their seeds."""
    return f"{name} ({_seeds(sorted(runs)) if len(runs) > 1 else next(iter(runs.values())).model})"


def report(
    out: Annotated[Path, typer.Option(help="The page to write, report.html say.")],
    run: Annotated[
        list[str],
        typer.Option(
            help="NAME=RUN: an evaluation of the model NAME. Repeat it, in the order to show; with one NAME, each is another seed."
        ),
    ],
    training: Annotated[list[str] | None, TRAINING] = None,
    markdown: Annotated[Path | None, typer.Option(help="A file for the same table as Markdown, for a README.")] = None,
    as_json: Json = False,
) -> None:
    """Write one page about several models, each over its seeds: every metric, what each training gained, plots, curves."""
    require_matplotlib()
    runs, trainings = [_named(text, "--run") for text in run], [_named(text, "--training") for text in training or ()]
    _check_measured(runs, trainings)
    curves = [read_curve(one.name, one.folder) for one in trainings]
    ledger = _read(runs, {curve.name for curve in curves})
    written = {"report": str(write_page(out, ledger, curves))}
    if markdown:
        make_folder(markdown.parent)
        write_whole(markdown, ledger_markdown(ledger))
        written["markdown"] = str(markdown)
    for kind, path in written.items():
        people.print(f"{kind.capitalize()}: {path}", markup=False)
    if as_json:
        machine({**written, "ledger": ledger.to_json()})


def _check_measured(runs: Sequence[Named], trainings: Sequence[Named]) -> None:
    """Raises UsageError where a training's NAME has no evaluation: its gain would be missing without a word."""
    names = list(dict.fromkeys(run.name for run in runs))
    for one in trainings:
        if one.name not in names:
            raise UsageError(f"--training names '{one.name}', but --run names {', '.join(names)}. Give a model one NAME in both.")


def _read(runs: Sequence[Named], trained: Collection[str]) -> Ledger:
    with progress() as bar:
        line = bar.add_task("runs read", total=len(runs), note="")
        return read_ledger(runs, trained, lambda: bar.update(line, advance=1))


def _named(text: str, taker: str) -> Named:
    name, equals, folder = text.partition("=")
    if not (name and equals and folder):
        raise UsageError(f"{taker} takes NAME=FOLDER, such as LAM2=runs/lam2, not '{text}'.")
    return Named(name, Path(folder))
