"""Messages and answers as token ids: just what the model reads when it acts and when it learns."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lamwright.errors import UsageError
from lamwright.huggingface.conversation import Asked, Message, action_messages, plan_messages, write_action, write_plan

UNLEARNT = -100
"""The label of a token that is read and not learnt, by the convention of torch and transformers."""


@dataclass(frozen=True, slots=True)
class Written:
    """One example: a prompt and its answer, the end token last. Only the answer is learnt."""

    prompt: tuple[int, ...]
    answer: tuple[int, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        return (*self.prompt, *self.answer)

    @property
    def mask(self) -> tuple[int, ...]:
        """1 at each token of the answer."""
        return (0,) * len(self.prompt) + (1,) * len(self.answer)


class TextForm:
    """Writes token ids by a tokenizer and its chat template. Prompt and answer are encoded each by itself, as they are when it acts."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer

    def prompt(self, messages: Sequence[Message]) -> tuple[int, ...]:
        text = self._tokenizer.apply_chat_template(list(messages), add_generation_prompt=True, tokenize=False)
        return tuple(self._tokenizer.encode(text, add_special_tokens=False))

    def answer(self, text: str) -> tuple[int, ...]:
        """The answer's ids, without the end token."""
        return tuple(self._tokenizer.encode(text, add_special_tokens=False))

    def read(self, ids: Sequence[int]) -> str:
        """The text of an answer's ids."""
        return str(self._tokenizer.decode(list(ids), skip_special_tokens=True, clean_up_tokenization_spaces=False))

    def write(self, messages: Sequence[Message], answer: str) -> Written:
        return Written(self.prompt(messages), (*self.answer(answer), self._tokenizer.eos_token_id))

    def action(self, asked: Asked) -> Written:
        return self.write(action_messages(asked.question), write_action(asked.action))

    def plan(self, task: str, steps: Sequence[str]) -> Written:
        return self.write(plan_messages(task), write_plan(steps))


def fitting(examples: Iterable[Written], max_tokens: int) -> list[Written]:
    """Those that are short enough. Raises UsageError where none is."""
    every = list(examples)
    kept = [example for example in every if len(example.prompt) + len(example.answer) <= max_tokens]
    if not every:
        raise UsageError("There is nothing to learn from: the data holds no example of this split.")
    if not kept:
        shortest = min(len(example.ids) for example in every)
        raise UsageError(f"None of {len(every)} examples fits into {max_tokens} tokens; the shortest has {shortest}. Raise max_tokens.")
    return kept


def columns(examples: Iterable[Written]) -> Iterator[dict[str, list[int]]]:
    """Rows as TRL reads them: the prompt's tokens are labelled as not to be learnt."""
    for example in examples:
        yield {"input_ids": list(example.ids), "labels": [UNLEARNT] * len(example.prompt) + list(example.answer)}
