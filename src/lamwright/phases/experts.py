"""LAM2: from a state to the next action, learnt from experts; LAM3: the same with what exploration added.

Both may learn plans beside, as LAM1 did: a model that sees none any more forgets how to write them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from lamwright.data.examples import Rewording, Source, sources
from lamwright.data.mixture import Draw, mixed
from lamwright.data.plan_examples import PlanStream
from lamwright.data.plans.store import PAIRS, read_pairs
from lamwright.environments.writer.shipped_map import writer_map
from lamwright.errors import UsageError
from lamwright.phases.checkpoints import Curve, data_hash, origin_of, state_file
from lamwright.phases.config import check_number
from lamwright.phases.plans import SAMPLE as PLANS_SAMPLE
from lamwright.records import EPISODES, read_episodes

if TYPE_CHECKING:
    from lamwright.phases.checkpoints import Reporter

SAMPLE = 400
"""So many examples are drawn to find names and constants in, beside those that training scans itself; where there are pairs and no
earlier model that knows their names, as many plans as LAM1 scans beside."""


@dataclass(frozen=True, slots=True)
class ExpertsConfig:
    """How to learn from experts: for how long, from which seed, whose wordings (all training authors by default).

    `pretrained` matters only where no earlier model is given. Where there are pairs, `plan_share` of the examples are plans, and
    `suite_share` is how often the task suite's are drawn among them, against 1 for all documents together. Where there are successes of
    exploration, `own_share` of the other examples are of them.
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
    plan_share: float = 0.25
    own_share: float = 0.2
    suite_share: float = 2.0

    def __post_init__(self) -> None:
        check_number("plan_share", self.plan_share, 1.0)
        check_number("own_share", self.own_share, 1.0)
        check_number("rate", self.rate)
        check_number("encoder_rate", self.encoder_rate)
        check_number("suite_share", self.suite_share)


def train_experts(
    runs: Sequence[Path],
    out: Path,
    config: ExpertsConfig,
    on_progress: "Reporter",
    start: Path | None = None,
    plans: Path | None = None,
    own: Sequence[Path] = (),
) -> None:
    """Train on the successful episodes of `runs`, and on the set of pairs `plans`, and save a checkpoint folder `out`; `start` is the
    checkpoint of an earlier phase, `own` are the runs in which it explored.

    Raises UsageError where the runs hold no such episode, or the set no pair to train on. Training that was killed goes on from the state
    that it left beside `out`, where data and settings are the same.
    """
    from lamwright.model.embedded_model import EmbeddedModel
    from lamwright.training.sft import SftConfig, fit

    found = _successes(runs)
    tried = _successes(own, found) if own else []
    taught = PlanStream(read_pairs(plans), config.suite_share) if plans else None
    draw, rng = _stream(found, tried, taught, config), Random(config.seed)
    sample = [draw(rng) for _ in range(SAMPLE)]
    if taught and not start:
        sample += [taught.sample(rng) for _ in range(PLANS_SAMPLE)]
    steps = writer_map().vocabulary() if plans else ()
    data = data_hash([*(run / EPISODES for run in (*runs, *own)), *([plans / PAIRS] if plans else [])])
    settings = SftConfig(
        seconds=math.inf if config.examples else 60 * config.minutes,
        examples=config.examples or 10**9,
        seed=config.seed,
        threads=config.threads,
        batch=config.batch,
        rate=config.rate,
        encoder_rate=config.encoder_rate,
    )
    origin = origin_of("experts", config, data, start)
    with Curve(out, on_progress) as curve:
        begin = EmbeddedModel.load(start) if start else config.pretrained
        told = f"{data} {origin.parent} {config.authors} {config.plan_share} {config.own_share} {config.suite_share}"
        model = fit(draw, sample, settings, begin, curve.note, state_file(out), told, steps)
        model.save(out, curve.judged(origin))
        curve.put_into(out, config)


def _successes(runs: Sequence[Path], known: Sequence[Source] = ()) -> list[Source]:
    """Raises UsageError where there are none."""
    found = sources(chain.from_iterable(read_episodes(run) for run in runs), known)
    if not found:
        told = ", ".join(map(str, runs))
        raise UsageError(f"{told}: no successful episode to learn from. Collect some with: lamwright collect --out RUN")
    return found


def _stream(found: Sequence[Source], own: Sequence[Source], plans: PlanStream | None, config: ExpertsConfig) -> Draw:
    """What draws an example: the episodes in other words, the model's own successes and the set's plans among them."""
    rewording = Rewording(found, config.authors or None)
    draw: Draw = rewording.sample
    if own:
        draw = mixed(draw, lambda rng: rewording.reword(rng.choice(own), rng), config.own_share)
    return mixed(draw, plans.sample, config.plan_share) if plans else draw
