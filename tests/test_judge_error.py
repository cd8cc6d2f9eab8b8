"""A judge's error is measured on runs whose right verdict is known."""

from pathlib import Path

import pytest

from lamwright.errors import UsageError
from lamwright.judge_error import Known, measure, read_judge_errors, write_judge_errors
from lamwright.trajectory import Verdict

YES, NO = Verdict(True, "model"), Verdict(False, "model", ("It is not done.",))


def test_rates_are_worked_out_by_hand() -> None:
    runs = [
        *[Known.of("golden", YES)] * 8, *[Known.of("golden", NO)] * 2,
        *[Known.of("no-op", NO)] * 5, *[Known.of("wrong", NO)] * 4, Known.of("wrong", YES),
    ]  # fmt: skip
    error = measure("model", runs)
    # 2 of 10 successes missed; 1 of 5 + 5 failures passed. Wilson at z = 1.96: 1 of 10 gives 0.0179 to 0.4042, 2 of 10 0.0567 to 0.5098.
    assert (error.false_negative.successes, error.false_negative.n) == (2, 10)
    assert (error.false_positive.successes, error.false_positive.n) == (1, 10)
    assert [round(value, 4) for value in (error.false_positive.low, error.false_positive.high)] == [0.0179, 0.4042]
    assert [round(value, 4) for value in (error.false_negative.low, error.false_negative.high)] == [0.0567, 0.5098]
    assert {kind: (rate.successes, rate.n) for kind, rate in error.kinds.items()} == {"golden": (8, 10), "no-op": (0, 5), "wrong": (1, 5)}
    assert error.sentence() == (
        "The judge 'model' passes 1 of 10 (10.0%, 95% interval 1.8% to 40.4%) failed runs and misses "
        "2 of 10 (20.0%, 95% interval 5.7% to 51.0%) successful ones."
    )


def test_a_run_whose_right_verdict_is_unusual_says_so() -> None:
    """Doing nothing is right where the task cannot be done."""
    error = measure("state", [Known.of("no-op", YES, right=True), Known.of("golden", YES)])
    assert (error.false_positive.n, error.false_negative.successes, error.false_negative.n) == (0, 0, 2)


def test_runs_without_a_verdict_are_counted_apart() -> None:
    error = measure("model", [Known.of("golden", None), Known.of("golden", YES)])
    assert (error.undecided, error.false_negative.n) == (1, 1)
    assert error.sentence() == (
        "The judge 'model' passes an unknown share of failed runs and misses 0 of 1 (0.0%, 95% interval 0.0% to 79.3%) successful ones; "
        "1 runs without a verdict."
    )


def test_each_sort_has_an_error_of_its_own() -> None:
    runs = [Known.of("golden", YES, sort="Opens"), Known.of("wrong", YES, sort="Shows"), Known.of("no-op", None, sort="Shows")]
    error = measure("plan", runs)
    assert (error.sorts["Opens"].false_negative.n, error.sorts["Shows"].false_positive.successes) == (1, 1)
    assert error.sentence().endswith(
        " By sort: Opens: passes 0 of 0, misses 0 of 1, undecided 0; Shows: passes 1 of 1, misses 0 of 0, undecided 1."
    )


def test_errors_are_kept_in_a_run_folder(tmp_path: Path) -> None:
    of_plans = [Known.of("no-op", YES, sort="Opens"), Known.of("wrong", None, sort="Opens"), Known.of("golden", YES, sort="Edits")]
    errors = (measure("state", [Known.of("golden", YES)]), measure("plan", of_plans))
    write_judge_errors(tmp_path, errors)
    assert read_judge_errors(tmp_path) == errors


def test_a_run_without_measured_judges_has_none(tmp_path: Path) -> None:
    assert read_judge_errors(tmp_path) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"schema": 9, "judges": []}', "{path}: schema 9, this lamwright reads 1. Measure the judges again."),
        ('{"judges": []}', "{path} holds no judges' errors: KeyError('schema'). Measure the judges again."),
        ('{"schema": 1, "judges": [{}]}', "{path} holds no judges' errors: KeyError('judge'). Measure the judges again."),
        ("[]", "{path} holds no judges' errors: TypeError('list indices must be integers or slices, not str'). Measure the judges again."),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_one_sentence(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "judge_error.json"
    path.write_text(text)
    with pytest.raises(UsageError) as caught:
        read_judge_errors(tmp_path)
    assert str(caught.value) == told.format(path=path)
