"""The embedded model as a policy."""

from pathlib import Path

import pytest
from tests.model.small import few_examples, observation_of, situation, small_model, window

from lamwright.actions import Action, ClickInput, ControlRef, SelectText
from lamwright.errors import UsageError
from lamwright.grammar import Target, target_of
from lamwright.model.embedded import EmbeddedPolicy
from lamwright.policy import Turn

BOLD = Target("click_input", "Bold", "toggle button")


def test_what_is_not_in_the_window_cannot_be_chosen() -> None:
    policy = EmbeddedPolicy(small_model(), temperature=5.0)
    allowed = Target("click_input", "Wobble", "push button")
    for _ in range(20):
        action = policy.decide(situation("Make the annual report bold", window(allowed)))
        assert target_of(action) == allowed or not target_of(action).text


def test_a_policy_that_goes_on_decides_as_one_that_starts_anew() -> None:
    example = few_examples(30, seed=1)[4]
    going_on = EmbeddedPolicy(small_model())
    history: tuple[Turn, ...] = ()
    for step in example.steps:
        now = situation(example.request, observation_of(step), *history)
        scored, anew = going_on.decide_scored(now), EmbeddedPolicy(small_model()).decide_scored(now)
        assert scored.action == anew.action
        assert scored.probability == pytest.approx(anew.probability, rel=1e-3)
        history = (*history, Turn(now.observation, scored.action, ""))


def test_another_episode_or_another_past_starts_a_new_reading() -> None:
    policy = EmbeddedPolicy(small_model())
    first = situation("Make winter bold", window(BOLD))
    before = policy.decide_scored(first)
    policy.decide(situation("Put the garden in italics", window(BOLD)))
    done: Action = ClickInput(ControlRef("Bold", "toggle button", 4))
    policy.decide(situation("Make winter bold", window(BOLD), Turn(first.observation, done, "It is disabled.")))
    assert policy.decide_scored(first) == before


def test_past_actions_of_somebody_else_can_be_read() -> None:
    past = Turn(window(BOLD), SelectText("words that the request does not hold"), "")
    now = situation("Make winter bold", window(BOLD), past)
    assert EmbeddedPolicy(small_model()).decide(now).function in now.functions


def test_the_same_seed_draws_the_same_actions() -> None:
    now = situation("Make winter bold", window(BOLD))

    def draws(seed: int) -> list[Action]:
        policy = EmbeddedPolicy(small_model(), temperature=2.0, seed=seed)
        return [policy.decide(now) for _ in range(10)]

    assert draws(1) == draws(1)
    assert draws(1) != draws(2)


def test_a_saved_policy_decides_alike(tmp_path: Path) -> None:
    now = situation("Make winter bold", window(BOLD))
    small_model().save(tmp_path / "model")
    assert EmbeddedPolicy.load(tmp_path / "model").decide(now) == EmbeddedPolicy(small_model()).decide(now)


@pytest.mark.parametrize("request_text", ["", "  ", "?!"])
def test_an_empty_request_is_refused(request_text: str) -> None:
    with pytest.raises(UsageError) as caught:
        EmbeddedPolicy(small_model()).decide(situation(request_text, window(BOLD)))
    assert str(caught.value) == f"The request {request_text!r} has no words. Say what should be done."
