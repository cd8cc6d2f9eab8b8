"""Many questions at once: in order, bounded, stopped cleanly."""

from collections.abc import Iterator
from threading import Barrier, active_count

import pytest

from lamwright.chat.many import ask_many
from lamwright.errors import ModelError


def test_answers_come_in_the_order_of_the_questions_although_the_first_is_the_slowest() -> None:
    together = Barrier(2, timeout=5)

    def ask(question: int) -> int:
        if question < 2:
            together.wait()
        return question * 10

    assert list(ask_many(ask, range(6), threads=3)) == [0, 10, 20, 30, 40, 50]


def test_questions_are_drawn_only_as_far_ahead_as_is_needed() -> None:
    drawn: list[int] = []

    def questions() -> Iterator[int]:
        for number in range(1000):
            drawn.append(number)
            yield number

    answers = ask_many(lambda question: question, questions(), threads=2)
    assert next(answers) == 0
    answers.close()  # type: ignore[attr-defined]
    assert len(drawn) <= 4


def test_a_question_without_an_answer_is_counted_and_the_others_go_on() -> None:
    def ask(question: int) -> int:
        if question % 2:
            raise ModelError("No.", "refusal")
        return question

    results = list(ask_many(ask, range(6), threads=2))
    assert [result.reason if isinstance(result, ModelError) else result for result in results] == [0, "refusal", 2, "refusal", 4, "refusal"]


def test_three_faults_of_the_endpoint_in_a_row_end_it() -> None:
    def ask(question: int) -> int:
        if question in (1, 3, 4, 5):
            raise ModelError(f"Down at {question}.", "unreachable")
        return question

    before = active_count()
    seen: list[object] = []
    with pytest.raises(ModelError, match=r"^Down at 5\.$"):
        seen.extend(ask_many(ask, range(100), threads=1))
    assert [str(result) for result in seen] == ["0", "Down at 1.", "2", "Down at 3.", "Down at 4."]
    assert active_count() == before


def test_an_error_of_the_asker_ends_it_and_leaves_no_thread() -> None:
    before = active_count()

    def ask(question: int) -> int:
        raise KeyError(question)

    with pytest.raises(KeyError):
        list(ask_many(ask, range(100), threads=3))
    assert active_count() == before


def test_no_threads_is_a_mistake() -> None:
    with pytest.raises(ValueError, match=r"^threads must be at least 1\.$"):
        list(ask_many(str, [], threads=0))
