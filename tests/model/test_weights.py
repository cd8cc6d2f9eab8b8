"""A folder whose weights are not all there is told of in one sentence, before anything is loaded."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.model.small import small_model

from lamwright.errors import UsageError
from lamwright.model.config import Origin
from lamwright.model.weights import Summary, check_weights, summary_of

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 54445610\n"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    small_model().save(folder, Origin(phase="ppo"))
    return folder


def test_a_whole_model_tells_its_phase_and_size(saved: Path) -> None:
    size = sum(file.stat().st_size for file in saved.iterdir())
    assert summary_of(saved) == Summary("ppo", small_model().parameters, size)


def test_a_summary_in_words() -> None:
    assert str(Summary("ppo", 27_211_781, 55_355_674)) == "phase ppo, 27.2 million parameters, 55.4 MB"
    assert str(Summary("", 1_000_000, 2_000_000)) == "phase not named, 1.0 million parameters, 2.0 MB"


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda _: POINTER, "{file} is a pointer of Git LFS, not the weights themselves. Fetch them: git lfs pull"),
        (lambda whole: whole[:-7], "{file} has {less:,} bytes where its head names {size:,}: a part is missing. {again}"),
        (lambda whole: whole[:100], "{file}: these are no weights in safetensors. {again}"),
        (lambda whole: whole[:5], "{file}: these are no weights in safetensors. {again}"),
        (lambda _: b"", "{file}: these are no weights in safetensors. {again}"),
        (lambda _: (4).to_bytes(8, "little") + b'"ab"', "{file}: these are no weights in safetensors. {again}"),
        (lambda _: (25).to_bytes(8, "little") + b'{"a":{"data_offsets":[]}}', "{file}: these are no weights in safetensors. {again}"),
        (lambda _: (4).to_bytes(8, "little") + b"\xff\xfe{}", "{file}: these are no weights in safetensors. {again}"),
        (lambda _: b"PK\x03\x04 some archive", "{file}: these are no weights in safetensors. {again}"),
    ],
    ids=["pointer", "truncated", "head truncated", "five bytes", "empty", "no object", "no place", "no text", "archive"],
)
def test_weights_that_are_not_all_there(saved: Path, spoil: Callable[[bytes], bytes], message: str) -> None:
    file = saved / "model.safetensors"
    whole = file.read_bytes()
    file.write_bytes(spoil(whole))
    with pytest.raises(UsageError) as caught:
        check_weights(saved)
    again = "Fetch or train the model again."
    assert str(caught.value) == message.format(file=file, size=len(whole), less=len(whole) - 7, again=again)


def test_a_folder_without_weights(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        check_weights(tmp_path)
    assert str(caught.value) == f"{tmp_path / 'model.safetensors'} cannot be read: No such file or directory."


@pytest.mark.parametrize("config", ["{", "[]", json.dumps({"origin": {}}), json.dumps({"origin": {"phase": "ppo"}, "parameters": None})])
def test_a_config_that_says_nothing_of_the_model(saved: Path, config: str) -> None:
    (saved / "config.json").write_text(config)
    with pytest.raises(UsageError) as caught:
        summary_of(saved)
    assert str(caught.value).startswith(f"{saved / 'config.json'}: missing or broken (")
    assert str(caught.value).endswith("). Fetch or train the model again.")
