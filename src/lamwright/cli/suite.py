"""`lamwright tasks`: the task suite."""

import json
from itertools import islice
from random import Random

import typer

from lamwright.actions import action_to_json
from lamwright.cli.options import AppName, Json
from lamwright.cli.show import machine, people
from lamwright.environments.writer.suite.generate import scene, tasks
from lamwright.environments.writer.suite.kind import Draw, Kind
from lamwright.environments.writer.suite.kinds import kind, kinds
from lamwright.environments.writer.suite.wording import wordings
from lamwright.environments.writer.template import suite_templates
from lamwright.errors import UsageError

app = typer.Typer(no_args_is_help=True, help="The task suite.")
APPLICATIONS = ("writer",)


def check_application(name: str) -> None:
    """Raises UsageError for an application that there is no environment for."""
    if name not in APPLICATIONS:
        raise UsageError(f"Unknown application '{name}'. The applications are: {', '.join(APPLICATIONS)}.")


def _suits(one: Kind) -> list[str]:
    """The templates that the kind can be asked for on."""
    return [t.name for t in suite_templates() if any(one.sample(scene(t.name), Draw(Random(seed), held_out=False)) for seed in range(3))]


def _form(one: Kind) -> dict[str, object]:
    known, held_out = wordings("train")[one.name], wordings("test")[one.name]
    return {"name": one.name, "group": one.group, "wordings": len(known), "heldout_wordings": len(held_out), "templates": _suits(one)}


@app.command("list")
def list_tasks(app_name: AppName = "writer", as_json: Json = False) -> None:
    """List the kinds of task: name, group, wordings, templates."""
    check_application(app_name)
    forms = [_form(one) for one in kinds().values()]
    for form in forms:
        people.print(f"{form['name']:<28}{form['group']:<12}{form['wordings']:>4} wordings and {form['heldout_wordings']} held out")
    people.print(f"{len(forms)} kinds on {len(suite_templates())} templates")
    if as_json:
        machine({"tasks": forms})


@app.command("show")
def show_task(
    name: str,
    app_name: AppName = "writer",
    seed: int = 0,
    as_json: Json = False,
) -> None:
    """Show one kind: some wordings, a task made from it, and the expert's plan."""
    check_application(app_name)
    one = kind(name)
    people.print(f"{one.name} ({one.group})", style="bold")
    for wording in wordings("train")[name][:6]:
        people.print(f"  {wording}", markup=False)
    made = next(iter(islice(tasks("train", seed, (name,)), 1)))
    plan = [action_to_json(action) for action in made.plan]
    people.print(f"On '{made.template}': {made.request}", markup=False)
    for form in plan:
        people.print(f"  {json.dumps(form, ensure_ascii=False)}", markup=False)
    if as_json:
        machine({**_form(one), "example": {"request": made.request, "template": made.template, "plan": plan}})
