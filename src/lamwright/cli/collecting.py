"""`lamwright collect`: expert trajectories in the real application."""

from pathlib import Path
from typing import Annotated, Any

import typer

from lamwright.cli.show import machine, people, progress
from lamwright.cli.suite import check_application
from lamwright.data.collect import Tally
from lamwright.data.collect import collect as collect_episodes
from lamwright.environments.writer.programs import require_programs
from lamwright.records import check_run_folder
from lamwright.tasks import Task


def collect(
    out: Annotated[Path, typer.Option(help="The run folder.")],
    count: Annotated[int, typer.Option(min=1, help="Episodes in all.")] = 200,
    workers: Annotated[int, typer.Option(min=1, max=32, help="Instances of Writer side by side.")] = 2,
    seed: int = 0,
    resume: Annotated[bool, typer.Option("--resume", help="Continue the run in this folder.")] = False,
    pictures: Annotated[bool, typer.Option("--screenshots", help="Keep a screenshot of each step.")] = False,
    app_name: Annotated[str, typer.Option("--app")] = "writer",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Instantiate tasks, do them by their plans, judge them, record them."""
    check_application(app_name)
    require_programs()
    check_run_folder(out, resume)
    tally = collect_shown(out, count, workers, seed, resume, pictures)
    if as_json:
        machine(tally_form(tally))


def collect_shown(out: Path, count: int, workers: int, seed: int, resume: bool = False, pictures: bool = False) -> Tally:
    """Collect under a progress bar."""
    with progress() as bar:
        line = bar.add_task("expert episodes", total=count, note="")

        def ended(_task: Task, _form: dict[str, Any], tally: Tally) -> None:
            bar.update(line, advance=1, note=f"{tally.succeeded} done, {tally.failed} failed, {tally.per_hour:,.0f} an hour")

        tally = collect_episodes(out, count, workers, seed, resume=resume, pictures=pictures, on_end=ended)
    for reason, times in tally.failures.most_common(5):
        people.print(f"  {times} x {reason}", markup=False)
    return tally


def tally_form(tally: Tally) -> dict[str, Any]:
    return {
        "episodes": tally.episodes,
        "succeeded": tally.succeeded,
        "failed": tally.failed,
        "episodes_per_hour": round(tally.per_hour),
        "resets": dict(tally.resets),
        "funnel": dict(tally.failures.most_common(20)),
    }
