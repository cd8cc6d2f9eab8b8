"""The reward model: reads an episode and says for each step, from -1 to 1, whether it leads to success.

It starts from the last policy's weights, gets a scalar head, and is trained by mean squared error on +1 for every step of an episode that
succeeded and -1 for every step of one that failed; the last step's number is the episode's.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import TypeVar

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn.functional import mse_loss

from lamwright.errors import UsageError
from lamwright.model.config import Origin
from lamwright.model.embedded_model import EmbeddedModel
from lamwright.training.collate import Batcher
from lamwright.training.faults import says_what_to_lower
from lamwright.training.logged import Places, WrittenLog, places
from lamwright.training.loop import Budget, Files, Group, Loop, Loss, OnProgress
from lamwright.training.objective import read
from lamwright.training.ranking import Bin, auc, calibration, calibration_error
from lamwright.training.resume import fingerprint
from lamwright.training.sft import BATCH, parameter_groups

Item = TypeVar("Item")
HEAD = "reward.safetensors"


@dataclass(frozen=True, slots=True)
class RewardConfig:
    """How to train the reward model: so many times through the logged episodes."""

    epochs: int = 3
    batch: int = 16
    rate: float = 5e-4
    encoder_rate: float = 5e-5
    weight_decay: float = 0.01
    seed: int = 0
    threads: int = 2
    state_seconds: float = 60.0


class RewardModel:
    """A model with a scalar head over the states of its decoder."""

    def __init__(self, model: EmbeddedModel, head: nn.Linear | None = None) -> None:
        self.model = model
        self.head = head or nn.Linear(model.config.decoder.width, 1)
        self.batcher = Batcher(model.bags, model.config.vocabulary)

    def rewards(self, logs: list[WrittenLog]) -> Tensor:
        """What each step is worth, one number a step, the episodes' one after the other."""
        states = read(self.model.network, self.batcher.batch([log.written for log in logs])).states
        where: Places = places(logs)
        rewards: Tensor = self.head(states[where.rows, where.ends]).float()[:, 0]
        return rewards

    @torch.inference_mode()
    def judge(self, logs: Sequence[WrittenLog], batch: int = 32) -> list[Tensor]:
        """The rewards of each episode's steps, each from -1 to 1."""
        self.model.network.eval()
        judged: list[Tensor] = []
        for first in range(0, len(logs), batch):
            some = list(logs[first : first + batch])
            judged += torch.split(self.rewards(some).clamp(-1, 1), [len(log.asks) for log in some])
        return judged

    def save(self, folder: Path, origin: Origin = Origin()) -> None:
        """Write a checkpoint folder: a model's, and the head. Raises UsageError."""
        self.model.save(folder, origin)
        save_file({"weight": self.head.weight.detach(), "bias": self.head.bias.detach()}, folder / HEAD)

    @classmethod
    def load(cls, folder: Path) -> "RewardModel":
        """Raises UsageError where the folder holds no reward model."""
        model = EmbeddedModel.load(folder)
        head = nn.Linear(model.config.decoder.width, 1)
        try:
            head.load_state_dict(load_file(folder / HEAD))
        except (OSError, SafetensorError, RuntimeError) as error:
            told = " ".join(str(error).split())
            raise UsageError(f"{folder} holds no reward model ({told}). Train one with: lamwright train reward") from error
        return cls(model, head)


def fit_reward(
    model: EmbeddedModel,
    logs: Sequence[WrittenLog],
    config: RewardConfig,
    on_progress: OnProgress,
    state: Path | None = None,
    data: str = "",
) -> RewardModel:
    """Train a reward model from a policy's weights. Raises UsageError where the episodes do not hold successes and failures."""
    if len({log.success for log in logs}) < 2:
        raise UsageError("A reward model learns from successes and failures; these episodes are all of one kind. Add a run of the other.")
    torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    reward = RewardModel(model)

    def loss_of(some: list[WrittenLog]) -> Loss:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            said = reward.rewards(some)
        true = torch.tensor([1.0 if log.success else -1.0 for log in some for _ in log.asks])
        return Loss(mse_loss(said, true), len(some), sum(log.written.cost for log in some), len(true))

    budget = Budget(examples=config.epochs * len(logs), seed=config.seed, state_seconds=config.state_seconds, average=0.95)
    groups = [*parameter_groups(model, config.rate, config.encoder_rate), Group(list(reward.head.parameters()), config.rate)]
    loop = Loop[list[WrittenLog]](groups, budget, Files(state, fingerprint(config, data)), config.weight_decay)
    model.network.train()
    with says_what_to_lower(BATCH, state):
        loop.run(lambda first: epochs(logs, config.batch, config.seed, first), loss_of, on_progress)
    model.network.eval()
    return reward


def epochs(items: Sequence[Item], batch: int, seed: int, first: int) -> Iterator[list[Item]]:
    """Batches of the items from that number on, without end: each pass through all of them in another order."""
    passes = -(-len(items) // batch)
    number, skip = divmod(first, passes)
    while True:
        order = list(items)
        Random(f"{seed}/{number}").shuffle(order)
        yield from [order[start : start + batch] for start in range(0, len(order), batch)][skip:]
        number, skip = number + 1, 0


@dataclass(frozen=True, slots=True)
class RewardReport:
    """How a reward model does on episodes that it has not seen. `episode_auc` ranks by each episode's last reward."""

    episodes: int
    steps: int
    error: float
    step_auc: float
    episode_auc: float
    calibration_error: float
    bins: tuple[Bin, ...]

    def to_json(self) -> dict[str, object]:
        form: dict[str, object] = json.loads(json.dumps(asdict(self)))
        return form


def report(reward: RewardModel, logs: Sequence[WrittenLog], batch: int = 32) -> RewardReport:
    """Raises ValueError where there are not both successes and failures, UsageError where the memory is not enough."""
    with says_what_to_lower(BATCH):
        judged = reward.judge(logs, batch)
    said = [value for values in judged for value in values.tolist()]
    good = [log.success for log in logs for _ in log.asks]
    true = [1.0 if success else -1.0 for success in good]
    last = [float(values[-1]) for values in judged]
    whole = [log.success for log in logs]
    bins = calibration(said, true)
    error = sum((a - b) ** 2 for a, b in zip(said, true, strict=True)) / len(said)
    return RewardReport(len(logs), len(said), error, auc(said, good), auc(last, whole), calibration_error(bins), bins)
