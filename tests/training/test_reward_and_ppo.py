"""From logged episodes, failures among them: what a step is worth, and a policy that does more of what worked."""

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import torch
from tests.model.small import EVERY_FUNCTION, few, few_examples, observation_of, small_config

from lamwright.errors import UsageError
from lamwright.example import EpisodeExample, LoggedEpisode, LoggedStep
from lamwright.grammar import targets
from lamwright.model.embedded import EmbeddedPolicy
from lamwright.model.embedded_model import EmbeddedModel
from lamwright.model.tokens import Tokens
from lamwright.policy import Situation, Turn
from lamwright.prompts import brief_state
from lamwright.training.collate import Batcher
from lamwright.training.logged import WrittenLog, write_log
from lamwright.training.loop import Progress
from lamwright.training.objective import logprobs, scores
from lamwright.training.ppo import PpoConfig, fit_ppo
from lamwright.training.ranking import auc, calibration, calibration_error
from lamwright.training.reward import RewardConfig, RewardModel, fit_reward, report
from lamwright.training.sft import SftConfig, train

TEMPERATURE = 1.0
LEARNT = SftConfig(seconds=1e9, examples=700, batch=16, pool=2, rate=5e-3, encoder_rate=5e-3, threads=1)
REWARD = RewardConfig(epochs=6, rate=5e-3, encoder_rate=1e-3, threads=1)
PPO = PpoConfig(epochs=4, value_epochs=3, rate=5e-4, kl=0.05, threads=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A half-trained policy, as a checkpoint: what acts and what learns begin from the same rounded weights."""
    place = tmp_path_factory.mktemp("policy") / "model"
    train(few().sample, LEARNT, small_config(), lambda progress: None).save(place)
    return place


def played(policy: EmbeddedPolicy, example: EpisodeExample) -> LoggedEpisode:
    """The policy acts in the expert's windows; the first action that is not the expert's ends the episode as a failure."""
    steps: list[LoggedStep] = []
    history: tuple[Turn, ...] = ()
    for step in example.steps:
        window = observation_of(step)
        scored = policy.decide_scored(Situation(example.request, window, history, EVERY_FUNCTION))
        steps.append(LoggedStep(brief_state(window, ""), targets(window, EVERY_FUNCTION), scored.action, scored.behaviour))
        history = (*history, Turn(window, scored.action, ""))
        if scored.action != step.action:
            return LoggedEpisode(example.request, tuple(steps), success=False, terminated=True)
    return LoggedEpisode(example.request, tuple(steps), success=True, terminated=True)


@cache
def episodes(folder: Path, count: int, seed: int) -> tuple[LoggedEpisode, ...]:
    policy = EmbeddedPolicy.load(folder, temperature=TEMPERATURE, seed=seed)
    return tuple(played(policy, example) for example in few_examples(count, seed))


def logs_of(model: EmbeddedModel, some: Sequence[LoggedEpisode]) -> list[WrittenLog]:
    return [write_log(episode, model.tokens, model.config.vocabulary) for episode in some]


def test_replay_gives_the_probabilities_that_were_stored(folder: Path) -> None:
    model = EmbeddedModel.load(folder)
    logs = logs_of(model, episodes(folder, 40, 1))
    batch = Batcher(model.bags, model.config.vocabulary).batch([log.written for log in logs])
    with torch.inference_mode():
        again = logprobs(scores(model.network, batch), batch)
    assert again.tolist() == pytest.approx([value for log in logs for value in log.logprobs], abs=2e-3)


def test_tokenising_again_gives_the_ids_that_were_stored(folder: Path) -> None:
    model = EmbeddedModel.load(folder)
    for episode in episodes(folder, 40, 1):
        anew = replace(episode, steps=tuple(replace(step, behaviour=None) for step in episode.steps))
        stored, again = (write_log(one, model.tokens, model.config.vocabulary).written for one in (episode, anew))
        assert stored.request.ids == again.request.ids
        assert stored.elements == again.elements


def test_choices_of_another_tokenizer_are_refused(folder: Path) -> None:
    model = EmbeddedModel.load(folder)
    episode = next(one for one in episodes(folder, 40, 1) if len(one.steps[0].behaviour.choices) == 2)  # type: ignore[union-attr]
    step = episode.steps[0]
    assert step.behaviour is not None
    moved = replace(step.behaviour, choices=(step.behaviour.choices[0], (1, 1)))
    of_another_kind = replace(step.behaviour, choices=((17,), (4,)), logprobs=(-0.1, -0.2))
    for behaviour in (moved, of_another_kind):
        other = replace(episode, steps=(replace(step, behaviour=behaviour), *episode.steps[1:]))
        with pytest.raises(UsageError) as refusal:
            write_log(other, model.tokens, model.config.vocabulary)
        assert str(refusal.value).endswith("another model or tokenizer wrote it. Collect the episodes with this model.")


def test_the_reward_model_tells_success_from_failure(folder: Path, tmp_path: Path) -> None:
    model = EmbeddedModel.load(folder)
    reward = fit_reward(model, logs_of(model, episodes(folder, 160, 2)), REWARD, lambda progress: None)
    held_out = logs_of(model, episodes(folder, 80, 3))
    found = report(reward, held_out)
    assert found.episode_auc > 0.8
    assert found.error < 1.0
    reward.save(tmp_path / "reward")
    assert report(RewardModel.load(tmp_path / "reward"), held_out).episode_auc == pytest.approx(found.episode_auc, abs=0.03)


def test_a_reward_model_needs_both_successes_and_failures(folder: Path) -> None:
    model = EmbeddedModel.load(folder)
    good = [log for log in logs_of(model, episodes(folder, 40, 1)) if log.success]
    with pytest.raises(UsageError) as refusal:
        fit_reward(model, good, REWARD, lambda progress: None)
    assert str(refusal.value) == (
        "A reward model learns from successes and failures; these episodes are all of one kind. Add a run of the other."
    )


def mistakes_probability(model: EmbeddedModel, logs: Sequence[WrittenLog]) -> float:
    """How probable the mistakes are that ended the failed episodes, on average."""
    batch = Batcher(model.bags, model.config.vocabulary).batch([log.written for log in logs])
    with torch.inference_mode():
        taken = logprobs(scores(model.network, batch), batch).exp().tolist()
    decisions = [(log, decision) for log in logs for decision in log.written.decisions]
    wrong = [
        chance for chance, (log, decision) in zip(taken, decisions, strict=True) if decision.step == len(log.asks) - 1 and not log.success
    ]
    return float(sum(wrong) / len(wrong))


def test_offline_ppo_does_less_of_what_failed(folder: Path) -> None:
    start, model = EmbeddedModel.load(folder), EmbeddedModel.load(folder)
    reward = fit_reward(EmbeddedModel.load(folder), logs_of(model, episodes(folder, 160, 2)), REWARD, lambda progress: None)
    figures: list[dict[str, float]] = []
    fit_ppo(model, reward, logs_of(model, episodes(folder, 160, 4)), PPO, lambda progress: figures.append(dict(progress.figures)))
    unseen = logs_of(model, episodes(folder, 80, 3))
    assert mistakes_probability(model, unseen) < 0.97 * mistakes_probability(start, unseen)
    assert "kl" not in figures[0]
    assert 0 < figures[-1]["kl"] < 0.5


def test_offline_ppo_needs_what_a_model_decided(folder: Path) -> None:
    model = EmbeddedModel.load(folder)
    expert = [
        LoggedEpisode(example.request, tuple(LoggedStep(step.state, step.targets, step.action) for step in example.steps), True, True)
        for example in few_examples(4)
    ]
    with pytest.raises(UsageError) as refusal:
        fit_ppo(model, RewardModel(model), logs_of(model, expert), PPO, lambda progress: None)
    assert str(refusal.value) == (
        "Offline PPO needs episodes of a model, with how it came to its actions. Record some with: lamwright train explore"
    )


def test_ranking_by_hand() -> None:
    # pairs (good, bad): 0.9>0.1, 0.9>0.5, 0.5>0.1, 0.5=0.5 counts half: 3.5 of 4
    assert auc([0.9, 0.5, 0.1, 0.5], [True, True, False, False]) == 3.5 / 4


def test_calibration_by_hand() -> None:
    # bins of width 1: [-1, 0) holds -0.5 (true -1); [0, 1] holds 0.5 and 1.0 (true 1 and -1): says 0.75, true 0
    bins = calibration([-0.5, 0.5, 1.0], [-1.0, 1.0, -1.0], bins=2)
    assert [(each.count, each.said, each.true) for each in bins] == [(1, -0.5, -1.0), (2, 0.75, 0.0)]
    # (1 * 0.5 + 2 * 0.75) / 3
    assert calibration_error(bins) == pytest.approx(2 / 3)


def test_a_reward_model_with_another_tokenizer_is_refused(folder: Path, tmp_path: Path) -> None:
    model = EmbeddedModel.load(folder)
    form = json.loads(model.tokens.definition)
    form["normalizer"]["lowercase"] = False
    (tmp_path / "tokenizer.json").write_text(json.dumps(form))
    other = EmbeddedModel(model.config, model.network, Tokens(tmp_path / "tokenizer.json"))
    with pytest.raises(UsageError) as refusal:
        fit_ppo(model, RewardModel(other), logs_of(model, episodes(folder, 40, 1)), PPO, lambda progress: None)
    assert str(refusal.value) == (
        "The reward model has another tokenizer than the policy. Train it from this policy with: lamwright train reward"
    )


def test_too_little_memory_to_judge_says_what_to_lower(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_given: object) -> None:
        raise MemoryError

    model = EmbeddedModel.load(folder)
    logs = logs_of(model, episodes(folder, 40, 1))
    monkeypatch.setattr(RewardModel, "judge", fails)
    for judges in (lambda: fit_ppo(model, RewardModel(model), logs, PPO, lambda progress: None), lambda: report(RewardModel(model), logs)):
        with pytest.raises(UsageError, match=r"^The memory is not enough\. Lower the batch \(--batch\)\.$"):
            judges()


class KilledError(Exception):
    """Stands for a kill."""


@pytest.mark.parametrize("phase", ["reward", "ppo"])
def test_a_killed_phase_goes_on_to_the_same_losses(phase: str, folder: Path, tmp_path: Path) -> None:
    state = tmp_path / "state.safetensors"
    some = logs_of(EmbeddedModel.load(folder), episodes(folder, 40, 1))

    told: list[Progress] = []

    def losses(file: Path | None, stop_at: int = -1) -> list[float]:
        seen: list[float] = []

        def note(progress: Progress) -> None:
            seen.append(progress.loss)
            told.append(progress)
            if progress.step == stop_at:
                raise KilledError

        model = EmbeddedModel.load(folder)
        if phase == "reward":
            fit_reward(model, some, replace(REWARD, epochs=2, state_seconds=0.0), note, file)
        else:
            fit_ppo(
                model, RewardModel(EmbeddedModel.load(folder)), some, replace(PPO, epochs=1, value_epochs=1, state_seconds=0.0), note, file
            )
        return seen

    torch.manual_seed(0)
    whole = losses(None)
    torch.manual_seed(0)
    with pytest.raises(KilledError):
        losses(state, stop_at=2)
    assert state.exists()
    torch.manual_seed(0)
    assert losses(state) == pytest.approx(whole[1:], rel=1e-4)
    assert told[-1].steps_per_second * told[-1].seconds == pytest.approx(2 * sum(len(log.asks) for log in some))
    assert not state.exists()
