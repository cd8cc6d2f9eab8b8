"""Collecting: what goes on after a stop."""

from lamwright.data.collect import Recorded, recorded
from lamwright.records import Episode
from lamwright.trajectory import Trajectory


def episode(task: str, number: int) -> Episode:
    return Episode(Trajectory("request", "finished", (), 1.0, task=task), {"number": number})


def test_numbers_go_on_after_the_highest_that_was_recorded() -> None:
    assert recorded([episode("a", 0), episode("b", 4)]) == Recorded(frozenset({"a", "b"}), 5)
    assert recorded([]) == Recorded(frozenset(), 0)
