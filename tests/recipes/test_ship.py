"""A road's LAM4 goes into a folder with a card that says what it is, or nothing is touched."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from recipes.ship import PARENTS, main, ship, thin
from tests.model.small import small_model

from lamwright.environments.writer.suite.kinds import kinds
from lamwright.errors import UsageError
from lamwright.model.config import Origin
from lamwright.model.embedded import EmbeddedPolicy
from lamwright.phases.checkpoints import data_hash
from lamwright.phases.plans import PlansConfig
from lamwright.training.faults import NO_NUMBER

PHASES = {"lam1": "plans", "lam2": "experts", "lam3": "experts", "reward": "reward", "lam4": "ppo"}


def weights(run: Path, name: str) -> Path:
    return run / name / "model.safetensors"


def put_answer(file: Path, command: str, answer: Mapping[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"seconds": 90.0, "command": command.split(), "answer": answer}))


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A road's folder, with the same small model at every stop."""
    run = tmp_path / "all" / "seed-3"
    for name, parent in PARENTS.items():
        above = data_hash([weights(run, parent)]) if parent else ""
        settings = asdict(PlansConfig(examples=6000, seed=3, threads=1))
        small_model().save(run / name, Origin(PHASES[name], 3, f"data-{name}", above, "1234567", settings))
        lines = [json.dumps({"step": step, "examples": 16 * step, "seconds": 0.3 * step}) for step in range(10, 4010, 10)]
        (run / name / "training.jsonl").write_text("".join(f"{line}\n" for line in lines))
        (run / name / "phase.yaml").write_text("seed: 3\n")
    return run


@pytest.fixture
def to(tmp_path: Path) -> Path:
    return tmp_path / "package" / "shipped"


def rate(value: float, low: float, high: float, tasks: int) -> dict[str, object]:
    return {"task_success_rate": value, "interval": [low, high], "tasks": tasks}


def online(value: float, low: float, high: float, tasks: int) -> dict[str, object]:
    tiers = {"parameters": rate(value, low, high, tasks)}
    times = {"completion_seconds": 0.474, "intervals": {"task_success_rate": [0, 1], "completion_seconds": [0.376, 0.58]}}
    return {**rate(value, low, high, tasks), "tiers": tiers, **times}


def test_the_folder_is_the_model_with_its_papers(run: Path, to: Path) -> None:
    summary = ship(run, to, "small")
    names = ["LICENSE", "NOTICE", "README.md", "config.json", "model.safetensors", "phase.yaml", "tokenizer.json", "training.jsonl"]
    assert sorted(file.name for file in to.iterdir()) == names
    assert [folder.name for folder in to.parent.iterdir()] == ["shipped"]
    assert weights(run, "lam4").read_bytes() == (to / "model.safetensors").read_bytes()
    assert (summary.phase, summary.parameters) == ("ppo", small_model().parameters)
    assert "sentence-transformers/all-MiniLM-L6-v2" in (to / "NOTICE").read_text()
    assert (to / "LICENSE").read_text().lstrip().startswith("Apache License")
    EmbeddedPolicy.load(to)


def test_the_learning_curve_is_thinned_to_its_end(run: Path, to: Path) -> None:
    ship(run, to, "small")
    steps = [json.loads(line)["step"] for line in (to / "training.jsonl").read_text().splitlines()]
    assert steps == list(range(20, 4001, 20))
    assert "`training.jsonl` is the last phase's learning curve, thinned.\n" in (to / "README.md").read_text()


@pytest.mark.parametrize(("count", "most", "kept"), [(0, 3, ""), (3, 3, "abc"), (4, 3, "bd"), (7, 3, "adg")])
def test_thinning_is_even_and_keeps_the_last(count: int, most: int, kept: str) -> None:
    assert "".join(thin(list("abcdefg"[:count]), most)) == kept


def test_the_card_tells_the_road(run: Path, to: Path) -> None:
    (run / "reward" / "reward.json").write_text(json.dumps({"episode_auc": 0.9474, "step_auc": 0.9009, "calibration_error": 0.0484}))
    put_answer(run.parent / "stages" / "experts.json", "collect --out x", {"episodes": 4600, "failed": 0, "episodes_per_hour": 6371})
    put_answer(run.parent / "stages" / "seed-3" / "explored.json", "train explore", {"tasks": 150, "solved": 3, "run": "x"})
    put_answer(run.parent / "stages" / "seed-4" / "explored.json", "train explore", {"tasks": 151, "solved": 4, "run": "x"})
    ship(run, to, "small")
    card = (to / "README.md").read_text()
    above = data_hash([weights(run, "lam1")])
    assert "| lam1 | plans | the encoder | data-lam1 | 64,000 | 20.0 | 3 | 1234567 | examples 6000, batch 16, " in card
    assert f"| lam4 | ppo | {above} | data-lam4 | 64,000 | 20.0 | 3 | 1234567 | examples 6000, batch 16, " in card
    assert f" learnt: {len(kinds())} kinds of task " in card
    assert "The reward model on tasks kept back: AUC 0.947 (episodes) and 0.901 (steps), calibration error 0.048.\n" in card
    assert "| experts | episodes 4,600 | 1.5 |\n| explored | tasks 150, solved 3 | 1.5 |\n\n" in card
    assert "$ python -m recipes.run_all --out runs/all --size small --seed 3\n$ python -m recipes.ship --from runs/all/seed-3\n" in card
    assert "Not measured yet: `lamwright eval online --model shipped --out runs/shipped`.\n" in card
    assert "{" not in card


