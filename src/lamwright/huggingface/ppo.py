"""Offline PPO for a causal language model: it learns from its own logged episodes, failures among them, judged by the reward model.

Nothing is drawn anew: ids and log-probabilities stand as they were recorded. A decision is a token that the grammar left open; its
probability is that among the tokens that the grammar allowed, as it was when it was drawn. The value head learns alone at first.
"""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from lamwright.errors import UsageError
from lamwright.huggingface.checkpoint import Checkpoint
from lamwright.huggingface.config import PpoConfig
from lamwright.huggingface.decoding import allowed
from lamwright.huggingface.live_grammar import Grammars
from lamwright.huggingface.logs import WrittenEpisode, WrittenStep, short_enough
from lamwright.huggingface.lora import with_adapter
from lamwright.huggingface.network import autocast, hidden_states, scores_at
from lamwright.huggingface.reward import RewardModel, in_batches
from lamwright.huggingface.rows import Batch, batch_of
from lamwright.huggingface.sft_lean import shuffled
from lamwright.training.advantages import clipped_loss, clipped_share, gae, value_loss, whole_kl
from lamwright.training.faults import says_what_to_lower
from lamwright.training.loop import Budget, Files, Group, Loop, Loss, OnProgress
from lamwright.training.resume import fingerprint


@dataclass(frozen=True, slots=True)
class Judged:
    """An episode with what each of its T steps is worth: rewards T."""

    episode: WrittenEpisode
    rewards: Tensor


@dataclass(frozen=True, slots=True)
class Work:
    """A batch, and whether the policy learns from it or the value head alone."""

    judged: Sequence[Judged]
    policy: bool


@dataclass(frozen=True, slots=True)
class Decisions:
    """D open tokens of a batch: each one's place in the answers, what was allowed there (D x vocabulary), its step, its log-probability."""

    places: Tensor
    allowed: Tensor
    steps: Tensor
    behaviour: Tensor


def fit_ppo(
    checkpoint: Checkpoint,
    reward: RewardModel,
    episodes: Sequence[WrittenEpisode],
    config: PpoConfig,
    on_progress: OnProgress,
    state: Path | None = None,
    data: str = "",
) -> Checkpoint:
    """Train the policy further on logged episodes. Raises UsageError where they do not hold how a model of its kind wrote its answers."""
    kept = short_enough(episodes, config.max_tokens)
    if not all(one.by_model for one in kept):
        raise UsageError(
            "Offline PPO needs episodes of this model, with the ids and probabilities of its tokens. Collect some with it first."
        )
    torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    worth = dict(zip(map(id, kept), reward.judge(kept), strict=True))
    batches = [[Judged(one, worth[id(one)]) for one in batch] for batch in in_batches(kept, config.batch)]
    learner = Learner(checkpoint, config)
    budget = Budget(
        examples=(config.value_epochs + config.epochs) * len(kept), average=0.0, seed=config.seed, state_seconds=config.state_seconds
    )
    loop = Loop[Work](learner.groups, budget, Files(state, fingerprint(config, data)), weight_decay=0.0)
    with says_what_to_lower("batch, max_tokens or lora_rank", state):
        loop.run(lambda first: _work(batches, config, first), learner.loss, on_progress)
    return learner.checkpoint


def _work(batches: list[list[Judged]], config: PpoConfig, first: int) -> Iterator[Work]:
    alone = config.value_epochs * len(batches)
    for number, batch in enumerate(shuffled(batches, config.seed, first), first):
        yield Work(batch, policy=number >= alone)


