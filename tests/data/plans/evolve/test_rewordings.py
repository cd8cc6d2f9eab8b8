import re
from dataclasses import replace
from random import Random

from tests.data.plans.evolve.documented import pair

from lamwright.data.plans.evolve.rewordings import Rewordings
from lamwright.pairs import Pair

QUOTING = pair('Insert a bookmark named "insert the document" behind the words "delete your image"', "Choose Insert > Bookmark...")
SEVERAL = pair("Insert a table. When that is done, open the dialog", "Choose Table > Insert Table...")


def many(given: Pair) -> list[Pair]:
    return [made for seed in range(300) if (made := Rewordings().evolve(given, Random(seed)))]


def test_the_plan_stays() -> None:
    assert {made.plan for made in many(QUOTING)} == {QUOTING.plan}


def test_what_is_quoted_is_never_reworded() -> None:
    for made in many(QUOTING):
        assert re.findall('"([^"]*)"', made.task) == ["insert the document", "delete your image"]


def test_tasks_differ_widely() -> None:
    tasks = {made.task for made in many(QUOTING)}
    assert len(tasks) > 150
    assert any(task.startswith("How ") for task in tasks)
    assert any(task.startswith("Please ") for task in tasks)
    assert any(task.lower().count("add a bookmark") for task in tasks)


def test_no_sentence_is_built_around_several() -> None:
    for made in many(SEVERAL):
        assert not re.search(r"\b(?:could you|how do i|i need to) ", made.task.casefold())


def test_one_who_asks_speaks_of_their_own_document() -> None:
    asked = [made.task.casefold() for made in many(pair("Print your map", "Press ctrl+p"))]
    assert all("my map" in task and "your map" not in task for task in asked)


def test_typing_errors_are_few_and_keep_every_letter() -> None:
    given = pair("Insert hyperlinks automatically", "Press ctrl+k")
    mistyped = [made for made in many(given) if not re.search("(?i)hyperlinks", made.task)]
    assert 0 < len(mistyped) < 20


def test_the_same_draw_gives_the_same_words() -> None:
    assert Rewordings().evolve(QUOTING, Random(3)) == Rewordings().evolve(replace(QUOTING), Random(3))
