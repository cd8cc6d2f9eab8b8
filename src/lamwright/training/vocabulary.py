"""The names and constants of a model, found in a sample of its training examples."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from lamwright.example import EpisodeExample, Example
from lamwright.grammar import Target, TargetSet, arguments, target_of, values_of
from lamwright.model.config import Vocabulary
from lamwright.model.layout import Constants, literals_of
from lamwright.model.spans import Request, locate
from lamwright.model.tokens import Tokens

UNSAID_SHARE = 0.1
REPEATED = 3
"""A control takes constants where at least this share of what experts wrote into it does not stand in their requests letter by letter,
and where each such value came up so many times on average: a slip of one request makes no constant."""


def vocabulary_of(examples: Sequence[Example], tokens: Tokens, steps: Iterable[Target] = ()) -> Vocabulary:
    """Every target and literal of the examples, and the constants that their controls take.

    `steps` are targets that a plan may hold beside those that the examples' plans do: everything that an application's map offers.
    """
    constants = constants_of(examples, tokens)
    names: dict[Target, None] = {}
    planned: dict[Target, None] = {}
    for example in examples:
        if isinstance(example, EpisodeExample):
            for step in example.steps:
                names |= dict.fromkeys(step.targets)
        else:
            planned |= dict.fromkeys(step.target for step in example.steps)
    names |= planned
    for target in tuple(names):
        for argument in arguments(target, constants):
            names |= dict.fromkeys(literals_of(target, argument))
    return Vocabulary(_in_order(names), constants, TargetSet(_in_order({**planned, **dict.fromkeys(steps)} if planned else ())))


def joined(first: Vocabulary, second: Vocabulary) -> Vocabulary:
    """Both vocabularies in one: what a model goes on with when it learns from other examples than before."""
    keys = dict.fromkeys((*first.constants, *second.constants))
    constants = {key: tuple(sorted({*first.constants.get(key, ()), *second.constants.get(key, ())})) for key in sorted(keys)}
    steps = TargetSet(_in_order(dict.fromkeys((*first.steps, *second.steps))))
    return Vocabulary(_in_order(dict.fromkeys((*first.names, *second.names))), constants, steps)


def _in_order(names: Iterable[Target]) -> tuple[Target, ...]:
    return tuple(sorted(names, key=lambda name: (name.function, name.type, name.text)))


def constants_of(examples: Sequence[Example], tokens: Tokens) -> Constants:
    """The values that experts wrote into a control though the request does not say them (a style's name, a number of columns)."""
    written: Counter[str] = Counter()
    unsaid: dict[str, Counter[str]] = defaultdict(Counter)
    for example in examples:
        request = tokens.request(example.request)
        for target, values in _written(example):
            key = f"{target.function}|{target.text}"
            for argument, value in zip(arguments(target), values, strict=True):
                if argument.span:
                    written[key] += 1
                    unsaid[key][value] += not _says(request, value)
    found = {key: +values for key, values in sorted(unsaid.items())}
    return {key: tuple(sorted(values)) for key, values in found.items() if _closed(values, written[key])}


def _written(example: Example) -> Iterator[tuple[Target, tuple[str, ...]]]:
    if isinstance(example, EpisodeExample):
        return ((target_of(step.action), values_of(step.action)) for step in example.steps)
    return ((step.target, step.values) for step in example.steps)


def _says(request: Request, value: str) -> bool:
    place = locate(request, value)
    return place is not None and request.span(*place) == value


def _closed(unsaid: Counter[str], written: int) -> bool:
    return 0 < len(unsaid) * REPEATED <= unsaid.total() and unsaid.total() >= UNSAID_SHARE * written
