"""The fake chat: says what was written for it, checked as a model's answers are."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from lamwright.chat.answers import read_answer
from lamwright.chat.contract import Answer, Message, accept
from lamwright.errors import ModelError

Said = Mapping[str, Any] | str | ModelError
"""An answer's form, its very text, or the error that asking ends with."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question that was put to the fake, by its messages and its schema's name."""

    messages: tuple[Message, ...]
    schema: str

    @property
    def text(self) -> str:
        """All that was said, a message after the other."""
        return "\n".join(message.text for message in self.messages)


class ScriptedChat:
    """Answers in the order of `answers`, or by a function of the question. `asked` holds what it was asked.

    Answers are not retried: one that does not fit the schema or the check raises its ModelError at once.
    """

    def __init__(self, answers: Iterable[Said] | Callable[[Asked], Said]) -> None:
        self._by: Callable[[Asked], Said] = answers if callable(answers) else _in_order(answers)
        self._lock = Lock()
        self.asked: list[Asked] = []

    def ask(self, messages: Sequence[Message], schema: type[Answer], check: Callable[[Answer], str] = accept) -> Answer:
        """See Chat.ask."""
        with self._lock:
            self.asked.append(Asked(tuple(messages), schema.__name__))
            said = self._by(self.asked[-1])
        if isinstance(said, ModelError):
            raise said
        return read_answer(said if isinstance(said, str) else json.dumps(said), schema, check)


def _in_order(answers: Iterable[Said]) -> Callable[[Asked], Said]:
    left = iter(answers)

    def following(asked: Asked) -> Said:
        said = next(left, None)
        if said is None:
            raise AssertionError(f"The script has no answer left for: {asked.text[:200]}")
        return said

    return following
