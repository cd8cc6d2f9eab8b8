"""How often the effect judge is wrong: on tasks of the suite and on how-tos, done right, not done, and done wrong.

Each is run three times: by its own plan (golden), finishing at once (no-op), and by another's plan on the same template (wrong). For tasks
of the suite the state check says what is right, the effect judge is asked beside it in the same episode. No state is known for how-tos:
there the own plan is right where nothing in it was refused, and the plan of one with another effect is not.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, zip_longest
from pathlib import Path
from random import Random
from typing import Any

from lamwright.actions import Action
from lamwright.application_map import read_map
from lamwright.data.howto.atlas import Atlas
from lamwright.data.howto.expecting import expected_of
from lamwright.data.howto.prepare import Prepared
from lamwright.data.howto.run import HowToSetup
from lamwright.effect import JUDGE, Effect, EffectJudge, Sight, Untold
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
        return with_task(trajectory, job.task.name, **{_STATE: state, "told": told, "effect": repr(expected.effect)})

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


def known_how_tos(ready: Sequence[Prepared], count: int, seed: int) -> Iterator[tuple[RunKind, Prepared]]:
    """Three runs of each of `count` how-tos, every sort of effect in turn; each run is a how-to with a name and a plan of its own."""
    told = [one for one in ready if not isinstance(one.expected.effect, Untold)]
    rng = Random(f"judge how-tos/{seed}")
    for one in islice(_in_turn(rng.sample(told, len(told))), count):
        same = [other for other in told if other.planned.template == one.planned.template]
        others = [other for other in same if other.expected.effect != one.expected.effect]
        yield "golden", _done("golden", one, one)
        yield "no-op", _done("no-op", one, replace(one, planned=replace(one.planned, done=())))
        if others:
            yield "wrong", _done("wrong", one, rng.choice(others))


def _in_turn(every: Sequence[Prepared]) -> Iterator[Prepared]:
    by_sort: dict[str, list[Prepared]] = {}
    for one in every:
        by_sort.setdefault(sort_of(one.expected.effect), []).append(one)
    return (one for one in chain.from_iterable(zip_longest(*by_sort.values())) if one is not None)


def _done(kind: RunKind, one: Prepared, by: Prepared) -> Prepared:
    """The how-to, done by the plan of `by`."""
    return replace(one, task=replace(one.task, name=f"{one.task.name} ({kind})"), planned=by.planned)


def sort_of(effect: Effect) -> str:
    return type(effect).__name__


def measured(
    count: int,
    seed: int,
    application_map: Path,
    workers: int,
    on_end: Callable[[Mapping[str, Any]], None] = lambda form: None,
    how_tos: Sequence[tuple[RunKind, Prepared]] = (),
) -> tuple[JudgeError, tuple[Mapping[str, Any], ...]]:
    """The error of the effect judge on `count` tasks of the suite and the runs of how-tos, and the forms of the runs it was wrong about."""
    found = _Found(on_end)
    every, atlas = list(known_runs(count, seed)), Atlas(read_map(application_map))
    setup = MeasureSetup({number: run for number, (_, run) in enumerate(every)}, application_map)

    def of_suite(job: Job, form: dict[str, Any]) -> None:
        sort = sort_of(expected_of(job.task.plan, atlas).effect)
        found.add(every[job.number][1].kind, form, known_of(every[job.number][1].kind, form, sort))

    def of_how_to(job: Job, form: dict[str, Any]) -> None:
        kind, one = how_tos[job.number]
        found.add(kind, form, known_of_how_to(kind, form, sort_of(one.expected.effect)))

    run_jobs((Job(number, task) for number, (task, _) in enumerate(every)), setup, workers, of_suite)
    plans = HowToSetup({one.task.name: one for _, one in how_tos})
    run_jobs((Job(number, one.task) for number, (_, one) in enumerate(how_tos)), plans, workers, of_how_to)
    return measure(JUDGE, found.known), tuple(found.mistaken)


class _Found:
    """What has ended so far."""

    def __init__(self, on_end: Callable[[Mapping[str, Any]], None]) -> None:
        self._on_end = on_end
        self.known: list[Known] = []
        self.mistaken: list[Mapping[str, Any]] = []

    def add(self, kind: RunKind, form: dict[str, Any], known: Known | None) -> None:
        """`known` is None where nobody knows what is right."""
        form["notes"] = {**form["notes"], _RUN: kind}
        self._on_end(form)
        if known:
            self.known.append(known)
            if known.verdict is not None and known.passed != known.right:
                self.mistaken.append(form)


def known_of(kind: RunKind, form: Mapping[str, Any], sort: str = "") -> Known:
    """A run of a task of the suite: undecided where it was broken off, or where the plan's effect leaves no trace."""
    notes = form["notes"]
    if form["verdict"] is None:
        return Known.of(kind, None, sort=sort)
    return Known.of(kind, _verdict(form) if notes["told"] == "yes" else None, notes[_STATE] == _DONE, sort)


def known_of_how_to(kind: RunKind, form: Mapping[str, Any], sort: str = "") -> Known | None:
    """A run of a how-to: undecided where it was broken off. None where its own plan was refused: then nobody knows what it did."""
    if kind == "golden" and any(step["feedback"] for step in form["steps"]):
        return None
    return Known.of(kind, _verdict(form), sort=sort)


def _verdict(form: Mapping[str, Any]) -> Verdict | None:
    verdict = form["verdict"]
    return Verdict(verdict["success"], verdict["judge"], tuple(verdict["reasons"])) if verdict else None
