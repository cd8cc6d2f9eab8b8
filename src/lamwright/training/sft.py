"""Learning from experts: minimise the cross-entropy of their decisions, for a given time or number of examples.

Everything follows from the seed when the budget is a number of examples; a budget of time ends where the machine has come.
"""

import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn

from lamwright.errors import UsageError
from lamwright.example import Example
from lamwright.grammar import Target
from lamwright.model.config import DecoderShape, ModelConfig
from lamwright.model.embedded_model import EmbeddedModel, encoder_folder, grown, new_model
from lamwright.model.tokens import Tokens
from lamwright.training.batches import Written, write_example
from lamwright.training.collate import Batcher
from lamwright.training.objective import loss, scores
from lamwright.training.resume import Place, State, fingerprint, keep, take_up
from lamwright.training.vocabulary import joined, vocabulary_of

Sampler = Callable[[random.Random], Example]
SCANNED = 2000
"""So many examples more than the given sample are drawn to find names and constants in."""
MOST_UNWRITABLE = 0.05


@dataclass(frozen=True, slots=True)
class SftConfig:
    """How to train. The budget is `seconds` or `examples`, whichever is used up first."""

    seconds: float = 360.0
    examples: int = 10**9
    batch: int = 16
    pool: int = 32
    """So many batches are drawn together, sorted by length and shuffled: little padding."""
    rate: float = 1.5e-3
    encoder_rate: float = 2e-4
    weight_decay: float = 0.01
    warm_up: float = 0.05
    """The share of the budget in which the rates rise; they fall as a cosine after it."""
    clip: float = 1.0
    forget: float = 0.2
    """The share of names that must be composed from their words alone, drawn anew for each batch."""
    average: float = 0.99
    """The decay of the running average of the weights, which is what training returns."""
    likeness: float = 0.1
    """The weight of the second loss: telling from the request alone which names the episode chooses."""
    seed: int = 0
    threads: int = 2
    state_seconds: float = 60.0
    """How often the state is written that a killed run resumes from."""
    decoder: DecoderShape = field(default_factory=DecoderShape)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where training stands. `note` says why it stopped early; empty otherwise."""

    step: int
    examples: int
    loss: float
    examples_per_second: float
    seconds_left: float
    note: str = ""


def fit(
    sample: Sampler,
    scanned: Sequence[Example],
    config: SftConfig,
    start: EmbeddedModel | bool,
    on_progress: Callable[[Progress], None],
    state: Path | None = None,
    data: str = "",
    steps: Sequence[Target] = (),
) -> EmbeddedModel:
    """Train a model whose vocabulary is found in `scanned` and in more examples of the stream.

    `start` is the model of an earlier phase, or whether a new one starts from the pretrained encoder. `steps`: see `vocabulary_of`.
    Raises UsageError where the examples cannot be written as decisions. `state` is a file that a killed run leaves and a later call with
    the same settings and `data` (what names the stream of examples) goes on from; it is deleted at the end.
    """
    rng = random.Random(f"{config.seed}/vocabulary")
    examples = [*scanned, *(sample(rng) for _ in range(SCANNED))]
    if isinstance(start, EmbeddedModel):
        vocabulary = joined(start.config.vocabulary, vocabulary_of(examples, start.tokens, steps))
        return go_on(grown(start, vocabulary), sample, config, on_progress, state, data)
    vocabulary = vocabulary_of(examples, Tokens(encoder_folder() / "tokenizer.json"), steps)
    return train(sample, config, ModelConfig(vocabulary=vocabulary, decoder=config.decoder, pretrained=start), on_progress, state, data)


def train(
    sample: Sampler,
    config: SftConfig,
    shape: ModelConfig,
    on_progress: Callable[[Progress], None],
    state: Path | None = None,
    data: str = "",
) -> EmbeddedModel:
    """Train a new model of that shape and vocabulary: see `fit`."""
    return go_on(new_model(shape, config.seed), sample, config, on_progress, state, data)


def go_on(
    model: EmbeddedModel,
    sample: Sampler,
    config: SftConfig,
    on_progress: Callable[[Progress], None],
    state: Path | None = None,
    data: str = "",
) -> EmbeddedModel:
    """Train a model further: see `fit`."""
    torch.set_num_threads(config.threads)
    training = _Training(model, config, _Stream(model, sample, config), data)
    training.run(on_progress, state)
    return model


class _Stream:
    """The examples in batches: each pool of them follows from the seed and its number, so that a run can go on anywhere."""

    def __init__(self, model: EmbeddedModel, sample: Sampler, config: SftConfig) -> None:
        self._model, self._sample, self._config = model, sample, config
        self._drawn = self._unwritable = 0

    def batches(self, first: int) -> Iterator[list[Written]]:
        """From batch `first` on, without end."""
        pool, skip = divmod(first, self._config.pool)
        while True:
            yield from self._pool(pool)[skip:]
            pool, skip = pool + 1, 0

    def _pool(self, number: int) -> list[list[Written]]:
        rng = random.Random(f"{self._config.seed}/{number}")
        size = self._config.batch
        written = [self._write(rng) for _ in range(size * self._config.pool)]
        written.sort(key=lambda episode: (len(episode.request.ids), episode.cost))
        batches = [written[first : first + size] for first in range(0, len(written), size)]
        rng.shuffle(batches)
        return batches

    def _write(self, rng: random.Random) -> Written:
        """The next example that can be written. Raises the last one's UsageError where too many cannot."""
        while True:
            self._drawn += 1
            try:
                return write_example(self._sample(rng), self._model.tokens, self._model.config.vocabulary)
            except UsageError:
                self._unwritable += 1
                if self._unwritable > 5 + MOST_UNWRITABLE * self._drawn:
                    raise


