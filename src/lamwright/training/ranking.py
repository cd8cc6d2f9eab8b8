"""How good a reward model is, as pure functions: does it rank what succeeded above what failed, and does it mean what it says?"""

from collections.abc import Sequence
from dataclasses import dataclass


def auc(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """The chance that a positive scores higher than a negative, ties counting half (the Mann-Whitney statistic).

    Raises ValueError where one of the two is missing.
    """
    if len(set(positive)) < 2:
        raise ValueError("Ranking needs successes and failures; here are only one of them.")
    order = sorted(range(len(scores)), key=scores.__getitem__)
    ranks = [0.0] * len(scores)
    first = 0
    while first < len(order):
        last = first
        while last + 1 < len(order) and scores[order[last + 1]] == scores[order[first]]:
            last += 1
        for place in range(first, last + 1):
            ranks[order[place]] = (first + last) / 2 + 1
        first = last + 1
    count = sum(positive)
    total = sum(rank for rank, good in zip(ranks, positive, strict=True) if good)
    return (total - count * (count + 1) / 2) / (count * (len(scores) - count))


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions from `low` to `high`: how many, what they say on average, what came true on average."""

    low: float
    high: float
    count: int
    said: float
    true: float


def calibration(scores: Sequence[float], truths: Sequence[float], bins: int = 5) -> tuple[Bin, ...]:
    """Predictions from -1 to 1 (others count as the nearest) in equal bins; empty ones are left out."""
    width = 2.0 / bins
    held: list[list[tuple[float, float]]] = [[] for _ in range(bins)]
    for score, truth in zip(scores, truths, strict=True):
        held[min(bins - 1, max(0, int((score + 1) / width)))].append((score, truth))
    return tuple(
        Bin(
            -1 + index * width,
            -1 + (index + 1) * width,
            len(those),
            sum(score for score, _ in those) / len(those),
            sum(truth for _, truth in those) / len(those),
        )
        for index, those in enumerate(held)
        if those
    )


def calibration_error(bins: Sequence[Bin]) -> float:
    """How far what is said lies from what is true, weighted by the bins' counts (the expected calibration error)."""
    return sum(each.count * abs(each.said - each.true) for each in bins) / sum(each.count for each in bins)
