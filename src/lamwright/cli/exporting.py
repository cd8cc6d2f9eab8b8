"""`lamwright export`: a run in the forms that others read. `lamwright import`: plans that others made."""

from collections import Counter
from pathlib import Path
from typing import Annotated, Literal

import typer

from lamwright.cli.options import Json, MapFile, TaskFolder
from lamwright.cli.show import machine, people, progress
from lamwright.data.export.select import Wanted
from lamwright.errors import LamwrightError

Formats = Literal["messages", "sharegpt", "parquet", "ufo"]


def export(
    run: Annotated[Path, typer.Argument(help="A run folder.")],
    form: Annotated[Formats, typer.Option("--format", help="messages and sharegpt: JSON lines; parquet: a row a step; ufo: a folder.")],
    out: Annotated[Path, typer.Option(help="The file, or for ufo the folder, to make.")],
    split: Annotated[Wanted, typer.Option(help="Whose episodes.")] = "train",
    failures: Annotated[bool, typer.Option("--failures", help="The failed episodes in place of the successful ones.")] = False,
    as_json: Json = False,
) -> None:
    """Write a run's successful episodes, or its failed ones, as training data; its data card beside it."""
    from lamwright.data.export.formats import export_run

    with progress() as bar:
        line = bar.add_task("episodes", total=None, note="")
        done = export_run(run, form, out, split, failures, lambda count: bar.update(line, completed=count))
    people.print(f"{done.episodes:,} episodes, {done.steps:,} steps: {done.path}", markup=False)
    for reason, times in done.left_out.items():
        people.print(f"  {times:,} left out: {reason}", markup=False)
    if as_json:
        left_out = dict(done.left_out)
        machine({"episodes": done.episodes, "steps": done.steps, "left_out": left_out, "out": str(done.path), "card": str(done.card)})


def import_(
    path: Annotated[Path, typer.Argument(help="A JSON file, or a folder of them.")],
    form: Annotated[Literal["ufo"], typer.Option("--format", help="Whose format.")],
    out: TaskFolder,
    map_file: MapFile = None,
    seed: int = 0,
    as_json: Json = False,
) -> None:
    """Read plans that UFO instantiated, match their controls with Writer's, keep those that can be run."""
    from lamwright.data.instantiate.importing import import_ufo
    from lamwright.data.instantiate.pipeline import Instantiation
    from lamwright.data.instantiate.shipped import writer_matcher
    from lamwright.data.instantiate.store import write_instantiated
    from lamwright.data.plans.funnel import Funnel, funnel_table
    from lamwright.records import new_manifest
    from lamwright.version import commit, version

    funnel, told = Funnel(), Counter[str]()

    def on_file(file: Path, reason: str) -> None:
        if reason:
            told[reason] += 1
            people.print(f"  {file.name}: {reason}", markup=False)

    how = Instantiation(writer_matcher(map_file), seed=seed)
    manifest = new_manifest("import", {"path": str(path), "format": form, "map": str(map_file or "")}, seed, version(), commit())
    count = write_instantiated(out, import_ufo(path, how, funnel, on_file), funnel, manifest)
    people.print(funnel_table(funnel))
    if as_json:
        machine({"imported": count, "refused": told.total(), "out": str(out), "funnel": funnel.to_json()})
    if not count:
        raise LamwrightError(f"No plan of {path} can be run here; {out / 'funnel.json'} tells why.")
