"""Answers over real HTTP: good ones are validated, bad ones counted by reason and asked again with what was wrong."""

import json
from pathlib import Path

import pytest
from tests.chat.asking import KEY, QUESTION, Count, asking, chat_at
from tests.chat.server import Act, says, serving

from lamwright.chat.contract import Message
from lamwright.chat.usage import Prices
from lamwright.errors import ModelError

GOOD = '{"count": 3, "unit": "rows"}'
BAD_ANSWERS = {
    "not JSON": (says("There are three rows."), "The answer is not one JSON object and nothing else."),
    "JSON behind a sentence": (says(f"Here you are: {GOOD}"), "The answer is not one JSON object and nothing else."),
    "wrong schema": (
        says('{"count": "3", "unit": "rows"}'),
        "The answer does not fit the schema (count: Input should be a valid integer).",
    ),
    "a field too many": (
        says('{"count": 3, "unit": "rows", "note": ""}'),
        "The answer does not fit the schema (note: Extra inputs are not permitted).",
    ),
    "a field too few": (says('{"count": 3}'), "The answer does not fit the schema (unit: Field required)."),
    "refusal": (says(None, refusal="I cannot help with that."), "The question was refused: I cannot help with that."),
    "filtered": (says("", finish="content_filter"), "The question was refused: no reason was given."),
    "truncated": (says('{"count": 3, "un', finish="length"), "The answer was cut off at the limit of its length: write a shorter one."),
    "empty": (says(""), "The answer is empty."),
    "none": (says(None), "The answer is empty."),
    "blank": (says(" \n"), "The answer is empty."),
}
REASONS = {
    "JSON behind a sentence": "not JSON", "a field too many": "wrong schema", "a field too few": "wrong schema",
    "filtered": "refusal", "none": "empty", "blank": "empty",
}  # fmt: skip


def test_a_good_answer_comes_back_validated_and_counted() -> None:
    with asking(says(GOOD)) as (chat, endpoint):
        assert chat.ask(QUESTION, Count) == Count(count=3, unit="rows")
        sent = endpoint.questions[0]
    assert sent.path == "/v1/chat/completions"
    assert sent.body["messages"] == [{"role": "user", "content": "How many?"}]
    assert sent.schema["name"] == "Count"
    assert sent.schema["strict"] is True
    assert sent.schema["schema"]["required"] == ["count", "unit"]
    assert chat.usage.to_json() == {
        "questions": 1, "answered": 1, "cached": 0, "requests": 1, "input_tokens": 11, "output_tokens": 7, "unmetered": 0,
        "cost_usd": None, "rejected": {}, "given_up": {},
    }  # fmt: skip


@pytest.mark.parametrize(("name", "bad", "fault"), [(name, *row) for name, row in BAD_ANSWERS.items()], ids=BAD_ANSWERS)
def test_a_bad_answer_is_counted_and_the_model_is_told_what_was_wrong(name: str, bad: Act, fault: str) -> None:
    with asking(bad, says(GOOD)) as (chat, endpoint):
        assert chat.ask(QUESTION, Count).count == 3
        told = endpoint.questions[1].body["messages"][-1]
    assert told["role"] == "user"
    assert told["content"] == (f"That answer cannot be used. {fault} Answer the question again, with the JSON object of the schema alone.")
    assert dict(chat.usage.rejected) == {REASONS.get(name, name): 1}
    assert not chat.usage.given_up


def test_a_model_that_never_answers_well_is_given_up_after_so_many_tries() -> None:
    with asking(says("No."), tries=3) as (chat, endpoint), pytest.raises(ModelError) as caught:
        chat.ask(QUESTION, Count)
    assert str(caught.value) == "tiny-chat gave no usable answer in 3 tries. The answer is not one JSON object and nothing else."
    assert caught.value.reason == "not JSON"
    assert len(endpoint.questions) == 3
    assert dict(chat.usage.rejected) == {"not JSON": 3}
    assert dict(chat.usage.given_up) == {"not JSON": 1}


def test_only_the_last_bad_answer_is_shown_to_the_model_again() -> None:
    with asking(says("One."), says("Two."), says(GOOD)) as (chat, endpoint):
        chat.ask(QUESTION, Count)
    assert [message["content"] for message in endpoint.questions[2].body["messages"][:2]] == ["How many?", "Two."]


def test_an_answer_that_is_one_code_fence_is_read_as_what_stands_in_it() -> None:
    with asking(says(f"```json\n{GOOD}\n```")) as (chat, _):
        assert chat.ask(QUESTION, Count).count == 3


def test_a_code_fence_with_words_around_it_is_not_json() -> None:
    with asking(says(f"Sure:\n```json\n{GOOD}\n```"), tries=1) as (chat, _), pytest.raises(ModelError) as caught:
        chat.ask(QUESTION, Count)
    assert caught.value.reason == "not JSON"


def test_what_the_asker_finds_wrong_goes_back_to_the_model() -> None:
    def check(answer: Count) -> str:
        return "" if answer.count > 3 else "count must be more than 3."

    with asking(says(GOOD), says('{"count": 4, "unit": "rows"}')) as (chat, endpoint):
        assert chat.ask(QUESTION, Count, check).count == 4
    assert "count must be more than 3." in endpoint.questions[1].body["messages"][-1]["content"]
    assert dict(chat.usage.rejected) == {"unfit": 1}


