"""The phases of training with a Hugging Face model, each from records to a checkpoint folder."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

from lamwright.data.examples import Rewording, sources
from lamwright.data.logged import Logged, logged
from lamwright.data.plans.store import PAIRS, read_pairs
from lamwright.data.splits import split_of
from lamwright.errors import UsageError
from lamwright.huggingface.checkpoint import Checkpoint, load, save
from lamwright.huggingface.config import PpoConfig, RewardConfig, SftConfig
from lamwright.huggingface.conversation import asked
from lamwright.huggingface.logs import WrittenEpisode, write_episode
from lamwright.huggingface.ppo import fit_ppo
from lamwright.huggingface.reward import RewardModel, fit_reward, report
from lamwright.huggingface.sft import fit_sft, is_first_process
from lamwright.huggingface.text_form import TextForm, Written, fitting
from lamwright.model.config import Origin
from lamwright.phases.checkpoints import Curve, Reporter, data_hash, state_file, weights_hash
from lamwright.phases.reward import REPORT
from lamwright.records import EPISODES, read_episodes, write_whole
from lamwright.training.reward import RewardReport
from lamwright.version import commit


def train_plans(pairs: Path, model: str, out: Path, config: SftConfig, on_progress: Reporter) -> int:
    """LAM1: from a task to its plan, on the set's training pairs. The number of pairs learnt. Raises RecordError or UsageError."""
    checkpoint = load(model, quantise=config.quantise)
    form = TextForm(checkpoint.tokenizer)
    found = fitting((form.plan(pair.task, pair.plan) for pair in read_pairs(pairs) if split_of(pair) == "train"), config.max_tokens)
    _learn(checkpoint, found, out, "plans", config, data_hash([pairs / PAIRS]), on_progress)
    return len(found)


def train_experts(runs: Sequence[Path], model: str, out: Path, config: SftConfig, on_progress: Reporter, phase: str = "experts") -> int:
    """LAM2, and LAM3 with the runs of exploration: from a state to the next action, on successful episodes. The number of steps learnt.

    Raises RecordError or UsageError.
    """
    found = sources(chain.from_iterable(read_episodes(run) for run in runs))
    if not found:
        told = ", ".join(map(str, runs))
        raise UsageError(f"{told}: no successful episode to learn from. Collect some with: lamwright collect --out RUN")
    checkpoint = load(model, quantise=config.quantise)
    form, stream, rng = TextForm(checkpoint.tokenizer), Rewording(found), Random(config.seed)
    episodes = (stream.sample(rng) for _ in range(config.episodes))
    steps = fitting((form.action(one) for episode in episodes for one in asked(episode)), config.max_tokens)
    _learn(checkpoint, steps, out, phase, config, data_hash(run / EPISODES for run in runs), on_progress)
    return len(steps)


def train_reward(runs: Sequence[Path], model: str, out: Path, config: RewardConfig, on_progress: Reporter) -> RewardReport:
    """The reward model, from the policy `model` and all judged episodes; how good it is on tasks kept back.

    Raises RecordError or UsageError.
    """
    checkpoint = load(model)
    form = TextForm(checkpoint.tokenizer)
    episodes = _logged(runs)
    learnt = _written([one for one in episodes if not one.held_out], form)
    kept = _written([one for one in episodes if one.held_out], form)
    if len({one.success for one in kept}) < 2:
        raise UsageError(f"Of {len(episodes)} episodes, too few are kept back to judge a reward model. Add a run with other outcomes.")
    data = data_hash(run / EPISODES for run in runs)
    with Curve(out, on_progress) as curve:
        reward = fit_reward(checkpoint, learnt, config, curve.note, state_file(out), f"{data} {_above(model)}")
        found = report(reward, kept)
        reward.save(out, curve.judged(_origin("reward", config, data, model)))
        write_whole(out / REPORT, json.dumps(found.to_json(), indent=1) + "\n")
        curve.put_into(out, config)
    return found


def train_ppo(runs: Sequence[Path], model: str, reward: Path, out: Path, config: PpoConfig, on_progress: Reporter) -> int:
    """LAM4: the policy `model` learns from its own episodes in `runs`. The number of episodes learnt from.

    Raises RecordError or UsageError.
    """
    checkpoint = load(model)
    own = [one for one in _logged(runs) if all(step.behaviour for step in one.episode.steps)]
    episodes = [one for one in _written(own, TextForm(checkpoint.tokenizer)) if one.by_model]
    data = data_hash(run / EPISODES for run in runs)
    with Curve(out, on_progress) as curve:
        judge = RewardModel.load(reward)
        if judge.checkpoint.tokenizer.get_vocab() != checkpoint.tokenizer.get_vocab():
            raise UsageError(f"{reward}: the reward model has another tokenizer than {model}. Train it from this policy, or one like it.")
        learnt = fit_ppo(checkpoint, judge, episodes, config, curve.note, state_file(out), f"{data} {_above(model)}")
        save(learnt, out, "ppo", curve.judged(_origin("ppo", config, data, model)))
        curve.put_into(out, config)
    return len(episodes)


def _learn(
    checkpoint: Checkpoint, found: Sequence[Written], out: Path, phase: str, config: SftConfig, data: str, on_progress: Reporter
) -> None:
    name = checkpoint.name
    if not is_first_process():
        fit_sft(checkpoint, found, config, on_progress, state_file(out), f"{data} {_above(name)}")
        return
    with Curve(out, on_progress) as curve:
        learnt = fit_sft(checkpoint, found, config, curve.note, state_file(out), f"{data} {_above(name)}")
        save(learnt, out, phase, curve.judged(_origin(phase, config, data, name)))
        curve.put_into(out, config)


def _logged(runs: Sequence[Path]) -> list[Logged]:
    return list(logged(chain.from_iterable(read_episodes(run) for run in runs)))


def _written(episodes: Iterable[Logged], form: TextForm) -> list[WrittenEpisode]:
    return [write_episode(one.episode, form) for one in episodes]


def _origin(phase: str, config: Any, data: str, model: str) -> Origin:
    return Origin(phase, config.seed, data, _above(model), commit(), json.loads(json.dumps(asdict(config))))


def _above(model: str) -> str:
    """The hash of a folder's weights; the name of a model of the Hub."""
    return weights_hash(Path(model)) or model
