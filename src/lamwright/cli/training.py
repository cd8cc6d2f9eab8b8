"""`lamwright train`: models from recorded trajectories."""

import os
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer
from rich.live import Live
from rich.text import Text

from lamwright.cli.packages import require_packages
from lamwright.cli.show import machine, people
from lamwright.errors import UsageError
from lamwright.recipe import Recipe, train_embedded

if TYPE_CHECKING:
    from lamwright.training.sft import Progress

LINE_SECONDS = 15.0

app = typer.Typer(no_args_is_help=True, help="Models from recorded trajectories.")


@app.callback()
def _group() -> None:
    """Models from recorded trajectories."""


@app.command("experts")
def experts(
    data: Annotated[Path, typer.Option(help="A run of expert episodes.")],
    out: Annotated[Path, typer.Option(help="The checkpoint folder to write.")],
    minutes: Annotated[float, typer.Option(min=0.05)] = 6.0,
    seed: int = 0,
    threads: Annotated[int, typer.Option(min=1)] = 2,
    pretrained: Annotated[bool, typer.Option(help="Start from the pretrained sentence encoder, or from nothing.")] = True,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Learn from expert trajectories."""
    require_packages(training=True)
    _check_out(out)
    seconds = train_shown(data, out, Recipe(60 * minutes, seed, threads, pretrained))
    if as_json:
        machine({"model": str(out), "seconds": round(seconds, 1)})


def _check_out(out: Path) -> None:
    """Raises UsageError where the model could not be written at the end."""
    try:
        free = not out.exists() or (out / "config.json").is_file() or not any(out.iterdir())
        above = next(folder for folder in out.absolute().parents if folder.exists())
    except OSError as error:
        raise UsageError(f"{out} cannot be read: {error.strerror}. Name another folder with --out.") from error
    if not free:
        raise UsageError(f"{out} holds something that is no model. Name another folder with --out.")
    if not (above.is_dir() and os.access(above, os.W_OK)):
        raise UsageError(f"Nothing can be written in {above}. Name another folder with --out.")


def train_shown(data: Path, out: Path, recipe: Recipe) -> float:
    """Train under a live line of loss and speed (a line now and then where there is no terminal); the seconds that it took."""
    begun = perf_counter()
    with Live(Text("reading the trajectories ..."), console=people, refresh_per_second=2) as live:
        printed = begun

        def show(progress: "Progress") -> None:
            nonlocal printed
            line = f"loss {progress.loss:.3f}   {progress.examples:,} examples, {progress.examples_per_second:.0f} a second   "
            line += f"{progress.seconds_left:.0f} s left   {progress.note}".rstrip()
            live.update(Text(line))
            if not people.is_terminal and perf_counter() - printed > LINE_SECONDS:
                people.print(line, markup=False)
                printed = perf_counter()

        train_embedded(data, out, recipe, show)
    people.print(f"Trained in {perf_counter() - begun:.0f} s: {out}", markup=False)
    return perf_counter() - begun
