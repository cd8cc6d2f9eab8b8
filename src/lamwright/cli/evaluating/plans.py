"""`lamwright eval plans`: plans against reference plans, and done in the application."""

from pathlib import Path
from typing import Annotated, Any

import typer

from lamwright.cli.evaluating.options import tiers_named
from lamwright.cli.evaluating.tables import figures_form, figures_table, labels_form
from lamwright.cli.options import AppName, BaseUrl, Json, Resume, RunFolder, Workers
from lamwright.cli.packages import require_packages
from lamwright.cli.show import machine, people, progress
from lamwright.cli.suite import check_application
from lamwright.data.collect import Tally
from lamwright.data.plans.funnel import Funnel, funnel_table
from lamwright.environments.writer.programs import require_programs
from lamwright.errors import UsageError
from lamwright.evaluation.heldout import PLAN_TIERS, PlanTask, set_plans, suite_plans
from lamwright.evaluation.planners import NAMES, PlannerFor, planner_named
from lamwright.evaluation.plans import COMMAND, Predicted, execute, plan_scores, predicted_or_kept
from lamwright.phases.checkpoints import weights_hash
from lamwright.places import model_folder
from lamwright.records import Manifest, new_manifest
from lamwright.tasks import Task
from lamwright.version import commit, version


def plans(
    out: RunFolder,
    model: Annotated[str, typer.Option(help=f"{NAMES[0].upper()}{NAMES[1:]}.")],
    pairs: Annotated[Path | None, typer.Option("--plans", help="A set of task-plan pairs, whose test split is measured on too.")] = None,
    tier: Annotated[list[str] | None, typer.Option(help=f"One of {', '.join(PLAN_TIERS)}; may be repeated. Default: all.")] = None,
    count: Annotated[int, typer.Option(min=1, help="Tasks of each tier, and pairs of each source.")] = 150,
    execution: Annotated[bool, typer.Option("--execute/--no-execute", help="Do the predicted plans of suite tasks in Writer.")] = True,
    seed: int = 0,
    workers: Workers = 1,
    resume: Resume = False,
    base_url: BaseUrl = "",
    app_name: AppName = "writer",
    as_json: Json = False,
) -> None:
    """Ask a model for the plans of held-out tasks and compare them with reference plans; do them in Writer too."""
    check_application(app_name)
    if (model_folder(model) / "model.safetensors").is_file():
        require_packages()
    planner = planner_named(model, base_url=base_url, answers=out / "answers")
    tiers = tiers_named(tier or list(PLAN_TIERS), PLAN_TIERS)
    funnel = Funnel()
    tasks = [*suite_plans(tiers, seed, count), *(set_plans(pairs, seed, count, funnel) if pairs else ())]
    if pairs:
        people.print(funnel_table(funnel, f"Test pairs of {pairs}"))
    if not tasks:
        raise UsageError("There is no held-out task to plan. Name a tier with --tier, or a set of pairs with --plans.")
    if execution:
        require_programs()
    asked = {"model": model, "weights": weights_hash(model_folder(model)), "tiers": list(tiers), "plans": str(pairs or ""), "count": count}
    manifest = new_manifest(COMMAND, {**asked, "execute": execution, "workers": workers}, seed, version(), commit())
    _plan_and_do(out, planner, tasks, manifest, workers if execution else 0, resume)
    _show(out, as_json)


def _plan_and_do(out: Path, planner: PlannerFor, tasks: list[PlanTask], manifest: Manifest, workers: int, resume: bool) -> None:
    """Plan, then execute with so many workers, none for not at all."""
    with progress() as bar:
        line = bar.add_task("plans", total=len(tasks), note="")

        def planned(_one: Predicted) -> None:
            bar.update(line, advance=1)

        predicted = predicted_or_kept(out, tasks, lambda: planner(tasks), manifest, resume, planned)
        if not workers:
            return
        doable = sum(not one.fault and bool(one.tier) for one in predicted)
        line = bar.add_task("plans done in Writer", total=doable, note="")

        def ended(_task: Task, _form: dict[str, Any], tally: Tally) -> None:
            bar.update(line, advance=1, note=f"{tally.succeeded} of {tally.episodes} did their task")

        execute(out, predicted, tasks, manifest, workers, ended)


def _show(out: Path, as_json: bool) -> None:
    scores = plan_scores(out)
    people.print(figures_table("Plans of held-out tasks", scores, "source"))
    people.print(f"Every plan beside its reference: {out / 'plans.jsonl'}", markup=False)
    if as_json:
        form = {"executed_success_rate": None, **figures_form(scores)}
        machine({**form, "by_source": labels_form(scores, "source"), "run": str(out)})
