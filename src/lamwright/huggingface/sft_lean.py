"""Supervised fine-tuning by a loop that does no more than it must.

The head works at the answer's tokens alone, examples that begin alike are read together (`rows`), rows of like length stand in one batch.
What was left out: several processes, sharding, 4 bits (the trainer "trl" has them).
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import torch
from torch.nn.functional import cross_entropy

from lamwright.huggingface.checkpoint import Checkpoint
from lamwright.huggingface.config import SftConfig
from lamwright.huggingface.lora import OR_ELSE, with_adapter
from lamwright.huggingface.network import autocast, hidden_states, scores_at
from lamwright.huggingface.rows import Batch, Row, batch_of, rows_of
from lamwright.huggingface.text_form import Written
from lamwright.training.faults import says_what_to_lower
from lamwright.training.loop import Budget, Files, Group, Loop, Loss, OnProgress
from lamwright.training.resume import fingerprint

Item = TypeVar("Item")


def fit_lean(
    checkpoint: Checkpoint,
    examples: Sequence[Written],
    config: SftConfig,
    on_progress: OnProgress,
    state: Path | None = None,
    data: str = "",
) -> Checkpoint:
    """Train on examples; the checkpoint given has an adapter after it where `lora_rank` says so.

    Goes on from `state` where a killed run of the same settings and `data` left it. It stops where the loss is no number any more, with
    the weights from before, and its last progress says so. Raises UsageError where the memory is not enough.
    """
    torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    model = with_adapter(checkpoint.model, config.lora_rank, config.lora_alpha, config.lora_dropout)
    if config.gradient_checkpointing:
        model.gradient_checkpointing_enable()
        model.enable_input_require_grads()
    batches = batches_of(rows_of(examples, config.row_tokens), config.batch)

    def loss_of(rows: list[Row]) -> Loss:
        return sft_loss(model, batch_of(rows), config.precision)

    weights = [weight for weight in model.parameters() if weight.requires_grad]
    per_epoch = sum(len(row.examples) for batch in batches for row in batch)
    budget = Budget(
        examples=round(config.epochs * per_epoch),
        warm_up=config.warm_up,
        clip=config.clip,
        average=0.0,
        seed=config.seed,
        state_seconds=config.state_seconds,
    )
    loop = Loop[list[Row]]([Group(weights, config.rate)], budget, Files(state, fingerprint(config, data)), config.weight_decay)
    model.train()
    with says_what_to_lower(f"row_tokens, batch or max_tokens, {OR_ELSE}", state):
        loop.run(lambda first: shuffled(batches, config.seed, first), loss_of, on_progress)
    model.eval()
    return Checkpoint(model, checkpoint.tokenizer, checkpoint.name)


def sft_loss(model: Any, batch: Batch, precision: str) -> Loss:
    """The mean cross-entropy over the answers' tokens."""
    device = next(model.parameters()).device
    with autocast(device, precision):
        scores = scores_at(model, hidden_states(model, batch), batch.at)
    return Loss(cross_entropy(scores, batch.targets.to(device)), len(batch.lengths), batch.tokens)


def batches_of(rows: Sequence[Row], batch: int) -> list[list[Row]]:
    """Rows of like length together, `batch` examples or a little more each."""
    batches: list[list[Row]] = []
    count = batch
    for row in sorted(rows, key=lambda one: one.length):
        if count >= batch:
            batches.append([])
            count = 0
        batches[-1].append(row)
        count += len(row.examples)
    return batches


def shuffled(batches: Sequence[Item], seed: int, first: int) -> Iterator[Item]:
    """The batches from that number on, without end, each pass in another order."""
    number, skip = divmod(first, len(batches))
    while True:
        order = list(batches)
        Random(f"{seed}/{number}").shuffle(order)
        yield from order[skip:]
        number, skip = number + 1, 0
