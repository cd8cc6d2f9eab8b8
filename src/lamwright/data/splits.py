"""Which pairs are trained on and which are kept for validation and tests: by their roots, so that no sibling crosses over.

Compositions tie roots together, in the end all of them, so splits cannot follow from who is composed with whom. The split of a root comes
first, from its name alone; then only roots of one split may meet in a pair. What one page documents is alike (a command's menu, its
keys), so the split of a documented root is its page's.
"""

import re
import zlib
from collections.abc import Iterable
from typing import Literal

from lamwright.errors import UsageError
from lamwright.pairs import Pair

Split = Literal["train", "validation", "test"]
SUITE_ROOT = "suite:"
TEST_PERCENT, VALIDATION_PERCENT = 10, 5
_BEHIND_THE_PAGE = re.compile(r"/(?:list|access|sentence)/\d+[^/]*$")
"""How a document's how-tos are named behind its page's name (HowTo.name)."""


def split_of_root(root: str) -> Split:
    """The same in every set and on every machine: it depends on the root's name alone, of a documented root on its source and page.

    The task suite's kinds are all for training: its tests are kept apart by tiers, within every kind.
    """
    if root.startswith(SUITE_ROOT):
        return "train"
    share = zlib.crc32(f"split/{page_of(root)}".encode()) % 100
    if share < TEST_PERCENT:
        return "test"
    return "validation" if share < TEST_PERCENT + VALIDATION_PERCENT else "train"


def page_of(root: str) -> str:
    """Source and page of a documented root: "help/swriter/tables" of "help/swriter/tables/list/2"; any other root is its own."""
    return _BEHIND_THE_PAGE.sub("", root)


def share_a_split(roots: Iterable[str]) -> bool:
    """Whether these roots may meet in a pair."""
    return len({split_of_root(root) for root in roots}) <= 1


def split_of(pair: Pair) -> Split:
    """The split of all the pair's roots; a pair that names none is its own. Raises UsageError where they differ."""
    splits = {root: split_of_root(root) for root in pair.lineage.roots or (pair.id,)}
    if len(set(splits.values())) > 1:
        told = ", ".join(f"{root} ({split})" for root, split in splits.items())
        raise UsageError(f"The pair {pair.id} joins roots of different splits: {told}. Make the set again with: lamwright plans evolve")
    return next(iter(splits.values()))
