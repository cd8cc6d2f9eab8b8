"""The mathematics of PPO, worked out by hand."""

import math

import pytest
import torch

from lamwright.training.advantages import clipped_loss, clipped_share, gae, kl, ratio, value_loss, whole_kl


def test_advantages_of_a_finished_episode() -> None:
    # gamma 0.5, lam 0.5; rewards 0, 0, 1; values 0.5, 0.25, 0.5; worth nothing after the end.
    # delta_2 = 1 + 0 - 0.5 = 0.5                A_2 = 0.5
    # delta_1 = 0 + 0.5 * 0.5 - 0.25 = 0         A_1 = 0 + 0.25 * 0.5 = 0.125
    # delta_0 = 0 + 0.5 * 0.25 - 0.5 = -0.375    A_0 = -0.375 + 0.25 * 0.125 = -0.34375
    found = gae(torch.tensor([0.0, 0.0, 1.0]), torch.tensor([0.5, 0.25, 0.5]), 9.0, 0.5, 0.5, terminated=True)
    assert found.advantages.tolist() == [-0.34375, 0.125, 0.5]
    assert found.returns.tolist() == [0.15625, 0.375, 1.0]


def test_an_episode_that_was_cut_is_worth_what_its_last_state_is() -> None:
    # gamma 0.5, lam 1; reward 0, value 0.5, and 2 after it: delta_0 = 0 + 0.5 * 2 - 0.5 = 0.5. Finished, it would be -0.5.
    cut = gae(torch.tensor([0.0]), torch.tensor([0.5]), 2.0, 0.5, 1.0, terminated=False)
    finished = gae(torch.tensor([0.0]), torch.tensor([0.5]), 2.0, 0.5, 1.0, terminated=True)
    assert (cut.advantages.item(), finished.advantages.item()) == (0.5, -0.5)


def test_with_lambda_one_returns_are_discounted_sums_of_rewards() -> None:
    # 1 + 0.5 * 2 + 0.25 * 4 = 3;  2 + 0.5 * 4 = 4;  4
    found = gae(torch.tensor([1.0, 2.0, 4.0]), torch.tensor([7.0, -3.0, 5.0]), 0.0, 0.5, 1.0, terminated=True)
    assert found.returns.tolist() == pytest.approx([3.0, 4.0, 4.0])


def test_rewards_and_values_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^There are 2 rewards and 3 values\.$"):
        gae(torch.zeros(2), torch.zeros(3), 0.0, 1.0, 1.0, terminated=True)


def test_the_ratio_is_one_where_nothing_was_learnt() -> None:
    behaviour = torch.tensor([-0.5, -2.0])
    assert ratio(behaviour, behaviour).tolist() == [1.0, 1.0]
    assert ratio(torch.tensor([math.log(0.6)]), torch.tensor([math.log(0.3)])).item() == pytest.approx(2.0)


def test_the_clipped_loss_stops_paying_for_what_went_far_enough() -> None:
    # clip 0.2. A good decision (A = 1) at ratio 2 counts as 1.2; a bad one (A = -1) at ratio 2 counts in full: min(-2, -1.2) = -2;
    # a bad one at ratio 0.5 counts as 0.8: min(-0.5, -0.8) = -0.8; a good one at ratio 0.5 in full: min(0.5, 0.8) = 0.5.
    behaviour = torch.zeros(4)
    logprobs = torch.tensor([2.0, 2.0, 0.5, 0.5]).log()
    advantages = torch.tensor([1.0, -1.0, -1.0, 1.0])
    assert clipped_loss(logprobs, behaviour, advantages, 0.2).item() == pytest.approx(-(1.2 - 2.0 - 0.8 + 0.5) / 4)


def test_a_clipped_good_decision_has_no_gradient() -> None:
    logprobs = torch.tensor([math.log(2.0)], requires_grad=True)
    clipped_loss(logprobs, torch.zeros(1), torch.ones(1), 0.2).backward()  # type: ignore[no-untyped-call]
    assert logprobs.grad is not None
    assert logprobs.grad.item() == 0.0


def test_the_clipped_share_counts_ratios_outside_the_clip() -> None:
    # 1.1 and 0.9 lie inside 1 +- 0.2, 1.5 and 0.5 outside
    assert clipped_share(torch.tensor([1.1, 0.9, 1.5, 0.5]).log(), torch.zeros(4), 0.2) == 0.5


def test_the_value_loss_is_half_the_squared_error() -> None:
    # (1^2 + 3^2) / 2 / 2 = 2.5
    assert value_loss(torch.tensor([1.0, 0.0]), torch.tensor([0.0, 3.0])).item() == 2.5


def test_kl_from_the_decisions_taken() -> None:
    # d = log(0.25 / 0.5) = -log 2: exp(d) - 1 - d = 0.5 - 1 + log 2
    found = kl(torch.tensor([math.log(0.5)]), torch.tensor([math.log(0.25)]))
    assert found.item() == pytest.approx(math.log(2) - 0.5)
    assert kl(torch.tensor([-1.0]), torch.tensor([-1.0])).item() == 0.0


def test_the_estimate_of_kl_is_the_whole_on_average() -> None:
    torch.manual_seed(0)
    ours, theirs = torch.randn(5), torch.randn(5)
    drawn = torch.multinomial(ours.softmax(-1), 200_000, replacement=True)
    estimate = kl(ours.log_softmax(-1)[drawn], theirs.log_softmax(-1)[drawn])
    assert estimate.item() == pytest.approx(whole_kl(theirs[None], ours[None]).item(), rel=0.02)


def test_whole_kl_passes_over_what_is_not_allowed() -> None:
    # both halve between two choices out of three: no divergence; against (0.75, 0.25): 0.5 log(0.5/0.75) + 0.5 log(0.5/0.25)
    even = torch.tensor([[0.0, 0.0, -math.inf]])
    uneven = torch.tensor([[math.log(0.75), math.log(0.25), -math.inf]])
    assert whole_kl(even, even).item() == 0.0
    assert whole_kl(uneven, even).item() == pytest.approx(0.5 * math.log(0.5 / 0.75) + 0.5 * math.log(0.5 / 0.25))
