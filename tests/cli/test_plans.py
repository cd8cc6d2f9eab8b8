"""`lamwright plans`, as people and machines call it."""

import json
from pathlib import Path

import pytest
from tests.chat.server import MODEL, Act, says, serving
from tests.data.plans.small_map import small_map
from typer.testing import CliRunner

from lamwright.application_map import write_map
from lamwright.cli.plans import app
from lamwright.errors import LamwrightError, ModelError, UsageError


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
    assert str(no_model.exception) == "--base-url, --cache and --prices are for a model. Name one with --model openai:NAME."


def _planned(task: str, *plan: str) -> Act:
    return says(json.dumps({"usable": True, "why_not": "", "task": task, "plan": plan}))


def test_what_a_model_cost_is_told_and_its_answers_are_kept_in_the_set(tmp_path: Path, arguments: list[str]) -> None:
    folder = tmp_path / "set"
    built_from = _planned("Add a table", "Choose Table > Insert Table...", "Press Return")
    evolved_to = _planned("Add a table of one row", "Choose Table > Insert Table...", 'Set the spin button "Rows" to "1"', "Press Return")
    with serving(built_from, evolved_to) as endpoint:
        model = ["--model", f"openai:{MODEL}", "--base-url", endpoint.url, "--prices", "2,10", "--json"]
        built = CliRunner().invoke(app, ["build", "--out", str(folder), *arguments, *model])
        evolved = CliRunner().invoke(app, ["evolve", str(folder), "--count", "1", "--map", str(tmp_path / "map.json"), *model])
    usage = json.loads(built.stdout)["usage"]
    assert (usage["answered"], usage["input_tokens"], usage["output_tokens"]) == (1, 11, 7)
    assert usage["cost_usd"] == pytest.approx(92e-6)
    assert "1 of 1 questions answered (0 kept from before), 11 tokens in and 7 out, 0.0001 US dollars." in built.stderr
    assert evolved.exit_code == 0, evolved.output
    usage = json.loads(evolved.stdout)["usage"]
    assert usage["answered"] == 1
    assert len(list((folder / "answers").rglob("*.json"))) == usage["questions"]


def test_evolution_that_ends_early_leaves_a_card_of_what_stands_there(tmp_path: Path, arguments: list[str]) -> None:
    folder, options = tmp_path / "set", ["--map", str(tmp_path / "map.json")]
    CliRunner().invoke(app, ["build", "--out", str(folder), *arguments])
    ended = CliRunner().invoke(app, ["evolve", str(folder), "--count", "100000", *options])
    assert str(ended.exception) == "1 documented pairs yield no more that differ. Add sources with: lamwright plans build"
    counted = json.loads(CliRunner().invoke(app, ["stats", str(folder), *options, "--json"]).stdout)
    assert counted["pairs"] > 1
    assert f"{counted['pairs']:,} pairs of a task" in (folder / "card.md").read_text()


def test_a_build_whose_endpoint_is_dead_ends_with_its_fault_and_leaves_no_set(tmp_path: Path, arguments: list[str]) -> None:
    dead = ["--model", "openai:any", "--base-url", "http://127.0.0.1:9/v1"]
    ended = CliRunner().invoke(app, ["build", "--out", str(tmp_path / "set"), *arguments, *dead])
    assert isinstance(ended.exception, ModelError)
    assert str(ended.exception).startswith("http://127.0.0.1:9/v1 cannot be reached (")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["map.json", "pages"]


def test_a_build_that_keeps_no_pair_says_so_and_can_be_run_again(tmp_path: Path, arguments: list[str]) -> None:
    page = tmp_path / "pages" / "table.md"
    good = page.read_text()
    page.write_text("# Tables\n\n1. Click **Apply**.\n")
    build = ["build", "--out", str(tmp_path / "set"), *arguments]
    ended = CliRunner().invoke(app, build)
    assert (ended.exit_code, type(ended.exception)) == (1, LamwrightError)
    assert str(ended.exception) == (
        'No pair was kept: the commonest reason is "its title names no task". Nothing was written. Name other sources with --source, '
        "or mend these (docs/data.md, Pairs)."
    )
    page.write_text(good)
    assert CliRunner().invoke(app, build).exit_code == 0
