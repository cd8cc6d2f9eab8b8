"""Evolution (after Evol-Instruct, Xu et al. 2023): many pairs from few documented ones, none nearly a repetition of another."""

from collections.abc import Callable, Iterator, Sequence
from random import Random

from lamwright.data.plans.duplicates import NearDuplicates
from lamwright.data.plans.evolve.arguments import Arguments
from lamwright.data.plans.evolve.clauses import words
from lamwright.data.plans.evolve.compositions import MOST_STEPS, Compositions
from lamwright.data.plans.evolve.constraints import Constraints
from lamwright.data.plans.evolve.operator import Operator, roots_of
from lamwright.data.plans.evolve.recipes import RECIPES, WITH_MODEL, Kitchen
from lamwright.data.plans.evolve.rewordings import Rewordings
from lamwright.data.plans.evolve.suite_pairs import suite_pairs
from lamwright.data.plans.funnel import Funnel
from lamwright.data.splits import share_a_split
from lamwright.errors import UsageError
from lamwright.pairs import Pair

SUITE_EVERY = 4
"""After so many evolved pairs comes one of the task suite, on top of the number asked for."""
MADE, CHECKED, UNLIKE, UNLIKE_SUITE = "evolve: make", "evolve: check", "evolve: near-duplicates", "suite tasks: near-duplicates"
_LONGEST_TASK = 75
_FRUITLESS_TURNS = 3

Progress = Callable[[int], None]


def evolve_pairs(
    documented: Sequence[Pair],
    count: int,
    seed: int,
    on_progress: Progress = lambda made: None,
    model: Operator | None = None,
    funnel: Funnel | None = None,
    suite_every: int = SUITE_EVERY,
) -> Iterator[Pair]:
    """`count` pairs evolved from documented ones, and pairs of the task suite between them (none with `suite_every` 0).

    The same arguments give the same pairs in the same order, and a greater `count` only continues them. `model` is one more operator.
    `funnel` counts what was made and what was rejected. Raises UsageError where there is nothing to start from, or where the documented
    pairs yield no more.
    """
    if not documented:
        raise UsageError("There is no documented pair to evolve. Make some with: lamwright plans build --out DIR")
    evolution = _Evolution(documented, seed, model, funnel if funnel is not None else Funnel())
    for made, pair in enumerate(evolution.pairs() if count > 0 else (), 1):
        yield pair
        on_progress(made)
        if suite_every and made % suite_every == 0:
            yield evolution.next_suite_pair()
        if made == count:
            return


class _Evolution:
    """The state of one run: what was kept so far."""

    def __init__(self, documented: Sequence[Pair], seed: int, model: Operator | None, funnel: Funnel) -> None:
        self._documented = documented
        self._seed = seed
        self._funnel = funnel
        self._kitchen = _kitchen(documented, model)
        self._kept = NearDuplicates()
        for pair in documented:
            self._kept.hold(pair)
        self._suite = suite_pairs(seed, funnel)

    def pairs(self) -> Iterator[Pair]:
        """Every documented pair in turn, in an order that changes with each turn."""
        turn = fruitless = 0
        while fruitless < _FRUITLESS_TURNS:
            found = 0
            order = list(self._documented)
            Random(f"{self._seed}/{turn}").shuffle(order)
            for pair in order:
                evolved = self._attempt(pair, Random(f"{self._seed}/{turn}/{pair.id}"))
                if evolved:
                    found += 1
                    yield evolved
            turn, fruitless = turn + 1, 0 if found else fruitless + 1
        raise UsageError(f"{len(self._documented)} documented pairs yield no more that differ. Add sources with: lamwright plans build")

    def next_suite_pair(self) -> Pair:
        while True:
            pair = next(self._suite)
            if self._kept.keep(pair):
                self._funnel.passed(UNLIKE_SUITE)
                return pair
            self._funnel.rejected(UNLIKE_SUITE, _REPEATS)

    def _attempt(self, pair: Pair, rng: Random) -> Pair | None:
        made = self._kitchen.make(pair, rng)
        if made is None:
            self._funnel.rejected(MADE, "no operator of the recipe suits")
            return None
        self._funnel.passed(MADE)
        flaw = _flaw(made, pair)
        if flaw:
            self._funnel.rejected(CHECKED, flaw)
            return None
        self._funnel.passed(CHECKED)
        if not self._kept.keep(made):
            self._funnel.rejected(UNLIKE, _REPEATS)
            return None
        self._funnel.passed(UNLIKE)
        return made


_REPEATS = "nearly repeats an earlier pair"


def _kitchen(documented: Sequence[Pair], model: Operator | None) -> Kitchen:
    operators: dict[str, Operator] = {
        "arguments": Arguments(),
        "constraints": Constraints(),
        "composition": Compositions(documented),
        "rewording": Rewordings(),
    }
    return Kitchen({**operators, "model": model}, WITH_MODEL) if model else Kitchen(operators, RECIPES)


def _flaw(made: Pair, documented: Pair) -> str | None:
    if not made.task.strip() or not all(step.strip() for step in made.plan) or not made.plan:
        return "empty task or step"
    if words(made.task) > _LONGEST_TASK:
        return f"task of more than {_LONGEST_TASK} words"
    if len(made.plan) > max(MOST_STEPS, len(documented.plan) + MOST_STEPS // 2):
        return "too many steps"
    if not share_a_split(roots_of(made)):
        return "joins roots of different splits"
    return None
