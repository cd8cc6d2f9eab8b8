"""Low-rank adapters (LoRA, Hu et al. 2021, by peft): a few new weights learn, the model's own stay as they are."""

import warnings
from typing import Any

from lamwright.errors import UsageError

OR_ELSE = "set gradient_checkpointing or take a smaller lora_rank"
"""What needs less memory beside shorter and fewer examples."""


def has_adapter(model: Any) -> bool:
    return hasattr(model, "disable_adapter")


def with_adapter(model: Any, rank: int, alpha: int, dropout: float = 0.0) -> Any:
    """The model with a new adapter on all its linear layers; as it is where `rank` is 0."""
    if not rank:
        return model
    from peft import get_peft_model

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # peft asks the model for a name that transformers is about to drop
        return get_peft_model(model, adapter_config(rank, alpha, dropout))


def adapter_config(rank: int, alpha: int, dropout: float = 0.0) -> Any:
    """Raises UsageError where there can be no such adapter."""
    from peft import LoraConfig

    if rank < 1 or alpha < 1 or not 0 <= dropout < 1:
        raise UsageError(f"No adapter has rank {rank}, alpha {alpha}, dropout {dropout}. Use a rank and alpha from 1, a dropout below 1.")
    return LoraConfig(r=rank, lora_alpha=alpha, lora_dropout=dropout, target_modules="all-linear", task_type="CAUSAL_LM")


def merged(model: Any) -> Any:
    """The plain model, its adapter added to its weights."""
    return model.merge_and_unload() if has_adapter(model) else model
