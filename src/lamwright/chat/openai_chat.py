"""A chat over an OpenAI-compatible endpoint."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lamwright.chat.answers import BAD_ANSWERS, REFUSAL, TRUNCATED, read_answer, strict_schema
from lamwright.chat.cache import AnswerCache, question_key
from lamwright.chat.contract import Answer, Message, accept
from lamwright.chat.endpoint import Endpoint, Reply
from lamwright.chat.usage import Usage
from lamwright.errors import ModelError

_SHOWN_LETTERS = 4000


@dataclass(frozen=True, slots=True)
class Asking:
    """How a question is put. `tries` bounds the answers that are looked at; `temperature` is the endpoint's own where None.

    `tokens_field` is the name by which the endpoint takes the limit of an answer's tokens.
    """

    tries: int = 3
    answer_tokens: int = 2048
    temperature: float | None = None
    tokens_field: str = "max_tokens"

    def parameters(self) -> dict[str, Any]:
        form: dict[str, Any] = {self.tokens_field: self.answer_tokens}
        return form if self.temperature is None else {**form, "temperature": self.temperature}


class OpenAIChat:
    """Asks one model. A bad answer goes back to the model with what is wrong with it, `tries` times in all."""

    def __init__(
        self, model: str, endpoint: Endpoint, *, asking: Asking = Asking(), cache: AnswerCache | None = None, usage: Usage | None = None
    ) -> None:
        self.model, self.usage = model, usage or Usage()
        self._endpoint, self._asking, self._cache = endpoint, asking, cache

    def __repr__(self) -> str:
        return f"OpenAIChat({self.model!r})"

    def ask(self, messages: Sequence[Message], schema: type[Answer], check: Callable[[Answer], str] = accept) -> Answer:
        """See Chat.ask."""
        self.usage.asked()
        parameters = {"tokens": self._asking.answer_tokens, "temperature": self._asking.temperature}
        key = question_key(self.model, messages, strict_schema(schema), parameters) if self._cache else ""
        try:
            known = self._remembered(key, schema, check)
            answer = self._asked(key, messages, schema, check) if known is None else known
        except ModelError as error:
            self.usage.gave_up(error.reason)
            raise
        self.usage.accepted(cached=known is not None)
        return answer

    def close(self) -> None:
        self._endpoint.close()

    def _remembered(self, key: str, schema: type[Answer], check: Callable[[Answer], str]) -> Answer | None:
        """The kept answer, where it still is one. Raises the ModelError that was kept instead."""
        text = self._cache.get(key) if self._cache else None
        if text is None:
            return None
        try:
            return read_answer(text, schema, check)
        except ModelError:
            return None

    def _asked(self, key: str, messages: Sequence[Message], schema: type[Answer], check: Callable[[Answer], str]) -> Answer:
        """A new answer. What came of the question is kept, unless the endpoint is at fault."""
        try:
            text, answer = self._tried(messages, schema, check)
        except ModelError as error:
            if self._cache and error.reason in BAD_ANSWERS:
                self._cache.put_given_up(key, error, self.model)
            raise
        if self._cache:
            self._cache.put(key, text, self.model)
        return answer

    def _tried(self, messages: Sequence[Message], schema: type[Answer], check: Callable[[Answer], str]) -> tuple[str, Answer]:
        """The first usable answer with its text. Raises ModelError: the endpoint's fault at once, the last answer's after all tries."""
        conversation = tuple(messages)
        for left in reversed(range(self._asking.tries)):
            text = self._sent(conversation, schema)
            try:
                return text.text, _usable(text, schema, check)
            except ModelError as error:
                self.usage.refused(error.reason)
                if not left:
                    raise ModelError(f"{self.model} gave no usable answer in {self._asking.tries} tries. {error}", error.reason) from error
                conversation = (*messages, *_corrected(text.text, str(error)))
        raise ValueError("Asking.tries must be at least 1.")

    def _sent(self, conversation: Sequence[Message], schema: type[Answer]) -> Reply:
        try:
            reply = self._endpoint.complete(conversation, schema.__name__, strict_schema(schema), self._asking.parameters())
        except ModelError as error:
            self.usage.refused(error.reason)
            raise
        self.usage.replied(reply.requests, reply.input_tokens, reply.output_tokens)
        return reply


def _usable(reply: Reply, schema: type[Answer], check: Callable[[Answer], str]) -> Answer:
    if reply.refusal or reply.finish == "refusal":
        why = " ".join(reply.refusal.split())[:200].rstrip(".") or "no reason was given"
        raise ModelError(f"The question was refused: {why}.", REFUSAL)
    if reply.finish == "length":
        raise ModelError("The answer was cut off at the limit of its length: write a shorter one.", TRUNCATED)
    return read_answer(reply.text, schema, check)


def _corrected(text: str, fault: str) -> tuple[Message, ...]:
    """The bad answer, and what is wrong with it. Earlier ones are not repeated: the conversation stays short."""
    told = Message("user", f"That answer cannot be used. {fault} Answer the question again, with the JSON object of the schema alone.")
    return (Message("assistant", text[:_SHOWN_LETTERS]), told) if text.strip() else (told,)
