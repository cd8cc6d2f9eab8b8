"""`lamwright run`: one request on one's own document."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from lamwright.actions import Action, action_to_json
from lamwright.agent import Delivery, Order, check_order, fulfil, new_run_folder
from lamwright.cli.options import AppName, Json
from lamwright.cli.packages import require_packages
from lamwright.cli.show import machine, people, step_line
from lamwright.cli.suite import check_application
from lamwright.environments.writer.programs import require_programs
from lamwright.evaluation import Trained, policy_named
from lamwright.metrics import step_times
from lamwright.places import default_model, state_folder
from lamwright.policy import Policy
from lamwright.safety import approver
from lamwright.trajectory import Step
from lamwright.viewer.report import write_report

MODEL = "A checkpoint folder. Default: the shipped model."
SENTENCES = {
    "finished": "Done.",
    "gave_up": "This cannot be done here; nothing was changed.",
    "refused": "Stopped: an action was not approved.",
    "failed": "Failed.",
}


def run(
    request: str,
    file: Annotated[Path | None, typer.Option(help="The document, .odt or .docx. It is never changed. Default: an empty one.")] = None,
    save_as: Annotated[Path | None, typer.Option(help="Where the result goes: .odt, .docx or .pdf.")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace an existing output file.")] = False,
    approve: Annotated[Literal["ask", "auto", "never"], typer.Option(help="Actions that reach beyond the document.")] = "ask",
    model: Annotated[str, typer.Option(help=MODEL)] = "",
    app_name: AppName = "writer",
    as_json: Json = False,
) -> None:
    """Do one request in a real application."""
    check_application(app_name)
    order = Order(request, file, save_as, overwrite)
    check_order(order)
    require_programs()
    require_packages()
    policy = _policy(model)

    def show(step: Step) -> None:
        people.print(step_line(step), markup=False)

    delivery = fulfil(order, policy, new_run_folder(state_folder()), approver(approve, _ask), show)
    _report(delivery, as_json)


def _policy(model: str) -> Policy:
    made = policy_named(model or str(default_model()))
    if not isinstance(made, Trained):
        raise typer.BadParameter("The expert follows the plans of the task suite; it cannot read a request.", param_hint="--model")
    return made.load()


def _ask(action: Action) -> bool:
    """A person's word; without a person at the terminal, no."""
    return sys.stdin.isatty() and typer.confirm(f"Allow {action_to_json(action)}?", default=False, err=True)


def _report(delivery: Delivery, as_json: bool) -> None:
    trajectory = delivery.trajectory
    people.print(SENTENCES[trajectory.outcome], style="bold")
    if trajectory.failure:
        people.print(f"  {trajectory.failure.message}", markup=False)
    for path in delivery.saved:
        people.print(f"Saved: {path}", markup=False)
    people.print(f"What happened: {write_report(delivery.run)}", markup=False)
    if as_json:
        times = step_times(trajectory.steps)
        machine(
            {
                "status": trajectory.outcome,
                "steps": len(trajectory.steps),
                "seconds": round(trajectory.seconds, 3),
                "step_seconds": {"observe": round(times.observe, 4), "decide": round(times.decide, 4), "act": round(times.act, 4)},
                "actions": [action_to_json(step.action) for step in trajectory.steps],
                "saved": [str(path) for path in delivery.saved],
                "run": str(delivery.run),
            }
        )
    raise typer.Exit(0 if trajectory.outcome == "finished" else 1)
