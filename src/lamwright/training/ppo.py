"""Offline PPO: the policy learns from episodes that were logged, failures among them, judged by the reward model.

Nothing is drawn anew. The ratio is against the probabilities that were stored when the policy acted, and a divergence from the policy that
it starts from keeps it near what is known to work. The value head learns alone at first, since advantages need values. Rewards lie
between -1 and 1, so advantages are used as they are.
"""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn

from lamwright.errors import UsageError
from lamwright.model.embedded_model import EmbeddedModel
from lamwright.training.advantages import clipped_loss, clipped_share, gae, value_loss, whole_kl
from lamwright.training.collate import Batcher
from lamwright.training.faults import says_what_to_lower
from lamwright.training.logged import WrittenLog, places
from lamwright.training.loop import Budget, Files, Group, Loop, Loss, OnProgress
from lamwright.training.objective import logprobs, read, scores, scores_of
from lamwright.training.resume import fingerprint
from lamwright.training.reward import RewardModel, epochs
from lamwright.training.sft import BATCH, parameter_groups


@dataclass(frozen=True, slots=True)
class PpoConfig:
    """How to learn from logged episodes: `value_epochs` times through them for the value head alone, then `epochs` times for all."""

    epochs: int = 2
    value_epochs: int = 1
    batch: int = 16
    rate: float = 5e-5
    encoder_rate: float = 0.0
    """At 0 the encoder stays as it is."""
    value_rate: float = 1e-3
    clip: float = 0.2
    gamma: float = 0.0
    """The reward model's number for a step already looks ahead to how the episode ends: at 0 it is not counted again at later steps."""
    lam: float = 0.95
    kl: float = 0.1
    """The weight of the divergence from the policy that it starts from."""
    value: float = 0.5
    """The weight of the value head's error."""
    seed: int = 0
    threads: int = 2
    state_seconds: float = 60.0


class Judged(NamedTuple):
    """An episode with what each of its T steps is worth: rewards T."""

    log: WrittenLog
    rewards: Tensor


class _Work(NamedTuple):
    """A batch, and whether the policy learns from it or the value head alone."""

    judged: list[Judged]
    policy: bool


def fit_ppo(
    model: EmbeddedModel,
    reward: RewardModel,
    logs: Sequence[WrittenLog],
    config: PpoConfig,
    on_progress: OnProgress,
    state: Path | None = None,
    data: str = "",
) -> EmbeddedModel:
    """Train the policy further on logged episodes. Raises UsageError where they do not hold how a model came to its actions, or the
    reward model reads otherwise.
    """
    if not logs or not all(len(log.logprobs) == len(log.written.decisions) for log in logs):
        raise UsageError(
            "Offline PPO needs episodes of a model, with how it came to its actions. Record some with: lamwright train explore"
        )
    if reward.model.tokens.digest != model.tokens.digest:
        raise UsageError("The reward model has another tokenizer than the policy. Train it from this policy with: lamwright train reward")
    torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    with says_what_to_lower(BATCH, state):
        judged = [Judged(log, rewards) for log, rewards in zip(logs, reward.judge(logs, config.batch), strict=True)]
    learner = _Learner(model, config)
    passes = config.value_epochs + config.epochs
    budget = Budget(examples=passes * len(logs), seed=config.seed, state_seconds=config.state_seconds, average=0.9)
    loop = Loop[_Work](learner.groups, budget, Files(state, fingerprint(config, data)), weight_decay=0.0)
    model.network.eval()  # no dropout: the ratio compares the policy with itself
    with says_what_to_lower(BATCH, state):
        loop.run(lambda first: _work(judged, config, first), learner.loss, on_progress)
    return model


def _work(judged: Sequence[Judged], config: PpoConfig, first: int) -> Iterator[_Work]:
    alone = config.value_epochs * -(-len(judged) // config.batch)
    for number, batch in enumerate(epochs(judged, config.batch, config.seed, first), first):
        yield _Work(batch, policy=number >= alone)


class _Learner:
    """The policy that learns, its value head, and the policy that it started from."""

    def __init__(self, model: EmbeddedModel, config: PpoConfig) -> None:
        self._network, self._config = model.network, config
        self._start = copy.deepcopy(model.network).requires_grad_(False)
        self._value = nn.Linear(model.config.decoder.width, 1)
        self._batcher = Batcher(model.bags, model.config.vocabulary)
        self.groups = (
            *parameter_groups(model, config.rate, config.encoder_rate),
            Group(list(self._value.parameters()), config.value_rate),
        )

    def loss(self, work: _Work) -> Loss:
        """The clipped surrogate, the value's error, the divergence: over one batch of episodes."""
        logs = [one.log for one in work.judged]
        batch, where = self._batcher.batch([log.written for log in logs]), places(logs)
        found = read(self._network, batch)
        values = self._value(found.states[where.rows, where.asks].detach())[:, 0]
        estimated = [
            gae(one.rewards, own, float(own[-1]), self._config.gamma, self._config.lam, one.log.terminated)
            for one, own in zip(work.judged, torch.split(values.detach(), [len(log.asks) for log in logs]), strict=True)
        ]
        loss = self._config.value * value_loss(values, torch.cat([each.returns for each in estimated]))
        figures = {"value_loss": loss.item()}
        if work.policy:
            chosen = scores_of(self._network, batch, found)
            advantages = torch.cat([each.advantages for each in estimated])[_step_of_decision(logs)]
            behaviour = torch.tensor([value for log in logs for value in log.logprobs])
            now = logprobs(chosen, batch)
            with torch.inference_mode():
                before = scores(self._start, batch)
            count = batch.options.count
            divergence = whole_kl(chosen.choices[:count].float(), before.choices[:count].float().clone())
            loss = loss + clipped_loss(now, behaviour, advantages, self._config.clip) + self._config.kl * divergence
            figures |= {"kl": divergence.item(), "clipped": clipped_share(now.detach(), behaviour, self._config.clip)}
        return Loss(loss, len(logs), sum(log.written.cost for log in logs), len(where.rows), figures)


def _step_of_decision(logs: Sequence[WrittenLog]) -> Tensor:
    """For each decision of the batch, the number of its step among the batch's steps."""
    numbers, before = [], 0
    for log in logs:
        numbers += [before + decision.step for decision in log.written.decisions]
        before += len(log.asks)
    return torch.tensor(numbers)
