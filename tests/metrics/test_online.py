"""Tasks done in the application, worked out by hand; any trajectories will do."""

from dataclasses import dataclass

import pytest

from lamwright.actions import Finish
from lamwright.metrics import Attempt, attempt_of, measure, online, step_times
from lamwright.observation import Observation
from lamwright.records import Episode
from lamwright.trajectory import Failure, Step, StepSeconds, Trajectory, Verdict


def step(act: float = 0.1) -> StepSeconds:
    return StepSeconds(0.1, 0.2, act)


def test_step_times_are_medians_and_the_whole_steps_mean() -> None:
    steps = [Step(Observation("", ()), Finish(), StepSeconds(0.01 * n, 0.02, 0.03)) for n in (1, 2, 6)]
    times = step_times(steps)
    assert (times.observe, times.decide, times.act, times.step) == pytest.approx((0.02, 0.02, 0.03, 0.07))
    assert times.step_mean == pytest.approx(0.08)  # (0.06 + 0.07 + 0.11) / 3


def test_success_time_steps_and_latency() -> None:
    attempts = [
        Attempt("a", True, 3.0, (step(), step(), step()), {"group": "tables", "tier": "wordings"}),
        Attempt("b", False, 1.0, (step(),), {"group": "tables", "tier": "parameters"}, reason="the table has 2 rows, not 3"),
        Attempt("c", True, 2.0, (step(), step()), {"group": "page", "tier": "wordings"}),
        Attempt("d", False, None, (step(),), {"group": "page", "tier": "wordings"}, reason="WorkerDied: it ended"),
    ]
    found = measure(attempts)
    assert found.overall.value == 0.5
    assert found.completion_seconds == pytest.approx(2.0)  # (3 + 1 + 2) / 3: the one that broke off has no time
    assert found.steps == pytest.approx(2.0)  # (3 + 1 + 2) / 3
    assert found.latency == pytest.approx(1.0)  # 6 seconds over 6 steps
    assert {name: (rate.successes, rate.n) for name, rate in found.groups.items()} == {"page": (1, 2), "tables": (1, 2)}
    assert {name: (rate.successes, rate.n) for name, rate in found.tiers.items()} == {"parameters": (0, 1), "wordings": (2, 3)}
    assert [one.task for one in found.failures] == ["b", "d"]


def test_every_interval_of_success_draws_the_tasks_with_one_request_together() -> None:
    labels = {"group": "tables", "tier": "wordings", "start": "dialog"}
    attempts = [Attempt(str(number), number % 2 == 0, 1.0, (step(),), labels, f"request {number // 4}") for number in range(20)]
    found = measure(attempts)  # half of each request's tasks are done, so that any draw of requests has a half of them done
    for rate in (found.overall, found.groups["tables"], found.tiers["wordings"], found.starts["dialog"]):
        assert (rate.successes, rate.n, rate.low, rate.high) == (10, 20, 0.5, 0.5)


def test_the_papers_step_latency_is_completion_time_over_steps() -> None:
    # Its table: 30.42 s and 5.62 steps a task, 5.41 s a step.
    steps = tuple(step() for _ in range(562))
    assert measure([Attempt("hundred tasks in one", True, 3042.0, steps)]).latency == pytest.approx(5.41, abs=0.005)


def test_the_fields_that_scripts_rely_on() -> None:
    form = measure([Attempt("a", True, 3.0, (step(), step())), Attempt("b", False, 1.0, (step(),), number=7, reason="no")]).to_json()
    assert form == {
        "task_success_rate": 0.5,
        "interval": [0.0, 1.0],  # of two tasks: neither, one or both
        "tasks": 2,
        "completion_seconds": 2.0,
        "steps": 1.5,
        "step_latency": 1.3333,  # 4 seconds over 3 steps
        "step_seconds": {"observe": 0.1, "decide": 0.2, "act": 0.1, "step": 0.4, "step_mean": 0.4},
        "groups": {},
        "tiers": {},
        "starts": {},
        "intervals": {
            "task_success_rate": [0.0, 1.0],
            "completion_seconds": [1.0, 3.0],
            "steps": [1.0, 2.0],
            "step_latency": [1.0, 1.5],
        },
        "resamples": 1000,
        "failures": [{"episode": 7, "task": "b", "reason": "no"}],
    }


def test_a_recorded_episode_counts_by_its_verdict_alone() -> None:
    steps = (Step(Observation("", ()), Finish(), step()),)
    good = Trajectory("bold", "finished", steps, 1.0, Verdict(True, "state"), task="a")
    wrong = Trajectory("bold", "finished", steps, 2.0, Verdict(False, "state", ("not bold",)), task="b")
    broken = Trajectory("bold", "failed", steps, 9.0, None, Failure("ApplicationFault", "Writer died.", ""), task="c")
    suite = {"suite": {"group": "characters", "tier": "wordings"}}
    found = online([Episode(one, {**suite, "number": number}) for number, one in enumerate((good, wrong, broken))])
    assert (found.overall.successes, found.overall.n, found.completion_seconds) == (1, 3, 1.5)
    assert [(one.number, one.reason) for one in found.failures] == [(1, "not bold"), (2, "ApplicationFault: Writer died.")]


@dataclass(frozen=True)
class TheirRun:
    """Somebody else's record."""

    instruction: str
    reward: float
    clock: float
    latencies: list[float]


def test_others_trajectories_can_be_measured() -> None:
    theirs = [TheirRun("send it", 1.0, 9.0, [2.0, 3.0]), TheirRun("open it", 0.0, 1.0, [1.0])]
    attempts = [
        Attempt(one.instruction, one.reward > 0, one.clock, tuple(StepSeconds(0, seconds, 0) for seconds in one.latencies))
        for one in theirs
    ]
    found = measure(attempts)
    assert (found.overall.value, found.completion_seconds, found.steps, found.times.decide) == (0.5, 5.0, 1.5, 2.0)


def test_an_attempt_keeps_how_its_start_was_perturbed() -> None:
    trajectory = Trajectory("bold", "finished", (), 1.0, Verdict(True, "state"), task="a")
    suite = {"group": "characters", "tier": "perturbed", "start": {"name": "dialog"}}
    assert attempt_of(Episode(trajectory, {"suite": suite})).labels == {"group": "characters", "tier": "perturbed", "start": "dialog"}
