"""`lamwright eval online`: held-out tasks, done in the real application."""

from typing import Annotated, Any

import typer

from lamwright.cli.evaluating.options import Model, model_or_default, tiers_named
from lamwright.cli.evaluating.tables import failures_list
from lamwright.cli.options import AppName, BaseUrl, Json, Resume, RunFolder, Screenshots, Workers
from lamwright.cli.show import machine, online_table, people, progress
from lamwright.cli.suite import check_application
from lamwright.data.collect import Tally
from lamwright.environments.writer.programs import require_programs
from lamwright.evaluation import TIERS, evaluate_online
from lamwright.records import check_run_folder
from lamwright.tasks import Task
from lamwright.viewer.report import write_report


def online(
    out: RunFolder,
    model: Model = "",
    tier: Annotated[list[str] | None, typer.Option(help=f"One of {', '.join(TIERS)}; may be repeated. Default: all.")] = None,
    count: Annotated[int, typer.Option(min=1, help="Tasks of each tier.")] = 100,
    seed: int = 0,
    workers: Workers = 1,
    resume: Resume = False,
    pictures: Screenshots = False,
    base_url: BaseUrl = "",
    app_name: AppName = "writer",
    as_json: Json = False,
) -> None:
    """Do held-out tasks in the real application and report success with 95% intervals."""
    check_application(app_name)
    tiers = tiers_named(tier or list(TIERS), TIERS)
    model = model_or_default(model, base_url)
    require_programs()
    check_run_folder(out, resume)
    with progress() as bar:
        line = bar.add_task("held-out tasks", total=count * len(tiers), note="")

        def ended(_task: Task, _form: dict[str, Any], tally: Tally) -> None:
            bar.update(line, advance=1, note=f"{tally.succeeded} of {tally.episodes} done")

        result = evaluate_online(
            out, model, tiers, count, seed, base_url=base_url, workers=workers, pictures=pictures, resume=resume, on_end=ended
        )
    people.print(online_table(result))
    failures_list(out, result.failures)
    people.print(f"Report: {write_report(out)}", markup=False)
    if as_json:
        machine({**result.to_json(), "run": str(out)})
