"""The loop that every phase of training shares: it steps an optimiser within a budget, keeps an average, survives a kill.

Everything follows from the seed when the budget is a number of examples; a budget of time ends where the machine has come.
"""

import json
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import torch
from torch import Tensor, nn

from lamwright.training.faults import NO_NUMBER
from lamwright.training.resume import Place, State, keep, take_up

Item = TypeVar("Item")
Item_contra = TypeVar("Item_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Budget:
    """How long, and how the rates go. The budget is `seconds` or `examples`, whichever is used up first."""

    seconds: float = math.inf
    examples: int = 10**9
    warm_up: float = 0.05
    """The share of the budget in which the rates rise; they fall as a cosine after it."""
    clip: float = 1.0
    """The longest gradient."""
    average: float = 0.99
    """The decay of the running average of the weights, which is what training returns."""
    seed: int = 0
    state_seconds: float = 60.0
    """How often the state is written that a killed run resumes from."""


@dataclass(frozen=True, slots=True)
class Group:
    """Weights that share a peak rate."""

    weights: Sequence[nn.Parameter]
    rate: float


@dataclass(frozen=True, slots=True)
class Loss:
    """What one batch is worth: a scalar to minimise, how many examples and tokens it held, figures to show beside.

    `episode_steps` are the examples' observations that were followed by an action, where examples are episodes.
    """

    value: Tensor
    examples: int
    tokens: int = 0
    episode_steps: int = 0
    figures: Mapping[str, float] = field(default_factory=dict)


class LossOf(Protocol[Item_contra]):
    """Computes a batch's loss. Random numbers in it follow from the step alone."""

    def __call__(self, batch: Item_contra, /) -> Loss: ...


@dataclass(frozen=True, slots=True)
class Progress:
    """Where training stands. `note` says why it stopped early; empty otherwise.

    `steps_per_second` are steps of episodes (an observation and the action that followed) learnt from per second of training.
    """

    step: int
    examples: int
    loss: float
    examples_per_second: float
    seconds_left: float
    note: str = ""
    seconds: float = 0.0
    tokens_per_second: float = 0.0
    steps_per_second: float = 0.0
    figures: Mapping[str, float] = field(default_factory=dict)


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Files:
    """Where a run leaves its state (deleted at its end) and what names its data and settings."""

    state: Path | None = None
    run: str = ""


class Loop(Generic[Item]):
    """One run: the weights that learn, their average, and the optimiser."""

    def __init__(self, groups: Sequence[Group], budget: Budget, files: Files, weight_decay: float = 0.01) -> None:
        self._budget, self._files = budget, files
        shown = [{"params": list(group.weights), "peak": group.rate} for group in groups if group.weights]
        optimiser = torch.optim.AdamW(shown, lr=0.0, betas=(0.9, 0.98), weight_decay=weight_decay, fused=True)
        parameters = [weights for group in groups for weights in group.weights]
        self._state = State(parameters, [weights.detach().clone() for weights in parameters], optimiser)

    def run(self, batches: Callable[[int], Iterator[Item]], loss_of: LossOf[Item], on_progress: OnProgress) -> None:
        """Train to the end of the budget or of the batches; the weights are then the averaged ones.

        `batches` gives the batches from that number on, so that a run can go on anywhere.
        """
        file = self._files.state
        place = take_up(file, self._state, self._files.run) if file and file.exists() else Place()
        begun, kept, note = time.monotonic() - place.seconds, time.monotonic(), ""
        for batch in batches(place.step):
            share = max(place.seconds / self._budget.seconds, place.examples / self._budget.examples)
            if share >= 1 or note:
                break
            loss, value = self._step(batch, loss_of, share, place.step)
            note = "" if math.isfinite(value) else NO_NUMBER
            place = _after(place, loss, time.monotonic() - begun)
            on_progress(self._progress(place, loss, value, note))
            if file and not note and time.monotonic() - kept > self._budget.state_seconds:
                keep(file, self._state, place, self._files.run)
                kept = time.monotonic()
        self._finish()

    def _step(self, batch: Item, loss_of: LossOf[Item], share: float, step: int) -> tuple[Loss, float]:
        """One update, left out where loss or gradient is not finite: the weights stay numbers. The loss is nan where left out."""
        torch.manual_seed(self._budget.seed * 1_000_003 + step)
        loss = loss_of(batch)
        self._state.optimiser.zero_grad(set_to_none=True)
        loss.value.backward()  # type: ignore[no-untyped-call]
        length = nn.utils.clip_grad_norm_(self._state.parameters, self._budget.clip)
        if not (math.isfinite(loss.value.item()) and math.isfinite(length.item())):
            return loss, math.nan
        for group in self._state.optimiser.param_groups:
            group["lr"] = group["peak"] * rate_factor(share, self._budget.warm_up)
        self._state.optimiser.step()
        decay = min(self._budget.average, (1 + step) / (10 + step))
        torch._foreach_lerp_(self._state.average, list[Tensor](self._state.parameters), 1 - decay)
        return loss, loss.value.item()

    def _progress(self, place: Place, loss: Loss, value: float, note: str) -> Progress:
        seconds = max(place.seconds, 1e-9)
        speed = place.examples / seconds
        left = min(self._budget.seconds - place.seconds, (self._budget.examples - place.examples) / max(speed, 1e-9))
        return Progress(
            place.step,
            place.examples,
            value,
            speed,
            max(0.0, left),
            note,
            place.seconds,
            place.tokens / seconds,
            place.episode_steps / seconds,
            loss.figures,
        )

    def _finish(self) -> None:
        with torch.no_grad():
            for weights, average in zip(self._state.parameters, self._state.average, strict=True):
                weights.copy_(average)
        if self._files.state:
            self._files.state.unlink(missing_ok=True)


def _after(place: Place, loss: Loss, seconds: float) -> Place:
    return Place(
        place.step + 1,
        place.examples + loss.examples,
        seconds,
        place.tokens + loss.tokens,
        place.episode_steps + loss.episode_steps,
    )


def rate_factor(share: float, warm_up: float) -> float:
    """The rate's factor when that share of the budget is used: rises in a line, falls as a cosine."""
    return min(1.0, share / max(warm_up, 1e-9) + 0.02) * 0.5 * (1 + math.cos(math.pi * share))


def log_line(progress: Progress) -> str:
    """One line of a checkpoint's training.jsonl: what learning curves are drawn from."""
    form = asdict(progress)
    return json.dumps({key: value for key, value in form.items() if key not in ("seconds_left", "note")})
