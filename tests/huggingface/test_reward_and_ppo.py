"""From logged episodes, failures among them: what a step is worth, and a policy that does more of what worked."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import torch
from tests.huggingface.small import NAMES, WORDS, checkpoint, played

from lamwright.actions import Finish, GiveUp
from lamwright.errors import UsageError
from lamwright.example import LoggedEpisode, LoggedStep
from lamwright.grammar import Target
from lamwright.huggingface.checkpoint import Checkpoint
from lamwright.huggingface.config import PpoConfig, RewardConfig
from lamwright.huggingface.conversation import Question, action_messages, read_action
from lamwright.huggingface.decoding import Writer
from lamwright.huggingface.live_grammar import Grammars
from lamwright.huggingface.logs import WrittenEpisode, write_episode
from lamwright.huggingface.ppo import Judged, Learner, Work, fit_ppo
from lamwright.huggingface.reward import RewardModel, fit_reward, in_batches, report, reward_loss
from lamwright.huggingface.text_form import TextForm
from lamwright.training.loop import Progress
from lamwright.trajectory import Behaviour

REWARD = RewardConfig(epochs=6, batch=8, rate=3e-3, head_rate=1e-2, lora_rank=8, precision="fp32")
PPO = PpoConfig(epochs=4, value_epochs=1, batch=8, rate=5e-3, value_rate=1e-2, lora_rank=8, kl=0.01)
ENDS = (Target("finish"), Target("give_up"))


def judged_by_its_end(number: int) -> LoggedEpisode:
    """One that finishes succeeded, one that gives up failed."""
    good = number % 2 == 0
    episode = played(NAMES[number % len(NAMES)], WORDS[number // 2 % len(WORDS)], True)
    last = replace(episode.steps[-1], action=Finish() if good else GiveUp())
    return replace(episode, steps=(*episode.steps[:-1], last), success=good)


@cache
def logs(first: int, last: int) -> tuple[WrittenEpisode, ...]:
    form = TextForm(checkpoint().tokenizer)
    return tuple(write_episode(judged_by_its_end(number), form) for number in range(first, last))


@pytest.fixture(scope="module")
def reward() -> RewardModel:
    return fit_reward(checkpoint(), logs(0, 24), REWARD, lambda progress: None)


def own_episodes(policy: Checkpoint, count: int) -> list[WrittenEpisode]:
    """The policy ends a task at once, one way or the other; to finish is right."""
    form, grammars, writer = TextForm(policy.tokenizer), Grammars(policy.tokenizer, len(policy.tokenizer)), Writer(policy, 1.0, seed=5)
    found = []
    for number in range(count):
        question = Question(f"Make the word {WORDS[number % 8]} Bold", "window document", ENDS)
        answer = writer.write(form.prompt(action_messages(question)), grammars.action(ENDS))
        action = read_action(form.read(answer.ids))
        behaviour = Behaviour(tuple((token,) for token in answer.ids), answer.logprobs)
        step = LoggedStep(question.state, ENDS, action, behaviour)
        found.append(write_episode(LoggedEpisode(question.request, (step,), action == Finish(), True), form))
    return found


def test_a_reward_model_ranks_what_it_has_not_seen_and_is_kept(reward: RewardModel, tmp_path: Path) -> None:
    kept = logs(24, 40)
    found = report(reward, kept)
    assert (found.episodes, found.steps) == (16, 48)
    assert found.episode_auc > 0.95
    reward.save(tmp_path / "reward")
    again = RewardModel.load(tmp_path / "reward")
    before, after = reward.judge(kept[:3]), again.judge(kept[:3])
    assert all(torch.allclose(one, two, atol=1e-3) for one, two in zip(before, after, strict=True))
    (tmp_path / "reward" / "reward.safetensors").write_bytes(b"broken")
    with pytest.raises(UsageError, match=r"reward\.safetensors is broken \(.+\)\. Train the reward model again\.$"):
        RewardModel.load(tmp_path / "reward")


def test_the_loss_is_the_steps_squared_error_and_the_last_steps_once_more() -> None:
    """Two episodes of three steps, +1 and -1; said is 0 but for the last of the second, 1: steps (5 + 4) / 6, whole (1 + 4) / 2."""
    episodes = logs(0, 2)
    said = torch.tensor([0.0, 0.0, 0.0, 0.0, 0.0, 1.0])
    loss = reward_loss(said, episodes, trajectory=0.5)
    assert loss.figures == {"step_error": 1.5, "trajectory_error": 2.5}
    assert loss.value.item() == 1.5 + 0.5 * 2.5


def test_successes_and_failures_are_spread_over_the_batches() -> None:
    assert [[one.success for one in batch] for batch in in_batches(logs(0, 8), 4)] == [[True, False] * 2] * 2


def test_a_reward_model_needs_both_kinds_and_something_to_read() -> None:
    with pytest.raises(
        UsageError, match=r"^A reward model learns from successes and failures; these episodes are all of one kind\. Add a run"
    ):
        fit_reward(checkpoint(), [one for one in logs(0, 8) if one.success], REWARD, lambda progress: None)
    with pytest.raises(UsageError, match=r"^There is nothing to learn from: the data holds no judged episode of this split\.$"):
        fit_reward(checkpoint(), [], REWARD, lambda progress: None)
    with pytest.raises(UsageError, match=r"^None of 2 episodes fits into 50 tokens a step\. Raise max_tokens\.$"):
        fit_reward(checkpoint(), logs(0, 2), replace(REWARD, max_tokens=50), lambda progress: None)


@pytest.mark.parametrize("rank", [0, 4])
def test_a_policy_that_has_not_changed_has_ratio_1_and_no_divergence(rank: int) -> None:
    policy = checkpoint()
    episodes = own_episodes(policy, 4)
    learner = Learner(policy, replace(PPO, lora_rank=rank))
    judged = [Judged(one, torch.tensor([1.0 if one.success else -1.0])) for one in episodes]
    loss = learner.loss(Work(judged, policy=True))
    assert loss.figures["clipped"] == 0.0
    assert loss.figures["kl"] == pytest.approx(0.0, abs=1e-6)
    advantages = [own.rewards - value for own, value in zip(judged, _values(learner, judged), strict=True)]
    opened = [sum(1 for value in one.steps[0].logprobs if value) for one in episodes]
    surrogate = -sum(float(a) * n for a, n in zip(advantages, opened, strict=True)) / sum(opened)
    assert loss.value.item() == pytest.approx(surrogate + PPO.value * loss.figures["value_loss"], abs=1e-4)


def _values(learner: Learner, judged: list[Judged]) -> list[torch.Tensor]:
    """The value head's numbers: with rewards of 0, half the squared value is the value's loss."""
    found = []
    for one in judged:
        probe = learner.loss(Work([Judged(one.episode, torch.zeros(1))], policy=False)).figures["value_loss"]
        shifted = learner.loss(Work([Judged(one.episode, torch.ones(1))], policy=False)).figures["value_loss"]
        found.append(torch.tensor([probe - shifted + 0.5]))  # v^2 / 2 - (v - 1)^2 / 2 + 1 / 2 = v
    return found


def test_offline_ppo_makes_what_succeeded_likelier(tmp_path: Path) -> None:
    policy = checkpoint()
    episodes = own_episodes(policy, 16)
    before = sum(one.success for one in episodes)
    assert 0 < before < 16
    seen: list[Progress] = []
    learnt = fit_ppo(policy, _Knows(), episodes, PPO, seen.append, tmp_path / "state")
    after = sum(one.success for one in own_episodes(learnt, 16))
    assert after > before
    assert seen[0].figures.keys() == {"value_loss"}
    assert seen[-1].figures.keys() == {"value_loss", "kl", "clipped"}


class _Knows(RewardModel):
    """A reward model that knows."""

    def __init__(self) -> None: ...

    def judge(self, episodes, batch: int = 4):  # type: ignore[no-untyped-def]  # noqa: ARG002
        return [torch.full((len(one.steps),), 1.0 if one.success else -1.0) for one in episodes]


def test_a_killed_run_goes_on_as_if_it_had_not_been(tmp_path: Path) -> None:
    policy = checkpoint()
    episodes = own_episodes(policy, 8)
    config = replace(PPO, epochs=2, batch=4, state_seconds=0.0)
    whole: list[float] = []
    fit_ppo(checkpoint(), _Knows(), episodes, config, lambda progress: whole.append(progress.loss))
    parts: list[float] = []

    def killed(progress: Progress) -> None:
        parts.append(progress.loss)
        if len(parts) == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fit_ppo(checkpoint(), _Knows(), episodes, config, killed, tmp_path / "state")
    del parts[3]  # its step was done, but not kept
    fit_ppo(checkpoint(), _Knows(), episodes, config, lambda progress: parts.append(progress.loss), tmp_path / "state")
    assert parts == pytest.approx(whole, abs=1e-6)


def test_episodes_that_no_model_of_this_kind_wrote_are_said() -> None:
    with pytest.raises(
        UsageError, match=r"^Offline PPO needs episodes of this model, with the ids and probabilities of its tokens\. Collect"
    ):
        fit_ppo(checkpoint(), _Knows(), logs(0, 4), PPO, lambda progress: None)
    form = TextForm(checkpoint().tokenizer)
    other = Behaviour(((5,), (6,)), (-0.1, -0.2))
    with pytest.raises(
        UsageError, match=r"^A recorded answer reads .+, which does not say Finish\(\): another tokenizer wrote it\. Collect the"
    ):
        write_episode(LoggedEpisode("x", (LoggedStep("window", ENDS, Finish(), other),), True, True), form)
    [own] = own_episodes(checkpoint(), 1)
    step = replace(own.steps[0], targets=(Target("keyboard_input"),))
    with pytest.raises(
        UsageError, match=r"^A recorded answer is none that its window allows: another version or tokenizer wrote it\. Collect"
    ):
        fit_ppo(checkpoint(), _Knows(), [replace(own, steps=(step,))], PPO, lambda progress: None)
