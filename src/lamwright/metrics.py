"""The numbers that runs are reported by: pure functions over recorded forms, usable on anybody's trajectories."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from statistics import fmean, median

from lamwright.records import Episode
from lamwright.trajectory import Step

_Z95 = 1.959964


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of successes with its 95% interval."""

    successes: int
    n: int
    low: float
    high: float

    @property
    def value(self) -> float:
        return self.successes / self.n if self.n else 0.0


def wilson(successes: int, n: int) -> Rate:
    """The 95% score interval of a share (Wilson, 1927).

    Its centre is (p + z²/2n) / (1 + z²/n), its half-width z·sqrt(p(1-p)/n + z²/4n²) / (1 + z²/n).
    """
    if n == 0:
        return Rate(0, 0, 0.0, 1.0)
    share = successes / n
    scale = 1 + _Z95**2 / n
    centre = (share + _Z95**2 / (2 * n)) / scale
    half = _Z95 * sqrt(share * (1 - share) / n + _Z95**2 / (4 * n * n)) / scale
    return Rate(successes, n, max(0.0, centre - half), min(1.0, centre + half))


@dataclass(frozen=True, slots=True)
class StepTimes:
    """Medians over steps, in seconds, and the mean of the whole step."""

    observe: float
    decide: float
    act: float
    step: float
    step_mean: float


def step_times(steps: Sequence[Step]) -> StepTimes:
    if not steps:
        return StepTimes(0.0, 0.0, 0.0, 0.0, 0.0)
    seconds = [step.seconds for step in steps]
    totals = [one.total for one in seconds]
    return StepTimes(
        observe=median(one.observe for one in seconds),
        decide=median(one.decide for one in seconds),
        act=median(one.act for one in seconds),
        step=median(totals),
        step_mean=fmean(totals),
    )


@dataclass(frozen=True, slots=True)
class Online:
    """What an online evaluation found. `groups` and `tiers` hold a rate each."""

    overall: Rate
    completion_seconds: float
    steps: float
    times: StepTimes
    groups: dict[str, Rate]
    tiers: dict[str, Rate]

    def to_json(self) -> dict[str, object]:
        """The fields that scripts rely on."""
        return {
            "task_success_rate": round(self.overall.value, 4),
            "interval": [round(self.overall.low, 4), round(self.overall.high, 4)],
            "completion_seconds": round(self.completion_seconds, 3),
            "steps": round(self.steps, 3),
            "step_seconds": {name: round(value, 4) for name, value in asdict(self.times).items()},
            "groups": {name: _rate_to_json(rate) for name, rate in self.groups.items()},
            "tiers": {name: _rate_to_json(rate) for name, rate in self.tiers.items()},
            "tasks": self.overall.n,
        }


def online(episodes: Iterable[Episode]) -> Online:
    """Success by the verdict alone; times over all episodes that ran to a verdict."""
    every = list(episodes)
    judged = [episode.trajectory for episode in every if episode.trajectory.verdict]
    return Online(
        overall=_rate(every),
        completion_seconds=fmean([trajectory.seconds for trajectory in judged] or [0.0]),
        steps=fmean([len(trajectory.steps) for trajectory in judged] or [0.0]),
        times=step_times([step for trajectory in judged for step in trajectory.steps]),
        groups=_by(every, "group"),
        tiers=_by(every, "tier"),
    )


def succeeded(episode: Episode) -> bool:
    return bool(episode.trajectory.verdict and episode.trajectory.verdict.success)


def _rate(episodes: Sequence[Episode]) -> Rate:
    return wilson(sum(map(succeeded, episodes)), len(episodes))


def _by(episodes: Sequence[Episode], key: str) -> dict[str, Rate]:
    names = sorted({str(episode.extra["suite"][key]) for episode in episodes})
    return {name: _rate([episode for episode in episodes if episode.extra["suite"][key] == name]) for name in names}


def _rate_to_json(rate: Rate) -> dict[str, object]:
    return {"task_success_rate": round(rate.value, 4), "interval": [round(rate.low, 4), round(rate.high, 4)], "tasks": rate.n}
