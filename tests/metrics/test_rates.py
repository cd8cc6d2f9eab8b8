"""A share and its interval, against published figures."""

import pytest

from lamwright.metrics import wilson


def test_the_interval_of_a_share_is_wilsons() -> None:
    rate = wilson(81, 263)  # Newcombe (1998), table I: 0.2553 to 0.3662
    assert (rate.value, rate.low, rate.high) == pytest.approx((0.3080, 0.2553, 0.3662), abs=1e-4)


def test_no_tasks_say_nothing() -> None:
    assert (wilson(0, 0).value, wilson(0, 0).low, wilson(0, 0).high) == (0.0, 0.0, 1.0)


def test_all_successes_still_leave_room_below() -> None:
    assert wilson(10, 10).high == pytest.approx(1.0)
    assert wilson(10, 10).low == pytest.approx(0.7225, abs=1e-4)  # 10 / (10 + 1.96²)
