"""Held-out tasks, done in the real application."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lamwright.data.collect import Tally, WriterSetup, recorded, run_tasks
from lamwright.evaluation.heldout import held_out_tasks
from lamwright.evaluation.policies import policy_named
from lamwright.metrics import Online, online
from lamwright.phases.checkpoints import weights_hash
from lamwright.places import model_folder
from lamwright.records import SCREENSHOTS, RunWriter, new_manifest, read_episodes
from lamwright.tasks import Task, Tier
from lamwright.version import commit, version


def evaluate_online(
    out: Path,
    model: str,
    tiers: Sequence[Tier],
    count: int,
    seed: int,
    *,
    base_url: str = "",
    workers: int = 1,
    pictures: bool = False,
    resume: bool = False,
    on_end: Callable[[Task, dict[str, Any], Tally], None],
) -> Online:
    """Run `count` held-out tasks of each tier with a model; record them in `out`, and count."""
    config = {"model": model, "weights": weights_hash(model_folder(model)), "tiers": list(tiers), "count": count, "workers": workers}
    manifest = new_manifest("eval online", config, seed, version(), commit())
    setup = WriterSetup(policy_named(model, seed=seed, base_url=base_url), out / SCREENSHOTS if pictures else None)
    with RunWriter(out, manifest, resume) as writer:
        done = recorded(read_episodes(out))
        wanted = (task for tier in tiers for task in held_out_tasks(tier, seed, count) if task.name not in done.names)
        run_tasks(wanted, writer, setup, workers, on_end, first=done.free)
    return online(read_episodes(out))
