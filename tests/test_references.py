"""What people say when they point at a paragraph, resolved against the document."""

import pytest

from lamwright.errors import ActionError
from lamwright.observation import Passage
from lamwright.references import number_in, resolve_passage, resolves

LETTER = (
    "Dear members of the choir, thank you for the lovely concert in April.",
    "We are writing about the new rehearsal room in Mill Street.",
    "The deadline for the membership fee is the last day of May.",
    "Please bring your own music stand and a pencil to the first session.",
    "Our treasurer will send the final budget in a separate letter.",
    "With kind regards from the whole board.",
)
PASSAGES = tuple(Passage(index, text) for index, text in enumerate(LETTER))
LIST = (
    Passage(0, "Things to take along", "heading"),
    Passage(1, "Please pack these:"),
    Passage(2, "Two warm jumpers", "item"),
    Passage(3, ""),
    Passage(4, "A rain coat", "item"),
    Passage(5, "The tickets", "item"),
    Passage(6, "See you there"),
)


@pytest.mark.parametrize(
    ("reference", "index"),
    [
        ("the first paragraph", 0),
        ("the opening line", 0),
        ("paragraph 3", 2),
        ("the 2nd para", 1),
        ("the fourth paragraph from the top", 3),
        ("the second paragraph from the end", 4),
        ("the closing paragraph", 5),
        ("the last paragraph but one", 4),
        ("the next-to-last paragraph", 4),
        ("the paragraph before the last one", 4),
        ('the paragraph that starts with "Please bring"', 3),
        ("the one beginning with Our treasurer", 4),
        ("the paragraph about the deadline", 2),
        ("the sentence about the final budget", 4),
        ("the paragraph about the singers' stand and the guests' pencil", 3),
        ("the part where it says first session", 3),
        ("the paragraph which mentions the last day", 2),
        ("the bit on the membership fees", 2),
        ("the begining paragraph", 0),
        ("the paragraph at the head of the page", 0),
        ("the tail of the letter", 5),
        ("the 2nd to last paragraph", 4),
        ("the 2nd-last paragraph", 4),
        ("the paragraph one up from the bottom", 4),
        ("the paragraph one back from the end", 4),
        ("the paragraph that sets out with We are", 1),
        ("the paragraph that commences with we", 1),
    ],
)
def test_people_point_by_place_by_beginning_and_by_content(reference: str, index: int) -> None:
    assert resolve_passage(reference, PASSAGES).index == index


@pytest.mark.parametrize(
    ("reference", "index"),
    [
        ("the second bullet", 4),
        ("the last item on the list", 5),
        ("item 1", 2),
        ("the second listed thing", 4),
        ("the entry with tickets in it", 5),
        ("the last paragraph", 6),
        ("the first heading", 0),
    ],
)
def test_entries_headings_and_text_are_counted_apart(reference: str, index: int) -> None:
    assert resolve_passage(reference, LIST).index == index


@pytest.mark.parametrize(
    ("reference", "index"),
    [
        ("the paragraph with is the in it", 2),
        ('the paragraph where "in a" turns up', 4),
        ("the paragraph in which to the appears", 3),
        ("the one having of the in it somewhere", 0),
        ("the paragraph where it says and a", 3),
    ],
)
def test_words_that_say_nothing_point_where_they_stand_together_in_one_paragraph_alone(reference: str, index: int) -> None:
    assert resolve_passage(reference, PASSAGES).index == index


SCHOOL = tuple(
    Passage(index, text)
    for index, text in enumerate(
        (
            "What to bring is a towel.",
            "Parents pay the fees for the right bank of the river.",
            "The head teacher writes to you.",
            "The topic of the tail comes in June.",
        )
    )
)


@pytest.mark.parametrize(
    ("reference", "index"),
    [
        ("the paragraph about the head teacher", 2),
        ("the paragraph about the tail", 3),
        ('the paragraph with "topic" in it', 3),
        ("the paragraph at the head of the text", 0),
        ("the paragraph that explains the fees", 1),
    ],
)
def test_words_of_place_may_be_what_a_paragraph_is_about(reference: str, index: int) -> None:
    assert resolve_passage(reference, SCHOOL).index == index


@pytest.mark.parametrize(
    "reference",
    [
        "the paragraph that sets out what children pay",
        "the paragraph that is on the right",
        "the paragraph that I wrote to you",
        "the one that says 'as it is a'",
    ],
)
def test_plain_words_that_merely_come_by_are_refused(reference: str) -> None:
    assert not resolves(reference, SCHOOL)


def test_words_that_say_nothing_and_stand_in_two_paragraphs_point_nowhere() -> None:
    two = (*PASSAGES, Passage(6, "There is the rest."))
    with pytest.raises(ActionError) as refusal:
        resolve_passage("the paragraph with is the in it", two)
    assert str(refusal.value) == "No paragraph fits 'the paragraph with is the in it'."


@pytest.mark.parametrize(
    "reference", ["the ninth paragraph", "the paragraph about the elephants", 'the paragraph with "paper comet" in it']
)
def test_what_is_not_there_is_refused_with_the_words_that_were_looked_for(reference: str) -> None:
    with pytest.raises(ActionError) as refusal:
        resolve_passage(reference, PASSAGES)
    assert str(refusal.value) == f"No paragraph fits '{reference}'."


@pytest.mark.parametrize(("words", "number"), [("three", 3), ("3", 3), ("the 12th", 12), ("third", 3), ("14 pt", 14), ("many", None)])
def test_numbers_are_read_in_figures_and_in_words(words: str, number: int | None) -> None:
    assert number_in(words) == number
