"""The training log of a checkpoint, read for plotting."""

import json
from pathlib import Path

import pytest

from lamwright.errors import UsageError
from lamwright.viewer.curves import Curve, read_curve


def write_log(folder: Path, *losses: float) -> Path:
    forms = ({"step": n, "seconds": n / 2, "loss": loss, "tokens_per_second": 100.0 * n} for n, loss in enumerate(losses, 1))
    (folder / "training.jsonl").write_text("".join(json.dumps(form) + "\n" for form in forms))
    return folder


def test_a_log_is_a_curve_without_what_is_no_number(tmp_path: Path) -> None:
    found = read_curve("LAM1", write_log(tmp_path, 2.0, float("nan"), 1.0))
    assert found == Curve("LAM1", (1, 3), (2.0, 1.0), 1.5, 200.0)


def test_a_checkpoint_without_a_log_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_curve("LAM1", tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}/training.jsonl cannot be read: No such file or directory. A checkpoint folder keeps its log there; train it again."
    )


def test_a_log_of_something_else_is_told(tmp_path: Path) -> None:
    (tmp_path / "training.jsonl").write_text('{"epoch": 1}\n')
    with pytest.raises(UsageError, match=r"is no training log: KeyError\('step'\)\. Each line holds step, seconds, loss and tokens"):
        read_curve("LAM1", tmp_path)


def test_an_empty_log_has_no_curve(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"holds no step: there is no learning curve to plot\.$"):
        read_curve("LAM1", write_log(tmp_path))
