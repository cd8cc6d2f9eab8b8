"""Reading an episode step by step and deciding under the grammar: one decision after another, each from its own scores."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from lamwright.actions import SelectText
from lamwright.errors import UsageError
from lamwright.grammar import Argument, Target, TargetSet, arguments
from lamwright.model.decoder import Kept
from lamwright.model.embedded_model import EmbeddedModel
from lamwright.model.layout import Choice, Element, Mark, Span, kind_of, literals_of
from lamwright.model.network import Memory, Spans
from lamwright.model.spans import Request
from lamwright.model.tokens import StatePart


@dataclass(frozen=True, slots=True)
class Decided:
    """What one decision came to: the choice, and the logarithm of its probability (of how it was drawn, where it was drawn)."""

    choice: Choice
    logprob: float


Stands = Callable[[str], bool]
"""Whether a text stands in the document."""
DOUBT = 0.02
"""The probability from which spans that stand in the document are the only ones allowed: below it, the request is taken to speak of
words that are not there, and the refusal will tell."""


class Chooser:
    """Greedy at temperature 0, else drawn at random by the seed."""

    def __init__(self, temperature: float = 0.0, seed: int = 0) -> None:
        self._temperature = temperature
        self._random = torch.Generator().manual_seed(seed)

    @property
    def greedy(self) -> bool:
        return self._temperature <= 0

    def choose(self, scores: Tensor) -> tuple[int, float]:
        """The index of the chosen score, and the logarithm of its probability: at the temperature it is drawn at, at 1 where greedy."""
        if self.greedy:
            logs = scores.log_softmax(-1)
            index = int(logs.argmax())
        else:
            logs = (scores / self._temperature).log_softmax(-1)
            index = int(torch.multinomial(logs.exp(), 1, generator=self._random))
        return index, float(logs[index])


class Vectors:
    """The vectors of names and of states' parts, computed once each: the weights do not change while the model acts."""

    def __init__(self, model: EmbeddedModel) -> None:
        self._model = model
        self._names: dict[Target, Tensor] = {}
        self._sets: dict[TargetSet, Tensor] = {}
        self._parts: dict[StatePart, Tensor] = {}

    def names(self, names: Sequence[Target]) -> Tensor:
        """N x W."""
        if isinstance(names, TargetSet):
            if names not in self._sets:
                self._sets[names] = self._model.network.name_vectors(self._model.bags.names(names))
            return self._sets[names]
        fresh = [name for name in dict.fromkeys(names) if name not in self._names]
        if fresh:
            self._names.update(zip(fresh, self._model.network.name_vectors(self._model.bags.names(fresh)), strict=True))
        return torch.stack([self._names[name] for name in names])

    def part(self, part: StatePart) -> Tensor:
        """Of width W."""
        if part not in self._parts:
            self._parts[part] = self._model.network.part_vectors(self._model.bags.parts([part]))[0]
        return self._parts[part]