class _Training:
    """One run: the weights that learn, their average, and the optimiser."""

    def __init__(self, model: EmbeddedModel, config: SftConfig, stream: _Stream, data: str) -> None:
        self._model, self._config, self._stream = model, config, stream
        self._batcher = Batcher(model.bags, model.config.vocabulary)
        self._run = fingerprint(config, model.config, data)
        network = model.network
        network.encoder.embeddings.word_embeddings.weight.requires_grad_(not model.config.pretrained)
        encoder = [weights for weights in network.encoder.parameters() if weights.requires_grad]
        own = {id(weights) for weights in network.encoder.parameters()}
        rest = [weights for weights in network.parameters() if id(weights) not in own]
        groups = [{"params": encoder, "peak": config.encoder_rate}, {"params": rest, "peak": config.rate}]
        optimiser = torch.optim.AdamW(groups, lr=0.0, betas=(0.9, 0.98), weight_decay=config.weight_decay, fused=True)
        parameters = encoder + rest
        self._state = State(parameters, [weights.detach().clone() for weights in parameters], optimiser)

    def run(self, on_progress: Callable[[Progress], None], file: Path | None) -> None:
        """Train to the end of the budget; the model then holds the averaged weights."""
        place = take_up(file, self._state, self._run) if file and file.exists() else Place()
        begun = time.monotonic() - place.seconds
        kept, note = time.monotonic(), ""
        self._model.network.train()
        for written in self._stream.batches(place.step):
            share = max(place.seconds / self._config.seconds, place.examples / self._config.examples)
            if share >= 1 or note:
                break
            value = self._step(written, share, place.step)
            note = "" if math.isfinite(value) else "The loss is no number any more: stopped, with the weights from before. Lower the rates."
            place = Place(place.step + 1, place.examples + len(written), time.monotonic() - begun)
            on_progress(self._progress(place, value, note))
            if file and not note and time.monotonic() - kept > self._config.state_seconds:
                keep(file, self._state, place, self._run)
                kept = time.monotonic()
        self._finish(file)

    def _step(self, written: list[Written], share: float, step: int) -> float:
        """One update, left out where loss or gradient is not finite: the weights stay numbers. Returns the loss, nan where left out."""
        torch.manual_seed(self._config.seed * 1_000_003 + step)
        batch = self._batcher.batch(written)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            value = loss(scores(self._model.network, batch, self._config.forget), batch, self._config.likeness)
        self._state.optimiser.zero_grad(set_to_none=True)
        value.backward()  # type: ignore[no-untyped-call]
        length = nn.utils.clip_grad_norm_(self._state.parameters, self._config.clip)
        if not (math.isfinite(value.item()) and math.isfinite(length.item())):
            return math.nan
        for group in self._state.optimiser.param_groups:
            group["lr"] = group["peak"] * _rate(share, self._config.warm_up)
        self._state.optimiser.step()
        decay = min(self._config.average, (1 + step) / (10 + step))
        torch._foreach_lerp_(self._state.average, list[Tensor](self._state.parameters), 1 - decay)
        return value.item()

    def _progress(self, place: Place, value: float, note: str) -> Progress:
        speed = place.examples / max(place.seconds, 1e-9)
        left = min(self._config.seconds - place.seconds, (self._config.examples - place.examples) / max(speed, 1e-9))
        return Progress(place.step, place.examples, value, speed, max(0.0, left), note)

    def _finish(self, file: Path | None) -> None:
        with torch.no_grad():
            for weights, average in zip(self._state.parameters, self._state.average, strict=True):
                weights.copy_(average)
        self._model.network.eval()
        if file:
            file.unlink(missing_ok=True)


def _rate(share: float, warm_up: float) -> float:
    """The rate's factor when that share of the budget is used: rises in a line, falls as a cosine."""
    return min(1.0, share / warm_up + 0.02) * 0.5 * (1 + math.cos(math.pi * share))
