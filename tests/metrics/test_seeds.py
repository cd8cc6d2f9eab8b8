"""One model over several seeds, worked out by hand."""

import pytest

from lamwright.metrics import Share, TaskScore, figures, over_seeds


def score(name: str, part: float, whole: float = 1) -> TaskScore:
    return TaskScore(name, {"step_success_rate": Share(part, whole)})


def test_tasks_of_all_seeds_are_counted_together_and_each_seed_beside() -> None:
    found = over_seeds({0: [score("a", 1, 2), score("b", 3, 4)], 1: [score("a", 4, 4)]})["step_success_rate"]
    assert (found.figure.value, found.figure.tasks) == (0.8, 3)  # (1 + 3 + 4) / (2 + 4 + 4)
    assert found.seeds == pytest.approx({0: 4 / 6, 1: 1.0})
    assert (found.least, found.most) == pytest.approx((4 / 6, 1.0))


def test_an_interval_draws_within_each_seed() -> None:
    runs = {0: [score(str(number), 0) for number in range(10)], 1: [score(str(number), 1) for number in range(10)]}
    figure = over_seeds(runs)["step_success_rate"].figure
    assert (figure.value, figure.low, figure.high) == (0.5, 0.5, 0.5)  # every draw has ten of either seed
    every = figures([*runs[0], *runs[1]])["step_success_rate"]
    assert every.high - every.low > 0.3  # without strata, a draw may hold more of one


def test_one_seed_is_the_plain_bootstrap() -> None:
    scores = [score(str(number), number % 3, 2) for number in range(30)]
    assert {name: one.figure for name, one in over_seeds({7: scores}).items()} == figures(scores)


def test_a_seed_without_a_metric_has_no_value_of_it() -> None:
    found = over_seeds({0: [score("a", 1)], 1: [TaskScore("b", {"steps": Share(4, 1)})]})
    assert found["step_success_rate"].seeds == {0: 1.0}
