"""The network: a sentence encoder reads the request once, a causal decoder reads the episode and scores every decision.

Letters in shapes: B episodes, L pieces of the request, T elements of the episode's sequence, N names, D decisions, W the decoder's width.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import embedding_bag
from transformers import BertConfig, BertModel

from lamwright.model.config import EncoderShape, ModelConfig
from lamwright.model.decoder import Decoder, SharedDropout

START, PART, DECIDE, NAME, SPAN = range(5)
"""The kinds of element in an episode's sequence."""


class NameBags(NamedTuple):
    """Names as bags of word pieces. pieces N x P, padded with 0; functions, types and known N (0 = not in the vocabulary)."""

    pieces: Tensor
    functions: Tensor
    types: Tensor
    known: Tensor


class PartBags(NamedTuple):
    """Parts of state lines: the first word and the rest, each N x P, padded with 0."""

    keys: Tensor
    rests: Tensor


class Memory(NamedTuple):
    """What the decoder may look at. states B x L x W, starts and ends alike (keys of spans); keep B x L, True for a piece; pooled B x W."""

    states: Tensor
    starts: Tensor
    ends: Tensor
    keep: Tensor
    pooled: Tensor


@dataclass(frozen=True, slots=True)
class Spans:
    """Where elements of the sequence are spans of the request: for each its row, its place in T, its first and last piece."""

    rows: Tensor
    at: Tensor
    first: Tensor
    last: Tensor


