"""LAM1: what its training goes by."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.data.recorded_runs import write_pairs

from lamwright.phases.plans import PlansConfig, train_plans


class FitError(Exception):
    pass


def test_killed_training_is_told_apart_by_the_suites_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []

    def fit(*given: object) -> None:
        told.append(given[6])
        raise FitError

    monkeypatch.setattr("lamwright.training.sft.fit", fit)
    pairs = write_pairs(tmp_path / "pairs", "train")
    for config in (PlansConfig(), replace(PlansConfig(), seed=1), replace(PlansConfig(), suite_share=1.0)):
        with pytest.raises(FitError):
            train_plans(pairs, tmp_path / "out", config, lambda progress: None)
    assert told[0] == told[1] != told[2]
