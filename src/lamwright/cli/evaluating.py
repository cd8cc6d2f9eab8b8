"""`lamwright eval`: how good a model is."""

from pathlib import Path
from typing import Annotated, Any

import typer

from lamwright.cli.packages import require_packages
from lamwright.cli.show import machine, online_table, people, progress
from lamwright.cli.suite import check_application
from lamwright.data.collect import Tally
from lamwright.environments.writer.programs import require_programs
from lamwright.errors import UsageError
from lamwright.evaluation import TIERS, Trained, evaluate_online, policy_named
from lamwright.places import default_model
from lamwright.records import check_run_folder
from lamwright.tasks import Task, Tier
from lamwright.viewer.report import write_report

app = typer.Typer(no_args_is_help=True, help="How good a model is.")


@app.callback()
def _group() -> None:
    """How good a model is."""


@app.command("online")
def online(
    out: Annotated[Path, typer.Option(help="The run folder.")],
    model: Annotated[str, typer.Option(help="A checkpoint folder, or 'expert'. Default: the model trained here last.")] = "",
    tier: Annotated[list[str] | None, typer.Option(help=f"One of {', '.join(TIERS)}; may be repeated. Default: all.")] = None,
    count: Annotated[int, typer.Option(min=1, help="Tasks of each tier.")] = 100,
    seed: int = 0,
    workers: Annotated[int, typer.Option(min=1, max=32)] = 1,
    resume: Annotated[bool, typer.Option("--resume")] = False,
    pictures: Annotated[bool, typer.Option("--screenshots")] = False,
    app_name: Annotated[str, typer.Option("--app")] = "writer",
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Do held-out tasks in the real application and report success with 95% intervals."""
    check_application(app_name)
    require_programs()
    tiers = _tiers(tier or list(TIERS))
    model = model or str(default_model())
    if isinstance(policy_named(model), Trained):
        require_packages()
    check_run_folder(out, resume)
    with progress() as bar:
        line = bar.add_task("held-out tasks", total=count * len(tiers), note="")

        def ended(_task: Task, _form: dict[str, Any], tally: Tally) -> None:
            bar.update(line, advance=1, note=f"{tally.succeeded} of {tally.episodes} done")

        result = evaluate_online(out, model, tiers, count, seed, workers=workers, pictures=pictures, resume=resume, on_end=ended)
    people.print(online_table(result))
    people.print(f"Report: {write_report(out)}")
    if as_json:
        machine(result.to_json())


def _tiers(names: list[str]) -> list[Tier]:
    for name in names:
        if name not in TIERS:
            raise UsageError(f"Unknown tier '{name}'. The tiers are: {', '.join(TIERS)}.")
    return [tier for tier in TIERS if tier in names]
