"""What `lamwright doctor` says of the model that `run` would use."""

import json
from pathlib import Path

import pytest
from tests.model.small import small_model
from typer.testing import CliRunner

from lamwright import places
from lamwright.cli.main import app
from lamwright.model.config import Origin
from lamwright.model.weights import summary_of


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(places, "SHIPPED", tmp_path / "shipped")
    return tmp_path / "shipped"


def told() -> tuple[int, dict[str, object]]:
    """The exit code, and what is said of the model."""
    ended = CliRunner().invoke(app, ["doctor", "--json"])
    form = json.loads(ended.stdout.splitlines()[-1])
    return ended.exit_code, {name: value for name, value in form.items() if name.startswith("model")}


def test_a_model_with_its_phase_and_size(shipped: Path) -> None:
    small_model().save(shipped, Origin(phase="ppo"))
    size = sum(file.stat().st_size for file in shipped.iterdir())
    assert told()[1] == {"model": str(shipped), "model_phase": "ppo", "model_bytes": size, "model_fault": ""}


def test_people_are_told_where_it_is_and_what(shipped: Path) -> None:
    small_model().save(shipped, Origin(phase="ppo"))
    said = CliRunner().invoke(app, ["doctor"]).stderr
    assert f"Model that `lamwright run` uses: {shipped} ({summary_of(shipped)})\n" in said


def test_no_model_at_all(shipped: Path) -> None:
    assert not shipped.exists()
    assert told()[1] == {"model": "", "model_phase": "", "model_bytes": 0, "model_fault": ""}


def test_a_broken_model_is_said_and_is_an_exit_code(shipped: Path) -> None:
    shipped.mkdir()
    (shipped / "model.safetensors").write_bytes(b"version https://git-lfs.github.com/spec/v1\n")
    fault = f"{shipped / 'model.safetensors'} is a pointer of Git LFS, not the weights themselves. Fetch them: git lfs pull"
    assert told() == (3, {"model": str(shipped), "model_phase": "", "model_bytes": 0, "model_fault": fault})
