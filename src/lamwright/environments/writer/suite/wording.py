"""How people ask: the wordings that independent authors wrote, and requests made from them."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from random import Random

from lamwright.environments.writer.template import Template
from lamwright.errors import ActionError
from lamwright.observation import Passage
from lamwright.references import resolve_passage
from lamwright.tasks import Part, Split

TRAINING_AUTHORS = tuple("abcdefghijklmnopqrstuvwxy")
TEST_AUTHORS = ("heldout",)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth")
_SUFFIX = {1: "st", 2: "nd", 3: "rd"}
_TRIES = 12


@cache
def wordings(split: Split, authors: Sequence[str] | None = None) -> Mapping[str, tuple[str, ...]]:
    """Key to wordings, of all the authors of that split."""
    folder = resources.files("lamwright.environments.writer.suite") / "wordings"
    together: dict[str, tuple[str, ...]] = {}
    for author in authors or (TRAINING_AUTHORS if split == "train" else TEST_AUTHORS):
        for key, texts in json.loads((folder / f"{author}.json").read_text("utf-8")).items():
            together[key] = (*together.get(key, ()), *texts)
    return together


def word_request(parts: Sequence[Part], words: Mapping[str, tuple[str, ...]], rng: Random) -> str:
    """One request for all parts, in order; several are joined as people join them."""
    texts = [rng.choice(words[part.kind]) for part in parts]
    if len(texts) == 1:
        return fill(texts[0], parts[0].slots)
    joiner = rng.choice(words["joined_two" if len(texts) == 2 else "joined_three"])
    clauses = [fill(_as_clause(text), part.slots) for text, part in zip(texts, parts, strict=True)]
    return fill(joiner, dict(zip("abc", clauses, strict=False)))


def fill(wording: str, slots: Mapping[str, str]) -> str:
    for slot, text in slots.items():
        wording = wording.replace("{" + slot + "}", text)
    return wording


def _as_clause(wording: str) -> str:
    """A wording that can stand inside another: lower case at its start, no full stop at its end. What its slots hold stays as it is."""
    bare = wording.strip().rstrip(".!?").rstrip()
    return bare[:1].lower() + bare[1:] if bare[1:2].islower() or bare[1:2] == " " else bare


def word_reference(
    at: int, template: Template, passages: Sequence[Passage], words: Mapping[str, tuple[str, ...]], rng: Random, check: bool
) -> str | None:
    """A noun phrase for the paragraph `at`; with `check`, one that resolves to it. None where none was found."""
    for _ in range(_TRIES):
        text = _reference(at, template, passages, words, rng)
        if text and (not check or _points_at(text, at, passages)):
            return text
    return None


def _points_at(reference: str, at: int, passages: Sequence[Passage]) -> bool:
    try:
        return resolve_passage(reference, passages).index == at
    except ActionError:
        return False


def _reference(at: int, template: Template, passages: Sequence[Passage], words: Mapping[str, tuple[str, ...]], rng: Random) -> str | None:
    target = next(passage for passage in passages if passage.index == at)
    item = target.kind == "item"
    counted = [p.index for p in passages if p.text.strip() and (p.kind == "item" if item else p.kind in ("paragraph", "item"))]
    forms = _forms(at, item, counted, [topic for index, topic in template.topics if index == at])
    key = rng.choice(forms)
    place = counted.index(at) + 1 if at in counted else 0
    own = target.text.split()
    slots = {
        "number": str(place),
        "ordinal": rng.choice([_ORDINALS[place - 1], f"{place}{_SUFFIX.get(place, 'th')}"]) if 0 < place <= len(_ORDINALS) else "",
        "start": " ".join(own[: rng.randint(1, 4)]).strip(",.;:\"'"),
        "words": "",
        "topic": next((topic for index, topic in template.topics if index == at), ""),
    }
    wording = rng.choice(words[key])
    if "{words}" in wording:
        slots["words"] = _telling_words(target, passages, rng)
    missing = any(f"{{{slot}}}" in wording and not value for slot, value in slots.items())
    return None if missing else fill(wording, slots)


def _telling_words(target: Passage, passages: Sequence[Passage], rng: Random) -> str:
    """Two or three words that stand together in that passage and in no other; "" where a few tries find none."""
    own, others = target.text.split(), [passage.text.casefold() for passage in passages if passage.index != target.index]
    for _ in range(_TRIES):
        run = rng.randint(2, 3)
        begin = rng.randrange(max(1, len(own) - run + 1))
        found = " ".join(own[begin : begin + run]).strip(",.;:!?()\"'")
        if not any(found.casefold() in other for other in others):
            return found
    return ""


def _forms(at: int, item: bool, counted: Sequence[int], topics: Sequence[str]) -> list[str]:
    """The ways in which that paragraph can be pointed at."""
    if item:
        return ["item_contains", "item_nth", *(["item_last"] if at == counted[-1] else [])]
    forms = ["reference_starts", "reference_contains", *(["reference_about"] if topics else [])]
    if at in counted:
        forms.append("reference_nth")
        edges = {0: "reference_first", len(counted) - 1: "reference_last", len(counted) - 2: "reference_second_last"}
        forms += [form for place, form in edges.items() if 0 <= place < len(counted) and counted[place] == at] * 2
    return forms
