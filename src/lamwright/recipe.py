"""From a run of expert trajectories to a trained model: data and training meet here, and only over a record."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from lamwright.data.examples import Rewording, sources
from lamwright.errors import UsageError
from lamwright.records import read_episodes
from lamwright.version import commit

if TYPE_CHECKING:
    from lamwright.training.loop import Progress

VOCABULARY_SAMPLE = 400


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train the embedded model: for how long, from which seed, whose wordings (all training authors by default)."""

    seconds: float = 360.0
    seed: int = 0
    threads: int = 2
    pretrained: bool = True
    authors: tuple[str, ...] = ()


def train_embedded(run: Path, out: Path, recipe: Recipe, on_progress: "Callable[[Progress], None]") -> None:
    """Train on the successful episodes of `run` and save a checkpoint folder `out`. Raises UsageError where the run has none.

    Training that was killed goes on from the state that it left beside `out`, where data and settings are the same.
    """
    from lamwright.training.sft import SftConfig, fit

    found = sources(read_episodes(run))
    if not found:
        raise UsageError(f"{run} holds no successful episode to learn from. Collect some with: lamwright collect --out {run}")
    stream = Rewording(found, recipe.authors or None)
    rng = Random(recipe.seed)
    sample = [stream.sample(rng) for _ in range(VOCABULARY_SAMPLE)]
    digest = hashlib.sha256((run / "episodes.jsonl").read_bytes()).hexdigest()[:16]
    config = SftConfig(seconds=recipe.seconds, seed=recipe.seed, threads=recipe.threads)
    data = f"{digest} {' '.join(recipe.authors)}"
    model = fit(stream.sample, sample, config, recipe.pretrained, on_progress, state=_state_file(out), data=data)
    model.save(out, data=digest, seed=recipe.seed, commit=commit())


def _state_file(out: Path) -> Path:
    whole = out.resolve()
    return whole.with_name(f".{whole.name}.state")
