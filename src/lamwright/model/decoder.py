"""A small causal transformer that looks at the request: pre-norm, rotary positions, keys and values kept between steps."""

import torch
from torch import Tensor, nn

from lamwright.model.config import DecoderShape


class Kept:
    """One layer's keys and values: of the elements read so far, and of the request. Each 1 x heads x length x head width."""

    def __init__(self) -> None:
        self.elements: tuple[Tensor, Tensor] | None = None
        self.request: tuple[Tensor, Tensor] | None = None


class Decoder(nn.Module):
    """A stack of layers over elements B x T x W, looking at the request's states B x L x W."""

    def __init__(self, shape: DecoderShape) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.norm = nn.LayerNorm(shape.width)

    def forward(self, elements: Tensor, states: Tensor, keep: Tensor, kept: list[Kept] | None = None) -> Tensor:
        """The elements' states B x T x W. With `kept`, the elements go on after those read before."""
        for index, layer in enumerate(self.layers):
            elements = layer(elements, states, keep, kept[index] if kept else None)
        read: Tensor = self.norm(elements)
        return read


class Layer(nn.Module):
    def __init__(self, shape: DecoderShape) -> None:
        super().__init__()
        width = shape.width
        self.heads = shape.heads
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(3))
        self.own, self.own_out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.ask, self.answer, self.answer_out = nn.Linear(width, width), nn.Linear(width, 2 * width), nn.Linear(width, width)
        self.think = nn.Sequential(nn.Linear(width, shape.feed_forward), nn.GELU(), nn.Linear(shape.feed_forward, width))
        self.dropout = SharedDropout(shape.dropout)

    def forward(self, elements: Tensor, states: Tensor, keep: Tensor, kept: Kept | None) -> Tensor:
        elements = elements + self.dropout(self._look_back(self.norms[0](elements), kept))
        elements = elements + self.dropout(self._look_at_request(self.norms[1](elements), states, keep, kept))
        thought: Tensor = elements + self.dropout(self.think(self.norms[2](elements)))
        return thought

    def _look_back(self, elements: Tensor, kept: Kept | None) -> Tensor:
        query, key, value = (self._split(part) for part in self.own(elements).chunk(3, -1))
        before = kept.elements[0].shape[2] if kept and kept.elements else 0
        query, key = rotate(query, before), rotate(key, before)
        if kept:
            if kept.elements:
                key, value = torch.cat((kept.elements[0], key), 2), torch.cat((kept.elements[1], value), 2)
            kept.elements = key, value
        return self.own_out(_join(attend(query, key, value, _causal(query.shape[2], before))))  # type: ignore[no-any-return]

    def _look_at_request(self, elements: Tensor, states: Tensor, keep: Tensor, kept: Kept | None) -> Tensor:
        if kept and kept.request:
            key, value = kept.request
        else:
            key, value = (self._split(part) for part in self.answer(states).chunk(2, -1))
        if kept:
            kept.request = key, value
        looked = attend(self._split(self.ask(elements)), key, value, keep[:, None, None, :])
        return self.answer_out(_join(looked))  # type: ignore[no-any-return]

    def _split(self, vectors: Tensor) -> Tensor:
        """B x T x W to B x heads x T x W/heads."""
        return vectors.view(*vectors.shape[:2], self.heads, -1).transpose(1, 2)


class SharedDropout(nn.Module):
    """Dropout with one mask for all elements of an episode (Gal and Ghahramani 2016): a mask for each costs more than the layer itself."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, vectors: Tensor) -> Tensor:
        if not self.training or not self.share:
            return vectors
        keep = torch.rand(vectors.shape[0], 1, vectors.shape[-1]) >= self.share
        return vectors * (keep.to(vectors.dtype) / (1 - self.share))


def attend(query: Tensor, key: Tensor, value: Tensor, keep: Tensor) -> Tensor:
    """Attention where `keep` is True. Written out: on a CPU the fused kernel's backward pass takes ten times as long at these lengths."""
    scores = (query @ key.transpose(-1, -2)) * query.shape[-1] ** -0.5
    return torch.softmax(scores.masked_fill(~keep, -1e4), -1) @ value


def _join(vectors: Tensor) -> Tensor:
    return vectors.transpose(1, 2).flatten(2)


def _causal(count: int, before: int) -> Tensor:
    """Of shape count x (before + count), True where an element may look: at itself and what came before."""
    return torch.ones(count, before + count, dtype=torch.bool).tril(before)


def rotate(vectors: Tensor, offset: int) -> Tensor:
    """Rotary positions (Su et al. 2021, arXiv:2104.09864) from `offset` on, for B x heads x T x width."""
    half = vectors.shape[-1] // 2
    places = torch.arange(offset, offset + vectors.shape[2], dtype=torch.float32)
    angles = torch.outer(places, 10_000.0 ** (-torch.arange(half, dtype=torch.float32) / half))
    cos, sin = angles.cos().to(vectors.dtype), angles.sin().to(vectors.dtype)
    first, second = vectors[..., :half], vectors[..., half:]
    return torch.cat((first * cos - second * sin, first * sin + second * cos), -1)
