from collections import Counter

import pytest

from lamwright.data.splits import share_a_split, split_of, split_of_root
from lamwright.errors import UsageError
from lamwright.pairs import Lineage, Pair

ROOTS = [f"help/page{number}" for number in range(4000)]


def pair(*roots: str) -> Pair:
    return Pair("one", "Do it", ("Press ctrl+b",), "help", "page", "MPL-2.0", "docs", "writer", Lineage(roots))


def test_about_ten_percent_of_roots_are_for_tests_and_five_for_validation() -> None:
    shares = Counter(map(split_of_root, ROOTS))
    assert shares["test"] / len(ROOTS) == pytest.approx(0.10, abs=0.02)
    assert shares["validation"] / len(ROOTS) == pytest.approx(0.05, abs=0.015)


def test_a_root_falls_to_the_same_split_on_every_machine() -> None:
    assert [split_of_root(root) for root in ROOTS[:8]] == ["train", "train", "train", "test", "train", "train", "train", "test"]


def test_a_pair_falls_to_the_split_of_its_roots() -> None:
    tests = [root for root in ROOTS if split_of_root(root) == "test"]
    assert split_of(pair(tests[0], tests[1])) == "test"
    assert share_a_split(tests)
    assert share_a_split(())


def test_a_pair_without_roots_is_its_own() -> None:
    assert split_of(pair()) == split_of_root("one")


def test_a_pair_of_two_splits_is_refused_with_its_roots() -> None:
    train = next(root for root in ROOTS if split_of_root(root) == "train")
    test = next(root for root in ROOTS if split_of_root(root) == "test")
    assert not share_a_split((train, test))
    with pytest.raises(UsageError) as raised:
        split_of(pair(train, test))
    assert str(raised.value) == (
        f"The pair one joins roots of different splits: {train} (train), {test} (test). Make the set again with: lamwright plans evolve"
    )


def test_what_one_page_documents_falls_to_one_split() -> None:
    pages = [f"help/swriter/guide/page{number}" for number in range(50)]
    names = ("list/1", "list/2", "access/1", "access/12", "sentence/3")
    by_page = {page: {split_of_root(f"{page}/{name}") for name in names} for page in pages}
    assert all(splits == {split_of_root(page)} for page, splits in by_page.items())
    assert {split for splits in by_page.values() for split in splits} == {"train", "validation", "test"}


def test_articles_of_one_file_and_queries_are_no_page() -> None:
    assert len({split_of_root(f"wikihow/all.csv/article/{number}") for number in range(99)}) == 3
    assert len({split_of_root(f"queries/asked.tsv/{number}") for number in range(99)}) == 3
