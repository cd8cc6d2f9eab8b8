"""A Hugging Face model with its tokenizer and chat template: from a folder or a name, and into a folder with where it comes from."""

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import torch
from safetensors import SafetensorError
from torch import nn

from lamwright.errors import UsageError
from lamwright.huggingface.folder import NOTE, SCHEMA, is_embedded, phase_of
from lamwright.huggingface.lora import merged
from lamwright.model.config import Origin

_FORMAT = "lamwright hugging face model"
TEMPLATE = (
    "{% for message in messages %}<|{{ message['role'] }}|>\n{{ message['content'] }}{{ eos_token }}\n{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>\n{% endif %}"
)
"""The chat template of a model that has none; it is kept with the model from then on."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A model that is ready to use. `name` is the folder or name that it was loaded from."""

    model: Any
    tokenizer: Any
    name: str = ""

    @property
    def limit(self) -> int:
        """The most tokens that the model can read."""
        return int(getattr(self.model.config, "max_position_embeddings", 0) or 1 << 30)

    @property
    def device(self) -> torch.device:
        device: torch.device = next(self.model.parameters()).device
        return device


def load(name: str, dtype: str = "float32", quantise: bool = False) -> Checkpoint:
    """The model of a local folder, or of a name on the Hugging Face Hub. Raises UsageError where there is none that can be used."""
    from transformers import AutoModelForCausalLM

    options: dict[str, Any] = {"dtype": getattr(torch, dtype)}
    if quantise:
        options["quantization_config"] = _four_bits()
    _check_folder(name)
    try:
        tokenizer = _tokenizer(name)
        loaded: Any = AutoModelForCausalLM.from_pretrained(name, output_loading_info=True, **options)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError, json.JSONDecodeError) as error:
        told = " ".join(str(error).split())[:300]
        raise UsageError(f"{name} holds no causal language model that can be read ({told}). Fetch or train it again.") from error
    model, found = loaded
    if found["missing_keys"]:
        lacking = ", ".join(sorted(found["missing_keys"])[:3])
        raise UsageError(f"{name}: the weights of config.json's model are not all there ({lacking} ...). Fetch or train it again.")
    return ready(Checkpoint(model, tokenizer, name))


def _tokenizer(name: str) -> Any:
    """The tokenizer as it was kept. One without a class of its own is read so: AutoTokenizer would add the tokens of the model's family."""
    from transformers import AutoTokenizer, PreTrainedTokenizerFast

    file = Path(name) / "tokenizer_config.json"
    kept = json.loads(file.read_text("utf-8")).get("tokenizer_class") if file.is_file() else None
    plain = kept in ("PreTrainedTokenizerFast", "TokenizersBackend")
    return (PreTrainedTokenizerFast if plain else AutoTokenizer).from_pretrained(name)


def ready(checkpoint: Checkpoint) -> Checkpoint:
    """The same with a chat template and a padding token. Raises UsageError where model and tokenizer do not belong together."""
    model, tokenizer, name = checkpoint.model, checkpoint.tokenizer, checkpoint.name
    held = model.get_input_embeddings().num_embeddings
    if len(tokenizer) > held:
        raise UsageError(
            f"{name}: the tokenizer has {len(tokenizer)} tokens and the model {held}: it is another model's. "
            "Use the one that it was trained with."
        )
    if not getattr(tokenizer, "is_fast", False):
        raise UsageError(
            f"{name}: its tokenizer has no fast form (tokenizer.json), which the grammar needs. Convert it, or take another model."
        )
    if tokenizer.eos_token_id is None:
        raise UsageError(f"{name}: its tokenizer has no end-of-text token. Set eos_token in its tokenizer_config.json.")
    ends = _ends(model)
    if ends and tokenizer.eos_token_id not in ends:
        raise UsageError(
            f"{name}: the tokenizer ends a text with token {tokenizer.eos_token_id}, the model with {sorted(ends)}: it is another model's. "
            "Use the one that it was trained with."
        )
    if tokenizer.chat_template is None:
        tokenizer.chat_template = TEMPLATE
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
    return checkpoint


def save(checkpoint: Checkpoint, folder: Path, phase: str, origin: Origin, extra: Callable[[Path], None] = lambda folder: None) -> None:
    """Write model (an adapter merged in), tokenizer, template and origin; `extra` may add files. A reader never sees half of it.

    Raises UsageError where the folder cannot be written or holds something else.
    """
    if folder.exists() and not (folder / NOTE).is_file() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty and holds no model of lamwright. Name another folder.")
    note = {"format": _FORMAT, "schema": SCHEMA, "phase": phase, "base": checkpoint.name, "origin": asdict(origin)}
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            merged(checkpoint.model).save_pretrained(fresh)
            checkpoint.tokenizer.save_pretrained(fresh)
            extra(fresh)
            (fresh / NOTE).write_text(json.dumps(note, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            fresh.chmod(0o755)
            shutil.rmtree(folder, ignore_errors=True)
            fresh.rename(folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        raise UsageError(f"The model cannot be written to {folder}: {error}") from error


def _check_folder(name: str) -> None:
    """Names what a local folder lacks, before a library asks the network for it."""
    folder = Path(name)
    if folder.is_dir():
        if is_embedded(folder):
            raise UsageError(f"{folder} holds an embedded model of lamwright. Use it without huggingface, or name a Hugging Face model.")
        if not (folder / "config.json").is_file():
            raise UsageError(f"{folder} holds no Hugging Face model: it has no config.json. Name a folder that training wrote.")
        phase_of(folder)
    elif folder.is_absolute() or name.startswith((".", "~")) or folder.exists():
        raise UsageError(f"{folder} is no folder of a Hugging Face model. Name a folder, or a model of the Hub such as owner/name.")


def _ends(model: nn.Module) -> set[int]:
    ends: set[int] = set()
    for config in (model.config, getattr(model, "generation_config", None)):
        given = getattr(config, "eos_token_id", None)
        ends |= set(given) if isinstance(given, list) else {given} if isinstance(given, int) else set()
    return ends


def _four_bits() -> Any:
    """The settings of QLoRA (Dettmers et al. 2023). Raises UsageError where there is no device for it."""
    from transformers import BitsAndBytesConfig

    if not torch.cuda.is_available():
        raise UsageError("Loading in 4 bits (quantise) needs a CUDA device. Set quantise to false, or train where there is one.")
    return BitsAndBytesConfig(  # type: ignore[no-untyped-call]
        load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_use_double_quant=True, bnb_4bit_compute_dtype=torch.bfloat16
    )
