"""How often the model decides as the expert did, given the expert's states and earlier decisions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from lamwright.example import EpisodeExample
from lamwright.model.embedded_model import EmbeddedModel
from lamwright.training.batches import DecisionKind, Written, write_episode
from lamwright.training.collate import Batcher
from lamwright.training.objective import scores

BATCH = 64


@dataclass(frozen=True, slots=True)
class Report:
    """Shares from 0 to 1; `decisions` by kind. `episode` is also the share that greedy decoding gets right in the expert's states."""

    decisions: dict[DecisionKind, float]
    action: float
    episode: float
    right: tuple[bool, ...]
    """For each example, in order, whether the whole episode is right."""


def validate(model: EmbeddedModel, examples: Sequence[EpisodeExample], batcher: Batcher | None = None) -> Report:
    """Raises ValueError on no examples."""
    if not examples:
        raise ValueError("There is nothing to validate on.")
    batcher = batcher or Batcher(model.bags, model.config.vocabulary)
    written = [write_episode(example, model.tokens, model.config.vocabulary.constants) for example in examples]
    order = sorted(range(len(written)), key=lambda index: written[index].cost)
    training = model.network.training
    model.network.eval()
    wrong: set[tuple[int, int]] = set()
    seen: Counter[DecisionKind] = Counter()
    missed: Counter[DecisionKind] = Counter()
    for first in range(0, len(order), BATCH):
        numbers = order[first : first + BATCH]
        verdicts = iter(_right(model, batcher, [written[number] for number in numbers]))
        for number in numbers:
            for decision in written[number].decisions:
                seen[decision.kind] += 1
                if not next(verdicts):
                    missed[decision.kind] += 1
                    wrong.add((number, decision.step))
    model.network.train(training)
    lost = {number for number, _ in wrong}
    return Report(
        {kind: 1 - missed[kind] / count for kind, count in seen.items()},
        1 - len(wrong) / sum(len(example.steps) for example in examples),
        1 - len(lost) / len(examples),
        tuple(number not in lost for number in range(len(examples))),
    )


@torch.inference_mode()
def _right(model: EmbeddedModel, batcher: Batcher, episodes: list[Written]) -> list[bool]:
    """Whether each decision is right, a span's end included."""
    batch = batcher.batch(episodes)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        found = scores(model.network, batch)
    right = found.choices.argmax(-1) == batch.options.gold
    right[batch.ends.of] &= found.ends.argmax(-1) == batch.ends.gold
    return right.tolist()
