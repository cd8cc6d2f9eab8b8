"""Near-duplicates: Jaccard similarity over 3-word shingles."""

from random import Random

from lamwright.data.plans.duplicates import NearDuplicates, jaccard, near_duplicate_rate, shingles
from lamwright.pairs import Lineage, Pair


def pair(words: list[str], name: str = "a") -> Pair:
    return Pair(name, " ".join(words[:5]), (" ".join(words[5:]),), "help", "o", "l", "a", "writer", Lineage((name,)))


def exact(one: Pair, other: Pair) -> float:
    first, second = set(shingles(one)), set(shingles(other))
    return len(first & second) / len(first | second)


def test_shingles_run_over_task_and_steps_without_case_and_punctuation() -> None:
    found = shingles(Pair("a", "Click OK", ("Press F5.",), "s", "o", "l", "a", "", Lineage(("a",))))
    assert found == [b"click ok press", b"ok press f5"]


def test_the_measure_is_shared_over_all() -> None:
    from array import array

    assert jaccard(frozenset({1, 2, 3, 4}), array("I", [3, 4, 5])) == 2 / 5  # 2 shared of 1, 2, 3, 4, 5


def test_it_agrees_with_comparing_every_pair_with_every_other() -> None:
    rng = Random(3)
    bases = [[f"w{rng.randrange(500)}" for _ in range(60)] for _ in range(15)]
    pairs = []
    for number in range(150):
        words = list(rng.choice(bases))
        for _ in range(rng.randrange(6)):
            words[rng.randrange(len(words))] = f"x{rng.randrange(500)}"
        pairs.append(pair(words, str(number)))
    kept: list[Pair] = []
    for each in pairs:
        if all(exact(each, other) < 0.8 for other in kept):
            kept.append(each)
    seen = NearDuplicates()
    assert [each.id for each in pairs if seen.keep(each)] == [each.id for each in kept]
    repeats = sum(any(exact(each, other) >= 0.8 for other in pairs[:number]) for number, each in enumerate(pairs))
    assert near_duplicate_rate(pairs) == repeats / len(pairs) > 0.2
    assert near_duplicate_rate(kept) == 0.0


def test_an_empty_set_has_no_near_duplicates() -> None:
    assert near_duplicate_rate([]) == 0.0


def test_only_the_last_pairs_are_remembered_where_memory_is_bounded() -> None:
    texts = [pair([f"{letter}{number}" for number in range(20)], letter) for letter in "abc"]
    seen = NearDuplicates(most=2)
    assert [seen.keep(each) for each in (*texts, texts[2], texts[1], texts[0])] == [True, True, True, False, False, True]
    assert len(seen) == 4
