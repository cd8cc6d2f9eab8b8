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
from lamwright.data.instantiate.store import write_instantiated
from lamwright.data.plans.funnel import Funnel
from lamwright.data.plans.store import new_set_manifest, write_manifest, write_pairs
from lamwright.errors import LamwrightError, UsageError
from lamwright.pairs import Lineage, Pair
from lamwright.records import new_manifest

app = typer.Typer()
app.command("export")(exporting.export)
app.command("import")(exporting.import_)
app.command("instantiate")(instantiating.instantiate)
app.command("execute")(instantiating.execute)


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


def pairs_set(folder: Path, count: int, step: str) -> Path:
    write_manifest(folder, new_set_manifest("build", {}, 0, "0.1.0", "abc"))
    steps = ("Select the text", step)
    write_pairs(
        folder, [Pair(f"{n}", "Embolden the text", steps, "help", "p", "", "", "writer", Lineage((f"help/{n}",))) for n in range(count)]
    )
    return folder


def test_a_count_of_pairs_is_drawn_by_the_seed(tmp_path: Path) -> None:
    pairs = pairs_set(tmp_path / "pairs", 40, 'Click the toggle button "Bold"')

    def drawn(out: str, count: int, seed: int) -> list[str]:
        called("instantiate", pairs, "--out", tmp_path / out, "--split", "all", "--count", count, "--seed", seed)
        return [json.loads(line)["id"] for line in (tmp_path / out / "tasks.jsonl").read_text("utf-8").splitlines()]

    five = drawn("a", 5, 0)
    assert len(set(five)) == 5
    assert five != [str(number) for number in range(5)]
    assert drawn("b", 8, 0)[:5] == five
    assert drawn("c", 5, 1) != five


def test_a_set_of_which_nothing_can_be_made_is_one_sentence(tmp_path: Path) -> None:
    pairs, out = pairs_set(tmp_path / "pairs", 2, "Think"), tmp_path / "tasks"
    with pytest.raises(LamwrightError) as refusal:
        called("instantiate", pairs, "--out", out, "--split", "all")
    assert str(refusal.value) == f"No task was made of the 2 pairs that {pairs} has for --split all; {out / 'funnel.json'} tells why."
    assert refusal.value.exit_code == 1


def test_an_import_of_which_nothing_can_be_run_is_one_sentence(tmp_path: Path) -> None:
    form = {**instantiation_form("7", "Sum", (), "", "Sum", ()), "app": "excel"}
    (tmp_path / "7.json").write_text(json.dumps(form), "utf-8")
    with pytest.raises(LamwrightError) as refusal:
        called("import", tmp_path / "7.json", "--format", "ufo", "--out", tmp_path / "tasks")
    assert str(refusal.value) == f"No plan of {tmp_path / '7.json'} can be run here; {tmp_path / 'tasks' / 'funnel.json'} tells why."
    assert refusal.value.exit_code == 1


def test_an_empty_set_of_tasks_starts_no_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lamwright.environments.writer.programs.require_programs", lambda: None)
    write_instantiated(tmp_path / "tasks", (), Funnel(), new_manifest("instantiate", {}, 0, "0.1.0", ""))
    with pytest.raises(LamwrightError) as refusal:
        called("execute", tmp_path / "tasks", "--out", tmp_path / "run")
    assert str(refusal.value) == f"{tmp_path / 'tasks'} holds no task to run. Make some with: lamwright instantiate"
    assert not (tmp_path / "run").exists()
