"""Instantiated tasks run in Writer: each by its plan, judged by whoever can, recorded as episodes with their lineage."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from lamwright.chat.contract import Chat
from lamwright.data.collect import recorded
from lamwright.data.instantiate.judges import as_task, expectation, judge_of
from lamwright.data.instantiate.results import Instantiated
from lamwright.data.instantiate.store import check_instantiated, read_instantiated
from lamwright.data.plans.funnel import Funnel, write_funnel
from lamwright.data.recorded import task_to_json
from lamwright.environments.writer.environment import WriterEnvironment
from lamwright.environments.writer.shipped_map import writer_map
from lamwright.environments.writer.template import template
from lamwright.episode import Limits, run_episode, with_task
from lamwright.errors import ModelError
from lamwright.model_judge import judge_by_model
from lamwright.policy import PlanPolicy
from lamwright.records import RunWriter, new_manifest, read_episodes, trajectory_of
from lamwright.trajectory import Trajectory
from lamwright.version import commit, version
from lamwright.workers import Job, run_jobs

_REASON_LETTERS = 100
OnEnd = Callable[[dict[str, Any], Funnel], None]
STAGES = ("matched live", "finished", "judged", "succeeded")
"""Every control was found in the live window; the plan came to its end; somebody could judge; the verdict is a success."""


@dataclass(frozen=True, slots=True)
class ExecutionSetup:
    """How a worker gets its Writer. `chat` makes the model that judges what nothing else can; it is called in the worker's process."""

    chat: Callable[[], Chat] | None = None
    limits: Limits = Limits()  # noqa: RUF009 - frozen

    def __call__(self) -> "ExecutionRunner":
        return ExecutionRunner(self)


class ExecutionRunner:
    """One worker's Writer: follows one plan after another in it."""

    def __init__(self, setup: ExecutionSetup) -> None:
        self._limits = setup.limits
        self._chat = setup.chat() if setup.chat else None
        self._environment = WriterEnvironment()

    def run(self, job: Job) -> Trajectory:
        task = job.task
        judge = judge_of(task, self._environment, expectation(task.plan, writer_map()), self._chat is not None)
        path = template(task.template).path
        done = run_episode(self._environment, path, PlanPolicy(task.plan), task.request, judge=judge, limits=self._limits)
        return with_task(done if judge else self._by_model(done), task.name)

    def _by_model(self, done: Trajectory) -> Trajectory:
        """With a model's verdict, where there is a model and it has one."""
        if self._chat is None or done.failure:
            return done
        try:
            return replace(done, verdict=judge_by_model(self._chat, done, self._environment.truth().text))
        except ModelError as error:
            return replace(done, notes={**done.notes, "judge": str(error)})

    def close(self) -> None:
        self._environment.close()


def execute(
    tasks: Path, out: Path, workers: int, setup: ExecutionSetup, *, count: int | None = None, resume: bool = False, on_end: OnEnd
) -> Funnel:
    """Run a set of instantiated tasks, or the first `count` of it, into the run folder `out`; with `resume`, those that are missing there.

    Raises RecordError where `tasks` is no such set or `out` is another run.
    """
    check_instantiated(tasks)
    manifest = new_manifest("execute", {"tasks": str(tasks), "count": count, "workers": workers}, 0, version(), commit())
    with RunWriter(out, manifest, resume) as writer:
        done = recorded(read_episodes(out))
        funnel = Funnel()
        for episode in read_episodes(out):
            count_outcome(episode.trajectory, funnel)
        made: dict[str, Instantiated] = {}

        def ended(job: Job, form: dict[str, Any]) -> None:
            origin = made.pop(job.task.name)
            form["task"] = job.task.name
            beside = {
                "lineage": asdict(origin.lineage),
                "source": origin.source,
                "licence": origin.licence,
                "attribution": origin.attribution,
            }
            writer.add({**form, "number": job.number, "suite": task_to_json(job.task), "pair": origin.task, **beside})
            count_outcome(trajectory_of(form), funnel)
            on_end(form, funnel)

        run_jobs(_jobs(tasks, count, done.names, done.free, made), setup, workers, ended)
    write_funnel(out / "funnel.json", funnel)
    return funnel


def _origin(made: Instantiated) -> dict[str, Any]:
    """What the record keeps of where a task comes from."""
    texts = {"pair": made.task, "source": made.source, "licence": made.licence, "attribution": made.attribution}
    return {**texts, "lineage": asdict(made.lineage)}


def _jobs(tasks: Path, count: int | None, names: frozenset[str], first: int, made: dict[str, Instantiated]) -> Iterator[Job]:
    """The jobs that are missing; `made` keeps what each was made from while it is under way."""
    number = first
    for place, one in enumerate(read_instantiated(tasks)):
        if count is not None and place >= count:
            return
        if one.id not in names and one.id not in made:
            made[one.id] = one
            yield Job(number, as_task(one))
            number += 1


def count_outcome(trajectory: Trajectory, funnel: Funnel) -> None:
    """How far the task came, and why no further."""
    verdict = trajectory.verdict
    refused = next((step.feedback for step in trajectory.steps if step.feedback), "")
    failure = trajectory.failure.message if trajectory.failure else ""
    unjudged = "" if verdict else "nobody could judge it"
    wrong = (*verdict.reasons, "not as it should be")[0] if verdict and not verdict.success else ""
    for stage, reason in zip(STAGES, (refused, failure, unjudged, wrong), strict=True):
        if reason:
            funnel.rejected(stage, reason[:_REASON_LETTERS])
            return
        funnel.passed(stage)
