"""Training: it learns, it repeats exactly, it goes on after a kill, it stops on a loss that is no number."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
import torch
from tests.model.small import few, few_examples, small_config, small_model, tokens
from torch import Tensor

from lamwright.actions import Finish, SelectText
from lamwright.errors import UsageError
from lamwright.example import EpisodeExample, Example, PlanExample, StepExample
from lamwright.grammar import Target
from lamwright.model.config import ModelConfig
from lamwright.model.embedded_model import EmbeddedModel
from lamwright.training.batches import Written, write_episode, write_example
from lamwright.training.collate import Batch, Batcher
from lamwright.training.loop import Progress
from lamwright.training.objective import Scores, loss
from lamwright.training.sft import SftConfig, hidden, train
from lamwright.training.validation import validate
from lamwright.training.vocabulary import constants_of, joined, vocabulary_of
from lamwright.written_steps import planned_steps

SHORT = SftConfig(seconds=1e9, examples=96, batch=8, pool=2, rate=5e-3, encoder_rate=5e-3, threads=1)


class KilledError(Exception):
    """Stands for a kill."""


def trained(config: SftConfig, losses: list[float], state: Path | None = None, stop_at: int = -1) -> EmbeddedModel:
    def note(progress: Progress) -> None:
        losses.append(progress.loss)
        if progress.step == stop_at:
            raise KilledError

    return train(few().sample, config, small_config(), note, state)


def test_a_small_model_learns_a_small_world() -> None:
    losses: list[float] = []
    model = trained(replace(SHORT, examples=3200, batch=16), losses)
    report = validate(model, few_examples(40, seed=77))
    assert sum(losses[-10:]) < 0.3 * sum(losses[:10])
    assert report.action > 0.7
    assert report.decisions["target"] > 0.9


def test_words_are_hidden_in_every_other_request_but_not_what_frames_it() -> None:
    model = small_model()
    written = [write_example(example, model.tokens, model.config.vocabulary) for example in few_examples(64)]
    batch = Batcher(model.bags, model.config.vocabulary).batch(written)
    torch.manual_seed(0)
    ids = hidden(batch, 1.0, model.tokens.mask).ids
    changed = [row for row in range(64) if not torch.equal(ids[row], batch.ids[row])]
    assert 20 < len(changed) < 44
    for row in changed:
        last = int(batch.keep[row].sum()) - 1
        assert (ids[row, 1:last] == model.tokens.mask).all()
        assert torch.equal(ids[row, [0, last]], batch.ids[row, [0, last]])
        assert torch.equal(ids[row, last + 1 :], batch.ids[row, last + 1 :])
    assert torch.equal(hidden(batch, 0.0, model.tokens.mask).ids, batch.ids)


def test_the_same_seed_trains_the_same_weights() -> None:
    first: list[float] = []
    second: list[float] = []
    one, two = trained(SHORT, first), trained(SHORT, second)
    assert first == second
    assert all(torch.equal(a, b) for a, b in zip(one.network.parameters(), two.network.parameters(), strict=True))


def test_a_killed_run_goes_on_as_if_it_had_not_been_killed(tmp_path: Path) -> None:
    config, state = replace(SHORT, state_seconds=0.0), tmp_path / "state.safetensors"
    whole: list[float] = []
    trained(config, whole)
    again: list[float] = []
    with pytest.raises(KilledError):
        trained(config, again, state, stop_at=6)
    trained(config, again, state)
    assert again == [*whole[:6], *whole[5:]], "the state of step 5 is the last that was written before the kill"
    assert not state.exists()


def test_another_runs_state_is_refused(tmp_path: Path) -> None:
    state = tmp_path / "state.safetensors"
    with pytest.raises(KilledError):
        trained(replace(SHORT, state_seconds=0.0), [], state, stop_at=3)
    with pytest.raises(UsageError, match="was left by training with other settings"):
        trained(replace(SHORT, seed=5), [], state)
    state.write_bytes(state.read_bytes()[:200])
    with pytest.raises(UsageError, match="the training's state is broken"):
        trained(SHORT, [], state)


def test_a_loss_that_is_no_number_stops_and_keeps_the_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = iter(range(100))

    def broken_loss(found: Scores, batch: Batch, likeness_weight: float) -> Tensor:
        return loss(found, batch, likeness_weight) * (math.nan if next(calls) == 5 else 1.0)

    monkeypatch.setattr("lamwright.training.sft.loss", broken_loss)
    notes: list[str] = []
    model = train(few().sample, SHORT, small_config(), lambda progress: notes.append(progress.note))
    assert len(notes) == 6
    assert notes[-1].startswith("The loss is no number any more")
    assert all(weights.isfinite().all() for weights in model.network.parameters())


def test_an_action_that_is_not_offered_is_refused() -> None:
    example = EpisodeExample("Do it", (StepExample("window document", (Target("select_text"),), Finish()),))
    with pytest.raises(UsageError, match=r"Step 1 of 'Do it': .*finish.* is not among the step's targets"):
        write_episode(example, tokens(), {})


def test_examples_that_cannot_be_written_are_left_out_until_they_are_too_many() -> None:
    bad = EpisodeExample("Do it", (StepExample("window document", (Target("select_text"),), SelectText("elsewhere")),))

    def sample(share: float, rng: Random) -> EpisodeExample:
        return bad if rng.random() < share else few().sample(rng)

    train(lambda rng: sample(0.02, rng), SHORT, small_config(), lambda progress: None)
    with pytest.raises(UsageError, match="'elsewhere' does not stand in the request 'Do it'"):
        train(lambda rng: sample(0.5, rng), SHORT, small_config(), lambda progress: None)


def test_constants_are_what_experts_write_though_nobody_says_it() -> None:
    assert constants_of(few_examples(60), tokens()) == {"set_edit_text|Paragraph Style": ("Title",)}


PLAN = PlanExample("Make the river bold", planned_steps("Make the river bold", ("Press ctrl+b",)))


def both_kinds() -> ModelConfig:
    """The small model's shape, which knows the plan's step too."""
    small = small_config()
    return replace(small, vocabulary=joined(small.vocabulary, vocabulary_of([PLAN], tokens())))


def test_what_is_written_says_whether_it_is_a_plan() -> None:
    vocabulary = both_kinds().vocabulary
    [episode] = few_examples(1)
    assert write_example(PLAN, tokens(), vocabulary).is_plan
    assert not write_example(episode, tokens(), vocabulary).is_plan


def test_at_most_one_batch_of_a_pool_holds_plans_and_episodes(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[frozenset[bool]] = []

    class Watching(Batcher):
        def batch(self, written: Sequence[Written]) -> Batch:
            seen.append(frozenset(example.is_plan for example in written))
            return super().batch(written)

    def sample(rng: Random) -> Example:
        return PLAN if rng.random() < 0.5 else few().sample(rng)

    monkeypatch.setattr("lamwright.training.sft.Batcher", Watching)
    config = replace(SHORT, pool=6)
    train(sample, config, both_kinds(), lambda progress: None)
    pools = [seen[first : first + config.pool] for first in range(0, len(seen), config.pool)]
    assert len(pools) == 2
    for pool in pools:
        assert pool.count(frozenset((True, False))) <= 1
        assert {frozenset((True,)), frozenset((False,))} <= set(pool)
