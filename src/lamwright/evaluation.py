"""How good is a policy? Held-out tasks, done in the real application."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from lamwright.data.collect import Expert, PolicyFor, Tally, WriterSetup, recorded, run_tasks
from lamwright.environments.writer.suite.generate import make_composed, make_impossible, tasks
from lamwright.errors import UsageError
from lamwright.metrics import Online, online
from lamwright.policy import Policy
from lamwright.records import SCREENSHOTS, RunWriter, new_manifest, read_episodes
from lamwright.tasks import Task, Tier
from lamwright.version import commit, version

TIERS: tuple[Tier, ...] = ("parameters", "wordings", "composed", "impossible")


@dataclass(frozen=True, slots=True)
class Trained:
    """The embedded model of a checkpoint folder. Called inside a worker's process, where it loads torch."""

    folder: Path
    threads: int = 1

    def load(self) -> Policy:
        from lamwright.model.embedded import EmbeddedPolicy

        return EmbeddedPolicy.load(self.folder, threads=self.threads)

    def __call__(self) -> PolicyFor:
        policy = self.load()
        return lambda task: policy


def policy_named(model: str) -> Callable[[], PolicyFor]:
    """The policy of that name: "expert", or a checkpoint folder. Raises UsageError."""
    if model == "expert":
        return Expert()
    folder = Path(model)
    if not (folder / "model.safetensors").is_file():
        raise UsageError(
            f"No model at {folder}: a model is a folder with model.safetensors, or the word 'expert'. Train one with: lamwright demo"
        )
    return Trained(folder)


def held_out_tasks(tier: Tier, seed: int, count: int) -> Iterator[Task]:
    """`count` tasks of one tier that were never trained on; kinds without a value or a block hold out no parameter."""
    if tier in ("parameters", "wordings"):
        return islice((task for task in tasks(tier, seed) if tier == "wordings" or task.parts[0].slots), count)
    make = make_composed if tier == "composed" else make_impossible
    made = (make(tier, f"{seed}.{number}") for number in range(count * 3))
    return islice((task for task in made if task), count)


def evaluate_online(
    out: Path,
    model: str,
    tiers: Sequence[Tier],
    count: int,
    seed: int,
    *,
    workers: int = 1,
    pictures: bool = False,
    resume: bool = False,
    on_end: Callable[[Task, dict[str, Any], Tally], None],
) -> Online:
    """Run `count` held-out tasks of each tier with a model; record them in `out`, and count."""
    config = {"model": model, "tiers": list(tiers), "count": count, "workers": workers}
    manifest = new_manifest("eval online", config, seed, version(), commit())
    setup = WriterSetup(policy_named(model), out / SCREENSHOTS if pictures else None)
    with RunWriter(out, manifest, resume) as writer:
        done = recorded(read_episodes(out))
        wanted = (task for tier in tiers for task in held_out_tasks(tier, seed, count) if task.name not in done.names)
        run_tasks(wanted, writer, setup, workers, on_end, first=done.free)
    return online(read_episodes(out))
