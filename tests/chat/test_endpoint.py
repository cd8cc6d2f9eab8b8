"""Endpoints that are down, slow, limited or lie: one clear sentence each, in bounded time and memory."""

import socket
from time import perf_counter

import pytest
from tests.chat.asking import KEY, QUESTION, Count, asking, chat_at
from tests.chat.server import (
    Act,
    breaks_off,
    drips,
    fails,
    floods,
    floods_with_error,
    hangs,
    hangs_up,
    says,
    sends,
    serving,
)  # fmt: skip

from lamwright.chat.endpoint import same_model
from lamwright.errors import ModelError

GOOD = '{"count": 3, "unit": "rows"}'


def unlike(sent: str) -> str:
    return f"{{url}} answered with {sent} instead of a chat completion. Look at --base-url, which usually ends in /v1."


NO_COMPLETION = unlike("JSON that is no chat completion")
STATUSES: dict[str, tuple[Act, str, str]] = {
    "a page": (sends(b"<html>Log in</html>", "text/html"), "no completion", unlike("text/html that is not JSON")),
    "a stream": (
        sends(b"data: {}\n\ndata: [DONE]\n\n", "text/event-stream"), "no completion", unlike("text/event-stream that is not JSON"),
    ),
    "a stream that calls itself JSON": (
        sends(b'data: {"choices": []}\n\n', "application/json"), "no completion", unlike("application/json that is not JSON"),
    ),
    "bytes": (
        sends(b"\xff\xfe\x00\x81", "application/octet-stream"), "no completion", unlike("application/octet-stream that is not JSON"),
    ),
    "brackets without end": (sends(b"[" * 500_000, "application/json"), "no completion", unlike("application/json that is not JSON")),
    "nothing": (sends(b"", "application/json"), "no completion", unlike("application/json that is not JSON")),
    "another form": (sends(b'{"answer": 3}', "application/json"), "no completion", NO_COMPLETION),
    "a list": (sends(b"[]", "application/json"), "no completion", NO_COMPLETION),
    "no choices": (says(GOOD, choices=[]), "no completion", NO_COMPLETION),
    "a message without a text": (says(GOOD, choices=[{"message": {"content": [1]}}]), "no completion", NO_COMPLETION),
    "an error as success": (
        sends(b'{"error": {"message": "out of credit"}}', "application/json"), "server error",
        "{url} answered with an error: out of credit.",
    ),
    "another model": (
        says(GOOD, model="other-model"), "another model",
        "{url} answered as the model 'other-model', but 'tiny-chat' was asked. Name the one that is served there.",
    ),
    "a wrong key": (
        fails(401, f"Incorrect API key provided: {KEY}."), "no access",
        "{url} does not accept the key in OPENAI_API_KEY: Incorrect API key provided: [key]. Set another one.",
    ),
    "no such model": (
        fails(404, "The model does not exist."), "no such model",
        "{url} has no model 'tiny-chat' or no chat completions: The model does not exist. "
        "Look at --model and --base-url (which usually ends in /v1).",
    ),
    "a schema it does not take": (
        fails(400, "response_format is not supported"), "bad request",
        "{url} refused the question with status 400: response_format is not supported.",
    ),
    "an error that is a page": (
        sends(b"<html>Bad gateway</html>", "text/html", 502), "server error", "{url} failed with status 502. Try again later.",
    ),
    "too often": (fails(429, "Slow down."), "rate limited", "{url} limits how often it may be asked: Slow down. Try again later."),
    "too often for an hour": (
        fails(429, "Quota.", Retry_After="3600"), "rate limited",
        "{url} limits how often it may be asked and asks to wait 3600 seconds: Quota. Try again later.",
    ),
    "an error without end": (floods_with_error, "bad request", "{url} refused the question with status 400."),
}  # fmt: skip


@pytest.mark.parametrize(("act", "reason", "sentence"), list(STATUSES.values()), ids=list(STATUSES))
def test_what_is_no_answer_is_told_in_one_sentence_and_not_asked_again(act: Act, reason: str, sentence: str) -> None:
    with asking(act) as (chat, endpoint), pytest.raises(ModelError) as caught:
        chat.ask(QUESTION, Count)
    assert str(caught.value) == sentence.format(url=endpoint.url)
    assert caught.value.reason == reason
    assert dict(chat.usage.rejected) == dict(chat.usage.given_up) == {reason: 1}
    assert len(endpoint.questions) == 1


def test_a_server_that_is_down_is_named_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        chat = chat_at(url)
        with pytest.raises(ModelError) as caught:
            chat.ask(QUESTION, Count)
        chat.close()
    assert str(caught.value) == (
        f"{url} cannot be reached ([Errno 111] Connection refused). Is the server running, and is --base-url right?"
    )
    assert caught.value.reason == "unreachable"


@pytest.mark.parametrize("act", [hangs, drips])
def test_a_slow_server_is_left_in_time(act: Act) -> None:
    started = perf_counter()
    with asking(act, seconds=0.3) as (chat, endpoint), pytest.raises(ModelError) as caught:
        chat.ask(QUESTION, Count)
    assert str(caught.value) == f"{endpoint.url} did not answer within 0.3 seconds. Give it longer, or ask a faster model."
    assert caught.value.reason == "slow"
    assert perf_counter() - started < 5


def test_a_body_without_end_is_left_at_the_limit() -> None:
    with serving(floods) as endpoint:
        chat = chat_at(endpoint.url, body_bytes=200_000)
        with pytest.raises(ModelError) as caught:
            chat.ask(QUESTION, Count)
        chat.close()
    assert str(caught.value) == f"{endpoint.url} sent more than 200,000 bytes for one answer. Is it a chat endpoint?"


@pytest.mark.parametrize("act", [hangs_up, breaks_off])
def test_a_connection_that_breaks_is_told(act: Act) -> None:
    with asking(act) as (chat, endpoint), pytest.raises(ModelError) as caught:
        chat.ask(QUESTION, Count)
    assert str(caught.value).startswith(f"{endpoint.url} cannot be reached (")
    assert caught.value.reason == "unreachable"


@pytest.mark.parametrize("first", [fails(500), fails(503), fails(429), hangs_up], ids=["500", "503", "429", "hang-up"])
def test_what_a_retry_can_mend_is_asked_again(first: Act) -> None:
    with asking(first, says(GOOD), retries=2) as (chat, endpoint):
        assert chat.ask(QUESTION, Count).count == 3
    assert len(endpoint.questions) == 2
    assert chat.usage.requests == 2


def test_a_server_that_asks_to_wait_is_waited_for() -> None:
    with asking(fails(429, Retry_After="1"), says(GOOD), retries=1) as (chat, endpoint):
        chat.ask(QUESTION, Count)
    assert endpoint.questions[1].at - endpoint.questions[0].at >= 1.0


@pytest.mark.parametrize(
    ("asked", "answered", "same"),
    [
        ("gpt-4o", "gpt-4o-2024-08-06", True), ("org/tiny", "tiny", True), ("/models/tiny", "/models/tiny@main", True),
        ("Tiny", "tiny", True), ("gpt-4o", "gpt-3.5-turbo", False), ("tiny", "huge", False),
    ],
)  # fmt: skip
def test_a_dated_or_shortened_name_is_the_same_model(asked: str, answered: str, same: bool) -> None:
    assert same_model(asked, answered) is same
