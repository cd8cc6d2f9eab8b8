"""Names and parts of states as tensors of word pieces."""

from collections.abc import Sequence

import torch
from torch import Tensor

from lamwright.grammar import Argument, Target
from lamwright.model.config import OTHER, Vocabulary
from lamwright.model.network import NameBags, PartBags
from lamwright.model.tokens import Pieces, StatePart, Tokens


class Bags:
    """Turns names and state parts into the network's tensors, by one vocabulary."""

    def __init__(self, tokens: Tokens, vocabulary: Vocabulary) -> None:
        self._tokens = tokens
        self._functions = {name: index for index, name in enumerate(vocabulary.functions, 1)}
        self._types = {name: index for index, name in enumerate(vocabulary.types, 1)}
        self._known = {name: index for index, name in enumerate(vocabulary.names, 1)}

    def names(self, names: Sequence[Target]) -> NameBags:
        return NameBags(
            _padded([self._tokens.name(name) for name in names]),
            torch.tensor([self._functions.get(name.function, OTHER) for name in names]),
            torch.tensor([self._types.get(name.type, OTHER) for name in names]),
            torch.tensor([self._known.get(name, OTHER) for name in names]),
        )

    def parts(self, parts: Sequence[StatePart]) -> PartBags:
        return PartBags(_padded([part.key for part in parts]), _padded([part.rest for part in parts]))


def literal_name(function: str, argument: Argument, literal: str) -> Target:
    """A literal as a name: its type is the argument's name."""
    return Target(function, literal, argument.name)


def _padded(pieces: Sequence[Pieces]) -> Tensor:
    width = max(1, max((len(row) for row in pieces), default=1))
    return torch.tensor([[*row, *[0] * (width - len(row))] for row in pieces], dtype=torch.long).reshape(len(pieces), width)
