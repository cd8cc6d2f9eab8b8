"""Compositions: two to four tasks in one, done in order. Their roots are of one split, so that no test root gets into training."""

import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from lamwright.data.plans.evolve.arguments import Arguments
from lamwright.data.plans.evolve.clauses import clause, sentence
from lamwright.data.plans.evolve.operator import child, roots_of
from lamwright.data.plans.evolve.traits import is_opening, traits_of
from lamwright.data.splits import Split, split_of_root
from lamwright.pairs import Pair

MOST_STEPS = 24
_TRIES = 8
_TWO = (
    "{0}, then {1}", "{0} and then {1}", "First {0}, then {1}", "{0}; after that, {1}", "{0}. When that is done, {1}", "{0}, and also {1}",
    "{0}, and once that is done, {1}",
)  # fmt: skip
_THREE = (
    "{0}, then {1}, and finally {2}", "First {0}, then {1}, then {2}", "{0}; after that, {1}; then {2}", "{0}, {1}, and at the end {2}",
    "Three things: {0}; {1}; and {2}",
)  # fmt: skip
_FOUR = ("First {0}, then {1}, after that {2}, and finally {3}", "{0}, then {1}, then {2}, and at the end {3}",
         "Four things in this order: {0}; {1}; {2}; {3}")  # fmt: skip
_JOINED = {2: _TWO, 3: _THREE, 4: _FOUR}
_WORD = re.compile(r"[a-z]{4,}")
_TOO_COMMON = frozenset(
    "open insert with from into that this your text document page dialog using writer menu create change apply show select".split()
)
_SAVES = re.compile(r"(?i)\b(?:save|export|print|send|e-?mail)\b")


class Compositions:
    """Joins a pair with others of its application and split, half of the time with such as share a word with it.

    A part that may leave a dialog open, or that leaves the document, comes last; so does saving. None where nothing can be joined.
    """

    name = "composition"

    def __init__(self, documented: Sequence[Pair]) -> None:
        self._arguments = Arguments()
        self._by_group: dict[tuple[str, Split], list[Pair]] = {}
        self._by_word: dict[tuple[str, Split, str], list[Pair]] = {}
        for pair in documented:
            if _joins(pair):
                group = _group(pair)
                self._by_group.setdefault(group, []).append(pair)
                for word in _topics(pair):
                    self._by_word.setdefault((*group, word), []).append(pair)

    def evolve(self, pair: Pair, rng: Random) -> Pair | None:
        if not _joins(pair):
            return None
        wanted = rng.choice((2, 2, 2, 2, 3, 3, 4))
        parts = [pair]
        for _ in range(_TRIES):
            if len(parts) == wanted:
                break
            other = self._another(pair, rng)
            ordered = _in_order([*parts, other]) if other else None
            if ordered:
                parts = ordered
        return self._join(pair, parts, rng) if len(parts) > 1 else None

    def partner(self, pair: Pair, rng: Random) -> Pair | None:
        """A pair of other roots that this one may be joined with, None where there is none."""
        other = self._another(pair, rng) if _joins(pair) else None
        return other if other and not set(roots_of(other)) & set(roots_of(pair)) else None

    def _another(self, pair: Pair, rng: Random) -> Pair | None:
        """One of the same application and split, perhaps the pair itself; with values of its own now and then."""
        group, words = _group(pair), _topics(pair)
        related = self._by_word.get((*group, rng.choice(words)), []) if words and rng.random() < 0.5 else []
        pool = related if len(related) > 1 else self._by_group.get(group, [])
        other = rng.choice(pool) if pool else None
        return (self._arguments.evolve(other, rng) or other) if other and rng.random() < 0.7 else other

    def _join(self, pair: Pair, parts: Sequence[Pair], rng: Random) -> Pair:
        task = rng.choice(_JOINED[len(parts)]).format(*(clause(part.task) for part in parts))
        plan = tuple(step for part in parts for step in part.plan)
        roots = tuple(dict.fromkeys(root for part in parts for root in roots_of(part)))
        return child(pair, self.name, sentence(task), plan, roots)


def _joins(pair: Pair) -> bool:
    traits = traits_of(pair)
    return bool(pair.application) and not (traits.numbered or traits.elsewhere) and len(pair.plan) < MOST_STEPS // 2


def _group(pair: Pair) -> tuple[str, Split]:
    return pair.application, split_of_root(roots_of(pair)[0])


def _topics(pair: Pair) -> list[str]:
    return [word for word in _WORD.findall(pair.task.casefold()) if word not in _TOO_COMMON]


def _in_order(parts: Sequence[Pair]) -> list[Pair] | None:
    """Parts in an order that can be done, or None: every root once, not too long, what nothing may follow at the end."""
    roots = [root for part in parts for root in roots_of(part)]
    tasks = {clause(part.task) for part in parts}
    if len(set(roots)) < len(roots) or len(tasks) < len(parts) or sum(len(part.plan) + 1 for part in parts) > MOST_STEPS:
        return None
    closed = [_closed(part) for part in parts[:-1]] + [parts[-1]] if is_opening(parts[-1]) else [*parts]
    last = [part for part in closed if _comes_last(part)]
    return [*(part for part in closed if part not in last), *last] if len(last) < 2 else None


def _closed(pair: Pair) -> Pair:
    """Something that is only opened, closed again so that more can follow."""
    if not is_opening(pair):
        return pair
    return replace(pair, task=f"{clause(pair.task)}, close it again with Escape", plan=(*pair.plan, "Press Escape"))


def _comes_last(pair: Pair) -> bool:
    traits = traits_of(pair)
    return traits.open or traits.leaves or bool(_SAVES.search(pair.task))
