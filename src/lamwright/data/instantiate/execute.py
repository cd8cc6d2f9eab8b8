"""Instantiated tasks run in Writer: each by its plan, judged by whoever can, recorded as episodes with their lineage."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from lamwright.chat.named import PREFIX, VISION, NamedModel
from lamwright.data.collect import recorded
from lamwright.data.instantiate.judges import as_task, expectation, judge_of
from lamwright.data.instantiate.results import Instantiated
from lamwright.data.instantiate.store import map_of, read_instantiated
from lamwright.data.plans.funnel import Funnel, write_funnel
from lamwright.data.recorded import task_to_json
from lamwright.data.tally import plain
from lamwright.environments.writer.environment import WriterEnvironment
from lamwright.environments.writer.shipped_map import writer_map
from lamwright.environments.writer.suite.verdict import judge_errors
from lamwright.environments.writer.template import template
from lamwright.episode import Limits, run_episode, with_task
from lamwright.errors import ModelError
from lamwright.judge_error import JudgeError, read_judge_errors, write_judge_errors
from lamwright.model_judge import UNJUDGED, Reader, within_patience
from lamwright.policy import PlanPolicy
from lamwright.records import RunWriter, new_manifest, read_episodes, trajectory_of
from lamwright.trajectory import Trajectory
from lamwright.version import commit, version
from lamwright.workers import Job, run_jobs

_URL = re.compile(r"https?://\S+")
OnEnd = Callable[[dict[str, Any], Funnel], None]
STAGES = ("matched live", "finished", "judged", "succeeded")
"""Every control was found in the live window; the plan came to its end; somebody could judge; the verdict is a success."""


@dataclass(frozen=True, slots=True)
class ExecutionSetup:
    """How a worker gets its Writer. `model` judges what nothing else can. Without `map_file` the set's own map is taken."""

    model: NamedModel | None = None
    map_file: Path | None = None
    limits: Limits = Limits(seconds=60.0)  # noqa: RUF009 - frozen

    def __call__(self) -> "ExecutionRunner":
        return ExecutionRunner(self)

    def config(self) -> dict[str, Any]:
        """By the names of the command's options."""
        model = self.model
        name = f"{PREFIX}{model.model}{VISION if model.sees else ''}" if model else None
        return {"map": str(self.map_file) if self.map_file else None, "model": name, "base_url": model.base_url if model else None}


@dataclass(slots=True)
class ModelAsJudge:
    """The model in one worker. `answered`: its endpoint has, so that a fault may be a passing one."""

    reader: Reader
    answered: bool = False

    def judged(self, done: Trajectory, document: str, pictures: Sequence[bytes]) -> Trajectory:
        """As `Reader.judged`; raises ModelError where the endpoint fails from the beginning, too."""
        judged = self.reader.judged(done, document, pictures)
        if self.reader.faults and not self.answered:
            raise ModelError(judged.notes[UNJUDGED])
        self.answered = True
        return judged


class ExecutionRunner:
    """One worker's Writer: follows one plan after another in it."""

    def __init__(self, setup: ExecutionSetup) -> None:
        self._limits = setup.limits
        self._map = writer_map(setup.map_file)
        self._model = ModelAsJudge(Reader(within_patience(setup.model).open(), setup.model.sees)) if setup.model else None
        self._environment = WriterEnvironment()

    def run(self, job: Job) -> Trajectory:
        task, environment, screens = job.task, self._environment, list[bytes]()
        judge = judge_of(task, environment, expectation(task.plan, self._map), self._model is not None)
        looking = self._model is not None and self._model.reader.sees and judge is None

        def look() -> None:
            if looking:
                screens.append(environment.screenshot())

        path = template(task.template).path
        done = run_episode(environment, path, PlanPolicy(task.plan), task.request, judge=judge, limits=self._limits, perturb=look)
        if self._model and not judge and not done.failure:
            look()
            done = self._model.judged(done, environment.truth().text, screens)
        return with_task(done, task.name)

    def close(self) -> None:
        self._environment.close()


def execute(
    tasks: Path, out: Path, workers: int, setup: ExecutionSetup, *, count: int | None = None, resume: bool = False, on_end: OnEnd
) -> Funnel:
    """Run a set of instantiated tasks, or the first `count` of it, into the run folder `out`; with `resume`, those that are missing there.

    Raises RecordError where `tasks` is no such set or `out` is another run, ModelError where the judging model's endpoint fails from the
    beginning, or on and on.
    """
    setup = replace(setup, map_file=setup.map_file or map_of(tasks))
    config = {"tasks": str(tasks), "count": count, "workers": workers, **setup.config()}
    manifest = new_manifest("execute", config, 0, version(), commit())
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

        try:
            run_jobs(_jobs(tasks, count, done.names, done.free, made), setup, workers, ended)
        finally:
            write_funnel(out / "funnel.json", funnel)
            write_judge_errors(out, known_errors(out))
    return funnel


def known_errors(out: Path) -> list[JudgeError]:
    """The errors of the judges that spoke in this run: as measured in its folder, else as shipped."""
    spoken = judges_of(out)
    known = {error.judge: error for error in (*judge_errors(), *read_judge_errors(out))}
    return [error for name, error in known.items() if name in spoken]


def judges_of(out: Path) -> set[str]:
    """Who gave this run's verdicts."""
    return {episode.trajectory.verdict.judge for episode in read_episodes(out) if episode.trajectory.verdict}


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
    unjudged = "" if verdict else _URL.sub("The endpoint", trajectory.notes.get(UNJUDGED, "nobody could judge it"))
    wrong = (*verdict.reasons, "not as it should be")[0] if verdict and not verdict.success else ""
    for stage, reason in zip(STAGES, (refused, failure, unjudged, wrong), strict=True):
        if reason:
            funnel.rejected(stage, plain(reason))
            return
        funnel.passed(stage)