class Learner:
    """The policy that learns, its value head, and the policy that it started from."""

    def __init__(self, checkpoint: Checkpoint, config: PpoConfig) -> None:
        self._config = config
        self._start = None if config.lora_rank else copy.deepcopy(checkpoint.model).requires_grad_(False)
        model = with_adapter(checkpoint.model, config.lora_rank, config.lora_alpha)
        model.eval()  # no dropout: the ratio compares the policy with itself
        self.checkpoint = Checkpoint(model, checkpoint.tokenizer, checkpoint.name)
        self._value = nn.Linear(model.config.hidden_size, 1).to(checkpoint.device)
        self._weights = [weight for weight in model.parameters() if weight.requires_grad]
        self._grammars = Grammars(checkpoint.tokenizer, int(model.get_output_embeddings().weight.shape[0]))
        self.groups = (Group(self._weights, config.rate), Group(list(self._value.parameters()), config.value_rate))

    def loss(self, work: Work) -> Loss:
        """The clipped surrogate, the value's error, the divergence: over one batch of episodes."""
        episodes = [one.episode for one in work.judged]
        batch = batch_of([row for one in episodes for row in one.rows(self._config.max_tokens)])
        with torch.set_grad_enabled(work.policy):
            hidden = self._read(self.checkpoint.model, batch)
        values = self._value(hidden.flatten(0, 1)[batch.asks.to(hidden.device)].detach().float())[:, 0]
        estimated = [
            gae(one.rewards, own, float(own[-1]), self._config.gamma, self._config.lam, one.episode.terminated)
            for one, own in zip(work.judged, torch.split(values.detach().cpu(), [len(one.steps) for one in episodes]), strict=True)
        ]
        error = value_loss(values, torch.cat([each.returns for each in estimated]).to(values.device))
        loss, figures = self._config.value * error, {"value_loss": error.item()}
        if work.policy:
            loss, more = self._policy_loss(loss, hidden, batch, episodes, torch.cat([each.advantages for each in estimated]))
            figures |= more
        else:
            loss = loss + 0.0 * sum(weight.sum() for weight in self._weights)  # so that the optimiser has a state of each to keep
        return Loss(loss, len(episodes), batch.tokens, len(batch.asks), figures)

    def _policy_loss(
        self, loss: Tensor, hidden: Tensor, batch: Batch, episodes: Sequence[WrittenEpisode], advantages: Tensor
    ) -> tuple[Tensor, dict[str, float]]:
        made = decisions([step for one in episodes for step in one.steps], self._grammars, self._vocabulary)
        device = hidden.device
        scores = self._open_scores(self.checkpoint.model, hidden, batch, made)
        now = scores.log_softmax(-1).gather(1, batch.targets[made.places].to(device)[:, None])[:, 0]
        with torch.inference_mode():
            before = self._before(batch, made)
        divergence = whole_kl(scores, before.clone())
        surrogate = clipped_loss(now, made.behaviour.to(device), advantages[made.steps].to(device), self._config.clip)
        clipped = clipped_share(now.detach(), made.behaviour.to(device), self._config.clip)
        return loss + surrogate + self._config.kl * divergence, {"kl": divergence.item(), "clipped": clipped}

    def _read(self, model: Any, batch: Batch) -> Tensor:
        with autocast(self.checkpoint.device, self._config.precision):
            return hidden_states(model, batch)

    def _open_scores(self, model: Any, hidden: Tensor, batch: Batch, made: Decisions) -> Tensor:
        scores = scores_at(model, hidden, batch.at[made.places])
        return scores.masked_fill(~made.allowed.to(scores.device), -torch.inf)

    def _before(self, batch: Batch, made: Decisions) -> Tensor:
        """The scores under the policy at the start."""
        if self._start is not None:
            return self._open_scores(self._start, self._read(self._start, batch), batch, made)
        with self.checkpoint.model.disable_adapter():
            return self._open_scores(self.checkpoint.model, self._read(self.checkpoint.model, batch), batch, made)

    @property
    def _vocabulary(self) -> int:
        return int(self.checkpoint.model.get_output_embeddings().weight.shape[0])


def decisions(steps: Sequence[WrittenStep], grammars: Grammars, vocabulary: int) -> Decisions:
    """The tokens that the grammar left open, found by following the answers. Raises UsageError where an answer is none of its grammar's."""
    places: list[int] = []
    masks: list[Tensor] = []
    numbers: list[int] = []
    behaviour: list[float] = []
    before = 0
    for number, step in enumerate(steps):
        for place, mask in _open_tokens(step, grammars, vocabulary):
            places.append(before + place)
            masks.append(mask)
            numbers.append(number)
            behaviour.append(step.logprobs[place])
        before += len(step.written.answer)
    return Decisions(torch.tensor(places), torch.stack(masks), torch.tensor(numbers), torch.tensor(behaviour))


def _open_tokens(step: WrittenStep, grammars: Grammars, vocabulary: int) -> Iterator[tuple[int, Tensor]]:
    ids, matcher, place = step.written.answer[:-1], grammars.action(step.targets), 0
    while place < len(ids):
        must = matcher.compute_ff_tokens()
        fits = list(ids[place : place + len(must)]) == must
        if fits and must:
            matcher.consume_tokens(must)
            place += len(must)
            continue
        mask = allowed(matcher, vocabulary)
        if not fits or not mask[ids[place]]:
            raise UsageError("A recorded answer is none that its window allows: another version or tokenizer wrote it. Collect anew.")
        yield place, mask
        matcher.consume_token(ids[place])
        place += 1
