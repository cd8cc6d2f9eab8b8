"""Figures by step for trackers: opened with the first step, going on with the same numbers; what cannot be is said."""

import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from lamwright.errors import PrerequisiteError, UsageError
from lamwright.phases import tracking
from lamwright.phases.experts import ExpertsConfig
from lamwright.phases.reward import RewardPhaseConfig
from lamwright.phases.tracking import Setting, Tracking, openers_of
from lamwright.training.loop import Progress


def at(step: int, loss: float = 0.5) -> Progress:
    return Progress(step, 16 * step, loss, 100.0, 3.0, tokens_per_second=2000.0, figures={"kl": 0.25})


@dataclass
class FakeTracker:
    """Keeps what it is told; `open` is how it is opened."""

    opened: list[tuple[Path, Mapping[str, Setting], int]] = field(default_factory=list)
    told: dict[int, dict[str, float]] = field(default_factory=dict)
    finished: int = 0

    def open(self, out: Path, settings: Mapping[str, Setting], first: int) -> "FakeTracker":
        self.opened.append((out, settings, first))
        return self

    def log(self, step: int, figures: Mapping[str, float]) -> None:
        self.told[step] = dict(figures)

    def finish(self) -> None:
        self.finished += 1


def test_a_tracker_is_told_settings_and_figures_by_step(tmp_path: Path) -> None:
    one, two = FakeTracker(), FakeTracker()
    with Tracking(tmp_path / "lam2", ExpertsConfig(minutes=2.0, authors=("a",)), (one.open, two.open)) as track:
        assert one.opened == []
        track.note(at(7))
        track.note(at(8, loss=0.25))
    [(out, settings, first)] = one.opened
    assert (out, first) == (tmp_path / "lam2", 7)
    assert (settings["minutes"], settings["pretrained"], settings["authors"]) == (2.0, True, "('a',)")
    assert one.told == two.told
    assert one.told[8] == {"loss": 0.25, "examples_per_second": 100.0, "tokens_per_second": 2000.0, "kl": 0.25}
    assert (one.finished, two.finished) == (1, 1)


def test_training_that_never_begins_opens_nothing_and_one_that_breaks_finishes(tmp_path: Path) -> None:
    fake = FakeTracker()
    with Tracking(tmp_path, ExpertsConfig(), (fake.open,)):
        pass
    assert (fake.opened, fake.finished) == ([], 0)
    with suppress(KeyboardInterrupt), Tracking(tmp_path, ExpertsConfig(), (fake.open,)) as track:
        track.note(at(1))
        raise KeyboardInterrupt
    assert fake.finished == 1


def test_where_another_cannot_open_the_one_before_is_finished(tmp_path: Path) -> None:
    def refuses(*_given: object) -> FakeTracker:
        raise UsageError("no place")

    fake = FakeTracker()
    with suppress(UsageError), Tracking(tmp_path, ExpertsConfig(), (fake.open, refuses)) as track:
        track.note(at(1))
    assert (len(fake.opened), fake.finished) == (1, 1)


def test_names_may_come_one_by_one_or_as_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking, "find_spec", lambda name: name)
    both = (tracking.TensorBoard, tracking.WeightsAndBiases)
    assert openers_of(["tensorboard,wandb"]) == openers_of(["tensorboard", "wandb", "wandb"]) == both
    assert openers_of([]) == ()


def test_an_unknown_tracker_and_a_missing_package_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match=r"^Unknown tracker 'mail'\. Use one of: tensorboard, wandb\.$"):
        openers_of(["mail"])
    monkeypatch.setattr(tracking, "find_spec", lambda name: None)
    with pytest.raises(
        PrerequisiteError, match=r"^Reporting to wandb needs a package that is not installed\. Run: pip install 'lamwright\[tracking\]'$"
    ):
        openers_of(["wandb"])


def test_tensorboard_shows_each_step_once_after_a_kill(tmp_path: Path) -> None:
    pytest.importorskip("tensorboard")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    for steps in ((1, 2, 3), (3, 4)):  # killed behind step 3, whose state was not kept
        with Tracking(tmp_path / "lam2", RewardPhaseConfig(), openers_of(["tensorboard"])) as track:
            for step in steps:
                track.note(at(step, loss=1 / step))
    shown = EventAccumulator(str(tmp_path / "tensorboard" / "lam2"))
    shown.Reload()
    assert [(one.step, one.value) for one in shown.Scalars("loss")] == [(step, pytest.approx(1 / step)) for step in (1, 2, 3, 4)]
    assert "_hparams_/session_start_info" in shown.PluginTagToContent("hparams")


class FakeRun(FakeTracker):
    """A run of W&B."""

    def log(self, figures: Mapping[str, float], step: int) -> None:  # type: ignore[override]
        super().log(step, figures)


def fake_wandb(runs: list[tuple[dict[str, Any], FakeRun]], fault: str = "") -> ModuleType:
    class Error(Exception):
        pass

    def init(**given: Any) -> FakeRun:
        if fault:
            raise Error(fault)
        runs.append((given, FakeRun()))
        return runs[-1][1]

    made: Any = SimpleNamespace(init=init, Error=Error)
    return made  # type: ignore[no-any-return]


def test_wandb_goes_on_in_the_same_run_and_begins_another_for_training_from_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[tuple[dict[str, Any], FakeRun]] = []
    monkeypatch.setitem(sys.modules, "wandb", fake_wandb(runs))
    for first in (1, 5, 1):
        with Tracking(tmp_path / "lam2", RewardPhaseConfig(seed=4), (tracking.WeightsAndBiases,)) as track:
            track.note(at(first))
    begun, gone_on, anew = (given for given, _ in runs)
    assert (begun["project"], begun["name"], begun["config"]["seed"], begun["dir"]) == ("lamwright", "lam2", 4, str(tmp_path))
    assert gone_on["id"] == begun["id"] != anew["id"]
    assert [(list(run.told), run.finished) for _, run in runs] == [([1], 1), ([5], 1), ([1], 1)]


def test_wandb_without_a_login_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wandb", fake_wandb([], "No API key configured."))
    with pytest.raises(
        UsageError, match=r"^Weights & Biases opened no run \(No API key configured\.\)\. Run: wandb login, or set WANDB_MODE=offline$"
    ):
        Tracking(tmp_path / "lam2", RewardPhaseConfig(), (tracking.WeightsAndBiases,)).note(at(1))
