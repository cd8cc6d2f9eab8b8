"""Examples that begin alike share a row: their common beginning is read once, each goes on from it by itself.

Prompts of one window share their instructions and list of controls, which are most of their tokens. In a row, every token sees the common
beginning and what stands before it in its own example, at the positions that it has there: the loss is that of the examples one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

import torch
from torch import Tensor

from lamwright.huggingface.text_form import Written

ALONE = -1
"""The branch of a token of the common beginning."""
PADDING = -2
LEAST_SHARED = 0.3
"""An example joins a row where at least this share of its tokens stands in the row already."""


@dataclass(frozen=True, slots=True)
class Row:
    """Tokens of several examples: `shared` first, then each example's own rest. `tokens` is how many the examples have one by one."""

    examples: tuple[Written, ...]
    shared: int

    @property
    def length(self) -> int:
        return self.shared + sum(len(example.ids) - self.shared for example in self.examples)

    @property
    def tokens(self) -> int:
        return sum(len(example.ids) for example in self.examples)


def rows_of(examples: Sequence[Written], row_tokens: int, most: int = 8) -> list[Row]:
    """Rows of at most `most` examples and (where several share it) `row_tokens` tokens, those that begin alike together."""
    return rows_in_order(sorted(examples, key=lambda one: one.ids), row_tokens, most)


def rows_in_order(examples: Sequence[Written], row_tokens: int, most: int = 8) -> list[Row]:
    """The same for examples that stay in their order, such as the steps of an episode."""
    rows: list[Row] = []
    for example in examples:
        joined = _joined(rows[-1], example) if rows and len(rows[-1].examples) < most else None
        if joined and joined.length <= row_tokens:
            rows[-1] = joined
        else:
            rows.append(Row((example,), len(example.prompt) - 1))
    return rows


def _joined(row: Row, example: Written) -> Row | None:
    """The row with the example in it, where enough is shared. The last token of a prompt is never shared: it asks for the answer."""
    first = row.examples[0].ids[: row.shared]
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, example.prompt[:-1], strict=False)))
    return Row((*row.examples, example), alike) if alike >= LEAST_SHARED * len(example.ids) else None


@dataclass(frozen=True, slots=True)
class Batch:
    """R rows of L tokens: ids and positions R x L; `sees` R x 1 x L x L, True where a token (row of it) sees another.

    `at` has the flat places (row * L + column) whose next tokens are the answers', `targets`: A places, the examples one after the other,
    `lengths` of them each.
    """

    ids: Tensor
    positions: Tensor
    sees: Tensor | None
    at: Tensor
    targets: Tensor
    lengths: tuple[int, ...]
    tokens: int

    @property
    def asks(self) -> Tensor:
        """The flat places of each example's last token before its answer."""
        return self.at[torch.tensor(self.lengths).cumsum(0) - torch.tensor(self.lengths)]

    @property
    def ends(self) -> Tensor:
        """The flat places of each example's last token."""
        return self.at[torch.tensor(self.lengths).cumsum(0) - 1] + 1


def batch_of(rows: Sequence[Row]) -> Batch:
    """Rows side by side, shorter ones padded behind. Where no row holds several examples, causal order is enough and no mask is made."""
    length = max(row.length for row in rows)
    ids, positions = torch.zeros(len(rows), length, dtype=torch.long), torch.zeros(len(rows), length, dtype=torch.long)
    branches = torch.full((len(rows), length), PADDING)
    at: list[int] = []
    targets: list[int] = []
    for number, row in enumerate(rows):
        start = row.shared
        ids[number, :start] = torch.tensor(row.examples[0].ids[:start])
        positions[number, :start] = torch.arange(start)
        branches[number, :start] = ALONE
        for branch, example in enumerate(row.examples):
            rest = example.ids[row.shared :]
            end = start + len(rest)
            ids[number, start:end] = torch.tensor(rest)
            positions[number, start:end] = torch.arange(row.shared, len(example.ids))
            branches[number, start:end] = branch
            at += range(number * length + end - len(example.answer) - 1, number * length + end - 1)
            targets += example.answer
            start = end
    several = any(len(row.examples) > 1 for row in rows)
    return Batch(
        ids,
        positions,
        _sees(branches) if several else None,
        torch.tensor(at),
        torch.tensor(targets),
        tuple(len(example.answer) for row in rows for example in row.examples),
        sum(row.tokens for row in rows),
    )


def _sees(branches: Tensor) -> Tensor:
    """R x 1 x L x L from the tokens' branches R x L."""
    length = branches.shape[1]
    own = branches[:, :, None] == branches[:, None, :]
    common = branches[:, None, :] == ALONE
    return ((own | common) & torch.ones(length, length, dtype=torch.bool).tril())[:, None]
