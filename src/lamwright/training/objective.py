"""What training minimises, and how often the model is right: both from the scores of every decision in a batch."""

import math
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from lamwright.model.network import Memory, Network
from lamwright.training.collate import Batch


class Scores(NamedTuple):
    """choices D x (N + L), ends E x L, both -inf where not allowed; likeness B x N."""

    choices: Tensor
    ends: Tensor
    likeness: Tensor


class Read(NamedTuple):
    """A batch as the network has read it. states B x T x W, names N x W."""

    states: Tensor
    names: Tensor
    memory: Memory


def read(network: Network, batch: Batch, forget: float = 0.0) -> Read:
    """Read whole episodes at once."""
    memory = network.encode(batch.ids, batch.keep)
    names = network.name_vectors(batch.names, forget)
    parts = network.part_vectors(batch.parts)
    table = torch.cat((torch.zeros_like(names[:1]), parts.to(names.dtype), names))
    elements = network.sequence(batch.kinds, batch.content, table, batch.spans, memory)
    return Read(network.decoder(elements, memory.states, batch.keep), names, memory)


def scores(network: Network, batch: Batch, forget: float = 0.0) -> Scores:
    """Every decision of the batch, given the expert's decisions before it."""
    return scores_of(network, batch, read(network, batch, forget))


def scores_of(network: Network, batch: Batch, found: Read) -> Scores:
    """Every decision of a batch that was read."""
    states, names, memory = found
    options, ends = batch.options, batch.ends
    asked = states[options.rows, options.at]
    rows = options.rows[ends.of]
    likeness = network.likeness(memory, names)
    by_name = network.name_scores(asked, names, likeness[options.rows]).masked_fill(~options.may_name, -math.inf)
    by_start = network.start_scores(asked, memory.starts[options.rows], batch.opened[options.rows])
    first = memory.states[rows, ends.first]
    by_end = network.end_scores(asked[ends.of], first, memory.ends[rows], ends.match).masked_fill(~ends.may, -math.inf)
    by_start = by_start.masked_fill(~options.may_start, -math.inf)
    return Scores(torch.cat((by_name, by_start), -1), by_end, likeness)


def loss(found: Scores, batch: Batch, likeness_weight: float = 0.1) -> Tensor:
    """The mean cross-entropy of all decisions, plus how well likeness alone tells which names the episode will choose."""
    per_choice = cross_entropy(found.choices, batch.options.gold, reduction="sum")
    per_end = cross_entropy(found.ends, batch.ends.gold, reduction="sum")
    decisions = batch.options.count + batch.ends.count
    among = batch.chosen.float() / batch.chosen.sum(1, keepdim=True)
    alike = cross_entropy(found.likeness, among)
    return (per_choice + per_end) / decisions + likeness_weight * alike


def logprobs(found: Scores, batch: Batch) -> Tensor:
    """The logarithm of each decision's probability, a span's end included, D: for the decisions that the batch's episodes took."""
    chosen = found.choices.float().log_softmax(-1).gather(1, batch.options.gold[:, None])[:, 0]
    count = batch.ends.count
    by_end = found.ends.float().log_softmax(-1).gather(1, batch.ends.gold[:, None])[:count, 0]
    return chosen.index_add(0, batch.ends.of[:count], by_end)[: batch.options.count]
