"""One question over HTTP: bounded in time and size, every fault one sentence with the reason to count it by.

The openai client retries what a retry can mend (no connection, 408, 409, 429, 5xx) with growing waits, and waits as long as Retry-After
says, up to two minutes. The body is read here, piece by piece: a server that never stops sending is left in time.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any

import httpx2
import openai

from lamwright.chat.contract import Message
from lamwright.chat.faults import EndpointFaults

if TYPE_CHECKING:
    from openai import APIResponse

_ERROR_BODY_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one question may take. `retries` are the client's own, for faults of the endpoint."""

    seconds: float = 120.0
    retries: int = 3
    body_bytes: int = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. `finish` is "stop", or "length" where the answer was cut off; token counts are None where the server counts none."""

    text: str
    finish: str
    refusal: str
    requests: int
    input_tokens: int | None
    output_tokens: int | None


class Endpoint:
    """One model behind one address. `local` says that the address is this machine's own: no proxy stands before it."""

    def __init__(self, model: str, base_url: str, key: str = "", bounds: Bounds = Bounds(), *, local: bool = False) -> None:
        self._model, self._bounds = model, bounds
        self._faults = EndpointFaults(model, base_url, key, bounds.seconds)
        web = openai.DefaultHttpxClient(trust_env=not local, event_hooks={"response": [_leave_long_error_bodies]})
        self._client = openai.OpenAI(
            api_key=key or "none", base_url=base_url, timeout=bounds.seconds, max_retries=bounds.retries, http_client=web
        )

    def complete(self, messages: Sequence[Message], schema_name: str, schema: Mapping[str, Any], parameters: Mapping[str, Any]) -> Reply:
        """Raises ModelError."""
        form = {"type": "json_schema", "json_schema": {"name": schema_name, "schema": schema, "strict": True}}
        body = {"model": self._model, "messages": [_message(one) for one in messages], "response_format": form, **parameters}
        try:
            with self._client.chat.completions.with_streaming_response.create(**body) as response:
                return self._reply(response)
        except (openai.OpenAIError, httpx2.HTTPError) as error:
            raise self._faults.of(error) from error

    def close(self) -> None:
        self._client.close()

    def _reply(self, response: "APIResponse[Any]") -> Reply:
        kind = response.headers.get("content-type", "")
        try:
            form = json.loads(self._body(response))
        except (ValueError, RecursionError) as error:
            raise self._faults.no_completion(f"{kind or 'an untyped body'} that is not JSON") from error
        if isinstance(form, dict) and form.get("error") and not form.get("choices"):
            raise self._faults.told(form["error"])
        try:
            return self._read(form, response.retries_taken + 1)
        except (KeyError, IndexError, TypeError, AttributeError) as error:
            raise self._faults.no_completion("JSON that is no chat completion") from error

    def _body(self, response: "APIResponse[Any]") -> bytes:
        deadline = perf_counter() + self._bounds.seconds
        body = bytearray()
        for piece in response.iter_bytes():
            body += piece
            if len(body) > self._bounds.body_bytes:
                raise self._faults.too_large(self._bounds.body_bytes)
            if perf_counter() > deadline:
                raise self._faults.slow()
        return bytes(body)

    def _read(self, form: Mapping[str, Any], requests: int) -> Reply:
        choice, usage = form["choices"][0], form.get("usage") or {}
        message = choice["message"]
        text, refusal = message.get("content") or "", message.get("refusal") or ""
        if not isinstance(text, str) or not isinstance(refusal, str):
            raise TypeError("content is no text")
        answered = form.get("model")
        if isinstance(answered, str) and answered and not same_model(self._model, answered):
            raise self._faults.another_model(answered)
        finish = "refusal" if choice.get("finish_reason") == "content_filter" else str(choice.get("finish_reason") or "")
        return Reply(text, finish, refusal, requests, _count(usage, "prompt_tokens"), _count(usage, "completion_tokens"))


def same_model(asked: str, answered: str) -> bool:
    """Whether the name that answered is the one asked for, by the last part of its path, a revision or date at its end aside."""
    asked, answered = (name.casefold().rstrip("/").rpartition("/")[2] for name in (asked, answered))
    return answered.startswith(asked) or asked.startswith(answered)


def _count(usage: Mapping[str, Any], key: str) -> int | None:
    value = usage.get(key)
    return value if isinstance(value, int) else None


def _message(message: Message) -> dict[str, Any]:
    """Half a surrogate pair, which broken documents and answers hold, cannot be sent: it becomes a question mark."""
    text = message.text.encode("utf-8", "replace").decode()
    if not message.pictures:
        return {"role": message.role, "content": text}
    shown = [{"type": "image_url", "image_url": {"url": _data_url(picture)}} for picture in message.pictures]
    return {"role": message.role, "content": [{"type": "text", "text": text}, *shown]}


def _data_url(picture: bytes) -> str:
    kind = "png" if picture.startswith(b"\x89PNG") else "webp" if picture[8:12] == b"WEBP" else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"


def _leave_long_error_bodies(response: httpx2.Response) -> None:
    """The client reads the body of an error whole: close those that are long or do not say how long they are."""
    length = response.headers.get("content-length", "")
    if response.is_error and not (length.isdecimal() and int(length) <= _ERROR_BODY_BYTES):
        response.close()
