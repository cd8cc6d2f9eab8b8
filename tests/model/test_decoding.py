"""Deciding step by step gives what reading the whole episode at once gives, and never leaves the grammar."""

import math
from random import Random

import pytest
import torch
from tests.model.small import few_examples, small_config, small_model, tokens

from lamwright.grammar import Target
from lamwright.model.decoder import Decoder, Kept, rotate
from lamwright.model.decoding import Chooser, Reading, Vectors, choose_action
from lamwright.model.layout import Element, Mark
from lamwright.training.batches import write_episode
from lamwright.training.collate import Batcher
from lamwright.training.objective import scores


def test_elements_read_in_two_parts_are_read_as_one() -> None:
    torch.manual_seed(0)
    decoder = Decoder(small_config().decoder).eval()
    elements, states, keep = torch.randn(1, 7, 32), torch.randn(1, 5, 32), torch.ones(1, 5, dtype=torch.bool)
    kept = [Kept() for _ in decoder.layers]
    parts = [decoder(part, states, keep, kept) for part in (elements[:, :4], elements[:, 4:5], elements[:, 5:])]
    torch.testing.assert_close(torch.cat(parts, 1), decoder(elements, states, keep))


def test_rotary_positions_tell_only_how_far_apart_two_elements_are() -> None:
    query, key = torch.randn(1, 1, 1, 8), torch.randn(1, 1, 1, 8)
    near = rotate(query, 3) @ rotate(key, 1).transpose(-1, -2)
    torch.testing.assert_close(rotate(query, 12) @ rotate(key, 10).transpose(-1, -2), near)


def test_a_batch_scores_every_decision_as_reading_step_by_step_does() -> None:
    """Padding, other episodes in the batch, and the joint choice of a span must change nothing."""
    model = small_model()
    written = [write_episode(example, tokens(), model.config.vocabulary.constants) for example in few_examples(6, seed=5)]
    with torch.inference_mode():
        found = scores(model.network, Batcher(model.bags, model.config.vocabulary).batch(written))
        logs, row = found.choices.log_softmax(-1), 0
        for episode in written:
            reading = Reading(model, Vectors(model), episode.request.text)
            read = 1
            for decision in episode.decisions:
                after: list[Element] = list(episode.elements[read : decision.at + 1])
                if after:
                    reading.read(after)
                    read = decision.at + 1
                if decision.kind == "target":
                    alone = reading._name_scores(decision.names).log_softmax(-1)
                    allowed = logs[row][logs[row] > -torch.inf]
                    torch.testing.assert_close(alone.sort().values, allowed.sort().values, rtol=1e-4, atol=1e-4)
                row += 1


@torch.inference_mode()
def test_whatever_an_untrained_model_draws_is_a_possible_action() -> None:
    model, rng = small_model(), Random(2)
    for number, example in enumerate(few_examples(10, seed=8)):
        step = rng.choice(example.steps)
        reading = Reading(model, Vectors(model), example.request)
        reading.read([*tokens().state(step.state), Mark.DECIDE])
        decided = choose_action(reading, step.targets, model, Chooser(temperature=3.0, seed=number))
        assert decided[0].choice in step.targets
        for one in decided[1:]:
            text = reading.text(one.choice)
            assert isinstance(one.choice, Target) or text in example.request
        assert all(one.logprob <= 0 for one in decided)


def test_a_choice_is_drawn_by_its_probability() -> None:
    scores_of_two = torch.tensor([0.2, 0.8]).log()
    drawn = [Chooser(temperature=1.0, seed=seed).choose(scores_of_two) for seed in range(200)]
    assert 0.7 < sum(index for index, _ in drawn) / 200 < 0.9
    index, logprob = Chooser().choose(scores_of_two)
    assert index == 1
    assert logprob == pytest.approx(math.log(0.8))


def test_what_is_drawn_at_a_temperature_says_its_probability_at_that_temperature() -> None:
    # at temperature 0.5 the chances 0.2 and 0.8 become 0.04 / 0.68 and 0.64 / 0.68
    index, logprob = Chooser(temperature=0.5, seed=1).choose(torch.tensor([0.2, 0.8]).log())
    assert logprob == pytest.approx(math.log((0.04, 0.64)[index] / 0.68))
