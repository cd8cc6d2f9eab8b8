"""Writing an answer under a grammar with as few readings of the model as can be.

What the prompt shares with one that was read lately is not read again (its keys and values are at hand), and what the grammar leaves no
choice about is not asked: it is read together with the next thing that is to be chosen, or never, at the answer's end.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

import torch
from torch import Tensor

from lamwright.errors import UsageError
from lamwright.huggingface.checkpoint import Checkpoint


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer's ids, and the natural logarithm of each one's probability: 0 where the grammar forced it."""

    ids: tuple[int, ...]
    logprobs: tuple[float, ...]
    forced: int
    """How many of the ids were forced."""


@dataclass(slots=True)
class _Prefix:
    """Ids that the model has read, with their keys and values."""

    ids: list[int] = field(default_factory=list)
    cache: Any = None


class Writer:
    """Writes answers by one model. Greedy at temperature 0, else drawn at random. Keeps the last `prefixes` readings."""

    def __init__(self, checkpoint: Checkpoint, temperature: float = 0.0, seed: int = 0, prefixes: int = 3) -> None:
        self._checkpoint, self._temperature = checkpoint, temperature
        self._random = torch.Generator(checkpoint.device).manual_seed(seed)
        self._prefixes: list[_Prefix] = []
        self._most = prefixes
        self.read = self.reused = 0
        """Tokens that the model has read, and tokens that it need not read again."""
        checkpoint.model.eval()

    @torch.inference_mode()
    def write(self, prompt: Sequence[int], matcher: Any, max_tokens: int = 1024) -> Answer:
        """Raises UsageError where the prompt is too long for the model, or the answer does not end."""
        if len(prompt) + 8 > self._checkpoint.limit:
            raise UsageError(f"The prompt has {len(prompt)} tokens, the model reads {self._checkpoint.limit}. Take one that reads more.")
        ids: list[int] = []
        logprobs: list[float] = []
        forced = 0
        while len(ids) < max_tokens:
            must = matcher.compute_ff_tokens()
            matcher.consume_tokens(must)
            ids += must
            logprobs += [0.0] * len(must)
            forced += len(must)
            if matcher.is_stopped() or (matcher.is_accepting() and not must):
                return Answer(tuple(ids), tuple(logprobs), forced)
            if not must or not matcher.is_accepting():
                token, logprob = self._choose(self._scores([*prompt, *ids]), matcher)
                matcher.consume_token(token)
                ids.append(token)
                logprobs.append(logprob)
        raise UsageError(f"The answer has no end after {max_tokens} tokens. Train the model longer, or raise max_tokens.")

    def _choose(self, scores: Tensor, matcher: Any) -> tuple[int, float]:
        scores = scores.masked_fill(~allowed(matcher, len(scores)).to(scores.device), -torch.inf)
        if not self._temperature:
            token = int(scores.argmax())
            return token, float(scores.log_softmax(-1)[token])
        logprobs = (scores / self._temperature).log_softmax(-1)
        token = int(torch.multinomial(logprobs.exp(), 1, generator=self._random))
        return token, float(logprobs[token])

    def _scores(self, ids: list[int]) -> Tensor:
        """The scores of what comes after these ids."""
        prefix = self._nearest(ids)
        start = len(prefix.ids)
        rest = torch.tensor([ids[start:]], device=self._checkpoint.device)
        found = self._checkpoint.model(input_ids=rest, past_key_values=prefix.cache, use_cache=True, logits_to_keep=1)
        prefix.ids, prefix.cache = list(ids), found.past_key_values
        self.read += len(ids) - start
        self.reused += start
        scores: Tensor = found.logits[0, -1].float()
        return scores

    def _nearest(self, ids: list[int]) -> _Prefix:
        """The reading that shares most with these ids, cut to what it shares; the last id is always read, since it is asked about."""
        shared = [_shared(prefix.ids, ids[:-1]) for prefix in self._prefixes]
        best = max(range(len(shared)), key=shared.__getitem__, default=None)
        if best is None or shared[best] < len(self._prefixes[best].ids) // 2:
            chosen = _Prefix([], _new_cache())
            if len(self._prefixes) >= self._most:
                self._prefixes.pop(0)
        else:
            chosen = self._prefixes.pop(best)
            _cut(chosen, shared[best])
        self._prefixes.append(chosen)
        return chosen


def allowed(matcher: Any, vocabulary: int) -> Tensor:
    """True at each token that may come next."""
    bits = torch.frombuffer(bytearray(matcher.compute_bitmask()), dtype=torch.uint8)
    every = (bits[:, None] >> torch.arange(8, dtype=torch.uint8)).bitwise_and(1).flatten().bool()
    if len(every) < vocabulary:
        every = torch.cat([every, torch.zeros(vocabulary - len(every), dtype=torch.bool)])
    return every[:vocabulary]


def _new_cache() -> Any:
    from transformers import DynamicCache

    return DynamicCache()


def _cut(prefix: _Prefix, length: int) -> None:
    if length < len(prefix.ids):
        prefix.cache.crop(length - len(prefix.ids))
        prefix.ids = prefix.ids[:length]


def _shared(first: Sequence[int], second: Sequence[int]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))
