"""Rewordings: the same task as somebody would ask for it. The plan stays."""

import re
from random import Random

from lamwright.data.plans.evolve import lexicon
from lamwright.data.plans.evolve.clauses import clause, is_one_sentence, outside_quotes, sentence
from lamwright.data.plans.evolve.operator import child
from lamwright.pairs import Pair

_STARTS = re.compile(
    r"(?:^|(?<=then )|(?<=and )|(?<=; )|(?<=first )|(?<=finally )|(?<=after that, )|(?<=is done, )|(?<=at the end ))([a-z]+)\b"
)
_SEVERAL = re.compile(r"[.;:!?]|\bthen\b|\bfirst\b|\bfinally\b|\bafterwards\b")
_NOUNS = re.compile(r"\b(" + "|".join(sorted(map(re.escape, lexicon.NOUNS), key=len, reverse=True)) + r")\b")
_SHORT = re.compile(r"\b(" + "|".join(sorted(map(re.escape, lexicon.SHORT), key=len, reverse=True)) + r")\b")
_LONG_WORD = re.compile(r"\b[a-z]{6,}\b")
_SYNONYM_SHARE, _OCCASION_SHARE, _QUESTION_SHARE, _SHORT_SHARE, _TYPO_SHARE = 0.5, 0.35, 0.4, 0.04, 0.03


class Rewordings:
    """Synonyms, then a way to ask, seldom short forms or a typing error."""

    name = "rewording"

    def evolve(self, pair: Pair, rng: Random) -> Pair | None:
        task = outside_quotes(clause(pair.task), lambda text: _synonyms(text, rng))
        task = outside_quotes(task, lambda text: re.sub(r"\byour\b", "my", text))
        asked = _ask(task, rng)
        if rng.random() < _SHORT_SHARE:
            asked = outside_quotes(asked, lambda text: _SHORT.sub(lambda found: lexicon.SHORT[found[0]], text))
        if rng.random() < _TYPO_SHARE:
            asked = _mistyped(asked, rng)
        return child(pair, self.name, asked, pair.plan) if asked != pair.task else None


def _synonyms(text: str, rng: Random) -> str:
    def verb(found: re.Match[str]) -> str:
        behind = text[found.end() + 1 :]
        known = lexicon.VERBS.get(found[0], ())
        wanted = lexicon.FOLLOWERS.get(found[0])
        fits = known and rng.random() < _SYNONYM_SHARE and (not wanted or behind.startswith(wanted))
        return rng.choice(known) if fits else found[0]

    def noun(found: re.Match[str]) -> str:
        return rng.choice(lexicon.NOUNS[found[0]]) if rng.random() < _SYNONYM_SHARE else found[0]

    return _NOUNS.sub(noun, _STARTS.sub(verb, text))


def _ask(task: str, rng: Random) -> str:
    if not is_one_sentence(task):
        return rng.choice(lexicon.SEVERAL_SENTENCES).format(Task=sentence(task))
    if rng.random() < _OCCASION_SHARE:
        thing, working = rng.choice(lexicon.THINGS), rng.choice(lexicon.WORKING)
        return sentence(rng.choice(lexicon.OCCASIONS).format(task=task, Task=sentence(task), Working=working, thing=thing))
    single = not _SEVERAL.search(task) and rng.random() < _QUESTION_SHARE
    return rng.choice(lexicon.QUESTIONS if single else lexicon.REQUESTS).format(task=task, Task=sentence(task))


def _mistyped(text: str, rng: Random) -> str:
    """Two letters of one longer word swapped."""
    words = [found for found in _LONG_WORD.finditer(text) if text.count('"', 0, found.start()) % 2 == 0]
    if not words:
        return text
    at = rng.choice(words).start() + rng.randrange(1, 4)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
