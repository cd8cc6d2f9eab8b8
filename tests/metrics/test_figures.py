"""Metrics over tasks and their bootstrap intervals, worked out by hand."""

from dataclasses import replace

import pytest

from lamwright.metrics import Share, TaskScore, figures, labelled, success_rate, wilson, with_success_by
from lamwright.metrics.figures import clusters_of, interval, quotient, resampled


def score(name: str, part: float, whole: float, **labels: str) -> TaskScore:
    return TaskScore(name, {"step_success_rate": Share(part, whole)}, labels)


def test_steps_of_all_tasks_are_counted_together() -> None:
    found = figures([score("a", 1, 2), score("b", 3, 3)])["step_success_rate"]
    assert found.value == pytest.approx(0.8)  # (1 + 3) / (2 + 3), not the mean of 1/2 and 1
    assert found.tasks == 2


def test_an_interval_comes_from_whole_tasks_drawn_again() -> None:
    found = figures([score("a", 0, 1), score("b", 1, 3)])["step_success_rate"]
    # Draws: aa 0/2, ab and ba 1/4, bb 2/6. A quarter of the draws each for aa and bb, so 2.5% cuts neither off.
    assert (found.value, found.low, found.high) == pytest.approx((1 / 4, 0, 1 / 3))


def test_a_bootstrap_interval_of_many_tasks_is_near_the_normal_one() -> None:
    found = figures([score(str(number), number % 2, 1) for number in range(400)])["step_success_rate"]
    # 0.5 ± 1.96 · sqrt(0.5 · 0.5 / 400) = 0.5 ± 0.049
    assert (found.low, found.high) == pytest.approx((0.451, 0.549), abs=0.012)


def test_the_same_seed_gives_the_same_interval_and_another_seed_another() -> None:
    scores = [score(str(number), number % 3, 2) for number in range(50)]
    assert figures(scores, seed=1) == figures(scores, seed=1)
    assert figures(scores, seed=1) != figures(scores, seed=2)


def test_a_task_without_a_share_adds_nothing_to_a_metric() -> None:
    scores = [TaskScore("a", {"seconds": Share(6, 1)}), TaskScore("b", {"seconds": Share(2, 1)}), TaskScore("c", {})]
    found = figures(scores)["seconds"]
    assert (found.value, found.tasks) == (4.0, 2)


def test_a_draw_without_any_whole_says_nothing() -> None:
    # A quarter of the draws of two hold b alone, which was not timed: they are left out, not counted as 0.
    found = figures([TaskScore("a", {"seconds": Share(6, 1)}), TaskScore("b", {})])["seconds"]
    assert (found.value, found.low, found.high) == (6.0, 6.0, 6.0)


def test_the_middle_95_percent_of_a_thousand_leave_out_25_at_each_end() -> None:
    assert interval([float(number) for number in range(1000)]) == (25.0, 974.0)


def test_nothing_over_nothing_is_nothing() -> None:
    assert quotient([Share(0, 0)]) == 0.0
    assert figures([]) == {}


def test_tasks_are_grouped_by_what_a_label_says() -> None:
    a, b, c = score("a", 1, 1, tier="wordings"), score("b", 1, 1, tier="parameters"), score("c", 1, 1)
    assert labelled([a, b, c], "tier") == {"parameters": [b], "wordings": [a]}


def test_tasks_with_the_same_request_are_one_cluster_whatever_their_names() -> None:
    asked = (("impossible/letter/0.1", "print it"), ("bold/letter/0.1", "make it bold"), ("impossible/invoice/1.7", "print it"))
    assert clusters_of([TaskScore(name, {}, request=request) for name, request in asked]) == [[0, 2], [1]]


def test_an_interval_knows_that_tasks_with_the_same_request_go_together() -> None:
    apart = [score(str(number), number % 2, 1) for number in range(20)]
    together = [replace(one, request=f"request {number // 4}") for number, one in enumerate(apart)]
    # Two of each request's four tasks are done, so that any draw of requests has a half of them done.
    (found,) = figures(together).values()
    assert (found.value, found.low, found.high, found.tasks) == (0.5, 0.5, 0.5, 20)
    assert figures(apart)["step_success_rate"].low < 0.5


@pytest.mark.parametrize("won", [0, 1])
def test_a_rate_of_none_or_all_has_wilsons_interval_of_as_many_as_there_are_requests(won: int) -> None:
    shares = {"task_success_rate": Share(won, 1), "steps": Share(won, 1)}  # one step a task, or none: no rate
    scores = [TaskScore(str(number), shares, request=f"request {number // 4}") for number in range(20)]
    found, wilsons = figures(scores), wilson(5 * won, 5)
    assert (found["task_success_rate"].low, found["task_success_rate"].high) == (wilsons.low, wilsons.high)
    assert (found["steps"].low, found["steps"].high) == (won, won)
    rate = success_rate(scores)
    assert (rate.successes, rate.n, rate.low, rate.high) == (20 * won, 20, wilsons.low, wilsons.high)


def test_a_rate_that_nothing_was_counted_for_may_be_anything() -> None:
    (found,) = figures([TaskScore("a", {"step_precision": Share(0, 0)})]).values()
    assert (found.value, found.low, found.high, found.tasks) == (0.0, 0.0, 1.0, 0)


def test_a_cluster_is_drawn_with_all_its_members() -> None:
    clusters = clusters_of([TaskScore(name, {}) for name in ("a", "b", "a", "", "")])  # by name, where no request is known
    assert clusters == [[0, 2], [1], [3], [4]]
    draws = resampled(clusters, seed=0, resamples=50)
    assert all(draw.count(0) == draw.count(2) for draw in draws)
    assert {len(draw) - draw.count(0) for draw in draws} == {4}  # four clusters a draw


def test_task_success_of_each_label_is_a_metric_of_its_own() -> None:
    scores = [
        TaskScore(name, {"task_success_rate": Share(won, 1)}, {"tier": tier})
        for name, won, tier in (("a", 1, "wordings"), ("b", 0, "wordings"), ("c", 1, "composed"))
    ]
    found = {name: (one.value, one.tasks) for name, one in figures(with_success_by(scores, "tier")).items()}
    assert found == {
        "task_success_rate": (pytest.approx(2 / 3), 3),
        "task_success_rate, wordings": (0.5, 2),
        "task_success_rate, composed": (1.0, 1),
    }
