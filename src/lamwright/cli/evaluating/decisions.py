"""`lamwright eval decisions`: an expert's recorded steps, decided again one by one."""

from pathlib import Path
from typing import Annotated, Any

import typer

from lamwright.cli.evaluating.options import Model, model_or_default
from lamwright.cli.evaluating.tables import figures_form, figures_table, labels_form
from lamwright.cli.options import BaseUrl, Json, Resume
from lamwright.cli.show import machine, people, progress
from lamwright.evaluation import policy_named
from lamwright.evaluation.decisions import evaluate_decisions, expert_episodes
from lamwright.metrics import TaskScore
from lamwright.records import check_run_folder
from lamwright.viewer.report import write_report


def decisions(
    run: Annotated[Path, typer.Option(help="Expert episodes of held-out tasks: a run of `lamwright eval online --model expert`.")],
    out: Annotated[Path, typer.Option(help="The run folder for the replays.")],
    model: Model = "",
    count: Annotated[int | None, typer.Option(min=1, help="Tasks to replay. Default: all.")] = None,
    seed: int = 0,
    resume: Resume = False,
    base_url: BaseUrl = "",
    as_json: Json = False,
) -> None:
    """Ask a model at every recorded step of an expert what it would do, and compare: object, operation, status, step, task."""
    model = model_or_default(model, base_url)
    check_run_folder(out, resume)
    total = len(expert_episodes(run, count))
    with progress() as bar:
        line = bar.add_task("replayed tasks", total=total, note="")

        def ended(_score: TaskScore) -> None:
            bar.update(line, advance=1)

        policy = policy_named(model, seed=seed, base_url=base_url, answers=out / "answers")
        scores = evaluate_decisions(run, out, model, policy, seed=seed, count=count, resume=resume, on_end=ended)
    people.print(figures_table("Decisions on an expert's recorded steps", scores, "tier"))
    people.print(f"Every decision beside the expert's: {write_report(out)}", markup=False)
    if as_json:
        form: dict[str, Any] = figures_form(scores)
        machine({**form, "tiers": labels_form(scores, "tier"), "groups": labels_form(scores, "group"), "run": str(out)})
