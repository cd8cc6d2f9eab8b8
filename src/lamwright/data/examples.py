"""Examples for training, made from recorded expert trajectories.

A trajectory was really executed with one request; the same steps fulfil the same request in other words. So each example re-words its
request with the training authors' wordings, points at the paragraph in another way, and now and then puts other words into the slots
whose words are free (a phrase, a note, a name): in the request, in the actions' arguments and in the state alike.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from lamwright.actions import FUNCTIONS, Action, GiveUp, SelectParagraph, SelectText
from lamwright.data.recorded import LIMIT, TRY, parts_from_json, start_name, task_from_json, training_task
from lamwright.data.tally import START_FAILED
from lamwright.environments.writer.passages import passages_of
from lamwright.environments.writer.suite import values
from lamwright.environments.writer.suite.generate import scene
from lamwright.environments.writer.suite.kind import Draw
from lamwright.environments.writer.suite.kinds import kind
from lamwright.environments.writer.suite.perturbations import ESCAPE
from lamwright.environments.writer.suite.wording import fill, word_reference, word_request, wordings
from lamwright.environments.writer.template import suite_templates
from lamwright.example import EpisodeExample, StepExample
from lamwright.grammar import Target, action_of, target_of, targets, values_of
from lamwright.prompts import brief_state, refusal, shortened
from lamwright.records import Episode, read_forms
from lamwright.references import resolves
from lamwright.steps import read_plan
from lamwright.tasks import Part, Task

FREE_SLOTS: Mapping[str, str] = {
    "text": "phrase", "find": "word", "replace": "word", "new": "sentence", "note": "remark",
    "name": "name", "url": "address", "font": "font",
}  # fmt: skip
"""Slots whose words may be any words, with the pool that others are drawn from."""
REDRAWN_SHARE = 0.7
JOINED_SHARE, ABSENT_SHARE, OTHER_SHARE = 0.3, 0.05, 0.1
"""Shares of examples: several single requests joined, requests about words that are not there, recorded composed and impossible ones."""
_STEM = 4
"""Letters by which `references` may take one word for another."""


@dataclass(frozen=True, slots=True)
class Source:
    """A successful expert episode, ready to be re-worded. `plain` says that it began as its document opens."""

    request: str
    template: str
    parts: tuple[Part, ...]
    steps: tuple[StepExample, ...]
    plain: bool = True


def sources(episodes: Iterable[Episode], known: Sequence[Source] = ()) -> list[Source]:
    """The episodes that succeeded and are examples to follow.

    Left out are those that did again what was done at the start, and those that finished at once though their first state is, letter by
    letter, that of a plain start, among these episodes or the `known` ones: nothing there tells that all is done. Raises UsageError where
    one was made to measure with: nothing held out is learnt from.
    """
    cache: dict[tuple[object, ...], tuple[Target, ...]] = {}
    found = [(_source(episode, cache), start_name(episode.extra["suite"])) for episode in episodes if _to_follow(episode)]
    plain = {(source.template, source.steps[0].state) for source in (*known, *(source for source, _ in found)) if source.plain}
    return [source for source, start in found if start != "done" or (source.template, source.steps[0].state) not in plain]


def _to_follow(episode: Episode) -> bool:
    """Whether it succeeded, and took its start into account. Raises UsageError for a held-out task.

    Left out is what went well by chance, since it contradicts what is done on sight: to do again what the start had done or to act past an
    open menu.
    """
    trajectory = episode.trajectory
    suite = training_task(episode.extra, trajectory.task or trajectory.request)
    if not (trajectory.verdict and trajectory.verdict.success):
        return False
    match start_name(suite):
        case "done":
            return len(trajectory.steps) == 1
        case "menu":
            return trajectory.steps[0].action == ESCAPE
        case "half":
            done, plan = read_plan(suite["start"]["actions"]), read_plan(suite["plan"])
            return plan[: len(done)] != done or len(trajectory.steps) <= len(plan)
        case _:
            return True


def _source(episode: Episode, cache: dict[tuple[object, ...], tuple[Target, ...]]) -> Source:
    trajectory, suite = episode.trajectory, episode.extra["suite"]
    steps, feedback = [], ""
    for step in trajectory.steps:
        key = tuple((c.text, c.type, "enabled" in c.states) for c in step.observation.controls)
        if key not in cache:
            cache[key] = targets(step.observation, FUNCTIONS)
        steps.append(StepExample(brief_state(step.observation, feedback), cache[key], step.action))
        feedback = step.feedback
    return Source(trajectory.request, suite["template"], parts_from_json(suite["parts"]), tuple(steps), start_name(suite) == "plain")


def unsolved(run: Path) -> list[Task]:
    """What no episode of a run succeeded at, for exploration: every task once, with its start.

    Tasks whose start could not be made, or that were broken off by a fault, are left out, and so are the tries of an exploration: that was
    not the expert's doing.
    Raises RecordError, and UsageError where the run was made to measure with.
    """
    failed: dict[str, Task] = {}
    solved: set[str] = set()
    for form in read_forms(run):
        name, suite = form["task"], training_task(form, form["task"] or form["request"])
        broken = form["failure"] and form["failure"]["type"] != LIMIT
        if form["verdict"] and form["verdict"]["success"]:
            solved.add(name)
        elif not broken and START_FAILED not in form["notes"] and TRY not in name:
            failed[name] = task_from_json(name, form["request"], suite)
    return [task for name, task in failed.items() if name not in solved]


class Rewording:
    """An endless stream of examples from some sources: `sample` is what a trainer calls."""

    def __init__(self, found: Sequence[Source], authors: Sequence[str] | None = None) -> None:
        self._words = wordings("train", tuple(authors) if authors else None)
        self._single: dict[str, list[Source]] = {}
        self._joinable: dict[str, list[Source]] = {}
        self._absent: list[Source] = []
        self._others: list[Source] = []
        for source in found:
            if len(source.parts) != 1:
                self._others.append(source)
                continue
            self._single.setdefault(source.parts[0].kind, []).append(source)
            if kind(source.parts[0].kind).composable and source.plain:
                self._joinable.setdefault(source.template, []).append(source)
                if isinstance(source.steps[0].action, SelectText | SelectParagraph):
                    self._absent.append(source)
        self._templates = [template for template, those in self._joinable.items() if len(those) > 2]

    def sample(self, rng: Random) -> EpisodeExample:
        """One example: every single kind equally often, and shares of joined, absent, and recorded composed and impossible requests."""
        fate = rng.random()
        if fate < JOINED_SHARE and self._templates:
            return self._joined(rng)
        if fate < JOINED_SHARE + ABSENT_SHARE and self._absent:
            return self._about_nothing(rng.choice(self._absent), rng)
        if (fate < JOINED_SHARE + ABSENT_SHARE + OTHER_SHARE and self._others) or not self._single:
            return self.reword(rng.choice(self._others), rng)
        return self.reword(rng.choice(self._single[rng.choice(list(self._single))]), rng)

    def reword(self, source: Source, rng: Random) -> EpisodeExample:
        """The same steps for the same request in other words."""
        if not source.parts:
            return EpisodeExample(rng.choice(self._words["impossible"]) if len(source.steps) == 1 else source.request, source.steps)
        parts = [self._part(part, source, rng) for part in source.parts]
        return EpisodeExample(word_request(parts, self._words, rng), _rewritten(source, parts))

    def _joined(self, rng: Random) -> EpisodeExample:
        """Two or three requests on one document in one, their steps one after the other: each begins with what the one before leaves."""
        chosen = rng.sample(self._joinable[rng.choice(self._templates)], rng.choice((2, 2, 3)))
        reworded = [[self._part(part, source, rng) for part in source.parts] for source in chosen]
        steps: tuple[StepExample, ...] = ()
        for source, parts in zip(chosen, reworded, strict=True):
            first, *rest = _rewritten(source, parts)
            steps = (*steps[:-1], replace(first, state=steps[-1].state) if steps else first, *rest)
        return EpisodeExample(word_request([part for parts in reworded for part in parts], self._words, rng), steps)

    def _about_nothing(self, source: Source, rng: Random) -> EpisodeExample:
        """The same request about words that do not stand in the document: the selection is refused, and it is given up."""
        part = source.parts[0]
        words = _absent_words(source.template, rng)
        action: Action
        if isinstance(source.steps[0].action, SelectText):
            slot, said, action, reason = "text", words, SelectText(words), f"The document does not hold the text '{words}'."
        else:
            said = self._reference_to_nothing(source.template, words, rng)
            slot, action, reason = "item" if "item" in part.slots else "paragraph", SelectParagraph(said), f"No paragraph fits '{said}'."
        slots = {**part.slots, slot: said}
        first = replace(source.steps[0], action=action)
        refused = replace(source.steps[0], state=f"{first.state}; {refusal(reason)}", action=GiveUp())
        return EpisodeExample(word_request([replace(part, slots=slots)], self._words, rng), (first, refused))

    def _reference_to_nothing(self, template: str, words: str, rng: Random) -> str:
        """A reference that is refused: "the one that starts with ..." may be taken for the first paragraph instead."""
        passages = passages_of(scene(template).document)
        texts = [*self._words["reference_contains"], *self._words["reference_starts"]]
        rng.shuffle(texts)
        said = (fill(text, {"words": words, "start": words}) for text in texts)
        return next(reference for reference in said if not resolves(reference, passages))

    def _part(self, part: Part, source: Source, rng: Random) -> Part:
        slots = dict(part.slots)
        for slot in slots:
            if slot in FREE_SLOTS and rng.random() < REDRAWN_SHARE:
                slots[slot] = _draw(FREE_SLOTS[slot], rng)
        if part.at is not None:
            place = scene(source.template)
            passages = passages_of(place.document)
            if any(passage.index == part.at for passage in passages):
                slot = "item" if "item" in slots else "paragraph"
                slots[slot] = word_reference(part.at, place.template, passages, self._words, rng, check=True) or slots[slot]
        return replace(part, slots=slots)


def _absent_words(template: str, rng: Random) -> str:
    """Two words that, their beginnings included, do not stand in the template: a reference to them resolves to nothing."""
    text = scene(template).document.text.casefold()
    return " ".join(Draw(rng, held_out=False).own([word for word in values.WORDS if word[:_STEM] not in text])[:2])


def _draw(pool: str, rng: Random) -> str:
    draw = Draw(rng, held_out=False)
    match pool:
        case "phrase":
            return draw.choose(values.phrases(scene(rng.choice(suite_templates()).name).document))
        case "word":
            return draw.choose(values.WORDS)
        case "sentence":
            return draw.choose(values.SENTENCES)
        case "remark":
            return draw.choose(values.REMARKS)
        case "name":
            return draw.choose(rng.choice((values.NAMES, values.TITLES, values.MARKS)))
        case "address":
            return draw.choose(values.ADDRESSES)
        case _:
            return draw.choose(values.FONTS)


def _rewritten(source: Source, parts: Sequence[Part]) -> tuple[StepExample, ...]:
    changes = {old.slots[slot]: new.slots[slot] for old, new in zip(source.parts, parts, strict=True) for slot in old.slots}
    return tuple(_changed(step, changes) for step in source.steps)


def _changed(step: StepExample, changes: Mapping[str, str]) -> StepExample:
    """The step with the new words in its action's arguments and in its state."""
    action: Action = step.action
    old = values_of(action)
    new = tuple(changes.get(value, value) for value in old)
    return StepExample(_restated(step.state, changes), step.targets, action if new == old else action_of(target_of(action), new))