def test_a_rerun_is_answered_from_the_folder_without_a_request(tmp_path: Path) -> None:
    with serving(says(GOOD)) as endpoint:
        first = chat_at(endpoint.url, cache=tmp_path)
        first.ask(QUESTION, Count)
        first.close()
    again = chat_at(endpoint.url, cache=tmp_path)
    assert again.ask(QUESTION, Count) == Count(count=3, unit="rows")
    again.close()
    assert (again.usage.cached, again.usage.requests, again.usage.input_tokens) == (1, 0, 0)
    assert len(endpoint.questions) == 1


@pytest.mark.parametrize("kept", ["", "{", '{"schema": 0, "text": "{}"}', '{"schema": 1, "text": "{}"}', "[]"])
def test_a_kept_answer_that_cannot_be_used_is_asked_for_again(tmp_path: Path, kept: str) -> None:
    with asking(says(GOOD), cache=tmp_path) as (chat, endpoint):
        chat.ask(QUESTION, Count)
        next(tmp_path.rglob("*.json")).write_text(kept)
        assert chat.ask(QUESTION, Count).count == 3
    assert len(endpoint.questions) == 2


def test_a_question_that_was_given_up_ends_the_same_way_again_without_a_request(tmp_path: Path) -> None:
    with asking(says("No."), says(GOOD), tries=1, cache=tmp_path) as (chat, endpoint):
        for _ in range(2):
            with pytest.raises(ModelError) as caught:
                chat.ask(QUESTION, Count)
            assert str(caught.value) == "tiny-chat gave no usable answer in 1 tries. The answer is not one JSON object and nothing else."
            assert caught.value.reason == "not JSON"
    assert len(endpoint.questions) == 1
    assert dict(chat.usage.given_up) == {"not JSON": 2}


def test_a_fault_of_the_endpoint_is_not_kept(tmp_path: Path) -> None:
    with serving(says(GOOD)) as endpoint:
        url = endpoint.url
    dead = chat_at(url, cache=tmp_path)
    with pytest.raises(ModelError) as caught:
        dead.ask(QUESTION, Count)
    dead.close()
    assert caught.value.reason == "unreachable"
    assert not list(tmp_path.rglob("*.json"))


def test_tokens_are_counted_over_all_tries_and_priced() -> None:
    with serving(says("No."), says(GOOD)) as endpoint:
        chat = chat_at(endpoint.url, prices=Prices(2.0, 10.0))
        chat.ask(QUESTION, Count)
        chat.close()
    assert (chat.usage.input_tokens, chat.usage.output_tokens) == (22, 14)
    assert chat.usage.cost == pytest.approx((22 * 2.0 + 14 * 10.0) / 1e6)


def test_answers_without_a_count_of_tokens_are_told_apart() -> None:
    with asking(says(GOOD, usage=None)) as (chat, _):
        chat.ask(QUESTION, Count)
    assert (chat.usage.unmetered, chat.usage.input_tokens) == (1, 0)


def test_pictures_are_sent_beside_the_text() -> None:
    with asking(says(GOOD)) as (chat, endpoint):
        chat.ask((Message("user", "Look.", (b"\x89PNG12", b"RIFF1234WEBP", b"\xff\xd8\xff")),), Count)
    parts = endpoint.questions[0].body["messages"][0]["content"]
    assert parts[0] == {"type": "text", "text": "Look."}
    assert [part["image_url"]["url"].split(",")[0] for part in parts[1:]] == [
        "data:image/png;base64", "data:image/webp;base64", "data:image/jpeg;base64",
    ]  # fmt: skip


def test_the_key_is_sent_but_neither_kept_nor_shown(tmp_path: Path) -> None:
    with asking(says(GOOD), cache=tmp_path) as (chat, endpoint):
        chat.ask(QUESTION, Count)
        shown = repr(chat) + repr(chat.usage) + json.dumps(chat.usage.to_json())
    assert endpoint.questions[0].headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in shown
    assert all(KEY not in path.read_text() for path in tmp_path.rglob("*.json"))


def test_half_a_surrogate_pair_in_a_document_or_an_answer_does_no_harm(tmp_path: Path) -> None:
    with asking(says('{"count": 3, "unit": "\ud800"}'), says(GOOD), cache=tmp_path) as (chat, endpoint):
        assert chat.ask((Message("user", "a\ud800b"),), Count).count == 3
    assert endpoint.questions[1].body["messages"][0]["content"] == "a?b"
    assert dict(chat.usage.rejected) == {"wrong schema": 1}


def test_the_account_is_told_in_a_sentence() -> None:
    with serving(says("No."), says(GOOD)) as endpoint:
        chat = chat_at(endpoint.url, prices=Prices(1000.0, 1000.0))
        chat.ask(QUESTION, Count)
        chat.close()
    assert chat.usage.sentence() == (
        "1 of 1 questions answered (0 kept from before), 22 tokens in and 14 out, 0.0360 US dollars. Rejected: 1 not JSON."
    )
