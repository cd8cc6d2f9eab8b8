"""`lamwright plans`, as people and machines call it."""

import json
from pathlib import Path

import pytest
from tests.data.plans.small_map import small_map
from typer.testing import CliRunner

from lamwright.application_map import write_map
from lamwright.cli.plans import app
from lamwright.errors import UsageError


@pytest.fixture
def arguments(tmp_path: Path) -> list[str]:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "table.md").write_text("# Adding a Table\n\n1. Choose **Table - Insert Table**.\n2. Click **Apply**.\n")
    (tmp_path / "map.json").write_text(write_map(small_map()))
    return ["--source", f"folder:{tmp_path / 'pages'}", "--map", str(tmp_path / "map.json")]


def test_a_set_is_built_and_counted(tmp_path: Path, arguments: list[str]) -> None:
    built = CliRunner().invoke(app, ["build", "--out", str(tmp_path / "set"), *arguments, "--json"])
    assert built.exit_code == 0, built.output
    form = json.loads(built.stdout)
    assert (form["pairs"], form["documented"], form["grounded_step_rate"]) == (1, 1, 0.5)
    counted = CliRunner().invoke(app, ["stats", str(tmp_path / "set"), "--map", str(tmp_path / "map.json"), "--json"])
    assert json.loads(counted.stdout) == form


def test_people_see_the_funnel(tmp_path: Path, arguments: list[str]) -> None:
    built = CliRunner().invoke(app, ["build", "--out", str(tmp_path / "set"), *arguments])
    assert built.stdout == ""
    assert (tmp_path / "set" / "card.md").exists()


def test_a_map_that_is_none_and_an_endpoint_without_a_model_are_told(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "map.json").write_text("{}")
    wrong_map = CliRunner().invoke(app, ["build", "--out", str(tmp_path / "set"), *arguments])
    assert isinstance(wrong_map.exception, UsageError)
    assert (
        str(wrong_map.exception)
        == f"{tmp_path / 'map.json'}: schema None, this lamwright reads 1. Make a new one with: lamwright map writer"
    )
    no_model = CliRunner().invoke(app, ["build", "--out", str(tmp_path / "set"), "--base-url", "http://127.0.0.1:1/v1"])
    assert str(no_model.exception) == "--base-url and --cache are for a model. Name one with --model openai:NAME."
