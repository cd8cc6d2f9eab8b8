"""Two models on the same tasks, worked out by hand."""

from dataclasses import replace

import pytest

from lamwright.errors import UsageError
from lamwright.metrics import Share, TaskScore, mcnemar, paired, paired_over_seeds


def score(name: str, success: bool, seconds: float) -> TaskScore:
    return TaskScore(name, {"task_success_rate": Share(success, 1), "completion_seconds": Share(seconds, 1)})


def asked(one: TaskScore) -> TaskScore:
    return replace(one, request="print it")


def test_mcnemars_exact_p_is_the_binomials_two_tails() -> None:
    assert mcnemar(1, 5) == pytest.approx(14 / 64)  # 2 · (1 + 6) / 2⁶
    assert mcnemar(5, 1) == pytest.approx(14 / 64)
    assert mcnemar(0, 8) == pytest.approx(2 / 256)


def test_equal_and_empty_discordance_say_nothing() -> None:
    assert mcnemar(3, 3) == 1.0  # 2 · (1 + 6 + 15 + 20) / 64 is above 1
    assert mcnemar(0, 0) == 1.0


def test_models_are_compared_on_the_tasks_of_both() -> None:
    first = [score("a", True, 4), score("b", False, 2), score("c", False, 9)]
    second = [score("b", True, 1), score("a", True, 3), score("d", True, 9)]
    found = paired(first, second)
    assert (found.tasks, found.only_first, found.only_second, found.p_success) == (2, 0, 1, 1.0)  # 2 · 1/2
    seconds = found.differences["completion_seconds"]
    assert (seconds.first, seconds.second, seconds.value) == (3.0, 2.0, -1.0)


def test_a_difference_that_is_the_same_in_every_task_has_no_width() -> None:
    first = [score(str(number), False, number) for number in range(20)]
    second = [score(str(number), False, number + 2) for number in range(20)]
    seconds = paired(first, second).differences["completion_seconds"]
    assert (seconds.low, seconds.high) == pytest.approx((2.0, 2.0))  # pairing takes out how much the tasks differ
    assert seconds.p == pytest.approx(2 / 1001)  # no resample of 1000 on the other side: 2 · (0 + 1) / (1000 + 1)


def test_a_model_does_not_differ_from_itself() -> None:
    scores = [score(str(number), number % 2 == 0, number) for number in range(20)]
    found = paired(scores, scores)
    assert {(one.value, one.low, one.high, one.p) for one in found.differences.values()} == {(0.0, 0.0, 0.0, 1.0)}


def test_no_task_in_common_compares_nothing() -> None:
    found = paired([score("a", True, 1)], [score("b", True, 1)])
    assert (found.tasks, found.differences) == (0, {})


def test_tasks_of_one_name_in_two_seeds_are_two_tasks() -> None:
    first = {0: [score("a", False, 4)], 1: [score("a", True, 1), score("b", False, 1)], 2: [score("a", True, 9)]}
    second = {0: [score("a", True, 3)], 1: [score("b", True, 1), score("a", True, 2)], 3: [score("a", False, 9)]}
    found = paired_over_seeds(first, second)
    assert (found.tasks, found.only_first, found.only_second, found.p_success) == (3, 0, 2, 0.5)  # 2 · 1/2²; seeds 2 and 3 have no partner
    seconds = found.differences["completion_seconds"]
    assert (seconds.first, seconds.second) == (2.0, 2.0)  # (4 + 1 + 1) / 3 and (3 + 2 + 1) / 3


def test_a_task_of_several_seeds_counts_once_for_chance() -> None:
    first = {seed: [score(name, False, 1) for name in "abc"] for seed in range(3)}
    second = {seed: [score(name, True, 1) for name in "abc"] for seed in range(3)}
    found = paired_over_seeds(first, second)
    assert (found.tasks, found.only_second, found.won_second, found.p_success) == (9, 9, 3, 0.25)  # three tasks won: 2 / 2³


def test_tasks_of_one_name_that_ask_for_different_things_are_refused() -> None:
    one = replace(score("bold/1", True, 1.0), request="make it bold")
    with pytest.raises(UsageError) as refusal:
        paired([one], [replace(one, request="embolden it")])
    assert str(refusal.value).startswith("The task 'bold/1' asks for 'make it bold' in one run, for 'embolden it' in the other: ")


def test_a_request_under_several_names_counts_once_for_chance_and_is_paired_by_name() -> None:
    names = {0: ("0.1", "0.2"), 1: ("1.1",)}
    lost, won = ({seed: [asked(score(name, done, 1)) for name in those] for seed, those in names.items()} for done in (False, True))
    won[0][1] = asked(score("0.3", True, 1))  # the same request, but no task of the first model's
    found = paired_over_seeds(lost, won)
    assert (found.tasks, found.only_second, found.won_second, found.p_success) == (2, 2, 1, 1.0)  # one request won: 2 / 2
    assert paired_over_seeds(won, lost).won_first == 1


def test_a_pair_of_which_one_side_has_no_time_is_no_pair_of_times() -> None:
    broken = TaskScore("b", {"task_success_rate": Share(0, 1)})
    found = paired([score("a", True, 2), score("b", True, 90)], [score("a", True, 3), broken])
    seconds = found.differences["completion_seconds"]
    assert (seconds.first, seconds.second) == (2.0, 3.0)
    assert found.differences["task_success_rate"].value == -0.5
    assert "completion_seconds" not in paired([score("b", True, 90)], [broken]).differences
