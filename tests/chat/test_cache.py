"""Kept answers: by content alone, whole, shared by processes."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lamwright.chat.cache import AnswerCache, question_key
from lamwright.chat.contract import Message
from lamwright.errors import RecordError

Question = tuple[str, tuple[Message, ...], dict[str, Any], dict[str, Any]]
BASE: Question = ("m", (Message("user", "a"),), {"type": "object"}, {"temperature": None})


def test_the_key_depends_on_model_messages_pictures_schema_and_parameters() -> None:
    model, messages, schema, parameters = BASE
    others: list[Question] = [
        ("n", messages, schema, parameters),
        (model, (Message("user", "b"),), schema, parameters),
        (model, (Message("system", "a"),), schema, parameters),
        (model, (Message("user", "a", (b"x",)),), schema, parameters),
        (model, (Message("user", "a", (b"y",)),), schema, parameters),
        (model, messages, {"type": "array"}, parameters),
        (model, messages, schema, {"temperature": 0.5}),
    ]
    keys = {question_key(*one) for one in (BASE, *others)}
    assert len(keys) == len(others) + 1
    assert question_key(*BASE) in keys


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path)
    cache.put("ab12", '{"x": "ü"}', "m")
    assert cache.get("ab12") == '{"x": "ü"}'
    assert cache.get("ab13") is None
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["ab12.json"]


def test_several_processes_that_keep_the_same_answer_leave_one_whole_file(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from lamwright.chat.cache import AnswerCache\n"
        "for _ in range(200): AnswerCache(Path(sys.argv[1])).put('ab12', sys.argv[2] * 5000, 'm')"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), letter]) for letter in "xyz"]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    assert AnswerCache(tmp_path).get("ab12") in ("x" * 5000, "y" * 5000, "z" * 5000)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["ab12.json"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordError) as caught:
        AnswerCache(tmp_path / "file").put("ab12", "{}", "m")
    assert (
        str(caught.value) == f"The answer cannot be kept in {tmp_path / 'file' / 'ab'}: Not a directory. Name another folder for answers."
    )
