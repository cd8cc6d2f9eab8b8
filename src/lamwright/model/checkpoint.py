"""The embedded model in a folder: weights (safetensors, bf16), config.json, tokenizer.json. All that loading needs."""

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from safetensors.torch import save as serialise
from torch import Tensor

from lamwright.errors import UsageError
from lamwright.grammar import Target, TargetSet
from lamwright.model.config import FORMAT, DecoderShape, EncoderShape, ModelConfig, Origin, Vocabulary
from lamwright.model.network import Network
from lamwright.model.tokens import Tokens
from lamwright.model.weights import WEIGHTS, check_weights

SCHEMA = 2
ENCODER_NAME = "sentence-transformers/all-MiniLM-L6-v2"
ENCODER_LICENCE = "Apache-2.0"


@dataclass(frozen=True, slots=True)
class Parts:
    """What a model is made of."""

    config: ModelConfig
    network: Network
    tokens: Tokens


def save(parts: Parts, folder: Path, origin: Origin) -> None:
    """Write the model into `folder`, replacing a checkpoint that is there. A reader never sees half of it.

    Raises UsageError where the folder cannot be written, or holds something else.
    """
    try:
        if folder.exists() and not (folder / "config.json").is_file() and any(folder.iterdir()):
            raise UsageError(f"{folder} is not empty and holds no model. Name another folder.")
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            _write(parts, fresh, origin)
            _put(fresh, folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)  # where something failed: otherwise it has its place and its name by now
    except OSError as error:
        raise UsageError(f"The model cannot be written to {folder}: {error}") from error


def load(folder: Path) -> Parts:
    """Read a model back, in fp32. Raises UsageError where the folder holds none that this version reads."""
    form = _read(folder)
    config = _config(form, folder / "config.json")
    tokens = Tokens(folder / "tokenizer.json", config.request_pieces, str(form.get("tokenizer", "")))
    if tokens.size != config.encoder.vocabulary:
        raise UsageError(f"{folder / 'tokenizer.json'}: this tokenizer is another model's. Fetch or train the model again.")
    check_weights(folder)
    network = _network(config, folder / "config.json")
    try:
        weights = load_file(folder / WEIGHTS)
        network.load_state_dict({name: value.float() if value.is_floating_point() else value for name, value in weights.items()})
    except (OSError, SafetensorError, RuntimeError, ValueError) as error:
        raise UsageError(f"{folder / WEIGHTS}: not the weights of config.json's model. Fetch or train it again.") from error
    return Parts(config, network.eval(), tokens)


def _network(config: ModelConfig, file: Path) -> Network:
    try:
        return Network(config)
    except (TypeError, ValueError, RuntimeError, ArithmeticError) as error:
        told = " ".join(str(error).split())
        raise UsageError(f"{file}: a field is missing or wrong ({told}). Fetch or train the model again.") from error


def phase_of(folder: Path) -> str:
    """The phase of training that wrote the checkpoint: plans, experts, ... Raises UsageError where there is none."""
    origin = _read(folder).get("origin")
    return str(origin.get("phase", "")) if isinstance(origin, dict) else ""


def _write(parts: Parts, folder: Path, origin: Origin) -> None:
    weights = {name: _stored(value) for name, value in parts.network.state_dict().items()}
    (folder / WEIGHTS).write_bytes(serialise(weights, {"format": "pt"}))
    (folder / "tokenizer.json").write_text(parts.tokens.definition, encoding="utf-8")
    text = json.dumps(_form(parts, origin), indent=1, ensure_ascii=False)
    (folder / "config.json").write_text(text + "\n", encoding="utf-8")
    folder.chmod(0o755)


def _stored(value: Tensor) -> Tensor:
    return value.to(torch.bfloat16).contiguous() if value.is_floating_point() else value


def _form(parts: Parts, origin: Origin) -> dict[str, Any]:
    config = parts.config
    return {
        "format": FORMAT,
        "schema": SCHEMA,
        "parent": {"encoder": ENCODER_NAME, "licence": ENCODER_LICENCE} if config.pretrained else None,
        "origin": asdict(origin),
        "parameters": sum(weights.numel() for weights in parts.network.parameters()),
        "pretrained": config.pretrained,
        "request_pieces": config.request_pieces,
        "tokenizer": parts.tokens.digest,
        "encoder": asdict(config.encoder),
        "decoder": asdict(config.decoder),
        "constants": {key: list(values) for key, values in config.vocabulary.constants.items()},
        "names": [[name.function, name.text, name.type] for name in config.vocabulary.names],
        "steps": [[name.function, name.text, name.type] for name in config.vocabulary.steps],
    }


def _put(fresh: Path, folder: Path) -> None:
    """Rename the finished folder into its place; what was there goes once the new one stands."""
    old = fresh.with_name(f"{fresh.name}-old")
    if folder.exists():
        folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _read(folder: Path) -> Mapping[str, Any]:
    file = folder / "config.json"
    try:
        form = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{folder} holds no model: no {file.name} ({error.strerror}). Name a folder that training wrote.") from error
    except ValueError as error:
        raise UsageError(f"{file}: broken ({error}). Fetch or train the model again.") from error
    if isinstance(form, dict) and "model_type" in form:
        raise UsageError(f"{folder} holds a Hugging Face model. Use it with: lamwright train huggingface, or name an embedded model.")
    if not isinstance(form, dict) or form.get("format") != FORMAT:
        raise UsageError(f"{file}: this is not an embedded model of lamwright. Name a folder that training wrote.")
    if form.get("schema") != SCHEMA:
        raise UsageError(f"{file}: schema {form.get('schema')}, this lamwright reads {SCHEMA}. Fetch or train the model again.")
    return form


def _config(form: Mapping[str, Any], file: Path) -> ModelConfig:
    try:
        constants = {str(key): tuple(values) for key, values in form["constants"].items()}
        return ModelConfig(
            vocabulary=Vocabulary(_targets(form["names"]), constants, TargetSet(_targets(form["steps"]))),
            encoder=EncoderShape(**form["encoder"]),
            decoder=DecoderShape(**form["decoder"]),
            pretrained=bool(form["pretrained"]),
            request_pieces=int(form["request_pieces"]),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise UsageError(f"{file}: a field is missing or wrong ({error}). Fetch or train the model again.") from error


def _targets(rows: Iterable[Iterable[str]]) -> tuple[Target, ...]:
    return tuple(Target(*row) for row in rows)
