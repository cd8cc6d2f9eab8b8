"""Expert trajectories in the real Writer: tasks are made, done by their plans, judged by the saved document's state, recorded."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from lamwright.data.pictures import Kept, PictureFormat, Room, remove_unrecorded
from lamwright.data.plans.funnel import write_funnel
from lamwright.data.recorded import Recorded, parts_from_json, task_from_json, task_to_json
from lamwright.data.tally import START_FAILED, Tally
from lamwright.environments.writer.environment import WriterEnvironment
from lamwright.environments.writer.suite import generate, perturbations
from lamwright.environments.writer.suite.verdict import judge_errors, state_judge
from lamwright.episode import Limits, Watch, run_episode, with_task
from lamwright.judge_error import write_judge_errors
from lamwright.policy import PlanPolicy, Policy
from lamwright.records import SCREENSHOTS, Episode, RunWriter, new_manifest, read_forms
from lamwright.tasks import Task
from lamwright.trajectory import Trajectory
from lamwright.version import commit, version
from lamwright.workers import Job, Runner, Setup, run_jobs

__all__ = [
    "Collecting", "Expert", "PolicyFor", "Recorded", "Tally", "WriterRunner", "WriterSetup", "collect", "parts_from_json", "recorded",
    "run_tasks", "task_from_json", "task_to_json", "tasks_of",
]  # fmt: skip

PolicyFor = Callable[[Task], Policy]
OnEnd = Callable[[Task, dict[str, Any], Tally], None]
FUNNEL = "funnel.json"
DISK_LIMIT_MIB = 4096


@dataclass(frozen=True, slots=True)
class Expert:
    """Follows each task's own plan. Called inside a worker's process."""

    def __call__(self) -> PolicyFor:
        return lambda task: PlanPolicy(task.plan)


@dataclass(frozen=True, slots=True)
class WriterSetup:
    """How a worker gets its Writer and its policy. `screenshots` is the folder for pictures, None for none."""

    policy: Callable[[], PolicyFor] = Expert()
    screenshots: Path | None = None
    limits: Limits = field(default_factory=Limits)
    picture_format: PictureFormat = "jpeg"

    def __call__(self) -> "WriterRunner":
        return WriterRunner(self)


class WriterRunner:
    """One worker's Writer: runs one task after another in it."""

    def __init__(self, setup: WriterSetup) -> None:
        self._setup = setup
        self._policy_for = setup.policy()
        self._environment = WriterEnvironment()

    def run(self, job: Job) -> Trajectory:
        task, environment = job.task, self._environment
        resets, start = Counter(environment.resets), _Start(environment, task)
        folder = self._setup.screenshots
        kept = Kept(folder.parent, job.number, self._setup.picture_format) if folder else None
        trajectory = run_episode(
            environment,
            generate.scene(task.template).template.path,
            self._policy_for(task),
            task.request,
            judge=state_judge(environment, task),
            limits=self._setup.limits,
            watch=Watch(picture=kept),
            perturb=start.make,
        )
        if kept:
            kept.check()
        notes = {"reset": next(iter(environment.resets - resets), "failed")}
        return with_task(trajectory, task.name, **notes, **({START_FAILED: task.start.name} if start.failed else {}))

    def close(self) -> None:
        self._environment.close()


class _Start:
    """A task's start, made in an environment; `failed` tells whether it was tried in vain."""

    def __init__(self, environment: WriterEnvironment, task: Task) -> None:
        self._environment, self._task = environment, task
        self.failed = False

    def make(self) -> None:
        self.failed = bool(self._task.start.name)
        perturbations.perturb(self._environment, self._task.start)
        self.failed = False


def recorded(episodes: Iterable[Episode]) -> Recorded:
    """Which tasks and numbers these episodes have."""
    every = [(episode.trajectory.task, int(episode.extra["number"])) for episode in episodes]
    return Recorded(frozenset(name for name, _ in every), frozenset(number for _, number in every))