class Network(nn.Module):
    """Encoder, names, decoder and the heads that score decisions."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        shape, width = config.decoder, config.decoder.width
        self.config = config
        self.encoder = BertModel(bert_config(config.encoder), add_pooling_layer=False)
        self.read = nn.Sequential(nn.Linear(config.encoder.width, width), nn.LayerNorm(width))
        self.place = nn.Parameter(torch.tensor(0.0))  # opens as far as places help; open from the start it cost accuracy
        self.pool = nn.Linear(config.encoder.width, width)
        self.name_words = bag_layers(config.encoder.width, width)
        self.functions = nn.Embedding(len(config.vocabulary.functions) + 1, width)
        self.types = nn.Embedding(len(config.vocabulary.types) + 1, width)
        self.known = nn.Embedding(len(config.vocabulary.names) + 1, width, padding_idx=0)
        self.name_norm = nn.LayerNorm(width)
        self.part_words = bag_layers(2 * config.encoder.width, width)
        self.kinds = nn.Embedding(5, width)
        self.span = nn.Linear(2 * width, width)
        self.decoder = Decoder(shape)
        self.ask_name, self.name_key = nn.Linear(width, width), nn.Linear(width, width)
        self.word_key, self.pool_key = nn.Linear(width, width), nn.Linear(width, width)
        self.trust = nn.Linear(width, 2)
        self.ask_start, self.start_key = nn.Linear(width, width), nn.Linear(width, width)
        self.ask_end, self.end_key = nn.Linear(2 * width, width), nn.Linear(width, width)
        self.quotes = nn.Linear(width, 2)
        self.dropout = SharedDropout(shape.dropout)
        for table in (self.functions, self.types, self.known, self.kinds):
            nn.init.normal_(table.weight, std=0.3 if table is not self.kinds else 0.1)

    def encode(self, ids: Tensor, keep: Tensor) -> Memory:
        """Read requests. ids and keep B x L."""
        hidden = self.encoder(input_ids=ids, attention_mask=keep.long()).last_hidden_state
        weights = keep.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weights).sum(1) / weights.sum(1)
        states = self.read(hidden) + self.place * waves(ids.shape[1], self.config.decoder.width)
        return Memory(states, self.start_key(states), self.end_key(states), keep, self.pool(mean))

    def name_vectors(self, bags: NameBags, forget: float = 0.0) -> Tensor:
        """N x W. `forget` is the share of names whose own embedding is left out, so that names never seen can be composed."""
        own: Tensor = self.known(bags.known)
        if forget and self.training:
            own = own * (torch.rand(len(own), 1) >= forget)
        vectors: Tensor = self.name_norm(
            self.name_words(self._mean(bags.pieces)) + self.functions(bags.functions) + self.types(bags.types) + own
        )
        return vectors

    def part_vectors(self, bags: PartBags) -> Tensor:
        """N x W."""
        vectors: Tensor = self.part_words(torch.cat((self._mean(bags.keys), self._mean(bags.rests)), -1))
        return vectors

    def sequence(self, kinds: Tensor, content: Tensor, table: Tensor, spans: Spans, memory: Memory) -> Tensor:
        """B x T x W: each element's kind and content. `content` B x T points into `table`; row 0 of it is nothing."""
        elements: Tensor = self.kinds(kinds) + table[content]
        starts = (kinds == START).unsqueeze(-1)
        elements = elements + starts * memory.pooled.unsqueeze(1)
        if len(spans.rows):
            ends = torch.cat((memory.states[spans.rows, spans.first], memory.states[spans.rows, spans.last]), -1)
            elements = elements.index_put((spans.rows, spans.at), self.span(ends).to(elements.dtype), accumulate=True)
        dropped: Tensor = self.dropout(elements)
        return dropped

    def likeness(self, memory: Memory, names: Tensor) -> Tensor:
        """B x N: how much each name is like the request's words, the nearest of them and the whole."""
        keys: Tensor = self.word_key(names)
        by_word = torch.einsum("blw,nw->bln", memory.states, keys).float() / math.sqrt(keys.shape[-1])
        nearest = by_word.masked_fill(~memory.keep.unsqueeze(-1), -math.inf).logsumexp(1)
        whole: Tensor = (memory.pooled @ self.pool_key(names).T).float() / math.sqrt(keys.shape[-1])
        return nearest + whole

    def name_scores(self, asked: Tensor, names: Tensor, likeness: Tensor) -> Tensor:
        """D x N, for decisions' states asked D x W and each one's likeness D x N."""
        scores: Tensor = (self.ask_name(asked) @ self.name_key(names).T).float() / math.sqrt(names.shape[-1])
        trusted: Tensor = self.trust(asked).float()[:, :1] * likeness
        return scores + trusted

    def start_scores(self, asked: Tensor, starts: Tensor, opened: Tensor) -> Tensor:
        """D x L, for each decision's own request: starts D x L x W, and opened D x L, True right after an opening quotation mark."""
        scores = torch.einsum("dw,dlw->dl", self.ask_start(asked), starts).float() / math.sqrt(starts.shape[-1])
        quoted: Tensor = self.quotes(asked).float()[:, :1] * opened
        return scores + quoted

    def end_scores(self, asked: Tensor, first: Tensor, ends: Tensor, match: Tensor) -> Tensor:
        """D x L, given the state of each span's first piece D x W; `match` D is the last piece of the quotation that it opens, or -1."""
        question = self.ask_end(torch.cat((asked, first), -1))
        scores = torch.einsum("dw,dlw->dl", question, ends).float() / math.sqrt(ends.shape[-1])
        closes = torch.arange(ends.shape[1]).unsqueeze(0) == match.unsqueeze(1)
        quoted: Tensor = self.quotes(asked).float()[:, 1:] * closes
        return scores + quoted

    def _mean(self, pieces: Tensor) -> Tensor:
        """The mean of word pieces' pretrained embeddings; 0 is padding."""
        return embedding_bag(pieces, self.encoder.embeddings.word_embeddings.weight, mode="mean", padding_idx=0)


def bag_layers(width_in: int, width: int) -> nn.Sequential:
    return nn.Sequential(nn.LayerNorm(width_in), nn.Linear(width_in, width), nn.GELU(), nn.Linear(width, width))


def waves(count: int, width: int) -> Tensor:
    """Places 0 to count as sines and cosines, count x width: where in a request of several parts something stands."""
    angles = torch.outer(
        torch.arange(count, dtype=torch.float32), 1000.0 ** (-torch.arange(width // 2, dtype=torch.float32) / (width // 2))
    )
    return torch.cat((angles.sin(), angles.cos()), -1)


def bert_config(shape: EncoderShape) -> BertConfig:
    return BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.width,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.feed_forward,
        max_position_embeddings=shape.positions,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        attn_implementation="eager",  # the fused kernel is slow backwards: see decoder.attend
    )  # type: ignore[call-arg]
