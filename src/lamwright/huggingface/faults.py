"""What goes wrong in training, said in one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from lamwright.errors import UsageError

_CPU_MEMORY = ("can't allocate memory", "not enough memory", "cannot allocate memory")
NO_NUMBER = "The loss is no number any more: stopped, with the weights from before. Lower the rates."


@contextmanager
def says_what_to_lower(what: str) -> Iterator[None]:
    """Raises UsageError where the memory of a device, or the machine's, is not enough."""
    try:
        yield
    except (torch.OutOfMemoryError, MemoryError) as error:
        raise UsageError(out_of_memory(what)) from error
    except RuntimeError as error:
        if any(told in str(error) for told in _CPU_MEMORY):
            raise UsageError(out_of_memory(what)) from error
        raise


def out_of_memory(what: str) -> str:
    return f"The memory is not enough. Lower {what}, or set gradient_checkpointing or a smaller lora_rank."
