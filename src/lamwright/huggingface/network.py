"""Reading with a causal language model: its last hidden states, its scores at chosen places alone, in a chosen precision."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor

from lamwright.errors import UsageError
from lamwright.huggingface.lora import has_adapter
from lamwright.huggingface.rows import Batch


@contextmanager
def autocast(device: torch.device, precision: str) -> Iterator[None]:
    """bf16 where it is asked for, with the weights as they are. Raises UsageError for another precision."""
    if precision not in ("bf16", "fp32"):
        raise UsageError(f"Unknown precision '{precision}'. Use bf16 or fp32.")
    with torch.autocast(device.type, dtype=torch.bfloat16, enabled=precision == "bf16"):
        yield


def causal(model: Any) -> Any:
    """The causal model itself; an adapter works inside it."""
    return model.get_base_model() if has_adapter(model) else model


def hidden_states(model: Any, batch: Batch) -> Tensor:
    """The last hidden states, R x L x width."""
    device = next(model.parameters()).device
    mask = batch.sees.to(device) if batch.sees is not None else None
    read = causal(model).base_model(
        input_ids=batch.ids.to(device), position_ids=batch.positions.to(device), attention_mask=mask, use_cache=False
    )
    hidden: Tensor = read.last_hidden_state
    return hidden


def scores_at(model: Any, hidden: Tensor, at: Tensor) -> Tensor:
    """The scores of the next token at flat places of the hidden states: S x vocabulary, in fp32."""
    chosen = hidden.flatten(0, 1)[at.to(hidden.device)]
    scores: Tensor = causal(model).get_output_embeddings()(chosen).float()
    return scores
