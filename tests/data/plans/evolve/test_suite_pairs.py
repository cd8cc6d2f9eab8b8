from itertools import islice

from lamwright.data.plans.evolve.suite_pairs import STAGE, suite_pairs
from lamwright.data.plans.funnel import Funnel
from lamwright.data.splits import split_of
from lamwright.steps import read_plan


def test_suite_pairs_are_a_source_of_their_own_with_executable_plans() -> None:
    funnel = Funnel()
    pairs = list(islice(suite_pairs(7, funnel), 120))
    for pair in pairs:
        assert read_plan(pair.plan)
        assert (pair.source, pair.licence, pair.lineage.operator) == ("suite", "Apache-2.0", "instance")
        assert not pair.documented
        assert pair.lineage.roots == tuple(f"suite:{kind}" for kind in dict.fromkeys(pair.origin.split("+")))
        assert split_of(pair)
    assert funnel.stage(STAGE).passed == 120
    assert set(funnel.stage(STAGE).rejected) == {"cannot be done, so it has no plan"}


def test_the_same_seed_gives_the_same_pairs() -> None:
    assert list(islice(suite_pairs(3, Funnel()), 20)) == list(islice(suite_pairs(3, Funnel()), 20))
