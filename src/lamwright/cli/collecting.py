"""`lamwright collect`: expert trajectories in the real application."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from lamwright.cli.options import AppName, Json, Resume, RunFolder, Screenshots, Workers
from lamwright.cli.show import machine, people, progress, rate_text
from lamwright.cli.suite import check_application
from lamwright.data.card import write_run_card
from lamwright.data.collect import DISK_LIMIT_MIB, Collecting, Tally
from lamwright.data.collect import collect as collect_episodes
from lamwright.data.pictures import MIB, PictureFormat
from lamwright.data.plans.funnel import funnel_table
from lamwright.environments.writer.programs import require_programs
from lamwright.judge_error import read_judge_errors
from lamwright.metrics import wilson
from lamwright.records import check_run_folder
from lamwright.tasks import Task

PERTURBED_SHARE = 0.79
"""By this about half of the tasks are failed by an expert that follows its plan blindly: as much to explore as to learn from."""


def collect(
    out: RunFolder,
    count: Annotated[int, typer.Option(min=1, help="Episodes in all.")] = 200,
    workers: Workers = 2,
    seed: int = 0,
    perturbed: Annotated[
        float, typer.Option(min=0, max=1, help="Share of tasks that begin elsewhere: a dialog open, the work half done, a small window ...")
    ] = PERTURBED_SHARE,
    recovering: Annotated[
        float,
        typer.Option(min=0, max=1, help="Share of those in which the expert takes the start into account: closes the dialog first ..."),
    ] = 0.0,
    resume: Resume = False,
    pictures: Screenshots = False,
    picture_format: Annotated[PictureFormat, typer.Option(help="Of the screenshots.")] = "webp",
    disk_limit: Annotated[int, typer.Option(min=1, help="MiB that the run may take up; screenshots stop first.")] = DISK_LIMIT_MIB,
    app_name: AppName = "writer",
    as_json: Json = False,
) -> None:
    """Instantiate tasks, do them by their plans, judge them, record them: successes to learn from, failures to explore."""
    check_application(app_name)
    require_programs()
    check_run_folder(out, resume)
    wanted = Collecting(count, seed, workers, perturbed, recovering, picture_format if pictures else None, disk_limit)
    tally = collect_shown(out, wanted, resume)
    people.print(f"Data card: {write_run_card(out)}", markup=False)
    if as_json:
        machine(tally_form(tally))


def collect_shown(out: Path, wanted: Collecting, resume: bool = False) -> Tally:
    """Collect under a progress bar; then the counts, the judge's error, the room that was taken up."""
    with progress() as bar:
        line = bar.add_task("expert episodes", total=wanted.count, note="")

        def ended(_task: Task, _form: dict[str, Any], tally: Tally) -> None:
            note = f"{tally.succeeded} done, {tally.failed} failed, {tally.per_hour:,.0f} an hour"
            bar.update(line, completed=tally.episodes, note=note)

        tally = collect_episodes(out, wanted, resume=resume, on_end=ended)
    people.print(funnel_table(tally.funnel, title="Where episodes ended"))
    if tally.starts.keys() - {"plain"}:
        people.print(_starts_table(tally))
    for error in read_judge_errors(out):
        people.print(error.sentence(), markup=False)
    people.print(f"{tally.bytes / MIB:,.1f} MiB in {out}, of {wanted.disk_limit_mib:,} MiB allowed.", markup=False)
    if tally.without_pictures:
        people.print(
            f"The screenshots of {tally.without_pictures} episodes were not kept: there was no room for them. Give a higher --disk-limit.",
            markup=False,
        )
    return tally


def _starts_table(tally: Tally) -> Table:
    table = Table("start", "episodes", "the expert's success, 95% interval", title="By start", title_justify="left")
    for name, counts in sorted(tally.starts.items()):
        table.add_row(name, str(counts.total()), rate_text(wilson(counts["succeeded"], counts.total())))
    return table


def tally_form(tally: Tally) -> dict[str, Any]:
    """The fields that scripts rely on."""
    return {
        "episodes": tally.episodes,
        "succeeded": tally.succeeded,
        "failed": tally.failed,
        "episodes_per_hour": round(tally.per_hour),
        "funnel": tally.funnel.to_json(),
        "by_perturbation": {
            name: {"episodes": counts.total(), "succeeded": counts["succeeded"]} for name, counts in sorted(tally.starts.items())
        },
        "judges": dict(tally.judges),
        "resets": dict(tally.resets),
        "disk_mib": round(tally.bytes / MIB, 2),
        "without_screenshots": tally.without_pictures,
    }
