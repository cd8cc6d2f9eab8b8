"""Checkpoints: kept with template and origin; what cannot be used is said in a sentence."""

import json
from pathlib import Path

import pytest
from tests.huggingface.small import checkpoint, folder, network, tokenizer
from tests.model.small import small_model

from lamwright.errors import UsageError
from lamwright.huggingface.checkpoint import TEMPLATE, Checkpoint, load, ready, save
from lamwright.huggingface.folder import NOTE, is_hugging_face, phase_of
from lamwright.huggingface.lora import with_adapter
from lamwright.huggingface.reward import RewardModel
from lamwright.model.config import Origin

ORIGIN = Origin("experts", 3, "abc", "def", "1234567", {"rate": 1e-4})


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder(tmp_path_factory.mktemp("foreign") / "model", "qwen")


def test_a_checkpoint_is_kept_whole_with_its_template_and_where_it_comes_from(tmp_path: Path) -> None:
    small = checkpoint()
    small.tokenizer.chat_template = None
    save(Checkpoint(with_adapter(ready(small).model, 4, 8), small.tokenizer, "base"), tmp_path / "out", "experts", ORIGIN)
    note = json.loads((tmp_path / "out" / NOTE).read_text())
    assert (note["base"], note["origin"]["data"], phase_of(tmp_path / "out")) == ("base", "abc", "experts")
    again = load(str(tmp_path / "out"))
    assert again.tokenizer.chat_template == TEMPLATE
    assert again.limit == 2048
    assert {name.partition(".lora")[0] for name, _ in again.model.named_parameters()} == {
        n for n, _ in checkpoint().model.named_parameters()
    }
    save(again, tmp_path / "out", "ppo", ORIGIN)
    assert phase_of(tmp_path / "out") == "ppo"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_anybodys_model_is_read_and_known_for_one(foreign: Path, tmp_path: Path) -> None:
    assert is_hugging_face(foreign)
    assert not is_hugging_face(tmp_path)
    assert phase_of(foreign) == ""
    assert load(str(foreign)).model.config.model_type == "qwen2"


def test_a_folder_with_other_things_is_not_written_over(foreign: Path) -> None:
    with pytest.raises(UsageError, match=r"/model is not empty and holds no model of lamwright\. Name another folder\.$"):
        save(checkpoint(), foreign, "experts", ORIGIN)


def test_a_folder_without_a_model_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r" holds no Hugging Face model: it has no config\.json\. Name a folder that training wrote\.$"):
        load(str(tmp_path))
    with pytest.raises(UsageError, match=r"/nowhere is no folder of a Hugging Face model\. Name a folder, or a model of the Hub such as"):
        load(str(tmp_path / "nowhere"))
    with pytest.raises(UsageError, match=r" holds no reward model: it has no reward\.safetensors\. Name a folder that training a reward"):
        RewardModel.load(tmp_path)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("model.safetensors", b"\x08\x00\x00\x00\x00\x00\x00\x00garbage!"),
        ("model.safetensors", b""),
        ("config.json", b"{torn"),
        ("config.json", b'{"model_type": "none_such"}'),
        ("tokenizer.json", b"{}"),
    ],
    ids=["weights", "empty weights", "torn config", "unknown kind", "tokenizer"],
)
def test_a_broken_model_is_said(tmp_path: Path, file: str, content: bytes) -> None:
    place = folder(tmp_path / "model")
    (place / file).write_bytes(content)
    with pytest.raises(UsageError, match=r"/model holds no causal language model that can be read \(.+\)\. Fetch or train it again\.$"):
        load(str(place))


def test_a_note_of_another_version_is_said(tmp_path: Path) -> None:
    place = folder(tmp_path / "model")
    (place / NOTE).write_text('{"schema": 9}')
    with pytest.raises(UsageError, match=r"lamwright\.json: schema 9, this lamwright reads 1\. Fetch or train the model again\.$"):
        load(str(place))


def test_a_tokenizer_of_another_model_is_said() -> None:
    own = tokenizer()
    with pytest.raises(
        UsageError, match=r"^x: the tokenizer has \d+ tokens and the model 300: it is another model's\. Use the one that it was"
    ):
        ready(Checkpoint(network("llama", 300, own.eos_token_id), own, "x"))
    with pytest.raises(
        UsageError, match=r"^x: the tokenizer ends a text with token 1, the model with \[7\]: it is another model's\. Use the one"
    ):
        ready(Checkpoint(network("llama", len(own), 7), own, "x"))
    own.eos_token = None
    with pytest.raises(UsageError, match=r"^x: its tokenizer has no end-of-text token\. Set eos_token in its tokenizer_config\.json\.$"):
        ready(Checkpoint(network("llama", len(own), 1), own, "x"))


def test_four_bits_need_a_device(foreign: Path) -> None:
    with pytest.raises(
        UsageError, match=r"^Loading in 4 bits \(quantise\) needs a CUDA device\. Set quantise to false, or train where there"
    ):
        load(str(foreign), quantise=True)


def test_weights_that_are_not_all_there_are_said(tmp_path: Path) -> None:
    place = folder(tmp_path / "model")
    form = json.loads((place / "config.json").read_text())
    (place / "config.json").write_text(json.dumps({**form, "num_hidden_layers": form["num_hidden_layers"] + 1}))
    with pytest.raises(
        UsageError, match=r"/model: the weights of config\.json's model are not all there \(model\.layers\.2\..+\)\. Fetch or"
    ):
        load(str(place))


def test_an_embedded_model_is_refused_with_where_it_belongs(tmp_path: Path) -> None:
    small_model().save(tmp_path)
    with pytest.raises(UsageError) as caught:
        load(str(tmp_path))
    assert str(caught.value) == (
        f"{tmp_path} holds an embedded model of lamwright. Use it without huggingface, or name a Hugging Face model."
    )
