"""Pairs as examples: training pairs alone, the suite's as often as said, and among examples of acting."""

from dataclasses import replace
from random import Random

import pytest

from lamwright.data.mixture import mixed
from lamwright.data.plan_examples import LONGEST_PLAN, PlanStream, plan_example
from lamwright.data.splits import split_of_root
from lamwright.errors import UsageError
from lamwright.example import EpisodeExample, Example, PlanExample
from lamwright.pairs import Lineage, Pair


def pair(root: str, source: str = "help") -> Pair:
    plan = ("Choose Insert > Bookmark...", f'Set the entry "Name" to "{root}"')
    return Pair(f"{root}.1", f"Insert a bookmark called {root}", plan, source, "page", "MPL-2.0", "", "writer", Lineage((root,), "", "", 0))


ROOTS = [f"help/{number}" for number in range(60)]


def test_no_pair_of_a_test_root_is_drawn() -> None:
    stream, rng = PlanStream(map(pair, ROOTS)), Random(0)
    drawn = {stream.sample(rng).request.removeprefix("Insert a bookmark called ") for _ in range(2000)}
    assert drawn == {root for root in ROOTS if split_of_root(root) == "train"}
    assert drawn != set(ROOTS)


def test_the_suites_pairs_are_drawn_as_often_as_said() -> None:
    stream, rng = PlanStream([*map(pair, ROOTS), pair("suite:bold_text", "suite")], suite_share=3.0), Random(0)
    drawn = [stream.sample(rng).request for _ in range(2000)]
    assert 0.72 < sum("suite:" in request for request in drawn) / 2000 < 0.78


def test_a_plan_ends_with_finish() -> None:
    functions = [step.target.function for step in plan_example(pair("x")).steps]
    assert functions == ["click_input", "click_input", "set_edit_text", "finish"]


def test_a_set_without_a_training_pair_is_refused() -> None:
    held_out = next(root for root in ROOTS if split_of_root(root) == "test")
    with pytest.raises(UsageError) as refusal:
        PlanStream([pair(held_out)])
    assert str(refusal.value) == ("The set holds no pair to train on. Make one with: lamwright plans build, then lamwright plans evolve")


def test_a_set_of_endless_plans_is_refused() -> None:
    root = next(root for root in ROOTS if split_of_root(root) == "train")
    endless = replace(pair(root), plan=("Press Return",) * (LONGEST_PLAN + 1))
    with pytest.raises(UsageError) as refusal:
        PlanStream([endless]).sample(Random(0))
    assert str(refusal.value) == ("Of 1000 plans drawn every one has more than 40 decisions: too long to learn. Make shorter ones.")


def acting(rng: Random) -> EpisodeExample:
    return EpisodeExample(f"Make word {rng.randrange(9)} bold", ())


def drawn_beside(share: float) -> list[Example]:
    draw, rng = mixed(acting, PlanStream(map(pair, ROOTS)).sample, share), Random(0)
    return [draw(rng) for _ in range(2000)]


def test_plans_are_drawn_beside_for_the_share_that_is_said() -> None:
    plans = sum(isinstance(example, PlanExample) for example in drawn_beside(0.25))
    assert 0.22 < plans / 2000 < 0.28


@pytest.mark.parametrize(("share", "kind"), [(0.0, EpisodeExample), (1.0, PlanExample)])
def test_a_share_of_nothing_or_all_draws_one_kind_alone(share: float, kind: type) -> None:
    assert {type(example) for example in drawn_beside(share)} == {kind}


def test_no_plan_of_a_test_root_is_drawn_beside() -> None:
    plans = {example.request for example in drawn_beside(0.5) if isinstance(example, PlanExample)}
    assert plans == {pair(root).task for root in ROOTS if split_of_root(root) == "train"}
