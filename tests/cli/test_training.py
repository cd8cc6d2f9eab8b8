"""`lamwright train`: what people and machines are told, how it ends, and one sentence for what cannot be."""

import json
import math
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.data.recorded_runs import suite, trajectory, write_pairs, write_run
from tests.huggingface.small import folder as hugging_face_folder
from tests.model.small import small_model
from typer.testing import CliRunner

from lamwright.cli.main import app
from lamwright.cli.training import Trained, shown, train_shown
from lamwright.data.splits import Split
from lamwright.errors import LamwrightError, RecordError, TrainingError, UsageError
from lamwright.model.config import Origin
from lamwright.model.embedded_model import EmbeddedModel
from lamwright.phases.checkpoints import SETTINGS, state_file
from lamwright.phases.config import read_config
from lamwright.phases.experts import ExpertsConfig
from lamwright.phases.explore import ExploreConfig, Explored
from lamwright.training.faults import NO_NUMBER
from lamwright.training.loop import Loop, Progress

FEW = "threads: 1\nbatch: 4\nexamples: 12\n"
SETS: Mapping[str, Split] = {"pairs": "test", "taught": "train"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model, a run to learn from, a set of pairs of which none is for training, and one whose pair is."""
    place = tmp_path_factory.mktemp("training")
    small_model().save(place / "small", Origin("plans"))
    form = suite()
    form["suite"]["parts"] = []
    write_run(place / "run", [(trajectory("add four"), form), (trajectory("add four now", success=False), form)])
    for name, split in SETS.items():
        write_pairs(place / name, split)
    (place / "few.yaml").write_text(FEW)
    return place


def train(*words: str | Path) -> Any:
    return CliRunner().invoke(app, ["train", *map(str, words)])


def refused(*words: str | Path) -> LamwrightError:
    ended = train(*words)
    assert isinstance(ended.exception, LamwrightError), ended.exception
    return ended.exception


def experts(made: Path, out: Path, *more: str | Path) -> tuple[str | Path, ...]:
    return ("experts", "--data", made / "run", "--from", made / "small", "--out", out, "--config", made / "few.yaml", *more)


def at(step: int, loss: float = 0.5, note: str = "", **more: Any) -> Progress:
    return Progress(step, 1600, loss, 210.4, 3725.0, note, 7.6, 98_000.0, **more)


def test_a_line_says_step_loss_speeds_and_the_time_that_is_left() -> None:
    assert shown(at(100)) == "step 100   loss 0.500   1,600 examples, 210 examples/s, 98,000 tokens/s   3,725 s left"
    line = shown(at(100, steps_per_second=1250.0, figures={"kl": 0.00123}))
    assert line == "step 100   loss 0.500   1,600 examples, 210 examples/s, 98,000 tokens/s, 1,250 steps/s   3,725 s left   kl 0.00123"


def test_machines_are_told_the_speeds() -> None:
    form = Trained(12.34, at(100, steps_per_second=1250.0)).to_json()
    speeds = {"examples_per_second": 210.4, "tokens_per_second": 98000.0, "steps_per_second": 1250.0}
    assert form == {"seconds": 12.3, "optimiser_steps": 100, "examples": 1600, "loss": 0.5, **speeds}


def test_a_phase_tells_machines_its_speeds_and_trackers_its_figures(made: Path, tmp_path: Path) -> None:
    pytest.importorskip("tensorboard")
    ended = train(*experts(made, tmp_path / "lam2", "--report-to", "tensorboard", "--json"))
    assert ended.exit_code == 0, ended.output
    form = json.loads(ended.stdout.splitlines()[-1])
    assert form["examples_per_second"] > 0
    assert form["tokens_per_second"] > form["examples_per_second"]
    assert (form["model"], form["optimiser_steps"], form["examples"]) == (str(tmp_path / "lam2"), 3, 12)
    assert len(list((tmp_path / "tensorboard" / "lam2").iterdir())) == 1


def test_an_unknown_tracker_is_said_before_anything_is_read(tmp_path: Path) -> None:
    said = refused("experts", "--data", tmp_path / "none", "--out", tmp_path / "out", "--report-to", "mail")
    assert str(said) == "Unknown tracker 'mail'. Use one of: tensorboard, wandb."


def test_a_loss_that_is_no_number_ends_with_a_failure_that_says_where_the_weights_are(tmp_path: Path) -> None:
    def stops(show: Callable[[Progress], None]) -> None:
        show(at(1))
        show(at(2, math.nan, NO_NUMBER))

    with pytest.raises(TrainingError) as caught:
        train_shown(tmp_path / "lam2", stops, "reading")
    assert str(caught.value) == f"{NO_NUMBER} What was learnt until then is in {tmp_path / 'lam2'}."
    assert caught.value.exit_code == 1


def test_a_checkpoint_says_that_its_training_was_stopped(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lamwright.training.sft.loss", lambda found, *_rest: math.nan * found.likeness.sum())
    assert str(refused(*experts(made, tmp_path / "lam2"))) == f"{NO_NUMBER} What was learnt until then is in {tmp_path / 'lam2'}."
    assert json.loads((tmp_path / "lam2" / "config.json").read_text())["origin"]["fault"] == NO_NUMBER


def test_minutes_given_put_aside_the_examples_of_the_settings(made: Path, tmp_path: Path) -> None:
    assert train(*experts(made, tmp_path / "lam2", "--minutes", "0.01")).exit_code == 0
    assert (tmp_path / "lam2" / "phase.yaml").read_text().startswith("minutes: 0.01\nexamples: 0\n")


def test_experts_learn_the_plans_of_a_set_beside_for_the_share_that_is_said(made: Path, tmp_path: Path) -> None:
    out = tmp_path / "lam2"
    ended = train(*experts(made, out, "--plans", made / "taught", "--plan-share", "0.75"))
    assert ended.exit_code == 0, ended.output
    assert EmbeddedModel.load(out).config.vocabulary.steps
    assert read_config(out / SETTINGS, ExpertsConfig()).plan_share == 0.75


def test_a_share_of_plans_that_is_none_is_refused(made: Path, tmp_path: Path) -> None:
    said = refused(*experts(made, tmp_path / "lam2", "--plans", made / "taught", "--plan-share", "1.5"))
    assert str(said) == "'plan_share' must be from 0 to 1, not 1.5."


def test_a_share_of_own_successes_needs_their_run(made: Path, tmp_path: Path) -> None:
    said = refused(*experts(made, tmp_path / "lam3", "--own-share", "0.5"))
    assert str(said) == "--own-share says how many of the episodes are successes of exploration. Name its run with --own."


def test_exploration_is_told_how_many_requests_to_make_and_tells_how_many_it_solved(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[ExploreConfig] = []

    def explored(_runs: object, _model: object, _out: object, config: ExploreConfig, **_more: object) -> Explored:
        asked.append(config)
        return Explored(expert_failed=2, expert_failed_solved=1, unplanned=config.unplanned, unplanned_solved=3, episodes=17)

    monkeypatch.setattr("lamwright.cli.training.require_programs", lambda: None)
    monkeypatch.setattr("lamwright.cli.training.explore_tasks", explored)
    out = tmp_path / "explored"
    ended = train("explore", "--data", made / "run", "--from", made / "small", "--out", out, "--unplanned", "5", "--json")
    assert ended.exit_code == 0, ended.output
    assert asked == [ExploreConfig(unplanned=5)]
    said = "Solved 1 of 2 tasks that the expert had failed at and 3 of 5 requests whose plan was withheld, in 17 episodes."
    assert said in " ".join(ended.stderr.split())
    form = json.loads(ended.stdout.splitlines()[-1])
    assert (form["tasks"], form["solved"], form["unplanned"], form["unplanned_solved"], form["run"]) == (7, 4, 5, 3, str(out))


@pytest.mark.parametrize("phase", ["plans", "experts"])
def test_minutes_and_examples_are_not_given_together(phase: str, tmp_path: Path) -> None:
    said = refused(phase, "--data", tmp_path / "none", "--out", tmp_path / "out", "--minutes", "2", "--examples", "9")
    assert str(said) == "Training ends by --minutes or by --examples. Give one of them."


@pytest.mark.parametrize("fault", [MemoryError(), RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried ...")])
def test_too_little_memory_says_what_to_lower_and_leaves_what_was_learnt(
    made: Path, tmp_path: Path, fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "lam2"
    small = made / "small"

    def fails(*_given: object) -> None:
        raise fault

    def steps_then_fails(*_given: object) -> None:
        state_file(out).write_bytes(b"learnt")
        raise fault

    command = ("experts", "--data", made / "run", "--from", small, "--out", out, "--batch", "64", "--threads", "1")
    monkeypatch.setattr(Loop, "run", fails)
    assert str(refused(*command)) == "The memory is not enough. Lower the batch (--batch)."
    monkeypatch.setattr(Loop, "run", steps_then_fails)
    assert str(refused(*command)) == (
        f"The memory is not enough. Lower the batch (--batch) and delete {state_file(out)}, "
        "or free memory and give the same command again: it goes on from there."
    )
    assert state_file(out).read_bytes() == b"learnt"


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-64])


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda model: cut(model / "model.safetensors"), "a part is missing. Fetch or train the model again."),
        (lambda model: (model / "config.json").write_text("{torn"), "config.json: broken ("),
        (lambda model: (model / "tokenizer.json").unlink(), "tokenizer.json: this is not a tokenizer ("),
        (lambda model: (model / "config.json").unlink(), "holds no model: no config.json (No such file or directory)."),
    ],
    ids=["weights", "config", "tokenizer", "no config"],
)
def test_a_broken_checkpoint_to_start_from_is_said(made: Path, tmp_path: Path, spoil: Callable[[Path], None], said: str) -> None:
    small_model().save(tmp_path / "model")
    spoil(tmp_path / "model")
    error = refused("experts", "--data", made / "run", "--from", tmp_path / "model", "--out", tmp_path / "out")
    assert isinstance(error, UsageError)
    assert said in str(error)


def test_a_model_of_the_other_kind_is_said(made: Path, tmp_path: Path) -> None:
    other = hugging_face_folder(tmp_path / "other")
    for phase in ("experts", "reward"):
        said = refused(phase, "--data", made / "run", "--from", other, "--out", tmp_path / "out")
        assert str(said).startswith(f"{other} holds a Hugging Face model. Use it with: lamwright train huggingface")
        said = refused("huggingface", phase, "--data", made / "run", "--from", made / "small", "--out", tmp_path / "out")
        assert str(said).startswith(f"{made / 'small'} holds an embedded model of lamwright. Use it without huggingface")


@pytest.mark.parametrize("way", [(), ("huggingface",)], ids=["embedded", "hugging face"])
def test_data_of_another_version_is_said(tmp_path: Path, way: Sequence[str]) -> None:
    for name, phase in (("run", "experts"), ("pairs", "plans")):
        place = tmp_path / name
        place.mkdir()
        (place / "manifest.json").write_text('{"schema": 9, "version": "9.9.0"}')
        start = ("--from", hugging_face_folder(tmp_path / "model")) if way else ()
        said = refused(*way, phase, "--data", place, *start, "--out", tmp_path / "out")
        assert isinstance(said, RecordError)
        assert str(said).startswith(f"{place / 'manifest.json'}: schema 9, this lamwright reads ")


def test_data_without_anything_to_train_on_is_said(made: Path, tmp_path: Path) -> None:
    small = made / "small"
    assert str(refused("plans", "--data", made / "pairs", "--out", tmp_path / "out")).startswith("The set holds no pair to train on.")
    assert str(refused(*experts(made, tmp_path / "out", "--plans", made / "pairs"))).startswith("The set holds no pair to train on.")
    reward = refused("reward", "--data", made / "run", "--from", small, "--out", tmp_path / "out")
    assert str(reward).startswith("Of 2 episodes, too few are kept back to judge a reward model.")
    model = hugging_face_folder(tmp_path / "model")
    plans = refused("huggingface", "plans", "--data", made / "pairs", "--from", model, "--out", tmp_path / "out")
    assert str(plans) == "There is nothing to learn from: the data holds no example of this split."


def test_a_policy_is_no_reward_model(made: Path, tmp_path: Path) -> None:
    small = made / "small"
    said = refused("ppo", "--data", made / "run", "--from", small, "--reward", small, "--out", tmp_path / "out")
    assert str(said).startswith(f"{small} holds no reward model (")
    assert str(said).endswith("Train one with: lamwright train reward")


def test_the_command_ends_with_the_errors_code_and_one_line(made: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "lamwright", "train", *map(str, experts(made, tmp_path / "out"))]
    (tmp_path / "out").write_text("a file")
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == f"lamwright: {tmp_path / 'out'} cannot be read: Not a directory. Name another folder with --out.\n"
