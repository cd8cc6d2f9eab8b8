"""Self-boosting exploration: a model tries, in the real application, what the expert failed at, and new requests whose plan is withheld.

Successes are data.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain, count, islice
from pathlib import Path
from random import Random
from typing import Any

from lamwright.data.collect import PolicyFor, Recorded, Tally, WriterSetup, run_tasks
from lamwright.data.examples import unsolved
from lamwright.data.recorded import TRY
from lamwright.environments.writer.suite.generate import make_composed
from lamwright.errors import UsageError
from lamwright.huggingface.folder import is_hugging_face
from lamwright.records import RunWriter, new_manifest, read_forms
from lamwright.tasks import Task
from lamwright.version import commit, version
from lamwright.workers import Runner, Setup


@dataclass(frozen=True, slots=True)
class ExploreConfig:
    """How to explore: so many tries a task at that temperature, the first success ends them.

    `count` of the expert's failed tasks at most, 0 means all; `unplanned` new composed requests, whose plan is withheld: they are judged by
    the document that they should leave.
    """

    tries: int = 3
    temperature: float = 1.0
    count: int = 0
    unplanned: int = 0
    workers: int = 2
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Exploring:
    """A model, drawing at a temperature, each try anew. Called inside a worker's process."""

    model: Path
    temperature: float
    seed: int

    def __call__(self) -> PolicyFor:
        if is_hugging_face(self.model):
            from lamwright.huggingface.policy import HuggingFaceModel

            return HuggingFaceModel(str(self.model), self.temperature, self.seed)()
        from lamwright.model.embedded import EmbeddedPolicy, load_for_acting

        model = load_for_acting(self.model)
        return lambda task: EmbeddedPolicy(model, self.temperature, seed=Random(f"{self.seed}/{task.name}").randrange(2**31))


@dataclass(frozen=True, slots=True)
class Explored:
    """How many tasks were tried, how many of them were solved: those that the expert failed at, and the new ones."""

    expert_failed: int
    expert_failed_solved: int
    unplanned: int
    unplanned_solved: int
    episodes: int

    @property
    def tasks(self) -> int:
        return self.expert_failed + self.unplanned

    @property
    def solved(self) -> int:
        return self.expert_failed_solved + self.unplanned_solved

    def __str__(self) -> str:
        failed = f"{self.expert_failed_solved} of {self.expert_failed} tasks that the expert had failed at" if self.expert_failed else ""
        new = f"{self.unplanned_solved} of {self.unplanned} requests whose plan was withheld" if self.unplanned else ""
        return f"{' and '.join(filter(None, (failed, new)))}, in {self.episodes} episodes"

    def to_json(self) -> dict[str, int]:
        return {**asdict(self), "tasks": self.tasks, "solved": self.solved}


def explore(
    runs: Sequence[Path],
    model: Path,
    out: Path,
    config: ExploreConfig,
    *,
    resume: bool = False,
    setup: Setup[Runner] | None = None,
    on_end: Callable[[Task, dict[str, Any], Tally], None],
) -> Explored:
    """Try the unsolved tasks of `runs`, and new ones whose plan is withheld, with a model.

    Every try is recorded in the run folder `out`. Raises UsageError where there are none.
    """
    failed = list(islice(_in_order(runs, config.seed), config.count or None))
    new = list(islice(_unplanned(config.seed), config.unplanned))
    tasks = [*failed, *new]
    if not tasks:
        raise UsageError(
            "There is nothing to explore: the expert solved every task. Collect more with: lamwright collect --perturbed 0.6, "
            "or explore new requests with --unplanned N."
        )
    settings = {"model": str(model), "runs": [str(run) for run in runs], "tries": config.tries, "temperature": config.temperature}
    counts = {"count": config.count, "unplanned": config.unplanned}
    manifest = new_manifest("train explore", {**settings, **counts}, config.seed, version(), commit())
    acting = setup or WriterSetup(Exploring(model, config.temperature, config.seed))
    with RunWriter(out, manifest, resume) as writer:
        for number in range(1, config.tries + 1):
            tried = _tried(out)
            left = (replace(task, name=f"{task.name}{TRY}{number}") for task in tasks if task.name not in tried.solved)
            wanted = (task for task in left if task.name not in tried.recorded.names)
            run_tasks(wanted, writer, acting, config.workers, on_end, first=tried.recorded.free)
    tried = _tried(out)
    return Explored(len(failed), tried.solved_of(failed), len(new), tried.solved_of(new), len(tried.recorded.names))


def _in_order(runs: Sequence[Path], seed: int) -> Iterator[Task]:
    """The unsolved tasks, shuffled, so that some of them are a sample of all."""
    tasks = list({task.name: task for task in chain.from_iterable(unsolved(run) for run in runs)}.values())
    Random(f"explore/{seed}").shuffle(tasks)
    return iter(tasks)


def _unplanned(seed: int) -> Iterator[Task]:
    """Composed requests for training, without end, their plans withheld."""
    made = (make_composed("train", f"explore.{seed}.{number}") for number in count())
    return (replace(task, plan=()) for task in made if task)


@dataclass(frozen=True, slots=True)
class _Tried:
    """What the run folder holds already, and the names of the tasks that a try solved."""

    recorded: Recorded
    solved: frozenset[str]

    def solved_of(self, tasks: Iterable[Task]) -> int:
        return sum(task.name in self.solved for task in tasks)


def _tried(out: Path) -> _Tried:
    """Reads names, numbers and verdicts alone: a run's controls are many."""
    numbers: dict[str, int] = {}
    solved: set[str] = set()
    for form in read_forms(out):
        numbers[form["task"]] = form["number"]
        if form["verdict"] and form["verdict"]["success"]:
            solved.add(form["task"].rpartition(TRY)[0])
    return _Tried(Recorded(frozenset(numbers), frozenset(numbers.values())), frozenset(solved))
