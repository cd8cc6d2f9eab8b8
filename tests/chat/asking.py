"""A chat on a scripted endpoint, with short waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from tests.chat.server import MODEL, Act, ScriptedEndpoint, serving

from lamwright.chat.cache import AnswerCache
from lamwright.chat.contract import Message
from lamwright.chat.endpoint import Bounds, Endpoint
from lamwright.chat.openai_chat import Asking, OpenAIChat
from lamwright.chat.usage import Prices, Usage

KEY = "sk-not-a-real-key-0123456789"
QUESTION = (Message("user", "How many?"),)


class Count(BaseModel):
    """A small answer."""

    model_config = ConfigDict(extra="forbid")
    count: int
    unit: str


def chat_at(
    url: str,
    *,
    tries: int = 3,
    seconds: float = 5.0,
    retries: int = 0,
    body_bytes: int = 4 * 1024 * 1024,
    cache: Path | None = None,
    prices: Prices | None = None,
) -> OpenAIChat:
    endpoint = Endpoint(MODEL, url, KEY, Bounds(seconds, retries, body_bytes), local=True)
    return OpenAIChat(MODEL, endpoint, asking=Asking(tries), cache=AnswerCache(cache) if cache else None, usage=Usage(prices))


@contextmanager
def asking(
    *script: Act, tries: int = 3, seconds: float = 5.0, retries: int = 0, cache: Path | None = None
) -> Iterator[tuple[OpenAIChat, ScriptedEndpoint]]:
    with serving(*script) as endpoint:
        chat = chat_at(endpoint.url, tries=tries, seconds=seconds, retries=retries, cache=cache)
        try:
            yield chat, endpoint
        finally:
            chat.close()
