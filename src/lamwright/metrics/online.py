"""Tasks done in the application: success, completion time, steps, latency."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from statistics import fmean, median

from lamwright.metrics.figures import RESAMPLES, TSR, Figure, Share, TaskScore, figures, labelled, success_rate
from lamwright.metrics.rates import Rate
from lamwright.records import Episode
from lamwright.trajectory import Step, StepSeconds


@dataclass(frozen=True, slots=True)
class Attempt:
    """One task as it was done: what is needed to measure it.

    `seconds` is the whole time from the first look to the end, None where the attempt broke off without a verdict; such an attempt counts
    as failed, its time is left out. `reason` is why it failed, `number` its place in the record.
    """

    task: str
    success: bool
    seconds: float | None
    steps: tuple[StepSeconds, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    request: str = ""
    reason: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class StepTimes:
    """Medians over steps, in seconds, and the mean of the whole step."""

    observe: float
    decide: float
    act: float
    step: float
    step_mean: float


@dataclass(frozen=True, slots=True)
class Online:
    """What an online evaluation found. `groups`, `tiers` and `starts` (kinds of perturbed start) hold a rate each.

    `latency` is the seconds of all tasks over the steps of all tasks: completion time over steps, as the paper's average step latency is.
    `figures` has every metric; all intervals are those that `lamwright.metrics.figures` states. `failures` are the attempts that failed.
    """

    overall: Rate
    completion_seconds: float
    steps: float
    latency: float
    times: StepTimes
    groups: dict[str, Rate]
    tiers: dict[str, Rate]
    starts: dict[str, Rate]
    figures: dict[str, Figure]
    failures: tuple[Attempt, ...]

    def to_json(self) -> dict[str, object]:
        """The fields that scripts rely on."""
        return {
            **self.overall.to_json(),
            "completion_seconds": round(self.completion_seconds, 3),
            "steps": round(self.steps, 3),
            "step_latency": round(self.latency, 4),
            "step_seconds": {name: round(value, 4) for name, value in asdict(self.times).items()},
            "groups": {name: rate.to_json() for name, rate in self.groups.items()},
            "tiers": {name: rate.to_json() for name, rate in self.tiers.items()},
            "starts": {name: rate.to_json() for name, rate in self.starts.items()},
            "intervals": {name: [round(figure.low, 4), round(figure.high, 4)] for name, figure in self.figures.items()},
            "resamples": RESAMPLES,
            "failures": [{"episode": one.number, "task": one.task, "reason": one.reason} for one in self.failures],
        }


def online(episodes: Iterable[Episode]) -> Online:
    """Success by the verdict alone; times over all episodes that ran to a verdict."""
    return measure([attempt_of(episode) for episode in episodes])


def measure(attempts: Sequence[Attempt], seed: int = 0) -> Online:
    """The same of anybody's attempts."""
    ended = [attempt for attempt in attempts if attempt.seconds is not None]
    scores = [attempt_score(attempt) for attempt in attempts]
    found = figures(scores, seed)
    return Online(
        overall=success_rate(scores, seed),
        completion_seconds=_value(found, "completion_seconds"),
        steps=_value(found, "steps"),
        latency=_value(found, "step_latency"),
        times=_times([seconds for attempt in ended for seconds in attempt.steps]),
        groups=_by(scores, "group", seed),
        tiers=_by(scores, "tier", seed),
        starts=_by(scores, "start", seed),
        figures=found,
        failures=tuple(sorted((attempt for attempt in attempts if not attempt.success), key=lambda attempt: attempt.number)),
    )


def attempt_of(episode: Episode) -> Attempt:
    """A recorded episode as an attempt."""
    trajectory, suite = episode.trajectory, episode.extra.get("suite") or {}
    failure = (f"{trajectory.failure.type}: {trajectory.failure.message}",) if trajectory.failure else ()
    reasons = (*failure, *(trajectory.verdict.reasons if trajectory.verdict else ()))
    success = succeeded(episode)
    labels = {"group": suite.get("group"), "tier": suite.get("tier"), "start": (suite.get("start") or {}).get("name")}
    return Attempt(
        task=trajectory.task,
        success=success,
        seconds=trajectory.seconds if trajectory.verdict else None,
        steps=tuple(step.seconds for step in trajectory.steps),
        labels={name: str(value) for name, value in labels.items() if value},
        request=trajectory.request,
        reason="" if success else "; ".join(reasons[:3]) or "no verdict",
        number=int(episode.extra.get("number", 0)),
    )


def attempt_score(attempt: Attempt) -> TaskScore:
    """The attempt's share of each online metric."""
    shares = {TSR: Share(attempt.success, 1)}
    if attempt.seconds is not None:
        shares["completion_seconds"] = Share(attempt.seconds, 1)
        shares["steps"] = Share(len(attempt.steps), 1)
        shares["step_latency"] = Share(attempt.seconds, len(attempt.steps))
    return TaskScore(attempt.task, shares, attempt.labels, attempt.request)


def step_times(steps: Sequence[Step]) -> StepTimes:
    return _times([step.seconds for step in steps])


def succeeded(episode: Episode) -> bool:
    return bool(episode.trajectory.verdict and episode.trajectory.verdict.success)


def _times(seconds: Sequence[StepSeconds]) -> StepTimes:
    if not seconds:
        return StepTimes(0.0, 0.0, 0.0, 0.0, 0.0)
    totals = [one.total for one in seconds]
    return StepTimes(
        observe=median(one.observe for one in seconds),
        decide=median(one.decide for one in seconds),
        act=median(one.act for one in seconds),
        step=median(totals),
        step_mean=fmean(totals),
    )


def _value(found: Mapping[str, Figure], name: str) -> float:
    return found[name].value if name in found else 0.0


def _by(scores: Sequence[TaskScore], label: str, seed: int) -> dict[str, Rate]:
    return {name: success_rate(those, seed) for name, those in labelled(scores, label).items()}
