"""A phase's settings on disk: they come back as they were, and what is wrong is said in one sentence."""

from dataclasses import replace
from pathlib import Path

import pytest

from lamwright.errors import UsageError
from lamwright.phases.config import read_config, write_config
from lamwright.phases.experts import ExpertsConfig
from lamwright.phases.explore import ExploreConfig
from lamwright.phases.plans import PlansConfig
from lamwright.phases.ppo import PpoPhaseConfig
from lamwright.phases.reward import RewardPhaseConfig


@pytest.mark.parametrize(
    "config", [PlansConfig(), ExpertsConfig(authors=("a", "b")), ExploreConfig(), RewardPhaseConfig(), PpoPhaseConfig()]
)
def test_settings_come_back_as_they_were(config: object, tmp_path: Path) -> None:
    write_config(tmp_path / "phase.yaml", config)
    assert read_config(tmp_path / "phase.yaml", type(config)()) == config


def test_settings_that_the_file_does_not_name_stay(tmp_path: Path) -> None:
    (tmp_path / "phase.yaml").write_text("minutes: 2\n")
    assert read_config(tmp_path / "phase.yaml", PlansConfig(seed=7)) == replace(PlansConfig(), seed=7, minutes=2.0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("minute: 2", "{file}: unknown setting 'minute'. Did you mean 'minutes'?"),
        ("seed: soon", "{file}: 'seed' must be like 0, not 'soon'."),
        ("pretrained: 1", "{file}: 'pretrained' must be like True, not 1."),
        ("- 2", "{file} must hold names with values, such as: seed: 0."),
    ],
)
def test_wrong_settings_are_refused(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "phase.yaml"
    file.write_text(text)
    with pytest.raises(UsageError) as refusal:
        read_config(file, PlansConfig())
    assert str(refusal.value) == said.format(file=file)


@pytest.mark.parametrize(
    ("default", "text", "said"),
    [
        (ExpertsConfig(), "plan_share: 1.5", "'plan_share' must be from 0 to 1, not 1.5."),
        (ExpertsConfig(), "plan_share: -0.1", "'plan_share' must be from 0 to 1, not -0.1."),
        (ExpertsConfig(), "suite_share: -2", "'suite_share' must be 0 or more, not -2.0."),
        (PlansConfig(), "suite_share: -2", "'suite_share' must be 0 or more, not -2.0."),
        (PlansConfig(), "suite_share: .inf", "'suite_share' must be 0 or more, not inf."),
    ],
)
def test_shares_that_are_none_are_refused(default: object, text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "phase.yaml").write_text(text)
    with pytest.raises(UsageError) as refusal:
        read_config(tmp_path / "phase.yaml", default)
    assert str(refusal.value) == said


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refusal:
        read_config(tmp_path / "none.yaml", PlansConfig())
    assert str(refusal.value) == f"{tmp_path / 'none.yaml'} cannot be read: No such file or directory."
