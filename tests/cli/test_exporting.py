"""`lamwright export` and `lamwright import`, as a user calls them."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from tests.data.recorded_runs import mixed_run
from tests.data.ufo.instantiated import instantiation_form
from typer.testing import CliRunner

from lamwright.actions import ClickInput, ControlRef, SelectText
from lamwright.cli import exporting, instantiating
from lamwright.data.instantiate.content import content
from lamwright.data.plans.store import new_set_manifest, write_manifest, write_pairs
from lamwright.errors import LamwrightError, UsageError
from lamwright.pairs import Lineage, Pair

app = typer.Typer()
app.command("export")(exporting.export)
app.command("import")(exporting.import_)
app.command("instantiate")(instantiating.instantiate)


def called(*arguments: object) -> dict[str, Any]:
    """The command's JSON; its error, where it raises one."""
    result = CliRunner().invoke(app, [*map(str, arguments), "--json"])
    if isinstance(result.exception, LamwrightError):
        raise result.exception
    assert result.exit_code == 0, result.output
    form: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return form


def test_export_tells_what_it_wrote_and_what_it_left(tmp_path: Path) -> None:
    run = mixed_run(tmp_path / "run")
    form = called("export", run, "--format", "sharegpt", "--out", tmp_path / "all.jsonl", "--split", "all")
    assert form == {
        "episodes": 3,
        "steps": 9,
        "left_out": {"a failure": 1, "no steps": 1},
        "out": str(tmp_path / "all.jsonl"),
        "card": str(tmp_path / "all.jsonl.card.md"),
    }


def test_an_unknown_format_is_wrong_use(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["export", str(tmp_path), "--format", "csv", "--out", str(tmp_path / "x")])
    assert result.exit_code == 2
    assert "'csv' is not one of 'messages', 'sharegpt', 'parquet', 'ufo'" in " ".join(result.output.replace("│", " ").split())


def test_what_is_exported_for_ufo_is_imported_again(tmp_path: Path) -> None:
    text = content("invoice").phrases[10]
    plan = (SelectText(text), ClickInput(ControlRef("Bold", "toggle button")))
    form = instantiation_form("7", "Embolden", (), "invoice.fodt", f"Embolden {text}", plan)
    (tmp_path / "7.json").write_text(json.dumps(form), "utf-8")
    told = called("import", tmp_path / "7.json", "--format", "ufo", "--out", tmp_path / "tasks")
    assert (told["imported"], told["refused"]) == (1, 0)
    (line,) = (tmp_path / "tasks" / "tasks.jsonl").read_text("utf-8").splitlines()
    assert (json.loads(line)["request"], json.loads(line)["template"]) == (f"Embolden {text}", "invoice")


def test_import_of_nothing_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refusal:
        called("import", tmp_path / "gone", "--format", "ufo", "--out", tmp_path / "tasks")
    assert str(refusal.value) == f"{tmp_path / 'gone'} does not exist. Name a JSON file of UFO's, or a folder of them."
    assert not (tmp_path / "tasks").exists()


@pytest.mark.parametrize("option", ["--base-url", "--cache"])
def test_what_belongs_to_a_model_needs_one(tmp_path: Path, option: str) -> None:
    with pytest.raises(UsageError) as refusal:
        called("instantiate", tmp_path, "--out", tmp_path / "tasks", option, "x")
    assert str(refusal.value) == "--base-url and --cache are for a model. Name one with --model openai:NAME."


def test_instantiate_makes_tasks_of_a_set_of_pairs(tmp_path: Path) -> None:
    steps = ("Select the text", 'Click the toggle button "Bold"')
    pairs = [
        Pair("a", "Embolden the text", steps, "help", "page", "MPL-2.0", "The authors", "writer", Lineage(("help/a",))),
        Pair("b", "Wonder", ("Think",), "help", "page", "MPL-2.0", "The authors", "writer", Lineage(("help/b",))),
    ]
    write_manifest(tmp_path / "pairs", new_set_manifest("build", {}, 0, "0.1.0", "abc"))
    write_pairs(tmp_path / "pairs", pairs)
    told = called("instantiate", tmp_path / "pairs", "--out", tmp_path / "tasks", "--split", "all")
    assert (told["pairs"], told["tasks"], told["funnel"]["read"]["entered"]) == (2, 1, 2)