def test_the_card_shows_what_was_measured(run: Path, to: Path) -> None:
    answers = run.parent / "stages" / "seed-3"
    put_answer(answers / "online-lam2.json", "eval online", online(0.8, 0.609, 0.911, 25))
    put_answer(answers / "online-lam4.json", "eval online", online(0.92, 0.75, 0.978, 30))
    put_answer(answers / "expert.json", "eval online", {**rate(1.0, 0.9, 1.0, 30), "tiers": {}, "intervals": {}})
    put_answer(
        answers / "decisions-lam4.json",
        "eval decisions",
        {"object_accuracy": 0.9, "tasks": 30, "intervals": {"object_accuracy": [0.8, 1.0]}},
    )
    one = {"task_success_rate": 0.5, "tasks": 4, "intervals": {"task_success_rate": [0.25, 0.75]}}
    put_answer(answers / "plans-lam1.json", "eval plans", {**one, "executed_success_rate": None, "by_source": {"documented": one}})
    ship(run, to, "small")
    card = (to / "README.md").read_text()
    assert (
        "### Online: tasks done in Writer\n\n|  | n | LAM2 | LAM4 | expert |\n| --- | --- | --- | --- | --- |\n"
        "| task success, parameters | 25 to 30 | 80.0% [60.9, 91.1] | 92.0% [75.0, 97.8] |  |\n"
        "| task success, all | 25 to 30 | 80.0% [60.9, 91.1] | 92.0% [75.0, 97.8] | 100.0% [90.0, 100.0] |\n"
        "| completion seconds | 25 to 30 | 0.474 [0.376, 0.58] | 0.474 [0.376, 0.58] |  |\n"
    ) in card
    assert "|  | n | LAM4 |\n| --- | --- | --- |\n| object accuracy | 30 | 90.0% [80.0, 100.0] |\n" in card
    assert (
        "|  | n | LAM1 |\n| --- | --- | --- |\n"
        "| task success rate, documented | 4 | 50.0% [25.0, 75.0] |\n| task success rate | 4 | 50.0% [25.0, 75.0] |\n"
    ) in card
    assert "Not measured yet" not in card


def test_a_shipped_model_is_replaced(run: Path, to: Path) -> None:
    ship(run, to, "small")
    (to / "README.md").write_text("old")
    ship(run, to, "small")
    assert (to / "README.md").read_text().startswith("---\nlicense: apache-2.0\n")
    assert [folder.name for folder in to.parent.iterdir()] == ["shipped"]


def refused(run: Path, to: Path) -> str:
    """The sentence, once it is sure that what stood there still does."""
    before = sorted(to.parent.rglob("*"))
    with pytest.raises(UsageError) as caught:
        ship(run, to, "small")
    assert sorted(to.parent.rglob("*")) == before
    return str(caught.value)


def test_a_road_that_was_trained_in_pieces_is_refused(run: Path, to: Path) -> None:
    ship(run, to, "small")
    whole = bytearray(weights(run, "lam3").read_bytes())
    whole[-1] ^= 1
    weights(run, "lam3").write_bytes(whole)
    again = f"{run / 'reward'} did not start from {run / 'lam3'} as it is now. Train it again: python -m recipes.run_all"
    assert refused(run, to) == again


def test_a_phase_that_was_stopped_is_refused(run: Path, to: Path) -> None:
    to.parent.mkdir()
    file = run / "lam1" / "config.json"
    form = json.loads(file.read_text())
    file.write_text(json.dumps({**form, "origin": {**form["origin"], "fault": NO_NUMBER}}))
    assert refused(run, to) == f"{run / 'lam1'} was not trained to its end. {NO_NUMBER}"


def test_a_road_without_its_end_is_refused(run: Path, to: Path) -> None:
    weights(run, "lam4").unlink()
    assert refused(run, to) == f"{weights(run, 'lam4')} cannot be read: No such file or directory."


def test_a_checkpoint_without_its_curve_is_refused(run: Path, to: Path) -> None:
    (run / "lam1" / "training.jsonl").write_text("")
    assert refused(run, to) == f"{run / 'lam1' / 'training.jsonl'}: missing or broken (list index out of range). Train the phase again."


def test_a_model_that_does_not_load_is_not_shipped(run: Path, to: Path) -> None:
    ship(run, to, "small")
    shipped = {file.name: file.read_bytes() for file in to.iterdir()}
    (run / "lam4" / "tokenizer.json").write_text("{}")
    assert "tokenizer.json" in refused(run, to)
    assert {file.name: file.read_bytes() for file in to.iterdir()} == shipped


def test_a_model_that_is_too_large_is_not_shipped(run: Path, to: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    to.parent.mkdir()
    monkeypatch.setattr("recipes.ship.MOST_BYTES", 1000)
    assert refused(run, to).endswith(" bytes, a package's may take 1,000. Train a smaller one.")


def test_a_folder_of_something_else_is_not_replaced(run: Path, to: Path) -> None:
    to.mkdir(parents=True)
    (to / "letter.txt").write_text("Dear Anna")
    assert refused(run, to) == f"{to} is there and holds no model. Name another folder with --to."


@pytest.mark.parametrize("text", ["[]", '{"seconds": null, "command": [], "answer": {}}', '{"seconds": 1.0, "command": [], "answer": 0}'])
def test_an_answer_that_is_none_is_refused(run: Path, to: Path, text: str) -> None:
    to.parent.mkdir()
    file = run.parent / "stages" / "pairs.json"
    file.parent.mkdir()
    file.write_text(text)
    assert refused(run, to) == f"{file}: not the answer of a stage. Delete it and run recipes.run_all again."


def test_the_command_ends_with_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["ship", "--from", str(tmp_path), "--to", str(tmp_path / "to")])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert capsys.readouterr().err == f"ship: {tmp_path / 'lam1' / 'model.safetensors'} cannot be read: No such file or directory.\n"
