"""Written episodes put together as tensors.

Every decision is a choice among the batch's names (targets and literals) and the pieces of its request (where a span starts); a span
then has an end to choose as well.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lamwright.grammar import Target
from lamwright.model.bags import Bags
from lamwright.model.config import Vocabulary
from lamwright.model.layout import Element, Span, kind_of
from lamwright.model.network import NameBags, PartBags, Spans
from lamwright.model.spans import Request
from lamwright.model.tokens import StatePart
from lamwright.training.batches import Decision, Written

Numbers = NDArray[np.int64]

PIECES, ELEMENTS, DECISIONS, SPANS, NAMES = 4, 4, 32, 16, 32
"""Sizes are rounded up to multiples of these: every new shape costs the kernels' library a compilation, which it also keeps in memory."""


@dataclass(frozen=True, slots=True)
class Options:
    """What each of D decisions may choose and should.

    rows, at D: its episode, the element that scores it. may_name D x N, may_start D x L. gold D: below N a name, from N on the first
    piece of a span. `count` of them are real; the rest may choose the first name alone and add nothing to a loss.
    """

    count: int
    rows: Tensor
    at: Tensor
    may_name: Tensor
    may_start: Tensor
    gold: Tensor


@dataclass(frozen=True, slots=True)
class Ends:
    """The ends of the E decisions that choose a span. of E (which decision), first E, may E x L, match E (or -1), gold E.

    `count` of them are real; the rest may choose the first piece alone.
    """

    count: int
    of: Tensor
    first: Tensor
    may: Tensor
    match: Tensor
    gold: Tensor


@dataclass(frozen=True, slots=True)
class Batch:
    """B episodes; L pieces of a request, T elements, N names.

    ids, keep, opened B x L; kinds, content B x T (content points into [nothing, parts, names]); chosen B x N, True for the names that
    the episode chooses.
    """

    ids: Tensor
    keep: Tensor
    opened: Tensor
    names: NameBags
    parts: PartBags
    kinds: Tensor
    content: Tensor
    spans: Spans
    options: Options
    ends: Ends
    chosen: Tensor


class Batcher:
    """Makes batches; numbers every name once."""

    def __init__(self, bags: Bags, vocabulary: Vocabulary) -> None:
        self._bags = bags
        self._names = list(vocabulary.names)
        self._number = {name: number for number, name in enumerate(self._names)}
        self._fillers = np.arange(len(self._names))
        self._sets: dict[tuple[Target, ...], Numbers] = {}

    def batch(self, episodes: Sequence[Written]) -> Batch:
        length = _rounded(max(len(episode.request.ids) for episode in episodes), PIECES)
        rows = [row for row, episode in enumerate(episodes) for _ in episode.decisions]
        decisions = [decision for episode in episodes for decision in episode.decisions]
        sets = [self._numbers(decision.names) for decision in decisions]
        used = self._with_others(np.unique(np.concatenate(sets)))
        place = {self._names[number]: index for index, number in enumerate(used)}
        parts = {part: index for index, part in enumerate(_distinct_parts(episodes))}
        requests = [episodes[row].request for row in rows]
        size = _rounded(len(decisions), DECISIONS)
        may_name = np.zeros((size, len(used)), bool)
        may_name[len(decisions) :, 0] = True
        may_start = np.zeros((size, length), bool)
        chosen = np.zeros((len(episodes), len(used)), bool)
        for index, (decision, numbers) in enumerate(zip(decisions, sets, strict=True)):
            may_name[index, np.searchsorted(used, numbers)] = True
            if decision.spans:
                may_start[index, : len(requests[index].ids)] = requests[index].starts
            if isinstance(decision.chosen, Target):
                chosen[rows[index], place[decision.chosen]] = True
        elements = _rounded(max(len(episode.elements) for episode in episodes), ELEMENTS)
        return Batch(
            ids=_padded([np.array(episode.request.ids) for episode in episodes], length),
            keep=_padded([np.ones(len(episode.request.ids), bool) for episode in episodes], length),
            opened=_padded([episode.request.opened for episode in episodes], length),
            names=self._bags.names([self._names[number] for number in used]),
            parts=self._bags.parts(list(parts)),
            kinds=_padded([np.array([kind_of(element) for element in episode.elements]) for episode in episodes], elements),
            content=_padded(
                [np.array([_content(element, parts, place) for element in episode.elements]) for episode in episodes], elements
            ),
            spans=_spans(episodes),
            options=Options(
                count=len(decisions),
                rows=_filled(rows, size),
                at=_filled([decision.at for decision in decisions], size),
                may_name=torch.from_numpy(may_name),
                may_start=torch.from_numpy(may_start),
                gold=_filled([_gold(decision, place) for decision in decisions], size),
            ),
            ends=_ends(decisions, requests, length),
            chosen=torch.from_numpy(chosen),
        )

    def _with_others(self, used: Numbers) -> Numbers:
        """Names of the vocabulary beside those in use, to make up the number; they only serve the second loss as names not chosen."""
        wanted = _rounded(len(used), NAMES) - len(used)
        return np.union1d(used, np.setdiff1d(self._fillers, used)[:wanted])

    def _numbers(self, names: tuple[Target, ...]) -> Numbers:
        """The names' numbers; sets of targets repeat, so each is looked up once."""
        numbers = self._sets.get(names)
        if numbers is None:
            for name in names:
                if name not in self._number:
                    self._number[name] = len(self._names)
                    self._names.append(name)
            numbers = self._sets[names] = np.array([self._number[name] for name in names], np.int64)
        return numbers


