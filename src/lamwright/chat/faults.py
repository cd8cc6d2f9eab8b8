"""What went wrong with an endpoint, in one sentence each: what happened, where, what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import openai

from lamwright.errors import ModelError

UNREACHABLE, SLOW, RATE_LIMITED, SERVER_ERROR = "unreachable", "slow", "rate limited", "server error"
NO_ACCESS, NO_SUCH_MODEL, BAD_REQUEST = "no access", "no such model", "bad request"
NO_COMPLETION, TOO_LARGE, ANOTHER_MODEL = "no completion", "too large", "another model"
ENDPOINT_FAULTS = (
    UNREACHABLE, SLOW, RATE_LIMITED, SERVER_ERROR, NO_ACCESS, NO_SUCH_MODEL, BAD_REQUEST, NO_COMPLETION, TOO_LARGE, ANOTHER_MODEL,
)  # fmt: skip
"""The reasons by which faults of the endpoint are counted; the question itself may be asked again later."""
_TOLD_LETTERS = 300


@dataclass(frozen=True, slots=True)
class EndpointFaults:
    """Makes the errors of one endpoint. The key never shows in one, whatever the server sends back."""

    model: str
    url: str
    key: str
    seconds: float

    def __repr__(self) -> str:
        return f"EndpointFaults({self.model!r}, {self.url!r})"

    def of(self, error: Exception) -> ModelError:
        """What the client raised, after its retries."""
        match error:
            case openai.APITimeoutError():
                return self.slow()
            case openai.RateLimitError():
                wait = error.response.headers.get("retry-after", "")
                asked = f" and asks to wait {wait} seconds" if wait.isdigit() else ""
                return ModelError(f"{self.url} limits how often it may be asked{asked}{self._said(error)} Try again later.", RATE_LIMITED)
            case openai.AuthenticationError() | openai.PermissionDeniedError():
                return ModelError(f"{self.url} does not accept the key in OPENAI_API_KEY{self._said(error)} Set another one.", NO_ACCESS)
            case openai.NotFoundError():
                return ModelError(
                    f"{self.url} has no model {self.model!r} or no chat completions{self._said(error)} "
                    "Look at --model and --base-url (which usually ends in /v1).", NO_SUCH_MODEL)  # fmt: skip
            case openai.InternalServerError():
                return ModelError(f"{self.url} failed with status {error.status_code}{self._said(error)} Try again later.", SERVER_ERROR)
            case openai.APIStatusError():
                return ModelError(f"{self.url} refused the question with status {error.status_code}{self._said(error)}", BAD_REQUEST)
        return self._unreached(error)

    def slow(self) -> ModelError:
        return ModelError(f"{self.url} did not answer within {self.seconds:g} seconds. Give it longer, or ask a faster model.", SLOW)

    def too_large(self, limit: int) -> ModelError:
        return ModelError(f"{self.url} sent more than {limit:,} bytes for one answer. Is it a chat endpoint?", TOO_LARGE)

    def no_completion(self, sent: str) -> ModelError:
        return ModelError(
            f"{self.url} answered with {sent} instead of a chat completion. Look at --base-url, which usually ends in /v1.", NO_COMPLETION
        )

    def another_model(self, answered: str) -> ModelError:
        return ModelError(
            f"{self.url} answered as the model {answered[:80]!r}, but {self.model!r} was asked. Name the one that is served there.",
            ANOTHER_MODEL,
        )

    def told(self, error: Any) -> ModelError:
        """An error that came with a status of success."""
        message = error.get("message") if isinstance(error, Mapping) else error
        return ModelError(f"{self.url} answered with an error: {self._clean(str(message)).rstrip('.')}.", SERVER_ERROR)

    def _unreached(self, error: Exception) -> ModelError:
        root: BaseException = error
        while root.__cause__ or root.__context__:
            root = root.__cause__ or root.__context__ or root
        why = self._clean(str(root)) or type(root).__name__
        return ModelError(f"{self.url} cannot be reached ({why}). Is the server running, and is --base-url right?", UNREACHABLE)

    def _said(self, error: openai.APIStatusError) -> str:
        body = error.body
        inner = body.get("error", body) if isinstance(body, Mapping) else body
        message = inner.get("message") or inner.get("detail") if isinstance(inner, Mapping) else None
        return f": {self._clean(message).rstrip('.')}." if isinstance(message, str) and message else "."

    def _clean(self, text: str) -> str:
        """One line, not long, without the key."""
        plain = " ".join(text.split())
        return (plain.replace(self.key, "[key]") if self.key else plain)[:_TOLD_LETTERS]
