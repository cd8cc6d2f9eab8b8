"""The mathematics of offline PPO as pure functions of tensors.

Letters in shapes: T steps of one episode, D decisions (any number of episodes' steps, flat).
"""

from typing import NamedTuple

import torch
from torch import Tensor


class Advantages(NamedTuple):
    """Both of length T: how much better each step was than expected, and what the value should have been."""

    advantages: Tensor
    returns: Tensor


def gae(rewards: Tensor, values: Tensor, last_value: float, gamma: float, lam: float, terminated: bool) -> Advantages:
    """Generalised advantage estimation (Schulman et al. 2016, arXiv:1506.02438, equation 16), for one episode.

    rewards and values T. An episode that `terminated` (it finished or gave up) is worth nothing after its last step; one that was cut
    (a limit of steps or time) is worth `last_value`, the value of the state in which it was cut.

        delta_t = r_t + gamma V_{t+1} - V_t,    A_t = delta_t + gamma lam A_{t+1},    return_t = A_t + V_t

    Raises ValueError where the lengths differ.
    """
    if rewards.shape != values.shape:
        raise ValueError(f"There are {len(rewards)} rewards and {len(values)} values.")
    advantages = torch.zeros_like(rewards)
    after, ahead = (0.0 if terminated else last_value), 0.0
    for step in range(len(rewards) - 1, -1, -1):
        delta = float(rewards[step]) + gamma * after - float(values[step])
        ahead = delta + gamma * lam * ahead
        advantages[step] = ahead
        after = float(values[step])
    return Advantages(advantages, advantages + values)


def ratio(logprobs: Tensor, behaviour: Tensor) -> Tensor:
    """How much likelier than when it was done: exp(log pi - log pi_behaviour), D."""
    return (logprobs - behaviour).exp()


def clipped_loss(logprobs: Tensor, behaviour: Tensor, advantages: Tensor, clip: float) -> Tensor:
    """PPO's clipped surrogate, to be minimised (Schulman et al. 2017, arXiv:1707.06347, equation 7). All D; a scalar.

    -mean(min(rho A, clip(rho, 1 - clip, 1 + clip) A)) with rho = `ratio`.
    """
    rho = ratio(logprobs, behaviour)
    return -torch.minimum(rho * advantages, rho.clamp(1 - clip, 1 + clip) * advantages).mean()


def clipped_share(logprobs: Tensor, behaviour: Tensor, clip: float) -> float:
    """The share of decisions whose ratio lies outside [1 - clip, 1 + clip]."""
    rho = ratio(logprobs, behaviour)
    return float(((rho - 1).abs() > clip).float().mean())


def value_loss(values: Tensor, returns: Tensor) -> Tensor:
    """Half the mean squared error, a scalar."""
    return 0.5 * (values - returns).square().mean()


def kl(logprobs: Tensor, reference: Tensor) -> Tensor:
    """The divergence KL(pi || reference), estimated from the decisions taken: mean(exp(d) - 1 - d) with d = reference - logprobs.

    Never negative, unbiased where the decisions were drawn from pi, and of low variance (Schulman 2020, "Approximating KL divergence", k3).
    """
    difference = reference - logprobs
    return (difference.exp() - 1 - difference).mean()


def whole_kl(logits: Tensor, reference: Tensor) -> Tensor:
    """The divergence KL(reference || pi) over all choices of each decision, a scalar. Both D x C, -inf where a choice is not allowed."""
    ours, theirs = logits.log_softmax(-1), reference.log_softmax(-1)
    each = torch.where(torch.isfinite(theirs), theirs.exp() * (theirs - ours), torch.zeros_like(theirs))
    return each.sum(-1).mean()