def _distinct_parts(episodes: Iterable[Written]) -> dict[StatePart, None]:
    return {element: None for episode in episodes for element in episode.elements if isinstance(element, StatePart)}


def _content(element: Element, parts: Mapping[StatePart, int], place: Mapping[Target, int]) -> int:
    if isinstance(element, StatePart):
        return 1 + parts[element]
    return 1 + len(parts) + place[element] if isinstance(element, Target) else 0


def _gold(decision: Decision, place: Mapping[Target, int]) -> int:
    return len(place) + decision.chosen.first if isinstance(decision.chosen, Span) else place[decision.chosen]


def _spans(episodes: Sequence[Written]) -> Spans:
    found = [
        (row, at, element.first, element.last)
        for row, episode in enumerate(episodes)
        for at, element in enumerate(episode.elements)
        if isinstance(element, Span)
    ]
    return Spans(*torch.tensor(found, dtype=torch.long).reshape(-1, 4).unbind(1))


def _ends(decisions: Sequence[Decision], requests: Sequence[Request], length: int) -> Ends:
    chosen = [(index, decision.chosen) for index, decision in enumerate(decisions) if isinstance(decision.chosen, Span)]
    size = _rounded(len(chosen), SPANS)
    may = np.zeros((size, length), bool)
    may[len(chosen) :, 0] = True
    for number, (index, span) in enumerate(chosen):
        may[number, : len(requests[index].ids)] = requests[index].ends_from(span.first)
    return Ends(
        count=len(chosen),
        of=_filled([index for index, _ in chosen], size),
        first=_filled([span.first for _, span in chosen], size),
        may=torch.from_numpy(may),
        match=_filled([int(requests[index].match[span.first]) for index, span in chosen], size),
        gold=_filled([span.last for _, span in chosen], size),
    )


def _rounded(count: int, step: int) -> int:
    """Up to the next multiple, and at least one."""
    return max(1, -(-count // step)) * step


def _filled(numbers: Sequence[int], size: int) -> Tensor:
    return torch.tensor([*numbers, *[0] * (size - len(numbers))], dtype=torch.long)


def _padded(rows: Sequence[NDArray[np.generic]], length: int) -> Tensor:
    """Rows of unequal length as one tensor, filled up with 0 (False)."""
    table = np.zeros((len(rows), length), rows[0].dtype)
    for index, row in enumerate(rows):
        table[index, : len(row)] = row
    return torch.from_numpy(table)
