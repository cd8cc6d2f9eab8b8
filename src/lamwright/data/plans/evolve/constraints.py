"""More constraints: further things that the task asks for, each with its steps before or behind the plan's."""

import re
from dataclasses import dataclass
from random import Random

from lamwright.data.plans.evolve.clauses import clause, is_one_sentence, sentence
from lamwright.data.plans.evolve.moves import OTHERS, PLACES, Move, When
from lamwright.data.plans.evolve.operator import child
from lamwright.data.plans.evolve.traits import Traits, is_opening, traits_of
from lamwright.pairs import Pair

_LEADS = ("First {lead}, then {task}", "{lead} and then {task}", "{lead}, then {task}", "{lead}; then {task}")
_LAST_LEADS = (*_LEADS, "{task}, but first {lead}", "{task}, but before that {lead}")
_TAILS = (
    "{task}, then {tail}", "{task}; after that, {tail}", "{task} and finally {tail}", "{task}, and once that is done, {tail}",
    "{task}, and then {tail}", "{task}; afterwards {tail}",
)  # fmt: skip
_CHANGES = re.compile(r"(?i)^(?:insert|add|apply|format|change|remove|delete|merge|split|convert|align|sort|number|set|replace)\b")
_HAS_PLACE = re.compile(r"(?i)\b(?:for the|in table|in cell|selected|at the (?:very )?(?:end|start|beginning|top)|right after|behind)\b")
_SEVERAL = re.compile(r"[.;:,]|\bthen\b|\band (?:also|once|at)\b")
_BEFORE, _AFTER = frozenset[When](("before", "either")), frozenset[When](("after", "either"))


@dataclass(frozen=True, slots=True)
class _Addition:
    """Moves before and behind a plan."""

    lead: Move | None
    tails: tuple[Move, ...]


class Constraints:
    """Adds one to three moves that suit. None where the plan can take none."""

    name = "constraints"

    def evolve(self, pair: Pair, rng: Random) -> Pair | None:
        addition = _choose(pair, traits_of(pair), rng)
        if addition is None:
            return None
        task, plan = clause(pair.task), pair.plan
        if addition.lead:
            task, plan = _with_lead(task, addition.lead, bool(addition.tails), rng), (*addition.lead.steps, *plan)
        for tail in addition.tails:
            task, plan = rng.choice(_TAILS).format(task=clause(task), tail=rng.choice(tail.words)), (*plan, *tail.steps)
        return child(pair, self.name, sentence(task), plan)


def _choose(pair: Pair, traits: Traits, rng: Random) -> _Addition | None:
    if pair.application != "writer" or traits.elsewhere or not is_one_sentence(pair.task):
        return None
    leads = () if traits.numbered else _leads(pair, traits)
    tails = _tails(pair, traits)
    lead = rng.choice(leads).filled(rng) if leads and (not tails or rng.random() < 0.65) else None
    chosen = _pick(tails, rng, at_least=0 if lead else 1)
    return _Addition(lead, chosen) if lead or chosen else None


def _leads(pair: Pair, traits: Traits) -> tuple[Move, ...]:
    """Places, three times as often as others, where the plan takes one and none stands in the task."""
    others = tuple(move for move in OTHERS if move.when in _BEFORE)
    if traits.placed or _HAS_PLACE.search(pair.task):
        return others
    fitting = tuple(move for move in PLACES if re.search(move.topic, pair.task))
    return fitting * (1 + 3 * len(others) // len(fitting)) + others if fitting else others


def _tails(pair: Pair, traits: Traits) -> tuple[Move, ...]:
    if traits.leaves:
        return ()
    if is_opening(pair):
        return tuple(move for move in OTHERS if move.when == "escape")
    if traits.open:
        return ()
    undo = tuple(move for move in OTHERS if move.when == "undo" and _CHANGES.search(pair.task))
    return (*(move for move in OTHERS if move.when in _AFTER), *undo)


def _pick(tails: tuple[Move, ...], rng: Random, at_least: int) -> tuple[Move, ...]:
    """One or two; behind an Escape any may follow, an undo stands directly behind the plan."""
    wanted = max(at_least, rng.choice((0, 1, 1, 2)))
    if not tails or not wanted:
        return ()
    first = rng.choice(tails)
    rest = tuple(move for move in OTHERS if move.when in _AFTER and move.words != first.words)
    return tuple(move.filled(rng) for move in (first, *rng.sample(rest, wanted - 1)))


def _with_lead(task: str, lead: Move, followed: bool, rng: Random) -> str:
    several = bool(_SEVERAL.search(task))
    if lead.given and rng.random() < 0.6 and not several:
        return f"{task} {rng.choice(lead.given)}"
    forms = _LEADS if followed or several else _LAST_LEADS
    return rng.choice(forms).format(task=task.removeprefix("first "), lead=rng.choice(lead.words))