class Reading:
    """One episode as the model has read it so far. Everything runs without autograd, on one episode (B = 1)."""

    def __init__(self, model: EmbeddedModel, vectors: Vectors, request: str) -> None:
        self.request: Request = model.tokens.request(request)
        self._network, self._vectors = model.network, vectors
        if not self.request.starts.any():
            raise UsageError(f"The request {request!r} has no words. Say what should be done.")
        ids = torch.tensor([self.request.ids])
        self._memory: Memory = self._network.encode(ids, torch.ones_like(ids, dtype=torch.bool))
        self._opened = torch.from_numpy(self.request.opened)[None]
        self._starts = torch.from_numpy(self.request.starts)
        self._kept = [Kept() for _ in self._network.decoder.layers]
        self._last: Tensor = torch.empty(0)
        self.elements: list[Element] = []
        self.read([Mark.START])

    def read(self, elements: Sequence[Element]) -> None:
        """Go on by these elements; the last of them asks the next decision."""
        self.elements += elements
        kinds = torch.tensor([[kind_of(element) for element in elements]])
        vectors = torch.stack([self._vector(element) for element in elements])
        places = [(0, at, element.first, element.last) for at, element in enumerate(elements) if isinstance(element, Span)]
        spans = Spans(*torch.tensor(places, dtype=torch.long).reshape(-1, 4).unbind(1))
        sequence = self._network.sequence(kinds, torch.arange(len(elements))[None], vectors, spans, self._memory)
        self._last = self._network.decoder(sequence, self._memory.states, self._memory.keep, self._kept)[0, -1:]

    def text(self, choice: Choice) -> str:
        """The value that a choice writes: a name's text, or the request's own characters."""
        return choice.text if isinstance(choice, Target) else self.request.span(choice.first, choice.last)

    def choose_target(self, targets: Sequence[Target], chooser: Chooser) -> Decided:
        """Decide the target."""
        index, logprob = chooser.choose(self._name_scores(targets))
        return Decided(targets[index], logprob)

    def choose_value(self, target: Target, argument: Argument, chooser: Chooser, stands: Stands | None = None) -> Decided:
        """Decide an argument: a literal, or a span by the joint probability of its start and end, among those that stand where it says."""
        literals = literals_of(target, argument)
        scores = self._name_scores(literals) if literals else torch.empty(0)
        starts = torch.nonzero(self._starts).flatten() if argument.span else torch.empty(0, dtype=torch.long)
        if not len(starts):
            index, logprob = chooser.choose(scores)
            return Decided(literals[index], logprob)
        by_start = self._network.start_scores(self._last, self._memory.starts, self._opened)[0, starts]
        logs = torch.cat((scores, by_start)).log_softmax(-1)
        by_end = self._end_logs(starts)
        by_span = logs[len(literals) :, None] + by_end
        if stands:
            by_span = self._standing(by_span, starts, stands)
        joint = torch.cat((logs[: len(literals)], by_span.flatten()))
        index, logprob = chooser.choose(joint)
        if index < len(literals):
            return Decided(literals[index], logprob)
        row, end = divmod(index - len(literals), by_end.shape[1])
        return Decided(Span(int(starts[row]), end), logprob)

    def _standing(self, by_span: Tensor, starts: Tensor, stands: Stands) -> Tensor:
        """The spans' logarithms, starts x L, with -inf for those that do not stand in the document, where the others are likely enough."""
        keep = torch.zeros_like(by_span, dtype=torch.bool)
        for row, end in torch.nonzero(by_span > math.log(DOUBT / by_span.numel())).tolist():
            keep[row, end] = stands(self.request.span(int(starts[row]), end))
        likely = bool(by_span.exp()[keep].sum() >= DOUBT)
        return by_span.masked_fill(~keep, -math.inf) if likely else by_span

    def _name_scores(self, names: Sequence[Target]) -> Tensor:
        vectors = self._vectors.names(names)
        likeness = self._network.likeness(self._memory, vectors)
        return self._network.name_scores(self._last, vectors, likeness)[0]

    def _end_logs(self, starts: Tensor) -> Tensor:
        """For each start, the logarithm of every end's probability: starts x L."""
        match = torch.from_numpy(self.request.match)[starts]
        allowed = torch.stack([torch.from_numpy(self.request.ends_from(int(start))) for start in starts])
        asked = self._last.expand(len(starts), -1)
        ends = self._memory.ends.expand(len(starts), -1, -1)
        scores = self._network.end_scores(asked, self._memory.states[0, starts], ends, match)
        return scores.masked_fill(~allowed, -math.inf).log_softmax(-1).nan_to_num(nan=-math.inf)

    def _vector(self, element: Element) -> Tensor:
        if isinstance(element, Target):
            return self._vectors.names([element])[0]
        if isinstance(element, StatePart):
            return self._vectors.part(element)
        return torch.zeros(self._network.config.decoder.width)


def choose_action(
    reading: Reading, targets: Sequence[Target], model: EmbeddedModel, chooser: Chooser, stands: Stands | None = None
) -> tuple[Decided, ...]:
    """Decide a whole action: its target, then each argument. The reading has gone on by all of them but the last.

    `stands` tells for text that is to be selected whether it stands in the document.
    """
    decided = [reading.choose_target(targets, chooser)]
    target = decided[0].choice
    assert isinstance(target, Target)
    for argument in arguments(target, model.config.vocabulary.constants):
        reading.read([decided[-1].choice])
        decided.append(reading.choose_value(target, argument, chooser, stands if target.function == SelectText.function else None))
    return tuple(decided)
