"""The whole road: every stage is a command that exists, with options that it takes, and nothing is done twice."""

import json
from pathlib import Path

import pytest
from recipes.run_all import SIZES, Road, Stage, run
from typer.main import get_command

from lamwright.cli.main import app


@pytest.mark.parametrize(
    "stage", tuple(Road(Path("out"), SIZES["small"], (3, 4), workers=2, threads=1).stages()), ids=lambda stage: stage.name
)
def test_every_stage_is_a_command_with_options_that_it_takes(stage: Stage) -> None:
    command = get_command(app)
    arguments = list(stage.command)
    while hasattr(command, "commands") and arguments:
        command = command.commands[arguments.pop(0)]
    with command.make_context(stage.name, [*arguments, "--json"], resilient_parsing=False) as context:
        assert context.params["as_json"]
        assert not stage.resumes or "resume" in context.params


def test_names_of_stages_are_their_own() -> None:
    names = [stage.name for stage in Road(Path("out"), SIZES["paper"], (0, 1, 2), workers=4, threads=1).stages()]
    assert len(set(names)) == len(names)


def test_a_stage_that_ended_is_passed_over(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    stage = Stage("documents", ("tasks", "list"), tmp_path)
    run(stage, tmp_path)
    answer = json.loads((tmp_path / "documents.json").read_text())
    assert answer["answer"]["tasks"]
    capfd.readouterr()
    run(stage, tmp_path)
    assert capfd.readouterr().out == "documents: done before\n"


def test_a_stage_that_fails_ends_the_road_with_its_exit_code(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as end:
        run(Stage("documents", ("plans", "stats", str(tmp_path / "none")), tmp_path), tmp_path)
    assert end.value.code == 2
    assert not (tmp_path / "documents.json").exists()
