"""Exports: the right episodes, in forms that their readers read, whole or not at all, with a card beside."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.data.recorded_runs import broken, mixed_run, of_lineage, root_of_split, suite, trajectory, write_run

from lamwright.actions import action_from_json, action_to_json
from lamwright.data.export.formats import Format, export_run
from lamwright.data.export.select import roots_of, split_of_episode
from lamwright.data.splits import Split
from lamwright.errors import RecordError, UsageError
from lamwright.records import Episode, read_episodes

SCHEMA = Path(__file__).parents[1] / "ufo" / "schema" / "execution_schema.json"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return mixed_run(tmp_path / "run")


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def training_episodes(run: Path) -> Iterator[Episode]:
    return (each for each in read_episodes(run) if each.trajectory.task in ("add_four", "add_4"))


def test_messages_are_a_conversation_an_episode(run: Path, tmp_path: Path) -> None:
    done = export_run(run, "messages", tmp_path / "train.jsonl")
    first, second = lines(tmp_path / "train.jsonl")
    assert (done.episodes, done.steps) == (2, 6)
    assert [message["role"] for message in first["messages"]] == ["system", *["user", "assistant"] * 3]
    told, answered = first["messages"][1]["content"], first["messages"][2]["content"]
    assert told == (
        "Request: add four\n\nThe window 'Notepad' takes the input.\nControls:\n"
        "[1] entry 'Line'\n[2] push button 'Add'\n[3] push button 'Clear' (disabled)"
    )
    assert json.loads(answered) == {
        "function": "set_edit_text",
        "control": {"text": "Line", "type": "entry"},
        "label": 1,
        "args": {"text": "Four"},
        "status": "CONTINUE",
    }
    assert second["messages"][1]["content"].startswith("Request: add 4\n")
    assert json.loads(first["messages"][-1]["content"])["status"] == "FINISH"


def test_every_answer_is_an_action_that_can_be_read_again(run: Path, tmp_path: Path) -> None:
    export_run(run, "messages", tmp_path / "out.jsonl")
    answers = [m["content"] for line in lines(tmp_path / "out.jsonl") for m in line["messages"] if m["role"] == "assistant"]
    steps = [step.action for episode in training_episodes(run) for step in episode.trajectory.steps]
    assert [action_to_json(action_from_json(json.loads(answer))) for answer in answers] == [action_to_json(action) for action in steps]


def test_sharegpt_names_its_speakers(run: Path, tmp_path: Path) -> None:
    export_run(run, "sharegpt", tmp_path / "out.jsonl")
    first, _ = lines(tmp_path / "out.jsonl")
    assert [turn["from"] for turn in first["conversations"]] == ["system", *["human", "gpt"] * 3]


def test_datasets_loads_the_parquet_file(run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path / "cache"))
    datasets = pytest.importorskip("datasets")
    export_run(run, "parquet", tmp_path / "steps.parquet", "all")
    rows = datasets.load_dataset("parquet", data_files=str(tmp_path / "steps.parquet"), split="train", cache_dir=str(tmp_path / "cache"))
    assert rows.num_rows == 9  # three successes of three steps each
    assert [(row["step"], row["function"]) for row in rows.select(range(3))] == [
        (0, "set_edit_text"),
        (1, "click_input"),
        (2, "finish"),
    ]
    first, held_out = rows[0], rows[8]
    assert (first["request"], first["task"], first["reward"], first["success"], first["judge"]) == (
        "add four",
        "add_four",
        1.0,
        True,
        "state",
    )
    assert (first["split"], first["lineage"], held_out["split"]) == ("train", ["suite:bold_text"], "test")
    assert first["controls"][2] == {"label": 3, "text": "Clear", "type": "push button", "value": "", "states": []}


def test_ufo_is_a_folder_of_files_that_fit_its_schema(run: Path, tmp_path: Path) -> None:
    export_run(run, "ufo", tmp_path / "ufo", "all")
    schema = json.loads(SCHEMA.read_text("utf-8"))
    files = sorted((tmp_path / "ufo").rglob("*.json"))
    assert [str(path.relative_to(tmp_path / "ufo")) for path in files] == [f"execution_pass/{number}.json" for number in (0, 2, 3)]
    for path in files:
        jsonschema.validate(json.loads(path.read_text("utf-8")), schema)


def test_failures_are_apart(run: Path, tmp_path: Path) -> None:
    done = export_run(run, "messages", tmp_path / "failures.jsonl", failures=True)
    (line,) = lines(tmp_path / "failures.jsonl")
    assert line["messages"][1]["content"].startswith("Request: add four please\n")
    assert done.left_out == {"a success": 2, "test split": 1, "no steps": 1}


def test_failures_carry_the_negative_reward(run: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    export_run(run, "parquet", tmp_path / "steps.parquet", failures=True)
    table = parquet.read_table(tmp_path / "steps.parquet").to_pydict()
    assert (set(table["reward"]), set(table["success"])) == ({-1.0}, {False})


def test_only_the_split_asked_for_is_exported(run: Path, tmp_path: Path) -> None:
    export_run(run, "messages", tmp_path / "test.jsonl", "test")
    (line,) = lines(tmp_path / "test.jsonl")
    assert line["messages"][1]["content"].startswith("Request: add four, held out\n")


def test_an_episode_goes_to_the_split_of_its_strictest_root() -> None:
    def split(*names: Split) -> str:
        return split_of_episode(Episode(trajectory("add four"), of_lineage(*map(root_of_split, names))))

    assert [split("train"), split("train", "validation"), split("train", "test", "validation")] == ["train", "validation", "test"]


def test_a_how_to_goes_by_its_own_roots() -> None:
    howto = {"howto": {"roots": [root_of_split("test")], "source": "help"}, **suite()}
    assert split_of_episode(Episode(trajectory("add four"), howto)) == "test"


def test_the_roots_of_a_suite_task_are_its_kinds() -> None:
    assert roots_of(Episode(trajectory("add four"), suite(kind="italic_text"))) == ("suite:italic_text",)
    assert roots_of(Episode(broken("add five"), {})) == ("broken",)


@pytest.mark.parametrize("form", ["messages", "sharegpt", "parquet", "ufo"])
def test_nothing_to_export_leaves_nothing_behind(form: Format, tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", [(trajectory("add four"), suite("wordings"))])
    with pytest.raises(UsageError) as refusal:
        export_run(run, form, tmp_path / "out")
    assert str(refusal.value) == f"{run} holds nothing to export: left out were 1 x test split."
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_what_is_there_is_never_overwritten(run: Path, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_text("mine")
    with pytest.raises(UsageError) as refusal:
        export_run(run, "messages", tmp_path / "out.jsonl")
    assert str(refusal.value) == f"{tmp_path / 'out.jsonl'} exists already. Name another one, or remove it first."
    assert (tmp_path / "out.jsonl").read_text() == "mine"


def test_a_folder_that_is_not_there_is_named(run: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refusal:
        export_run(run, "messages", tmp_path / "gone" / "out.jsonl")
    assert str(refusal.value).startswith(f"{tmp_path / 'gone' / 'out.jsonl'}")
    assert str(refusal.value).endswith(f"cannot be written: the folder {tmp_path / 'gone'} does not exist.")


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError) as refusal:
        export_run(tmp_path, "messages", tmp_path / "out.jsonl")
    assert str(refusal.value) == f"{tmp_path} is not a run folder: it has no manifest.json."


def test_the_card_lies_beside_and_says_what_was_left_out(run: Path, tmp_path: Path) -> None:
    done = export_run(run, "messages", tmp_path / "out.jsonl")
    card = done.card.read_text("utf-8")
    assert done.card == tmp_path / "out.jsonl.card.md"
    assert "2 successes of the train split, 6 steps." in card
    assert "| a failure | 1 |" in card
