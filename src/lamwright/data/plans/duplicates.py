"""Which pairs nearly repeat others: Jaccard similarity of at least 0.8 over the 3-word shingles of task and plan.

Candidates come from MinHash signatures in an LSH index (Broder 1997; Indyk and Motwani 1998), each is then compared exactly, so nothing
is called a duplicate that is none. Of pairs at exactly 0.8 the index for removing overlooks 1 in 4,600, that for measuring 1 in 3 million.
"""

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

from datasketch import MinHash, MinHashLSH

from lamwright.pairs import Pair

THRESHOLD = 0.8
WORDS = 3
PERMUTATIONS = 64
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Bands:
    """A signature is cut into `count` bands of `rows` values; two texts are compared where one whole band is equal."""

    count: int
    rows: int


TO_REMOVE = Bands(16, 4)
TO_MEASURE = Bands(21, 3)


class NearDuplicates:
    """The pairs kept so far, of which it remembers the last `most` (0: all). Memory grows with what it remembers, about 6 KB a pair."""

    def __init__(self, bands: Bands = TO_REMOVE, seed: int = 1, most: int = 0) -> None:
        self._blank = MinHash(PERMUTATIONS, seed=seed, hashfunc=crc32)
        self._index = MinHashLSH(num_perm=PERMUTATIONS, params=(bands.count, bands.rows))
        self._shingles: dict[int, array[int]] = {}
        self._most = most
        self._held = 0

    def __len__(self) -> int:
        """How many were kept, those that are forgotten too."""
        return self._held

    def keep(self, pair: Pair) -> bool:
        """Whether the pair is unlike all that are kept; it is then kept too."""
        found, signature = self._prepare(pair)
        if self._like(found, signature):
            return False
        self._hold(found, signature)
        return True

    def hold(self, pair: Pair) -> bool:
        """Keep the pair whatever it is; whether it is unlike all that were kept before."""
        found, signature = self._prepare(pair)
        unlike = not self._like(found, signature)
        self._hold(found, signature)
        return unlike

    def _prepare(self, pair: Pair) -> tuple[frozenset[int], MinHash]:
        words = shingles(pair)
        signature = self._blank.copy()
        signature.update_batch(words)
        return frozenset(map(crc32, words)), signature

    def _like(self, found: frozenset[int], signature: MinHash) -> bool:
        return any(jaccard(found, self._shingles[number]) >= THRESHOLD for number in self._index.query(signature))

    def _hold(self, found: frozenset[int], signature: MinHash) -> None:
        self._index.insert(self._held, signature, check_duplication=False)
        self._shingles[self._held] = array("I", found)
        self._held += 1
        if self._most and len(self._shingles) > self._most:
            oldest = next(iter(self._shingles))
            self._index.remove(oldest)
            del self._shingles[oldest]


def shingles(pair: Pair) -> list[bytes]:
    """Every distinct run of three words of the task and of the plan's steps, in order; a shorter text is one run."""
    words = _WORD.findall(" ".join((pair.task, *pair.plan)).casefold())
    runs = (" ".join(words[start : start + WORDS]) for start in range(max(1, len(words) - WORDS + 1)))
    return [run.encode() for run in dict.fromkeys(runs)]


def jaccard(one: frozenset[int], other: "array[int]") -> float:
    """|one ∩ other| / |one ∪ other|; `other` holds no value twice."""
    shared = len(one.intersection(other))
    return shared / (len(one) + len(other) - shared)


def near_duplicate_rate(pairs: Iterable[Pair]) -> float:
    """The share of the pairs, 0 to 1, that nearly repeat an earlier one of them."""
    seen = NearDuplicates(TO_MEASURE, seed=2)
    repeats = sum(not seen.hold(pair) for pair in pairs)
    return repeats / len(seen) if len(seen) else 0.0
