"""LAM1: from a task to its plan."""

import math
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from lamwright.data.plan_examples import PlanStream
from lamwright.data.plans.store import PAIRS, read_pairs
from lamwright.environments.writer.shipped_map import writer_map
from lamwright.phases.checkpoints import Curve, data_hash, origin_of, state_file
from lamwright.phases.config import check_number

if TYPE_CHECKING:
    from lamwright.phases.checkpoints import Reporter

SAMPLE = 6000
"""So many examples are drawn to find names and constants in."""


@dataclass(frozen=True, slots=True)
class PlansConfig:
    """How LAM1 learns. `suite_share` is how often the task suite's pairs are drawn, against 1 for all documents together."""

    minutes: float = 8.0
    examples: int = 0
    """Where not 0, the budget in examples instead of minutes: the same training on any machine."""
    seed: int = 0
    threads: int = 2
    batch: int = 16
    rate: float = 1.5e-3
    encoder_rate: float = 2e-4
    suite_share: float = 2.0
    pretrained: bool = True

    def __post_init__(self) -> None:
        check_number("suite_share", self.suite_share)


def train_plans(pairs: Path, out: Path, config: PlansConfig, on_progress: "Reporter") -> None:
    """Train on the set's training pairs and save a checkpoint folder `out`. Raises RecordError or UsageError.

    A plan may hold everything that the application's map offers, not only what the pairs do. Training that was killed goes on from the
    state that it left beside `out`, where data and settings are the same.
    """
    from lamwright.training.sft import SftConfig, fit

    stream = PlanStream(read_pairs(pairs), config.suite_share)
    data = data_hash([pairs / PAIRS])
    rng = Random(config.seed)
    sample = [stream.sample(rng) for _ in range(SAMPLE)]
    settings = SftConfig(
        seconds=math.inf if config.examples else 60 * config.minutes,
        examples=config.examples or 10**9,
        seed=config.seed,
        threads=config.threads,
        batch=config.batch,
        rate=config.rate,
        encoder_rate=config.encoder_rate,
    )
    with Curve(out, on_progress) as curve:
        steps = writer_map().vocabulary()
        told = f"{data} {config.suite_share}"
        model = fit(stream.sample, sample, settings, config.pretrained, curve.note, state_file(out), told, steps)
        model.save(out, curve.judged(origin_of("plans", config, data, None)))
        curve.put_into(out, config)
