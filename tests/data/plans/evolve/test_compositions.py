from dataclasses import replace
from random import Random

from tests.data.plans.evolve.documented import CHART, DOCUMENTED, SAVE, SUM, pair

from lamwright.data.plans.evolve.compositions import MOST_STEPS, Compositions
from lamwright.data.splits import share_a_split, split_of_root
from lamwright.pairs import Pair

COMPOSITIONS = Compositions(DOCUMENTED)


def many(given: Pair, operator: Compositions = COMPOSITIONS) -> list[Pair]:
    return [made for seed in range(30) if (made := operator.evolve(given, Random(seed)))]


EVERY = [made for given in DOCUMENTED for made in many(given)]


def test_a_composition_has_the_roots_of_all_its_parts_and_they_are_of_one_split() -> None:
    assert len(EVERY) > 300
    for made in EVERY:
        assert 2 <= len(set(made.lineage.roots)) == len(made.lineage.roots) <= 4
        assert share_a_split(made.lineage.roots)
    assert {len(made.lineage.roots) for made in EVERY} == {2, 3, 4}


def test_the_plan_is_its_parts_plans_one_behind_the_other() -> None:
    first, second = _of_one_split("Sort the rows", "Number the lines")
    made = many(first, Compositions((first, second)))[0]
    assert made.plan in ((*first.plan, *second.plan), (*second.plan, *first.plan))
    assert "ort the rows" in made.task
    assert "umber the lines" in made.task


def _of_one_split(*tasks: str) -> list[Pair]:
    """Pairs whose names fall to the training split."""
    made = []
    for task in tasks:
        name = next(f"{task} {number}" for number in range(99) if split_of_root(f"help/{task} {number}") == "train")
        made.append(pair(task, f"Choose Tools > {task}", name=name))
    return made


def test_what_only_opens_a_dialog_is_closed_before_the_next_begins() -> None:
    first, second = _of_one_split("Open the A tab", "Open the B tab")
    first, second = (replace(each, plan=(f"Choose {each.task}...", 'Click the page tab "A"')) for each in (first, second))
    made = many(first, Compositions((first, second)))
    assert made
    assert {each.plan for each in made} <= {(*first.plan, "Press Escape", *second.plan), (*second.plan, "Press Escape", *first.plan)}
    assert all("close it again with Escape" in each.task for each in made)


def test_nothing_is_closed_twice() -> None:
    openings = [
        replace(each, plan=("Choose Format > Character...", f'Click the page tab "{each.task}"'))
        for each in _of_one_split("Open the A tab", "Open the B tab", "Open the C tab")
    ]
    made = many(openings[0], Compositions(openings))
    assert {each.plan.count("Press Escape") - len(each.lineage.roots) for each in made} == {-1}
    assert {len(each.lineage.roots) for each in made} == {2, 3}


def test_saving_comes_last() -> None:
    saved = [made for made in EVERY if SAVE.id in made.lineage.roots]
    assert len(saved) > 10
    assert all(made.plan[-len(SAVE.plan) :] == SAVE.plan for made in saved)


def test_what_counts_its_steps_or_is_done_elsewhere_is_not_joined() -> None:
    assert many(SUM) == many(CHART) == []
    assert not [made for made in EVERY if {SUM.id, CHART.id} & set(made.lineage.roots)]


def test_plans_stay_within_the_limit() -> None:
    assert max(len(made.plan) for made in EVERY) <= MOST_STEPS
