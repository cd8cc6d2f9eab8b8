"""The reward model: a causal language model with a scalar head that says for each step, from -1 to 1, whether it leads to success.

It starts from the last policy with a fresh adapter, and is trained by mean squared error on +1 for every step of an episode that succeeded
and -1 for every step of one that failed; the last step's number is the trajectory's, and counts once more as such.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn.functional import mse_loss

from lamwright.errors import UsageError
from lamwright.huggingface.checkpoint import Checkpoint, load, save
from lamwright.huggingface.config import RewardConfig
from lamwright.huggingface.logs import WrittenEpisode, short_enough
from lamwright.huggingface.lora import with_adapter
from lamwright.huggingface.network import autocast, hidden_states
from lamwright.huggingface.rows import batch_of
from lamwright.huggingface.sft_lean import shuffled
from lamwright.model.config import Origin
from lamwright.training.faults import says_what_to_lower
from lamwright.training.loop import Budget, Files, Group, Loop, Loss, OnProgress
from lamwright.training.ranking import auc, calibration, calibration_error
from lamwright.training.resume import fingerprint
from lamwright.training.reward import RewardReport

HEAD = "reward.safetensors"


class RewardModel:
    """A causal language model and the head over its last hidden states."""

    def __init__(self, checkpoint: Checkpoint, head: nn.Linear | None = None, precision: str = "fp32") -> None:
        self.checkpoint, self.precision = checkpoint, precision
        self.head = (head or nn.Linear(checkpoint.model.config.hidden_size, 1)).to(checkpoint.device)

    def rewards(self, episodes: Sequence[WrittenEpisode], row_tokens: int = 4096) -> Tensor:
        """What each step is worth, one number a step, the episodes' one after the other."""
        batch = batch_of([row for episode in episodes for row in episode.rows(row_tokens)])
        with autocast(self.checkpoint.device, self.precision):
            hidden = hidden_states(self.checkpoint.model, batch)
        ends = hidden.flatten(0, 1)[batch.ends.to(hidden.device)]
        rewards: Tensor = self.head(ends.float())[:, 0]
        return rewards

    @torch.inference_mode()
    def judge(self, episodes: Sequence[WrittenEpisode], batch: int = 4) -> list[Tensor]:
        """The rewards of each episode's steps, each from -1 to 1."""
        self.checkpoint.model.eval()
        judged: list[Tensor] = []
        for first in range(0, len(episodes), batch):
            some = episodes[first : first + batch]
            judged += torch.split(self.rewards(some).clamp(-1, 1).cpu(), [len(one.steps) for one in some])
        return judged

    def save(self, folder: Path, origin: Origin = Origin()) -> None:
        """Write a checkpoint folder: the model's, and the head. Raises UsageError."""
        weights = {"weight": self.head.weight.detach().cpu(), "bias": self.head.bias.detach().cpu()}
        save(self.checkpoint, folder, "reward", origin, lambda fresh: save_file(weights, fresh / HEAD))

    @classmethod
    def load(cls, folder: Path) -> "RewardModel":
        """Raises UsageError where the folder holds no reward model."""
        if not (folder / HEAD).is_file():
            raise UsageError(f"{folder} holds no reward model: it has no {HEAD}. Name a folder that training a reward model wrote.")
        checkpoint = load(str(folder))
        head = nn.Linear(checkpoint.model.config.hidden_size, 1)
        try:
            head.load_state_dict(load_file(folder / HEAD))
        except (OSError, SafetensorError, RuntimeError) as error:
            raise UsageError(f"{folder / HEAD} is broken ({' '.join(str(error).split())}). Train the reward model again.") from error
        return cls(checkpoint, head)


def fit_reward(
    checkpoint: Checkpoint,
    episodes: Sequence[WrittenEpisode],
    config: RewardConfig,
    on_progress: OnProgress,
    state: Path | None = None,
    data: str = "",
) -> RewardModel:
    """Train a reward model from a policy. Raises UsageError where the episodes do not hold successes and failures."""
    kept = short_enough(episodes, config.max_tokens)
    if len({one.success for one in kept}) < 2:
        raise UsageError("A reward model learns from successes and failures; these episodes are all of one kind. Add a run of the other.")
    torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    model = with_adapter(checkpoint.model, config.lora_rank, config.lora_alpha, config.lora_dropout)
    reward = RewardModel(Checkpoint(model, checkpoint.tokenizer, checkpoint.name), precision=config.precision)

    def loss_of(some: list[WrittenEpisode]) -> Loss:
        return reward_loss(reward.rewards(some, config.max_tokens), some, config.trajectory)

    weights = [weight for weight in model.parameters() if weight.requires_grad]
    if not config.lora_rank:
        weights = [weight for name, weight in model.named_parameters() if weight.requires_grad and not name.startswith("lm_head")]
    groups = [Group(weights, config.rate), Group(list(reward.head.parameters()), config.head_rate)]
    budget = Budget(examples=config.epochs * len(kept), average=0.0, seed=config.seed, state_seconds=config.state_seconds)
    loop = Loop[list[WrittenEpisode]](groups, budget, Files(state, fingerprint(config, data)), weight_decay=0.0)
    model.train()
    with says_what_to_lower("batch, max_tokens or lora_rank", state):
        loop.run(lambda first: shuffled(in_batches(kept, config.batch), config.seed, first), loss_of, on_progress)
    model.eval()
    return reward


def reward_loss(said: Tensor, episodes: Sequence[WrittenEpisode], trajectory: float) -> Loss:
    """Mean squared error over the steps, and over each trajectory's last step."""
    lengths = [len(one.steps) for one in episodes]
    true = torch.tensor([1.0 if one.success else -1.0 for one in episodes for _ in one.steps], device=said.device)
    last = torch.tensor(lengths).cumsum(0) - 1
    steps, whole = mse_loss(said, true), mse_loss(said[last], true[last])
    tokens = sum(len(step.written.ids) for one in episodes for step in one.steps)
    return Loss(
        steps + trajectory * whole, len(episodes), tokens, len(true), {"step_error": steps.item(), "trajectory_error": whole.item()}
    )


def in_batches(episodes: Sequence[WrittenEpisode], batch: int) -> list[list[WrittenEpisode]]:
    """Successes and failures by turns, so that no batch holds only one kind where there are both."""
    good = [one for one in episodes if one.success]
    bad = [one for one in episodes if not one.success]
    mixed = list(_by_turns(good, bad))
    return [mixed[first : first + batch] for first in range(0, len(mixed), batch)]


def _by_turns(first: list[WrittenEpisode], second: list[WrittenEpisode]) -> Iterator[WrittenEpisode]:
    """Both lists spread evenly over each other."""
    placed = [((number + 0.5) / len(each), one) for each in (first, second) for number, one in enumerate(each)]
    yield from (one for _, one in sorted(placed, key=lambda pair: pair[0]))


def report(reward: RewardModel, episodes: Sequence[WrittenEpisode]) -> RewardReport:
    """How good it is on episodes that were kept back. Raises ValueError where there are not both successes and failures."""
    judged = reward.judge(episodes)
    said = [value for values in judged for value in values.tolist()]
    good = [one.success for one in episodes for _ in one.steps]
    true = [1.0 if success else -1.0 for success in good]
    bins = calibration(said, true)
    return RewardReport(
        len(episodes),
        len(said),
        sum((a - b) ** 2 for a, b in zip(said, true, strict=True)) / len(said),
        auc(said, good),
        auc([float(values[-1]) for values in judged], [one.success for one in episodes]),
        calibration_error(bins),
        bins,
    )
