"""One model over several seeds, worked out by hand."""

from dataclasses import replace

import pytest

from lamwright.metrics import Share, TaskScore, figures, over_seeds


def score(name: str, part: float, whole: float = 1) -> TaskScore:
    return TaskScore(name, {"step_success_rate": Share(part, whole)})


def test_tasks_of_all_seeds_are_counted_together_and_each_seed_beside() -> None:
    found = over_seeds({0: [score("a", 1, 2), score("b", 3, 4)], 1: [score("a", 4, 4)]})["step_success_rate"]
    assert (found.figure.value, found.figure.tasks) == (0.8, 3)  # (1 + 3 + 4) / (2 + 4 + 4)
    assert found.seeds == pytest.approx({0: 4 / 6, 1: 1.0})
    assert (found.least, found.most) == pytest.approx((4 / 6, 1.0))


def test_a_task_of_two_seeds_is_drawn_with_both() -> None:
    scores = [score(str(number), number % 2) for number in range(20)]
    twice = over_seeds({0: scores, 1: scores})["step_success_rate"].figure
    assert (twice.value, twice.tasks) == (0.5, 40)
    assert twice == replace(figures(scores)["step_success_rate"], tasks=40)  # no narrower: nothing new was measured
    runs = {0: [score(str(number), 0) for number in range(10)], 1: [score(str(number), 1) for number in range(10)]}
    figure = over_seeds(runs)["step_success_rate"].figure
    assert (figure.value, figure.low, figure.high) == (0.5, 0.5, 0.5)  # every task was done in seed 1 alone: a half in any draw


def test_a_request_of_two_seeds_is_drawn_with_both_though_its_tasks_names_differ() -> None:
    runs = {seed: [replace(score(f"{seed}.{number}", seed), request=f"request {number}") for number in range(10)] for seed in range(2)}
    figure = over_seeds(runs)["step_success_rate"].figure
    assert (figure.value, figure.low, figure.high) == (0.5, 0.5, 0.5)  # every request was done in seed 1 alone: a half in any draw


def test_tasks_without_a_name_are_drawn_one_by_one() -> None:
    named, nameless = ([score(name * number, number % 2) for number in range(1, 21)] for name in ("a", ""))
    assert over_seeds({0: nameless}) == over_seeds({0: named})


def test_one_seed_is_the_plain_bootstrap() -> None:
    scores = [score(str(number), number % 3, 2) for number in range(30)]
    assert {name: one.figure for name, one in over_seeds({7: scores}).items()} == figures(scores)


def test_a_seed_without_a_metric_has_no_value_of_it() -> None:
    found = over_seeds({0: [score("a", 1)], 1: [TaskScore("b", {"steps": Share(4, 1)})]})
    assert found["step_success_rate"].seeds == {0: 1.0}
