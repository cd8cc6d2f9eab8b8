"""How requests are worded: several joined into one, and a paragraph pointed at by what is its own."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from lamwright.actions import SelectParagraph
from lamwright.environments.writer.passages import passages_of
from lamwright.environments.writer.suite.generate import make_impossible, scene
from lamwright.environments.writer.suite.wording import word_reference, word_request
from lamwright.environments.writer.template import Template
from lamwright.observation import Passage
from lamwright.references import resolves
from lamwright.tasks import Part

JOINED = {"joined_two": ("Please {a}, and then {b}.",)}
FORMS = ("reference_starts", "reference_contains", "reference_nth", "reference_first", "reference_last", "reference_second_last")
PLACE = Template("letter", "A letter", Path("letter.fodt"), (), frozenset({"plain"}))


def joined(first: str, slots: dict[str, str]) -> str:
    """A request of that wording, and one to save, in one."""
    words = {**JOINED, "one": (first,), "save": ("Save it.",)}
    return word_request((Part("one", slots), Part("save")), words, Random(0))


@pytest.mark.parametrize(
    ("wording", "slots", "said"),
    [
        ("Search for {text}", {"text": "Why not?"}, "Please search for Why not?, and then save it."),
        ("Search for {text}.", {"text": "etc."}, "Please search for etc., and then save it."),
        ("Would you find {text}?", {"text": "the ferry"}, "Please would you find the ferry, and then save it."),
        ("{text} should be bold!", {"text": "The ferry"}, "Please The ferry should be bold, and then save it."),
    ],
)
def test_joined_requests_lose_their_own_marks_and_not_those_of_what_they_are_about(wording: str, slots: dict[str, str], said: str) -> None:
    assert joined(wording, slots) == said


def test_a_single_request_stays_as_it_was_written() -> None:
    assert word_request((Part("one", {"text": "Why not?"}),), {"one": ("Search for {text}.",)}, Random(0)) == "Search for Why not?."


def said_of(at: int, texts: Sequence[str], wording: str) -> set[str | None]:
    """Everything that is said with that wording to point at a paragraph, in many draws."""
    passages = [Passage(index, text) for index, text in enumerate(texts)]
    words = dict.fromkeys(FORMS, (wording,))
    return {word_reference(at, PLACE, passages, words, Random(seed), check=False) for seed in range(200)}


def test_words_that_point_at_a_paragraph_stand_in_that_paragraph_alone() -> None:
    texts = ("The fee of the choir is due in May.", "The ROOM of the choir is open in May.", "We meet in the room.")
    said = said_of(0, texts, "{words}")
    assert {"fee of", "choir is due"} < said
    assert not {"of the", "the choir", "The"} & said
    assert all(words and words in texts[0] and not any(words.casefold() in text.casefold() for text in texts[1:]) for words in said)


@pytest.mark.parametrize(
    ("texts", "wording"),
    [
        (("The room is open.", "The room is open."), "the one with {words}"),
        (("* * *", "..."), "the one that starts with {start}"),
        (("The room is open.", "The fee is due."), "the one about {topic}"),
    ],
    ids=["words", "start", "topic"],
)
def test_a_wording_whose_slot_would_be_empty_is_not_used(texts: Sequence[str], wording: str) -> None:
    assert said_of(1, texts, wording) == {None}


def test_a_request_about_a_missing_paragraph_points_at_none() -> None:
    made = [make_impossible("train", f"missing.{number}") for number in range(200)]
    looked_for = [(task, task.plan[0].paragraph) for task in made if isinstance(task.plan[0], SelectParagraph)]
    assert len(looked_for) > 10
    for task, reference in looked_for:
        assert not resolves(reference, passages_of(scene(task.template).document)), reference
