"""Learning from experts: minimise the cross-entropy of their decisions for a given time or number of examples."""

import math
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from lamwright.grammar import Target, arguments
from lamwright.model.config import ModelConfig, Vocabulary
from lamwright.model.embedded_model import EmbeddedModel, new_model
from lamwright.model.layout import Constants, literals_of
from lamwright.training.batches import EpisodeExample, Written, write_episode
from lamwright.training.collate import Batcher
from lamwright.training.objective import loss, scores

Sampler = Callable[[random.Random], EpisodeExample]


@dataclass(frozen=True, slots=True)
class SftConfig:
    """How to train. The budget is `seconds` or `examples`, whichever ends first; only a budget of examples repeats exactly."""

    seconds: float = 360.0
    examples: int = 10**9
    batch: int = 32
    pool: int = 16
    """So many batches are drawn together, sorted by length and shuffled: little padding."""
    rate: float = 1.5e-3
    encoder_rate: float = 2e-4
    weight_decay: float = 0.01
    warm_up: float = 0.05
    clip: float = 1.0
    forget: float = 0.2
    average: float = 0.99
    """The decay of the running average of the weights, which is what training returns."""
    likeness: float = 0.1
    seed: int = 0
    threads: int = 2


@dataclass(frozen=True, slots=True)
class Progress:
    """Where training stands. `note` says why it stopped early."""

    step: int
    examples: int
    loss: float
    examples_per_second: float
    seconds_left: float
    note: str = ""


def train(sample: Sampler, config: SftConfig, shape: ModelConfig, on_progress: Callable[[Progress], None]) -> EmbeddedModel:
    model = new_model(shape, config.seed)
    torch.set_num_threads(config.threads)
    Run(model, config).go(sample, on_progress)
    return model
class Run:
    def __init__(self, model, config):
        self.model, self.config = model, config
        self.batcher = Batcher(model.bags)
        net = model.network
        if model.config.pretrained:
            net.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        enc = [p for n, p in net.named_parameters() if n.startswith("encoder.") and p.requires_grad]
        rest = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
        self.optimiser = torch.optim.AdamW([{"params": enc, "peak": config.encoder_rate}, {"params": rest, "peak": config.rate}], betas=(0.9, 0.98), weight_decay=config.weight_decay, fused=True)
        self.params = enc + rest
        self.average = [p.detach().clone() for p in self.params]

    def pools(self, sample):
        c = self.config
        for number in range(10**9):
            rng = random.Random(f"{c.seed}/{number}")
            written = [write_episode(sample(rng), self.model.tokens, self.model.config.vocabulary.constants) for _ in range(c.batch * c.pool)]
            written.sort(key=lambda w: (len(w.request.ids), len(w.elements)))
            batches = [written[i:i + c.batch] for i in range(0, len(written), c.batch)]
            rng.shuffle(batches)
            yield from batches

    def go(self, sample, on_progress):
        c = self.config
        begun = time.monotonic(); examples = 0
        net = self.model.network.train()
        for step, written in enumerate(self.pools(sample)):
            part = max((time.monotonic() - begun) / c.seconds, examples / c.examples)
            if part >= 1: break
            scale = min(1, part / c.warm_up + 0.02) * 0.5 * (1 + math.cos(math.pi * part))
            for group in self.optimiser.param_groups: group["lr"] = group["peak"] * scale
            batch = self.batcher.batch(written)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                value = loss(scores(net, batch, c.forget), batch, c.likeness)
            self.optimiser.zero_grad(set_to_none=True)
            value.backward()
            norm = nn.utils.clip_grad_norm_(self.params, c.clip)
            self.optimiser.step()
            decay = min(c.average, (1 + step) / (10 + step))
            torch._foreach_lerp_(self.average, self.params, 1 - decay)
            examples += len(written)
            if step % 20 == 0:
                spent = time.monotonic() - begun
                on_progress(Progress(step, examples, value.item(), examples / spent, c.seconds - spent))
        with torch.no_grad():
            for p, a in zip(self.params, self.average): p.copy_(a)
        net.eval()


def vocabulary_of(examples: Iterable[EpisodeExample], constants: Constants | None = None) -> Vocabulary:
    """Every name that occurs in the examples: their targets, and the literals of their arguments."""
    constants = constants or {}
    names: dict[Target, None] = {}
    for example in examples:
        for step in example.steps:
            names |= dict.fromkeys(step.targets)
    for target in tuple(names):
        for argument in arguments(target, constants):
            names |= dict.fromkeys(literals_of(target, argument))
    ordered = sorted(names, key=lambda name: (name.function, name.type, name.text))
    return Vocabulary(tuple(ordered), constants)


def constants_of(examples: Iterable[EpisodeExample], tokens) -> Constants:
    from lamwright.grammar import target_of, values_of
    from lamwright.model.spans import locate
    found: dict[str, dict[str, None]] = {}
    for example in examples:
        request = tokens.request(example.request)
        for step in example.steps:
            target = target_of(step.action)
            for argument, value in zip(arguments(target), values_of(step.action), strict=True):
                if value not in argument.literals and locate(request, value) is None:
                    found.setdefault(f"{target.function}|{target.text}", {})[value] = None
    return {key: tuple(sorted(values)) for key, values in sorted(found.items())}
