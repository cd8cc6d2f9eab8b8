"""Played episodes written as the model read and wrote them: token-exact replay for the reward model and offline PPO."""

from dataclasses import dataclass

import torch
from torch import Tensor

from lamwright.errors import UsageError
from lamwright.example import LoggedEpisode, LoggedStep
from lamwright.grammar import Target, target_of, values_of
from lamwright.model.config import Vocabulary
from lamwright.model.layout import Choice, Mark, Span, choices_of
from lamwright.model.spans import Request
from lamwright.model.tokens import Tokens
from lamwright.training.batches import Writing, Written


@dataclass(frozen=True, slots=True)
class WrittenLog:
    """A written episode with its judgement.

    `asks` and `ends` hold for each of its T steps the element that asks for the action and the action's last element. `logprobs` has one
    number for each decision, under the policy that took it; it is empty where no model did.
    """

    written: Written
    asks: tuple[int, ...]
    ends: tuple[int, ...]
    logprobs: tuple[float, ...]
    success: bool
    terminated: bool


def write_log(episode: LoggedEpisode, tokens: Tokens, vocabulary: Vocabulary) -> WrittenLog:
    """What a model decided is written just as it was recorded, what somebody else did as it would have been decided.

    Raises UsageError where that cannot be: an argument that nobody could choose, or choices that do not say what was done.
    """
    writing = Writing(tokens.request(episode.request), vocabulary.constants)
    asks: list[int] = []
    ends: list[int] = []
    for index, step in enumerate(episode.steps):
        writing.elements += [*tokens.state(step.state), Mark.DECIDE]
        asks.append(len(writing.elements) - 1)
        writing.add(index, _chosen(step, writing.request, vocabulary), step.targets)
        ends.append(len(writing.elements) - 1)
    logprobs = tuple(value for step in episode.steps if step.behaviour for value in step.behaviour.logprobs)
    return WrittenLog(writing.done(), tuple(asks), tuple(ends), logprobs, episode.success, episode.terminated)


def _chosen(step: LoggedStep, request: Request, vocabulary: Vocabulary) -> tuple[Choice, ...]:
    target, values = target_of(step.action), values_of(step.action)
    if step.behaviour is None:
        return choices_of(target, values, request, vocabulary.constants)
    said = step.behaviour.choices  # a model of another kind records choices of other lengths
    chosen = tuple(map(_choice, said)) if all(len(ids) in (2, 3) for ids in said) else ()
    if chosen[:1] != (target,) or tuple(_text(choice, request) for choice in chosen[1:]) != values:
        raise UsageError(
            f"A step of {request.text!r} was recorded as {said}, which does not say {step.action}: another model or tokenizer wrote it. "
            "Collect the episodes with this model."
        )
    return chosen


def _choice(ids: tuple[str | int, ...]) -> Choice:
    if len(ids) == 2:
        return Span(int(ids[0]), int(ids[1]))
    function, text, type_ = map(str, ids)
    return Target(function, text, type_)


def _text(choice: Choice, request: Request) -> str:
    if isinstance(choice, Target):
        return choice.text
    return request.span(choice.first, choice.last) if choice.last < len(request.ids) else ""


@dataclass(frozen=True, slots=True)
class Places:
    """Where in a batch the S steps of its episodes stand: their rows, the elements that ask for the action, and the actions' last ones."""

    rows: Tensor
    asks: Tensor
    ends: Tensor


def places(logs: list[WrittenLog]) -> Places:
    rows = [row for row, log in enumerate(logs) for _ in log.asks]
    return Places(
        torch.tensor(rows), torch.tensor([at for log in logs for at in log.asks]), torch.tensor([at for log in logs for at in log.ends])
    )
