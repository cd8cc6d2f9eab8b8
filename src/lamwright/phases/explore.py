"""Self-boosting exploration: a model tries, in the real application, what the expert failed at; what succeeds joins the data."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from random import Random
from typing import Any

from lamwright.data.collect import PolicyFor, Tally, WriterSetup, recorded, run_tasks
from lamwright.data.examples import unsolved
from lamwright.data.recorded import TRY
from lamwright.errors import UsageError
from lamwright.huggingface.folder import is_hugging_face
from lamwright.records import RunWriter, new_manifest, read_episodes
from lamwright.tasks import Task
from lamwright.version import commit, version
from lamwright.workers import Runner, Setup


@dataclass(frozen=True, slots=True)
class ExploreConfig:
    """How to explore: so many tries a task at that temperature, the first success ends them. `count` tasks at most; 0 means all."""

    tries: int = 3
    temperature: float = 1.0
    count: int = 0
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
    """How many tasks were tried, how many of them were solved, in how many episodes."""

    tasks: int
    solved: int
    episodes: int


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
    """Try the unsolved tasks of `runs` with a model and record every try in the run folder `out`.

    Raises UsageError where there are none.
    """
    tasks = list(islice(_in_order(runs, config.seed), config.count or None))
    if not tasks:
        raise UsageError("There is nothing to explore: the expert solved every task. Collect more with: lamwright collect --perturbed 0.6")
    settings = {"model": str(model), "runs": [str(run) for run in runs], "tries": config.tries, "temperature": config.temperature}
    manifest = new_manifest("train explore", {**settings, "count": config.count}, config.seed, version(), commit())
    acting = setup or WriterSetup(Exploring(model, config.temperature, config.seed))
    with RunWriter(out, manifest, resume) as writer:
        for number in range(1, config.tries + 1):
            done = recorded(read_episodes(out))
            solved = _solved(out)
            wanted = (
                replace(task, name=f"{task.name}{TRY}{number}")
                for task in tasks
                if task.name not in solved and f"{task.name}{TRY}{number}" not in done.names
            )
            run_tasks(wanted, writer, acting, config.workers, on_end, first=done.free)
    return Explored(len(tasks), len(_solved(out) & {task.name for task in tasks}), sum(1 for _ in read_episodes(out)))


def _in_order(runs: Sequence[Path], seed: int) -> Iterator[Task]:
    """The unsolved tasks, shuffled, so that some of them are a sample of all."""
    tasks = list({task.name: task for task in chain.from_iterable(unsolved(run) for run in runs)}.values())
    Random(f"explore/{seed}").shuffle(tasks)
    return iter(tasks)


def _solved(out: Path) -> frozenset[str]:
    trajectories = (episode.trajectory for episode in read_episodes(out))
    return frozenset(one.task.rpartition(TRY)[0] for one in trajectories if one.verdict and one.verdict.success)
