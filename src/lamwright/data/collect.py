"""Expert trajectories in the real Writer: tasks are made, done by their plans, judged by the saved document's state, recorded."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from lamwright.environments.writer.environment import WriterEnvironment
from lamwright.environments.writer.suite.generate import scene, training_tasks
from lamwright.environments.writer.suite.verdict import state_judge
from lamwright.episode import Limits, Watch, run_episode, with_task
from lamwright.policy import PlanPolicy, Policy
from lamwright.records import SCREENSHOTS, Episode, Manifest, RunWriter, new_manifest, read_episodes
from lamwright.tasks import Part, Task
from lamwright.trajectory import Trajectory
from lamwright.version import commit, version
from lamwright.workers import Job, run_jobs

PolicyFor = Callable[[Task], Policy]


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
        resets = Counter(environment.resets)
        trajectory = run_episode(
            environment,
            scene(task.template).template.path,
            self._policy_for(task),
            task.request,
            judge=state_judge(environment, task),
            limits=self._setup.limits,
            watch=Watch(picture=self._picture(job.number)),
        )
        return with_task(trajectory, task.name, reset=next(iter(environment.resets - resets), "failed"))

    def _picture(self, episode: int) -> Callable[[int, bytes], str] | None:
        folder = self._setup.screenshots
        if folder is None:
            return None

        def keep(step: int, picture: bytes) -> str:
            name = f"{episode:06d}-{step:02d}.jpg"
            (folder / name).write_bytes(picture)
            return f"{SCREENSHOTS}/{name}"

        return keep

    def close(self) -> None:
        self._environment.close()


@dataclass(slots=True)
class Tally:
    """What has ended so far. `failures` counts first reasons."""

    episodes: int = 0
    succeeded: int = 0
    failed: int = 0
    seconds: float = 0.0
    failures: Counter[str] = field(default_factory=Counter)
    resets: Counter[str] = field(default_factory=Counter)

    def add(self, form: dict[str, Any]) -> None:
        self.episodes += 1
        verdict = form["verdict"]
        if verdict and verdict["success"]:
            self.succeeded += 1
        else:
            self.failed += 1
            reason = form["failure"]["message"] if form["failure"] else verdict["reasons"][0] if verdict else "no verdict"
            self.failures[f"{form['task'].split('/')[0]}: {reason[:120]}"] += 1
        self.resets[form["notes"].get("reset", "none")] += 1

    @property
    def per_hour(self) -> float:
        return 3600 * self.episodes / self.seconds if self.seconds else 0.0


def task_to_json(task: Task) -> dict[str, Any]:
    """What a record keeps of a task beside its trajectory."""
    return {
        "kinds": task.kinds,
        "group": task.group,
        "tier": task.tier,
        "template": task.template,
        "possible": task.possible,
        "parts": [asdict(part) for part in task.parts],
    }


def parts_from_json(forms: list[dict[str, Any]]) -> tuple[Part, ...]:
    return tuple(Part(form["kind"], dict(form["slots"]), form["at"]) for form in forms)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a run holds already: the names of its tasks, and the first number that is free for an episode."""

    names: frozenset[str]
    free: int


def recorded(episodes: Iterable[Episode]) -> Recorded:
    """Numbers may be missing (a run was stopped, another's episode ended first), so the free ones start after the highest."""
    numbers = [(episode.trajectory.task, int(episode.extra["number"])) for episode in episodes]
    return Recorded(frozenset(name for name, _ in numbers), 1 + max((number for _, number in numbers), default=-1))


def run_tasks(
    tasks: Iterator[Task],
    writer: RunWriter,
    setup: WriterSetup,
    workers: int,
    on_end: Callable[[Task, dict[str, Any], Tally], None],
    first: int = 0,
) -> Tally:
    """Run tasks in Writer, `workers` at a time, and record each as it ends."""
    tally, started = Tally(), perf_counter()

    def ended(job: Job, form: dict[str, Any]) -> None:
        form["task"] = job.task.name
        writer.add({**form, "number": job.number, "suite": task_to_json(job.task)})
        tally.add(form)
        tally.seconds = perf_counter() - started
        on_end(job.task, form, tally)

    run_jobs((Job(first + number, task) for number, task in enumerate(tasks)), setup, workers, ended)
    return tally


def collect(
    out: Path,
    count: int,
    workers: int,
    seed: int,
    *,
    resume: bool = False,
    pictures: bool = False,
    on_end: Callable[[Task, dict[str, Any], Tally], None],
) -> Tally:
    """Collect `count` expert episodes into the run folder `out`; with `resume`, those that are missing there.

    Raises RecordError, UsageError or PrerequisiteError before anything starts.
    """
    config = {"count": count, "workers": workers, "pictures": pictures}
    manifest: Manifest = new_manifest("collect", config, seed, version(), commit())
    with RunWriter(out, manifest, resume) as writer:
        done = recorded(read_episodes(out))
        wanted = (task for task in islice(training_tasks(seed), count) if task.name not in done.names)
        setup = WriterSetup(screenshots=out / SCREENSHOTS if pictures else None)
        return run_tasks(wanted, writer, setup, workers, on_end, first=done.free)
