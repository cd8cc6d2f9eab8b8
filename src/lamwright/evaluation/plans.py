"""Plans against reference plans, and done in the application.

RUN/plans.jsonl   every request with the reference and the predicted plan
RUN/              the episodes of the predicted plans of suite tasks, done in Writer and judged by the document's state
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any

from lamwright.data.collect import Tally, WriterSetup, recorded, run_tasks
from lamwright.errors import ActionError, ModelError, RecordError
from lamwright.evaluation.heldout import PlanTask
from lamwright.evaluation.policies import about_answer
from lamwright.metrics import TaskScore, plan_score
from lamwright.planner import Planner
from lamwright.records import Manifest, RunWriter, check_run_folder, read_episodes, write_whole
from lamwright.steps import read_plan
from lamwright.tasks import Task

COMMAND = "eval plans"
PLANS = "plans.jsonl"


@dataclass(frozen=True, slots=True)
class Predicted:
    """A predicted plan beside the reference. `fault` says why there is none, or why it cannot be done; empty where it can."""

    name: str
    request: str
    source: str
    reference: tuple[str, ...]
    plan: tuple[str, ...]
    fault: str
    seconds: float
    group: str = ""
    tier: str = ""


def predict(tasks: Sequence[PlanTask], planner: Planner, on_end: Callable[[Predicted], None]) -> list[Predicted]:
    """Ask the planner for every task. No answer is an empty plan with its fault."""
    found = []
    for one in tasks:
        begun = perf_counter()
        try:
            plan, fault = planner.plan(one.request), ""
        except ModelError as error:
            plan, fault = (), about_answer(error)
        suite = {"group": one.task.group, "tier": one.task.tier} if one.task else {}
        found.append(
            Predicted(one.name, one.request, one.source, one.reference, plan, fault or _unreadable(plan), perf_counter() - begun, **suite)
        )
        on_end(found[-1])
    return found


def write_plans(out: Path, predicted: Iterable[Predicted]) -> None:
    write_whole(out / PLANS, "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in predicted))


def read_plans(folder: Path) -> list[Predicted]:
    """Raises RecordError where the folder holds none."""
    path = folder / PLANS
    try:
        forms = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        return [Predicted(**{**form, "reference": tuple(form["reference"]), "plan": tuple(form["plan"])}) for form in forms]
    except FileNotFoundError as error:
        raise RecordError(f"{folder} holds no plans. Make them with: lamwright {COMMAND} --out {folder}") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecordError(f"{path} cannot be read as predicted plans: {error!r}.") from error


def predicted_or_kept(
    out: Path,
    tasks: Sequence[PlanTask],
    planner: Callable[[], Planner],
    manifest: Manifest,
    resume: bool,
    on_end: Callable[[Predicted], None] = lambda one: None,
) -> list[Predicted]:
    """The plans that a resumed run holds already, or new ones, written to `out`."""
    check_run_folder(out, resume, manifest)
    if not (resume and (out / PLANS).exists()):
        asked = planner()  # before the run begins: a model that cannot be loaded leaves no folder behind
        with RunWriter(out, manifest, resume):
            write_plans(out, predict(tasks, asked, on_end))
    return read_plans(out)


def execute(
    out: Path,
    predicted: Iterable[Predicted],
    tasks: Sequence[PlanTask],
    manifest: Manifest,
    workers: int,
    on_end: Callable[[Task, dict[str, Any], Tally], None],
) -> None:
    """Do the predicted plans of suite tasks in Writer, those that can be read as actions; recorded in `out`, and resumed from there."""
    by_name = {one.name: one.task for one in tasks}
    with RunWriter(out, manifest, resume=True) as writer:
        done = recorded(read_episodes(out))
        planned = (
            replace(task, plan=read_plan(one.plan))
            for one in predicted
            if not one.fault and one.name not in done.names and (task := by_name.get(one.name))
        )
        run_tasks(planned, writer, WriterSetup(), workers, on_end, first=done.free)


def plan_scores(folder: Path) -> list[TaskScore]:
    """The scores of recorded plans. Where plans were done in the application, one that cannot be done counts as failed there."""
    episodes = {episode.trajectory.task: episode.trajectory.verdict for episode in read_episodes(folder)}
    done = {name: bool(verdict and verdict.success) for name, verdict in episodes.items()}
    return [_score(one, done) for one in read_plans(folder)]


def _score(one: Predicted, done: Mapping[str, bool]) -> TaskScore:
    executed = done.get(one.name, False if done and one.tier else None)
    labels = {"source": one.source, "group": one.group, "tier": one.tier}
    return plan_score(one.name, one.plan, one.reference, executed=executed, labels=labels, request=one.request)


def _unreadable(plan: tuple[str, ...]) -> str:
    """Why a plan cannot be done as it is written."""
    try:
        return "" if read_plan(plan) else "The plan is empty."
    except ActionError as error:
        return str(error)
