from dataclasses import replace
from random import Random

import pytest
from tests.data.plans.evolve.documented import DOCUMENTED, SPELL

from lamwright.data.plans.duplicates import near_duplicate_rate
from lamwright.data.plans.evolve.evolution import CHECKED, MADE, SUITE_EVERY, UNLIKE, evolve_pairs
from lamwright.data.plans.evolve.operator import child
from lamwright.data.plans.funnel import Funnel
from lamwright.data.splits import split_of
from lamwright.errors import UsageError
from lamwright.pairs import Pair

COUNT = 600
FUNNEL = Funnel()
EVOLVED = list(evolve_pairs(DOCUMENTED, COUNT, seed=1, funnel=FUNNEL))
OURS = [pair for pair in EVOLVED if pair.source != "suite"]


def test_as_many_are_made_as_are_asked_for_and_the_suites_come_on_top() -> None:
    assert len(OURS) == COUNT
    assert len(EVOLVED) - len(OURS) == COUNT // SUITE_EVERY
    assert not any(pair.documented for pair in EVOLVED)


def test_the_same_seed_gives_the_same_pairs_and_a_greater_count_continues_them() -> None:
    assert list(evolve_pairs(DOCUMENTED, 100, seed=1)) == EVOLVED[: 100 + 100 // SUITE_EVERY]
    assert list(evolve_pairs(DOCUMENTED, 20, seed=2)) != EVOLVED[:22]


def test_no_pair_nearly_repeats_another_or_a_documented_one() -> None:
    assert near_duplicate_rate([*DOCUMENTED, *EVOLVED]) == 0
    assert len({pair.id for pair in EVOLVED}) == len(EVOLVED)


def test_lineage_leads_to_documented_pairs_by_named_operators() -> None:
    known = {pair.id for pair in DOCUMENTED}
    operators = {"arguments", "constraints", "composition", "rewording"}
    for pair in OURS:
        steps = pair.lineage.operator.split(" > ")
        assert pair.lineage.parent in known
        assert pair.lineage.parent in pair.lineage.roots
        assert set(pair.lineage.roots) <= known
        assert pair.lineage.depth == len(steps)
        assert set(steps) <= operators
        assert (len(pair.lineage.roots) > 1) == ("composition" in steps)


def test_no_root_of_a_test_pair_is_a_root_of_a_training_pair() -> None:
    by_split: dict[str, set[str]] = {"train": set(), "validation": set(), "test": set()}
    for pair in EVOLVED:
        by_split[split_of(pair)].update(pair.lineage.roots)
    assert all(by_split.values())
    assert not by_split["train"] & by_split["test"]
    assert not by_split["train"] & by_split["validation"]
    assert not by_split["validation"] & by_split["test"]


def test_the_funnel_counts_every_attempt() -> None:
    stages = FUNNEL.stages
    assert stages[MADE].passed == stages[CHECKED].entered
    assert stages[CHECKED].passed == stages[UNLIKE].entered
    assert stages[UNLIKE].passed == COUNT
    assert set(stages[UNLIKE].rejected) <= {"nearly repeats an earlier pair"}


def test_progress_is_told_for_each_pair() -> None:
    told: list[int] = []
    list(evolve_pairs(DOCUMENTED, 12, 1, told.append))
    assert told == list(range(1, 13))


class Model:
    """An operator that answers as a model might."""

    def __init__(self) -> None:
        self.asked = 0

    def evolve(self, pair: Pair, rng: Random) -> Pair | None:
        self.asked += 1
        return (
            child(pair, "model-reword", f"{pair.task}, said in other words number {rng.random()}", pair.plan)
            if rng.random() < 0.5
            else None
        )


def test_a_model_is_one_more_operator() -> None:
    model = Model()
    made = list(evolve_pairs(DOCUMENTED, 60, 1, model=model, suite_every=0))
    by_model = [pair for pair in made if "model-reword" in pair.lineage.operator]
    assert len(made) == 60
    assert 10 < len(by_model) < 60
    assert model.asked > len(by_model)


def test_nothing_to_evolve_is_said() -> None:
    with pytest.raises(UsageError) as raised:
        next(evolve_pairs([], 1, 1))
    assert str(raised.value) == "There is no documented pair to evolve. Make some with: lamwright plans build --out DIR"


def test_pairs_that_yield_no_more_end_it_with_what_to_do() -> None:
    made = evolve_pairs([replace(SPELL, application="")], 10**6, 1, suite_every=0)
    with pytest.raises(UsageError) as raised:
        list(made)
    assert str(raised.value) == "1 documented pairs yield no more that differ. Add sources with: lamwright plans build"


def test_no_pairs_are_made_where_none_are_asked_for() -> None:
    assert list(evolve_pairs(DOCUMENTED, 0, 1)) == []