def run_tasks(
    tasks: Iterator[Task],
    writer: RunWriter,
    setup: Setup[Runner],
    workers: int,
    on_end: OnEnd,
    first: int = 0,
    tally: Tally | None = None,
    room: Room | None = None,
) -> Tally:
    """Run tasks in Writer, `workers` at a time, and record each as it ends; `tally` counts on. Raises RecordError without room."""
    counts, started = tally or Tally(), perf_counter()

    def ended(job: Job, form: dict[str, Any]) -> None:
        form["task"] = job.task.name
        if room:
            room.keep_pictures(form)
        form |= {"number": job.number, "suite": task_to_json(job.task)}
        writer.add(form)
        counts.add(form)
        counts.seconds = perf_counter() - started
        on_end(job.task, form, counts)
        if room:
            room.check()

    run_jobs((Job(first + number, task) for number, task in enumerate(tasks)), setup, workers, ended)
    return counts


@dataclass(frozen=True, slots=True)
class Collecting:
    """What to collect. `perturbed` is the share (0 to 1) of tasks that begin from another start, `recovering` the share of those in which
    the expert takes the start into account; `pictures` None keeps none.
    """

    count: int
    seed: int = 0
    workers: int = 2
    perturbed: float = 0.0
    recovering: float = 0.0
    pictures: PictureFormat | None = None
    disk_limit_mib: int = DISK_LIMIT_MIB

    def config(self) -> dict[str, Any]:
        """By the names of the command's options."""
        return {
            "count": self.count,
            "workers": self.workers,
            "perturbed": self.perturbed,
            "recovering": self.recovering,
            "screenshots": self.pictures is not None,
            "picture_format": self.pictures,
            "disk_limit": self.disk_limit_mib,
        }


def tasks_of(wanted: Collecting) -> Iterator[Task]:
    """The tasks, each with a name of its own; the same for the same seed and shares."""
    made = perturbations.some_perturbed(generate.training_tasks(wanted.seed), wanted.perturbed, wanted.seed)
    return islice(perturbations.some_recovering(made, wanted.recovering, wanted.seed), wanted.count)


def collect(out: Path, wanted: Collecting, *, resume: bool = False, setup: Setup[Runner] | None = None, on_end: OnEnd) -> Tally:
    """Collect expert episodes into the run folder `out`; with `resume`, those that are missing there.

    The funnel and the judge's measured error are written beside them, whether the run came to its end or was stopped.
    Raises RecordError, UsageError or PrerequisiteError before anything starts, RecordError where the room is used up.
    """
    manifest = new_manifest("collect", wanted.config(), wanted.seed, version(), commit())
    with RunWriter(out, manifest, resume) as writer:
        done, tally = _held(out)
        remove_unrecorded(out, set(done.numbers))
        tasks = (task for task in tasks_of(wanted) if task.name not in done.names)
        room = Room(out, wanted.disk_limit_mib)
        try:
            run_tasks(tasks, writer, setup or _writer(out, wanted), wanted.workers, on_end, done.free, tally, room)
        finally:
            remove_unrecorded(out, {int(form["number"]) for form in read_forms(out)})
            tally.without_pictures, tally.bytes = room.refused, room.used
            write_funnel(out / FUNNEL, tally.funnel)
            write_judge_errors(out, judge_errors())
    return tally


def _writer(out: Path, wanted: Collecting) -> WriterSetup:
    pictures = wanted.pictures
    return replace(WriterSetup(screenshots=out / SCREENSHOTS), picture_format=pictures) if pictures else WriterSetup()


def _held(out: Path) -> tuple[Recorded, Tally]:
    """What the run holds already, and its counts."""
    tally, names, numbers = Tally(), set(), set()
    for form in read_forms(out):
        tally.add(form)
        names.add(form["task"])
        numbers.add(int(form["number"]))
    tally.before = tally.episodes
    return Recorded(frozenset(names), frozenset(numbers)), tally
