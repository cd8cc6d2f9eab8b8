"""Played episodes as a Hugging Face model reads and wrote them: token-exact, for the reward model and offline PPO."""

from collections.abc import Sequence
from dataclasses import dataclass

from lamwright.actions import Action
from lamwright.errors import ModelError, UsageError
from lamwright.example import LoggedEpisode, LoggedStep
from lamwright.grammar import Target
from lamwright.huggingface.conversation import Asked, action_messages, asked, read_action, write_action
from lamwright.huggingface.rows import Row, rows_in_order
from lamwright.huggingface.text_form import TextForm, Written


@dataclass(frozen=True, slots=True)
class WrittenStep:
    """One step: its tokens, the targets that its grammar was made of, and the logarithm of each answer token's probability.

    `logprobs` is empty where no model of this kind wrote the answer. The end token, which is last, has none.
    """

    written: Written
    targets: tuple[Target, ...]
    logprobs: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class WrittenEpisode:
    """A written episode with its judgement."""

    steps: tuple[WrittenStep, ...]
    success: bool
    terminated: bool

    @property
    def by_model(self) -> bool:
        """Whether every action is recorded with the probabilities of its tokens."""
        return all(step.logprobs for step in self.steps)

    def rows(self, row_tokens: int) -> list[Row]:
        return rows_in_order([step.written for step in self.steps], row_tokens)


def write_episode(episode: LoggedEpisode, form: TextForm) -> WrittenEpisode:
    """What a Hugging Face model wrote stands as it was recorded, what somebody else did as it would have been written.

    Raises UsageError where recorded tokens do not say what was done: another tokenizer wrote them.
    """
    steps = tuple(_step(one, step, form) for one, step in zip(asked(episode), episode.steps, strict=True))
    return WrittenEpisode(steps, episode.success, episode.terminated)


def _step(one: Asked, step: LoggedStep, form: TextForm) -> WrittenStep:
    plain = form.action(one)
    if step.behaviour is None or any(len(choice) != 1 or not isinstance(choice[0], int) for choice in step.behaviour.choices):
        return WrittenStep(plain, one.question.targets, ())
    ids = tuple(int(choice[0]) for choice in step.behaviour.choices)
    if not _says(form.read(ids), step.action):
        raise UsageError(
            f"A recorded answer reads {form.read(ids)[:120]!r}, which does not say {step.action}: another tokenizer wrote it. "
            "Collect the episodes with this model."
        )
    written = Written(form.prompt(action_messages(one.question)), (*ids, plain.answer[-1]))
    return WrittenStep(written, one.question.targets, step.behaviour.logprobs)


def _says(text: str, action: Action) -> bool:
    """Whether the text says the action, which may be grounded by now."""
    try:
        return write_action(read_action(text)) == write_action(action)
    except ModelError:
        return False


def short_enough(episodes: Sequence[WrittenEpisode], max_tokens: int) -> list[WrittenEpisode]:
    """Those whose every step fits. Raises UsageError where none does, or there are none."""
    if not episodes:
        raise UsageError("There is nothing to learn from: the data holds no judged episode of this split.")
    kept = [one for one in episodes if all(len(step.written.ids) <= max_tokens for step in one.steps)]
    if not kept:
        raise UsageError(f"None of {len(episodes)} episodes fits into {max_tokens} tokens a step. Raise max_tokens.")
    return kept
