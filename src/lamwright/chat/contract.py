"""What a model is asked, and who answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

if TYPE_CHECKING:
    from pydantic import BaseModel

Role = Literal["system", "user", "assistant"]
Answer = TypeVar("Answer", bound="BaseModel")


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation. `pictures` are the bytes of JPEG, PNG or WebP files, for models that see."""

    role: Role
    text: str
    pictures: tuple[bytes, ...] = ()


def accept(_answer: object) -> str:
    """The check that finds nothing wrong."""
    return ""


class Chat(Protocol):
    """Answers questions. Safe to use from several threads."""

    def ask(self, messages: Sequence[Message], schema: type[Answer], check: Callable[[Answer], str] = accept) -> Answer:
        """The model's answer as an instance of `schema`, a pydantic model.

        `check` says in one sentence, meant for the model, why an answer of the right form cannot be used; "" where it can.
        Raises ModelError, with the reason to count it by, where no usable answer was to be had.
        """
