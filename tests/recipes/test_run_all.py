"""The whole road: every stage is a command that exists, with options that it takes, and nothing is done twice."""

import json
from pathlib import Path

import pytest
from recipes.run_all import PEERS, PHASES, SIZES, Road, Stage, main, run
from typer.main import get_command

from lamwright.cli.main import app
from lamwright.errors import UsageError
from lamwright.phases.experts import ExpertsConfig


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


def command_of(name: str) -> tuple[str, ...]:
    """What the whole road of two seeds does at that stage, each option with its value."""
    [stage] = [stage for stage in Road(Path("out"), SIZES["paper"], (3, 4), workers=2, threads=1).stages() if stage.name == name]
    return stage.command


def value_of(option: str, command: tuple[str, ...]) -> str:
    return command[command.index(option) + 1]


@pytest.mark.parametrize(("model", "of"), PEERS.items())
def test_peers_are_measured_for_every_seed_on_one_in_so_many_tasks(model: str, of: int) -> None:
    for seed in ("3", "4"):
        command = command_of(f"seed-{seed}/{model}")
        assert command[:4] == ("eval", "online", "--model", model)
        assert (value_of("--count", command), value_of("--seed", command)) == (str(SIZES["paper"].tasks // of), seed)


@pytest.mark.parametrize("number", PHASES)
def test_every_phase_writes_plans_and_those_of_the_first_and_the_last_are_done_in_writer(number: int) -> None:
    command = command_of(f"seed-3/plans-lam{number}")
    assert command[:4] == ("eval", "plans", "--model", f"out/seed-3/lam{number}")
    assert ("--execute" in command) == (number in (1, 4)) != ("--no-execute" in command)


@pytest.mark.parametrize("number", [2, 3])
def test_phases_that_learn_to_act_learn_plans_beside(number: int) -> None:
    assert value_of("--plans", command_of(f"seed-3/lam{number}")) == "out/pairs"


def test_what_exploration_found_is_learnt_gently() -> None:
    command = command_of("seed-3/lam3")
    assert value_of("--own", command) == "out/seed-3/explored"
    assert float(value_of("--rate", command)) < ExpertsConfig().rate / 5


def test_the_report_shows_peers_and_phases_of_every_seed() -> None:
    shown = {word.removeprefix("--run=") for word in command_of("report-3-4")}
    for measured in (Path(f"out/seed-{seed}/measured") for seed in (3, 4)):
        peers = {f"{model}={measured / model}" for model in PEERS}
        phases = {f"LAM{number}={measured / f'{kind}-lam{number}'}" for number in PHASES for kind in ("plans", "decisions", "online")}
        assert peers | phases <= shown


def test_a_stage_that_ended_is_passed_over(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    stage = Stage("documents", ("tasks", "list"), tmp_path)
    run(stage, tmp_path)
    answer = json.loads((tmp_path / "documents.json").read_text())
    assert answer["answer"]["tasks"]
    capfd.readouterr()
    run(stage, tmp_path)
    assert capfd.readouterr().out == "documents: done before\n"


def kept(answers: Path, *command: str) -> None:
    (answers / "documents.json").write_text(json.dumps({"seconds": 1.0, "command": command, "answer": {}}))


def test_how_many_side_by_side_is_no_other_command(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    kept(tmp_path, "collect", "--workers", "4", "--count", "2", "--threads", "1")
    run(Stage("documents", ("collect", "--count", "2", "--workers", "1"), tmp_path), tmp_path)
    assert capfd.readouterr().out == "documents: done before\n"


def test_the_answer_of_another_command_is_refused(tmp_path: Path) -> None:
    kept(tmp_path, "collect", "--count", "2")
    with pytest.raises(UsageError) as refusal:
        run(Stage("documents", ("collect", "--count", "3"), tmp_path), tmp_path)
    file = tmp_path / "documents.json"
    assert str(refusal.value) == f"{file} is the answer of another command: lamwright collect --count 2. Name another --out, or delete it."


def test_another_size_in_the_same_folder_ends_with_one_sentence(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "stages").mkdir()
    (tmp_path / "stages" / "pairs.json").write_text(json.dumps({"seconds": 1.0, "command": ["plans"], "answer": {}}))
    with pytest.raises(SystemExit) as end:
        main(["--out", str(tmp_path)])
    assert end.value.code == 2
    assert capfd.readouterr().err.startswith(f"run_all: {tmp_path / 'stages' / 'pairs.json'} is the answer of another command: ")


def test_a_report_is_made_anew_and_is_its_seeds_own(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    *_, report = Road(tmp_path, SIZES["small"], (3, 4), workers=2, threads=1).stages()
    assert report.command[:4] == ("eval", "report", "--out", str(tmp_path / "report-3-4.html"))
    kept(tmp_path, "tasks", "list")
    run(Stage("documents", ("tasks", "list"), tmp_path, anew=report.anew), tmp_path)
    assert "done before" not in capfd.readouterr().out
    assert json.loads((tmp_path / "documents.json").read_text())["answer"]["tasks"]


def test_a_stage_that_fails_ends_the_road_with_its_exit_code(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as end:
        run(Stage("documents", ("plans", "stats", str(tmp_path / "none")), tmp_path), tmp_path)
    assert end.value.code == 2
    assert not (tmp_path / "documents.json").exists()
