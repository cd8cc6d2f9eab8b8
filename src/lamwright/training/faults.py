"""What goes wrong in training, said in one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch

from lamwright.errors import UsageError

_CPU_MEMORY = ("can't allocate memory", "not enough memory", "cannot allocate memory")
NO_NUMBER = "The loss is no number any more: stopped, with the weights from before. Lower the rates."


@contextmanager
def says_what_to_lower(what: str, state: Path | None = None) -> Iterator[None]:
    """Raises UsageError where the memory of a device, or the machine's, is not enough. `state` is the file that the run leaves."""
    try:
        yield
    except (torch.OutOfMemoryError, MemoryError) as error:
        raise UsageError(out_of_memory(what, state)) from error
    except RuntimeError as error:
        if any(told in str(error) for told in _CPU_MEMORY):
            raise UsageError(out_of_memory(what, state)) from error
        raise


def out_of_memory(what: str, state: Path | None = None) -> str:
    said = f"The memory is not enough. Lower {what}"
    if state is None or not state.exists():
        return f"{said}."
    return f"{said} and delete {state}, or free memory and give the same command again: it goes on from there."
