"""Learning from examples: minimise the cross-entropy of an expert's decisions, in plans or in episodes."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch

from lamwright.errors import UsageError
from lamwright.example import Example
from lamwright.grammar import Target
from lamwright.model.config import DecoderShape, ModelConfig
from lamwright.model.embedded_model import EmbeddedModel, encoder_folder, grown, new_model
from lamwright.model.tokens import Tokens
from lamwright.training.batches import Written, write_example
from lamwright.training.collate import Batch, Batcher
from lamwright.training.faults import says_what_to_lower
from lamwright.training.loop import Budget, Files, Group, Loop, Loss, OnProgress
from lamwright.training.objective import loss, scores
from lamwright.training.resume import fingerprint
from lamwright.training.vocabulary import joined, vocabulary_of

Sampler = Callable[[random.Random], Example]
SCANNED = 2000
"""So many examples more than the given sample are drawn to find names and constants in."""
MOST_UNWRITABLE = 0.05
"""Of evolved plans one in thirty names a value that its task does not say; a greater share is a fault of the data."""
FEW_UNWRITABLE = 20
"""So many say nothing about the share yet."""
BATCH = "the batch (--batch)"
"""What to lower where the memory is not enough."""


@dataclass(frozen=True, slots=True)
class SftConfig:
    """How to train. The budget is `seconds` or `examples`, whichever is used up first."""

    seconds: float = 360.0
    examples: int = 10**9
    batch: int = 16
    pool: int = 32
    """So many batches are drawn together, sorted by length, plans apart, and shuffled: little padding, few names a batch."""
    rate: float = 1.5e-3
    encoder_rate: float = 2e-4
    weight_decay: float = 0.01
    warm_up: float = 0.05
    clip: float = 1.0
    forget: float = 0.2
    """The share of names that must be composed from their words alone, drawn anew for each batch."""
    average: float = 0.99
    hide: float = 0.15
    """The share of a request's pieces that are masked, in one example of two: words that nobody wrote before must not mislead."""
    likeness: float = 0.1
    """The weight of the second loss: telling from the request alone which names the episode chooses."""
    seed: int = 0
    threads: int = 2
    state_seconds: float = 60.0
    decoder: DecoderShape = field(default_factory=DecoderShape)

    @property
    def budget(self) -> Budget:
        return Budget(self.seconds, self.examples, self.warm_up, self.clip, self.average, self.seed, self.state_seconds)


def fit(
    sample: Sampler,
    scanned: Sequence[Example],
    config: SftConfig,
    start: EmbeddedModel | bool,
    on_progress: OnProgress,
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
    sample: Sampler, config: SftConfig, shape: ModelConfig, on_progress: OnProgress, state: Path | None = None, data: str = ""
) -> EmbeddedModel:
    """Train a new model of that shape and vocabulary: see `fit`."""
    return go_on(new_model(shape, config.seed), sample, config, on_progress, state, data)


def go_on(
    model: EmbeddedModel, sample: Sampler, config: SftConfig, on_progress: OnProgress, state: Path | None = None, data: str = ""
) -> EmbeddedModel:
    """Train a model further: see `fit`."""
    torch.set_num_threads(config.threads)
    batcher, network = Batcher(model.bags, model.config.vocabulary), model.network

    def loss_of(written: list[Written]) -> Loss:
        batch = batcher.batch(written)
        if config.hide:
            batch = hidden(batch, config.hide, model.tokens.mask)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            value = loss(scores(network, batch, config.forget), batch, config.likeness)
        return Loss(value, len(written), sum(example.cost for example in written))

    files = Files(state, fingerprint(config, model.config, data))
    loop = Loop[list[Written]](parameter_groups(model, config.rate, config.encoder_rate), config.budget, files, config.weight_decay)
    network.train()
    with says_what_to_lower(BATCH, state):
        loop.run(_Stream(model, sample, config).batches, loss_of, on_progress)
    network.eval()
    return model


def hidden(batch: Batch, share: float, mask: int) -> Batch:
    """The batch with that share of its requests' pieces replaced by `mask`, in every second request on average; first and last pieces,
    which frame a request, stay. What to copy is told by places, so hidden words can still be copied.
    """
    pieces = batch.keep & batch.keep.roll(-1, 1)
    pieces[:, 0] = False
    pieces[:, -1] = False
    chosen = (torch.rand(len(batch.ids), 1) < 0.5) & (torch.rand(batch.ids.shape) < share)
    return replace(batch, ids=batch.ids.masked_fill(chosen & pieces, mask))


def parameter_groups(model: EmbeddedModel, rate: float, encoder_rate: float) -> tuple[Group, Group]:
    """The encoder's weights and the others. Pretrained word pieces stay as they are; at rate 0 the encoder does too."""
    network = model.network
    network.encoder.requires_grad_(encoder_rate > 0)
    if model.config.pretrained:
        network.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    own = {id(weights) for weights in network.encoder.parameters()}
    encoder = [weights for weights in network.encoder.parameters() if weights.requires_grad]
    return Group(encoder, encoder_rate), Group([weights for weights in network.parameters() if id(weights) not in own], rate)


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
        written.sort(key=lambda example: (example.is_plan, len(example.request.ids), example.cost))
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
                if self._unwritable > FEW_UNWRITABLE + MOST_UNWRITABLE * self._drawn:
                    raise
