"""LAM4: the policy learns from its own logged episodes, failures among them, by offline PPO."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from lamwright.data.logged import logged
from lamwright.phases.checkpoints import Curve, data_hash, origin_of, state_file
from lamwright.phases.reward import written
from lamwright.records import EPISODES, read_episodes

if TYPE_CHECKING:
    from lamwright.phases.checkpoints import Reporter


@dataclass(frozen=True, slots=True)
class PpoPhaseConfig:
    """How LAM4 learns: the value head alone for `value_epochs`, then all for `epochs` times through the logged episodes."""

    epochs: int = 4
    value_epochs: int = 1
    seed: int = 0
    threads: int = 2
    batch: int = 16
    rate: float = 1e-4
    encoder_rate: float = 0.0
    clip: float = 0.2
    gamma: float = 0.0
    lam: float = 0.95
    kl: float = 0.1


def train_ppo(runs: Sequence[Path], start: Path, reward: Path, out: Path, config: PpoPhaseConfig, on_progress: "Reporter") -> int:
    """Train the policy `start` further on its own episodes in `runs`, judged by the model `reward`; save a checkpoint folder `out`.

    Episodes that no model decided (an expert's) are left out. The number of episodes learnt from. Raises UsageError where there are none.
    """
    from lamwright.model.embedded_model import EmbeddedModel
    from lamwright.training.ppo import PpoConfig, fit_ppo
    from lamwright.training.reward import RewardModel

    model = EmbeddedModel.load(start)
    episodes = list(logged(chain.from_iterable(read_episodes(run) for run in runs)))
    own = [one for one in episodes if all(step.behaviour for step in one.episode.steps)]
    logs = [*written(model, own, held_out=False), *written(model, own, held_out=True)]
    settings = PpoConfig(
        config.epochs,
        config.value_epochs,
        config.batch,
        config.rate,
        config.encoder_rate,
        clip=config.clip,
        gamma=config.gamma,
        lam=config.lam,
        kl=config.kl,
        seed=config.seed,
        threads=config.threads,
    )
    data = data_hash(run / EPISODES for run in runs)
    origin = origin_of("ppo", config, data, start)
    with Curve(out, on_progress) as curve:
        fit_ppo(model, RewardModel.load(reward), logs, settings, curve.note, state_file(out), f"{data} {origin.parent}")
        model.save(out, curve.judged(origin))
        curve.put_into(out, config)
    return len(logs)
