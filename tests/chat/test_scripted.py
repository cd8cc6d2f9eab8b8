"""The fake checks what it says as a model's answers are checked."""

import pytest
from tests.chat.asking import QUESTION, Count

from lamwright.chat.scripted import ScriptedChat
from lamwright.errors import ModelError


def test_it_answers_in_order_and_remembers_what_it_was_asked() -> None:
    chat = ScriptedChat([{"count": 1, "unit": "a"}, '```\n{"count": 2, "unit": "b"}\n```'])
    assert [chat.ask(QUESTION, Count).count for _ in range(2)] == [1, 2]
    assert [(asked.text, asked.schema) for asked in chat.asked] == [("How many?", "Count")] * 2


def test_it_answers_by_a_function_of_the_question() -> None:
    chat = ScriptedChat(lambda asked: {"count": len(asked.text), "unit": asked.schema})
    assert chat.ask(QUESTION, Count) == Count(count=9, unit="Count")


@pytest.mark.parametrize(
    ("said", "reason"),
    [({"count": "1"}, "wrong schema"), ("no", "not JSON"), ("", "empty"), (ModelError("Down.", "unreachable"), "unreachable")],
)
def test_what_does_not_fit_fails_as_a_model_would(said: dict[str, str] | str | ModelError, reason: str) -> None:
    with pytest.raises(ModelError) as caught:
        ScriptedChat([said]).ask(QUESTION, Count)
    assert caught.value.reason == reason


def test_a_script_that_has_ended_says_for_which_question() -> None:
    with pytest.raises(AssertionError, match=r"^The script has no answer left for: How many\?$"):
        ScriptedChat([]).ask(QUESTION, Count)
