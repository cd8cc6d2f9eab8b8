"""A set of pairs on disk: written, read back, torn, of another version."""

import json
from pathlib import Path

import pytest

from lamwright.data.plans.store import (
    PairWriter,
    check_set_folder,
    new_set_manifest,
    read_pairs,
    read_set_manifest,
    write_manifest,
    write_pairs,
)
from lamwright.errors import RecordError
from lamwright.pairs import Lineage, Pair


def pair(name: str = "help/a/list/1", task: str = "Insert a table") -> Pair:
    return Pair(
        name, task, ("Choose Table > Insert Table...", "Klick „Übernehmen“"), "help", "a", "MPL-2.0", "us", "writer", Lineage((name,))
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_manifest(tmp_path / "set", new_set_manifest("plans build", {"sources": ["help"]}, 7, "1.0", "abc"))
    return tmp_path / "set"


def test_pairs_are_read_back_as_they_were_written(folder: Path) -> None:
    pairs = [pair(), Pair("b", "Do b", ("x",), "suite", "o", "l", "a", "", Lineage(("r", "s"), "p", "compose", 2))]
    assert write_pairs(folder, pairs) == 2
    assert list(read_pairs(folder)) == pairs
    assert read_set_manifest(folder).seed == 7


def test_a_torn_last_line_is_not_read_and_is_cut_off_before_more_is_written(folder: Path) -> None:
    write_pairs(folder, [pair("a")])
    with (folder / "pairs.jsonl").open("ab") as stream:
        stream.write(b'{"id": "torn" ' + b"x" * 100_000)
    assert [each.id for each in read_pairs(folder)] == ["a"]
    with PairWriter(folder) as writer:
        writer.add(pair("b"))
    assert [each.id for each in read_pairs(folder)] == ["a", "b"]


def test_a_set_of_another_version_is_refused_with_what_to_do(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "schema": 9}))
    with pytest.raises(RecordError) as caught:
        list(read_pairs(folder))
    assert str(caught.value) == f"{path}: schema 9, this lamwright reads 1. Make the set again with: lamwright plans build"


def test_a_line_that_is_no_pair_is_named(folder: Path) -> None:
    (folder / "pairs.jsonl").write_text('{"id": 3}\n')
    with pytest.raises(RecordError) as caught:
        list(read_pairs(folder))
    assert str(caught.value) == f"{folder / 'pairs.jsonl'}:1: not a pair (KeyError('lineage'))."


def test_a_plan_that_is_text_is_not_taken_for_a_list_of_letters(folder: Path) -> None:
    write_pairs(folder, [pair()])
    path = folder / "pairs.jsonl"
    path.write_text(json.dumps({**json.loads(path.read_text()), "plan": "Click OK"}) + "\n")
    with pytest.raises(RecordError, match="plan holds str, not a list of text"):
        list(read_pairs(folder))


def test_a_folder_that_is_no_set_is_told_from_one_without_pairs(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(RecordError) as no_set:
        list(read_pairs(tmp_path))
    make = f"lamwright plans build --out {tmp_path}"
    assert str(no_set.value) == f"{tmp_path} is no set of pairs: it has no manifest.json. Make one with: {make}"
    with pytest.raises(RecordError) as no_pairs:
        list(read_pairs(folder))
    assert str(no_pairs.value) == f"{folder} holds no pairs: it has no pairs.jsonl. Make them with: lamwright plans build --out {folder}"


def test_what_no_file_can_hold_is_written_as_a_question_mark(folder: Path) -> None:
    write_pairs(folder, [pair(task="Insert \ud83d")])
    assert [each.task for each in read_pairs(folder)] == ["Insert ?"]


def test_other_files_are_not_mixed_with_a_set(folder: Path) -> None:
    with pytest.raises(RecordError) as caught:
        check_set_folder(folder)
    assert str(caught.value) == f"{folder} holds other files. Choose an empty or a new folder for the set."


def test_a_set_is_not_overwritten(folder: Path) -> None:
    write_pairs(folder, [pair()])
    with pytest.raises(RecordError) as caught:
        check_set_folder(folder)
    assert str(caught.value) == f"{folder} holds a set of pairs already. Choose another folder."


def test_a_run_and_a_file_are_told_from_a_set(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"schema": 2}')
    (tmp_path / "episodes.jsonl").write_text("")
    with pytest.raises(RecordError) as caught:
        read_set_manifest(tmp_path)
    assert str(caught.value) == f"{tmp_path} is a run, not a set of pairs. Name another folder."
    with pytest.raises(RecordError) as caught:
        read_set_manifest(tmp_path / "manifest.json")
    assert str(caught.value) == f"{tmp_path / 'manifest.json'} is a file. Name the folder of a set of pairs."