def _restated(state: str, changes: Mapping[str, str]) -> str:
    """The line of state with the new words where `brief_state` tells the old ones: selected, at the caret, in fields and combo boxes."""
    return "; ".join(_restated_part(part, changes) for part in state.split("; "))


def _restated_part(part: str, changes: Mapping[str, str]) -> str:
    key, _, rest = part.partition(" ")
    match key:
        case "selected" | "at":
            return f"{key} {_restated_text(rest, changes)}"
        case "field":
            name, _, value = rest.partition(": ")
            return f"{key} {name}: {_restated_text(value, changes)}"
        case "set":
            return f"{key} {', '.join(changes.get(value, value) for value in rest.split(', '))}"
        case _:
            return part


def _restated_text(text: str, changes: Mapping[str, str]) -> str:
    """The text with the new words: where it is the old ones, once or once for each place at which they were found, and inside it where they
    stand there as whole words.
    """
    for before, after in changes.items():
        if not before:
            continue
        if text == shortened(before):
            return shortened(after)
        if set(text.casefold().split(before.casefold())) <= {"", " "}:
            return shortened(" ".join([after] * text.casefold().count(before.casefold())))
    for before, after in changes.items():
        if before:
            text = re.sub(rf"(?<!\w){re.escape(before)}(?!\w)", after.replace("\\", r"\\"), text)
    return shortened(text)
