"""LAM2: from a state to the next action, learnt from experts; LAM3: the same with what exploration added."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from lamwright.data.examples import Rewording, sources
from lamwright.errors import UsageError
from lamwright.phases.checkpoints import Curve, data_hash, origin_of, state_file
from lamwright.records import EPISODES, read_episodes

if TYPE_CHECKING:
    from lamwright.phases.checkpoints import Reporter

SAMPLE = 400
"""So many examples are drawn to find names and constants in, beside those that training scans itself."""


@dataclass(frozen=True, slots=True)
class ExpertsConfig:
    """How to learn from experts: for how long, from which seed, whose wordings (all training authors by default).

    `pretrained` matters only where no earlier model is given.
    """

    minutes: float = 8.0
    examples: int = 0
    """Where not 0, the budget in examples instead of minutes: the same training on any machine."""
    seed: int = 0
    threads: int = 2
    batch: int = 16
    rate: float = 1.5e-3
    encoder_rate: float = 2e-4
    pretrained: bool = True
    authors: tuple[str, ...] = ()


def train_experts(
    runs: Sequence[Path], out: Path, config: ExpertsConfig, on_progress: "Reporter", start: Path | None = None, phase: str = "experts"
) -> None:
    """Train on the successful episodes of `runs` and save a checkpoint folder `out`; `start` is the checkpoint of an earlier phase.

    Raises UsageError where the runs hold none. Training that was killed goes on from the state that it left beside `out`, where data and
    settings are the same.
    """
    from lamwright.model.embedded_model import EmbeddedModel
    from lamwright.training.sft import SftConfig, fit

    found = sources(chain.from_iterable(read_episodes(run) for run in runs))
    if not found:
        told = ", ".join(map(str, runs))
        raise UsageError(f"{told}: no successful episode to learn from. Collect some with: lamwright collect --out RUN")
    stream = Rewording(found, config.authors or None)
    rng = Random(config.seed)
    sample = [stream.sample(rng) for _ in range(SAMPLE)]
    data = data_hash(run / EPISODES for run in runs)
    settings = SftConfig(
        seconds=math.inf if config.examples else 60 * config.minutes,
        examples=config.examples or 10**9,
        seed=config.seed,
        threads=config.threads,
        batch=config.batch,
        rate=config.rate,
        encoder_rate=config.encoder_rate,
    )
    origin = origin_of(phase, config, data, start)
    with Curve(out, on_progress) as curve:
        begin = EmbeddedModel.load(start) if start else config.pretrained
        model = fit(stream.sample, sample, settings, begin, curve.note, state_file(out), f"{data} {origin.parent} {config.authors}")
        model.save(out, curve.judged(origin))
        curve.put_into(out, config)
