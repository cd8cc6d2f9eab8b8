"""`openai:NAME` and a base URL become a chat: the one place where they are read."""

import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lamwright.chat.usage import Prices
from lamwright.errors import PrerequisiteError, UsageError

if TYPE_CHECKING:
    from lamwright.chat.openai_chat import OpenAIChat

PREFIX = "openai:"
VISION = "+vision"
OPENAI_URL = "https://api.openai.com/v1"
KEY_VARIABLE, URL_VARIABLE = "OPENAI_API_KEY", "OPENAI_BASE_URL"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class NamedModel:
    """Which model, where, and how it is asked: light, and safe to hand to a worker's process. It holds no key.

    `sees` says that it takes pictures. `seconds` bounds one answer; `temperature` is the endpoint's own where None.
    """

    model: str
    base_url: str = OPENAI_URL
    sees: bool = False
    cache: Path | None = None
    prices: Prices | None = None
    seconds: float = 120.0
    retries: int = 3
    tries: int = 3
    answer_tokens: int = 2048
    temperature: float | None = None

    @property
    def local(self) -> bool:
        return urlsplit(self.base_url).hostname in LOOPBACK

    def open(self) -> "OpenAIChat":
        """The chat itself. The key is read from OPENAI_API_KEY here; a server on this machine needs none.

        Raises PrerequisiteError where a package or the key is missing, and UsageError where the key cannot be one.
        """
        missing = [name for name in ("openai", "httpx2", "pydantic") if find_spec(name) is None]
        if missing:
            raise PrerequisiteError(f"These Python packages are not installed: {', '.join(missing)}. Run: pip install 'lamwright[llm]'")
        key = os.environ.get(KEY_VARIABLE, "").strip()
        if not key and not self.local:
            raise PrerequisiteError(
                f"There is no key for {self.base_url}. Run: export {KEY_VARIABLE}=... (or name a server on this machine with --base-url)"
            )
        if not (key.isascii() and key.isprintable()):
            raise UsageError(f"{KEY_VARIABLE} holds characters that no key has. Set it again.")
        from lamwright.chat.cache import AnswerCache
        from lamwright.chat.endpoint import Bounds, Endpoint
        from lamwright.chat.openai_chat import Asking, OpenAIChat
        from lamwright.chat.usage import Usage

        endpoint = Endpoint(self.model, self.base_url, key, Bounds(self.seconds, self.retries), local=self.local)
        tokens_field = "max_completion_tokens" if self.base_url == OPENAI_URL else "max_tokens"
        asking = Asking(self.tries, self.answer_tokens, self.temperature, tokens_field)
        return OpenAIChat(
            self.model, endpoint, asking=asking, cache=AnswerCache(self.cache) if self.cache else None, usage=Usage(self.prices)
        )


def is_chat_name(name: str) -> bool:
    """Whether a model's name is one for an endpoint, rather than a checkpoint's folder."""
    return name.startswith(PREFIX)


def named_model(name: str, base_url: str = "", *, cache: Path | None = None, prices: str = "") -> NamedModel:
    """What `--model openai:NAME[+vision]`, `--base-url URL` and `--prices IN,OUT` say.

    Without a URL it is that of OPENAI_BASE_URL, else OpenAI's own. Raises UsageError.
    """
    model = name.removeprefix(PREFIX).removesuffix(VISION)
    if not is_chat_name(name) or not model.strip():
        raise UsageError(f"{name!r} names no model behind an endpoint. Write openai:NAME, such as openai:gpt-4o-mini.")
    url = _checked_url(base_url or os.environ.get(URL_VARIABLE, "") or OPENAI_URL)
    return NamedModel(model, url, name.endswith(VISION), cache, _prices(prices) if prices else None)


def _checked_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        parts, usable = urlsplit(""), False
    if parts.username or parts.password:
        raise UsageError(f"The base URL holds a password. Put the key into {KEY_VARIABLE} and leave it out of the URL.")
    if not usable:
        raise UsageError(f"{url!r} is no base URL. Write it whole, such as http://127.0.0.1:8000/v1.")
    return url.rstrip("/")


def _prices(text: str) -> Prices:
    try:
        given, made = (float(part) for part in text.split(","))
        if given < 0 or made < 0:
            raise ValueError(text)
    except ValueError as error:
        raise UsageError(f"{text!r} are no prices. Write dollars for a million tokens, in and out, such as 2.5,10.") from error
    return Prices(given, made)
