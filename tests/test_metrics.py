"""Rates and times, worked out by hand."""

import pytest

from lamwright.actions import Finish
from lamwright.metrics import step_times, wilson
from lamwright.observation import Observation
from lamwright.trajectory import Step, StepSeconds


def test_the_interval_of_a_share_is_wilsons() -> None:
    rate = wilson(81, 263)  # Newcombe (1998), table I: 0.2553 to 0.3662
    assert (rate.value, rate.low, rate.high) == pytest.approx((0.3080, 0.2553, 0.3662), abs=1e-4)


def test_no_tasks_say_nothing() -> None:
    assert (wilson(0, 0).value, wilson(0, 0).low, wilson(0, 0).high) == (0.0, 0.0, 1.0)


def test_all_successes_still_leave_room_below() -> None:
    assert wilson(10, 10).high == pytest.approx(1.0)
    assert wilson(10, 10).low == pytest.approx(0.7225, abs=1e-4)  # 10 / (10 + 1.96²)


def test_step_times_are_medians_and_the_whole_steps_mean() -> None:
    steps = [Step(Observation("", ()), Finish(), StepSeconds(0.01 * n, 0.02, 0.03)) for n in (1, 2, 6)]
    times = step_times(steps)
    assert (times.observe, times.decide, times.act, times.step) == pytest.approx((0.02, 0.02, 0.03, 0.07))
    assert times.step_mean == pytest.approx(0.08)  # (0.06 + 0.07 + 0.11) / 3
