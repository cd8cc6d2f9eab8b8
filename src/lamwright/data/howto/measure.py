"""How often the effect judge is wrong: tasks of the suite, where the state check knows, done right, not done, and done wrong.

Each task is run three times: by its own plan (golden), finishing at once (no-op), and by the plan of another task on the same template
(wrong). The state check says what is right, the effect judge is asked beside it in the same episode.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from lamwright.actions import Action
from lamwright.application_map import read_map
from lamwright.data.howto.atlas import Atlas
from lamwright.data.howto.expecting import expected_of
from lamwright.effect import JUDGE, EffectJudge, Sight, Untold
from lamwright.environments.writer.environment import WriterEnvironment
from lamwright.environments.writer.suite.generate import scene, tasks
from lamwright.environments.writer.suite.verdict import state_judge
from lamwright.episode import run_episode, with_task
from lamwright.judge import Judge
from lamwright.judge_error import JudgeError, Known, RunKind, measure
from lamwright.policy import PlanPolicy
from lamwright.tasks import Task
from lamwright.trajectory import Outcome, Trajectory, Verdict
from lamwright.workers import Job, run_jobs

_RUN, _STATE = "run", "state"
_DONE, _NOT_DONE = "done", "not done"


@dataclass(frozen=True, slots=True)
class KnownRun:
    """One run of a task: what is done in it."""

    kind: RunKind
    plan: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class MeasureSetup:
    """`runs` by the numbers of the jobs; the map is read in the worker."""

    runs: Mapping[int, KnownRun]
    application_map: Path

    def __call__(self) -> "MeasureRunner":
        return MeasureRunner(self)


class _Both:
    """Asks two judges about one episode: the verdict is the second's, the first's is kept."""

    def __init__(self, state: Judge, effect: Judge) -> None:
        self._judges = state, effect
        self.state: Verdict | None = None

    def begin(self) -> None:
        for judge in self._judges:
            judge.begin()

    def verdict(self, outcome: Outcome) -> Verdict:
        self.state = self._judges[0].verdict(outcome)
        return self._judges[1].verdict(outcome)


class MeasureRunner:
    """One worker's Writer."""

    def __init__(self, setup: MeasureSetup) -> None:
        self._setup = setup
        self._atlas = Atlas(read_map(setup.application_map))
        self._environment = WriterEnvironment()

    def run(self, job: Job) -> Trajectory:
        run, expected = self._setup.runs[job.number], expected_of(job.task.plan, self._atlas)
        judge = _Both(state_judge(self._environment, job.task), EffectJudge(self._look, expected.effect, expected.alone))
        path = scene(job.task.template).template.path
        trajectory = run_episode(self._environment, path, PlanPolicy(run.plan), job.task.request, judge=judge)
        state = _DONE if judge.state and judge.state.success else _NOT_DONE
        told = "no" if isinstance(expected.effect, Untold) else "yes"
        return with_task(trajectory, job.task.name, **{_RUN: run.kind, _STATE: state, "told": told, "effect": repr(expected.effect)})

    def _look(self) -> Sight:
        return Sight(self._environment.truth(), self._environment.observe())

    def close(self) -> None:
        self._environment.close()


def known_runs(count: int, seed: int) -> Iterator[tuple[Task, KnownRun]]:
    """Three runs of each of `count` tasks."""
    chosen = [task for task in islice(tasks("train", seed), count) if task.possible]
    rng = Random(f"judge/{seed}")
    for task in chosen:
        others = [other for other in chosen if other.template == task.template and other.kinds != task.kinds]
        yield task, KnownRun("golden", task.plan)
        yield task, KnownRun("no-op", ())
        if others:
            yield task, KnownRun("wrong", rng.choice(others).plan)


def measured(
    count: int, seed: int, application_map: Path, workers: int, on_end: Callable[[Mapping[str, Any]], None] = lambda form: None
) -> tuple[JudgeError, tuple[Mapping[str, Any], ...]]:
    """The error of the effect judge, and the forms of the runs it was wrong about."""
    every = list(known_runs(count, seed))
    setup = MeasureSetup({number: run for number, (_, run) in enumerate(every)}, application_map)
    known: list[Known] = []
    mistaken: list[Mapping[str, Any]] = []

    def ended(_job: Job, form: dict[str, Any]) -> None:
        on_end(form)
        if form["verdict"] is None:
            return
        known.append(known_of(form))
        if known[-1].verdict is not None and known[-1].passed != known[-1].right:
            mistaken.append(form)

    run_jobs((Job(number, task) for number, (task, _) in enumerate(every)), setup, workers, ended)
    return measure(JUDGE, known), tuple(mistaken)


def known_of(form: Mapping[str, Any]) -> Known:
    """A judged run: undecided where the plan's effect leaves no trace."""
    verdict, notes = form["verdict"], form["notes"]
    told = Verdict(verdict["success"], verdict["judge"], tuple(verdict["reasons"])) if notes["told"] == "yes" else None
    return Known.of(notes[_RUN], told, notes[_STATE] == _DONE)
