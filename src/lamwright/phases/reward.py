"""The reward model: what a step is worth, learnt from episodes that succeeded and episodes that failed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from lamwright.data.logged import Logged, logged
from lamwright.errors import UsageError
from lamwright.phases.checkpoints import Curve, data_hash, origin_of, state_file
from lamwright.records import EPISODES, read_episodes, write_whole

if TYPE_CHECKING:
    from lamwright.model.embedded_model import EmbeddedModel
    from lamwright.phases.checkpoints import Reporter
    from lamwright.training.logged import WrittenLog
    from lamwright.training.reward import RewardReport

REPORT = "reward.json"


@dataclass(frozen=True, slots=True)
class RewardPhaseConfig:
    """How the reward model learns: so many times through the training tasks' episodes."""

    epochs: int = 3
    seed: int = 0
    threads: int = 2
    batch: int = 16
    rate: float = 5e-4
    encoder_rate: float = 5e-5


def train_reward(runs: Sequence[Path], start: Path, out: Path, config: RewardPhaseConfig, on_progress: "Reporter") -> "RewardReport":
    """Train from the policy `start` on all judged episodes of `runs` and save a checkpoint folder `out`, with how good it is on tasks
    that were kept back (`reward.json`). Raises UsageError where there are not both successes and failures.
    """
    from lamwright.model.embedded_model import EmbeddedModel
    from lamwright.training.reward import RewardConfig, fit_reward, report

    model = EmbeddedModel.load(start)
    episodes = list(logged(chain.from_iterable(read_episodes(run) for run in runs)))
    learnt, kept = written(model, episodes, held_out=False), written(model, episodes, held_out=True)
    if len({log.success for log in kept}) < 2:
        raise UsageError(f"Of {len(episodes)} episodes, too few are kept back to judge a reward model. Add a run with other outcomes.")
    settings = RewardConfig(config.epochs, config.batch, config.rate, config.encoder_rate, seed=config.seed, threads=config.threads)
    data = data_hash(run / EPISODES for run in runs)
    origin = origin_of("reward", config, data, start)
    with Curve(out, on_progress) as curve:
        reward = fit_reward(model, learnt, settings, curve.note, state_file(out), f"{data} {origin.parent}")
        found = report(reward, kept, config.batch)
        reward.save(out, curve.judged(origin))
        write_whole(out / REPORT, json.dumps(found.to_json(), indent=1) + "\n")
        curve.put_into(out, config)
    return found


def written(model: "EmbeddedModel", episodes: Iterable[Logged], *, held_out: bool) -> list["WrittenLog"]:
    """The episodes of one share of the tasks as the model reads them, without those that it could not have written.

    Raises the last one's UsageError where it could have written none that it is to learn from.
    """
    from lamwright.training.logged import write_log

    found, fault = [], None
    for one in episodes:
        if one.held_out == held_out:
            try:
                found.append(write_log(one.episode, model.tokens, model.config.vocabulary))
            except UsageError as error:
                fault = error
    if fault and not found and not held_out:
        raise fault
    return found
