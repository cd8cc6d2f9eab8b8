"""`lamwright demo`: the whole road, small: experts act in Writer, a model learns from them, and does tasks that it has not seen."""

import json
import shutil
from collections.abc import Iterator
from itertools import islice, zip_longest
from pathlib import Path
from typing import Annotated, Any

import typer

from lamwright.cli.collecting import collect_shown
from lamwright.cli.options import Json, Workers
from lamwright.cli.packages import require_packages
from lamwright.cli.show import machine, online_table, people, step_line
from lamwright.cli.training import train_shown
from lamwright.data.collect import Collecting, Tally, WriterSetup, run_tasks
from lamwright.environments.writer.programs import require_programs
from lamwright.errors import UsageError
from lamwright.evaluation import Trained, held_out_tasks
from lamwright.metrics import Online, online
from lamwright.phases.experts import ExpertsConfig, train_experts
from lamwright.records import SCREENSHOTS, RunWriter, new_manifest, read_episodes, trajectory_of, write_whole
from lamwright.tasks import Task, Tier
from lamwright.version import commit, version
from lamwright.viewer.report import write_report

MIX: dict[Tier, int] = {"parameters": 14, "wordings": 18, "composed": 5, "impossible": 3}
"""How many of forty held-out tasks are of each tier."""
TRY = (
    "Try it on a document of yours: lamwright run 'Make the second paragraph bold' --file letter.docx --save-as out.docx --model {model}\n"
    "Without --model, the shipped one does it: the same road, with more data and longer training."
)
MARKER = "demo.json"
"""Written by a demo at its start: only a folder that holds it is a demo's, and is cleared for the next."""


def demo(
    out: Annotated[Path, typer.Option(help="The run folder; what an earlier demo left there is replaced.")] = Path("runs/demo"),
    episodes: Annotated[int, typer.Option(min=20, help="Expert episodes to collect.")] = 500,
    minutes: Annotated[float, typer.Option(min=0.1, help="Minutes of training.")] = 6.0,
    count: Annotated[int, typer.Option(min=4, help="Held-out tasks to do.")] = 40,
    workers: Workers = 2,
    seed: int = 0,
    as_json: Json = False,
) -> None:
    """Collect in Writer, train, do held-out tasks in Writer, report: in about a quarter of an hour on two cores."""
    require_programs()
    require_packages(training=True)
    clear(out)
    write_whole(out / MARKER, json.dumps({"version": version(), "seed": seed}))
    people.rule("1. Experts act in LibreOffice Writer")
    tally = collect_shown(out / "experts", Collecting(episodes, seed, workers))
    people.rule("2. A small model learns from them")
    config = ExpertsConfig(minutes=minutes, seed=seed)
    train_shown(out / "model", lambda show: train_experts([out / "experts"], out / "model", config, show), "reading the trajectories ...")
    people.rule("3. The model does tasks that it has not seen")
    result = _act(out / "acts", out / "model", count, seed)
    people.print(online_table(result))
    report = write_report(out / "acts")
    people.print(f"Report, with every step's picture: {report}")
    people.print(TRY.format(model=out / "model"), markup=False)
    if as_json:
        machine({**result.to_json(), "episodes": tally.episodes, "episodes_per_hour": round(tally.per_hour), "report": str(report)})


def clear(out: Path) -> None:
    """Make the folder, or remove what an earlier demo left in it. Raises UsageError for anything else: it is not ours to remove."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        entries = list(out.iterdir())
        if not all(_ours(entry) for entry in entries) or (entries and not (out / MARKER).is_file()):
            raise UsageError(f"{out} holds something else than an earlier demo. Name another folder with --out.")
        for entry in entries:
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    except OSError as error:
        raise UsageError(f"{out} cannot be used: {error.strerror}. Name another folder with --out.") from error


def _ours(entry: Path) -> bool:
    return entry.name in (MARKER, "experts", "model", "acts") or entry.name.startswith((".model", f".{MARKER}"))


def _mixed(count: int, seed: int) -> Iterator[Task]:
    """Held-out tasks of every tier, in turn."""
    whole = sum(MIX.values())
    shares = [list(held_out_tasks(tier, seed, max(1, round(MIX[tier] * count / whole)))) for tier in MIX]
    return islice((task for turn in zip_longest(*shares) for task in turn if task), count)


def _act(out: Path, model: Path, count: int, seed: int) -> Online:
    def ended(task: Task, form: dict[str, Any], tally: Tally) -> None:
        good = form["verdict"] and form["verdict"]["success"]
        people.print(f"{'[green]done  [/]' if good else '[red]failed[/]'} {tally.episodes:>3}. ", end="")
        people.print(f"{task.request}  [{task.template}]", markup=False)
        for step in trajectory_of(form).steps:
            people.print(step_line(step), markup=False)
        for reason in () if good else (form["verdict"] or {}).get("reasons", ())[:2]:
            people.print(f"    {reason}", markup=False, style="dim")

    manifest = new_manifest("demo", {"model": str(model), "count": count}, seed, version(), commit())
    with RunWriter(out, manifest) as writer:
        run_tasks(_mixed(count, seed), writer, WriterSetup(Trained(model), out / SCREENSHOTS), 1, ended)
    return online(read_episodes(out))
