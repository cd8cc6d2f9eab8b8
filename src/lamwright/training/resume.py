"""What a killed training run goes on from: weights, their average, the optimiser's moments, and the place in the stream."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save
from torch import Tensor, nn

from lamwright.errors import UsageError

SCHEMA = 2
_HELD = ("step", "exp_avg", "exp_avg_sq")
"""What the optimiser holds for each parameter."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far a run has come: optimiser steps, examples, seconds, tokens, and steps of episodes."""

    step: int = 0
    examples: int = 0
    seconds: float = 0.0
    tokens: int = 0
    episode_steps: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """The tensors of a run, parameter by parameter; the optimiser's moments are its own."""

    parameters: Sequence[nn.Parameter]
    average: list[Tensor]
    optimiser: torch.optim.Optimizer


def fingerprint(*parts: object) -> str:
    """Tells runs apart: of the configs' printed form."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def keep(file: Path, state: State, place: Place, run: str) -> None:
    """Write everything to `file`, beside it first and then renamed, so that a killed run finds one or the other whole."""
    tensors: dict[str, Tensor] = {}
    for index, (parameter, average) in enumerate(zip(state.parameters, state.average, strict=True)):
        tensors[f"{index}.weights"], tensors[f"{index}.average"] = parameter.detach(), average
        for name, value in state.optimiser.state[parameter].items():  # nothing before its first gradient
            tensors[f"{index}.{name}"] = value
    note = {"schema": str(SCHEMA), "run": run, "place": json.dumps(asdict(place))}
    fresh = file.with_suffix(".fresh")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(save(tensors, note))
        fresh.replace(file)
    except OSError as error:
        raise UsageError(f"The training's state cannot be written to {file}: {error}") from error


def take_up(file: Path, state: State, run: str) -> Place:
    """Put what `file` holds into the state. Raises UsageError where it is broken or of another run."""
    try:
        note = _note(file)
        tensors = load_file(file)
        if note.get("schema") != str(SCHEMA) or note.get("run") != run:
            raise UsageError(f"{file} was left by training with other settings or data. Train with those, or delete it to start afresh.")
        place = Place(**json.loads(note["place"]))
        with torch.no_grad():
            for index, (parameter, average) in enumerate(zip(state.parameters, state.average, strict=True)):
                parameter.copy_(tensors[f"{index}.weights"])
                average.copy_(tensors[f"{index}.average"])
                held = {name: tensors[f"{index}.{name}"] for name in _HELD if f"{index}.{name}" in tensors}
                if held:
                    state.optimiser.state[parameter] = held
    except (OSError, SafetensorError, KeyError, ValueError, TypeError) as error:
        raise UsageError(f"{file}: the training's state is broken ({error}). Delete it to start afresh.") from error
    return place


def _note(file: Path) -> dict[str, str]:
    """The file's own header: safetensors keeps its length in the first 8 bytes, then JSON."""
    with file.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        if length > 10_000_000:
            raise ValueError("not a safetensors file")
        header = json.loads(stream.read(length))
    note: dict[str, str] = header.get("__metadata__", {})
    return note
