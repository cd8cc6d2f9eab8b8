"""The names and constants of a model, found in a sample of its training examples."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from lamwright.example import EpisodeExample
from lamwright.grammar import Target, arguments, target_of, values_of
from lamwright.model.config import Vocabulary
from lamwright.model.layout import Constants, literals_of
from lamwright.model.spans import Request, locate
from lamwright.model.tokens import Tokens

UNSAID_SHARE = 0.1
REPEATED = 3
"""A control takes constants where at least this share of what experts wrote into it does not stand in their requests letter by letter,
and where each such value came up so many times on average: a slip of one request makes no constant."""


def vocabulary_of(examples: Sequence[EpisodeExample], tokens: Tokens) -> Vocabulary:
    """Every target and literal of the examples, and the constants that their controls take."""
    constants = constants_of(examples, tokens)
    names: dict[Target, None] = {}
    for example in examples:
        for step in example.steps:
            names |= dict.fromkeys(step.targets)
    for target in tuple(names):
        for argument in arguments(target, constants):
            names |= dict.fromkeys(literals_of(target, argument))
    return Vocabulary(tuple(sorted(names, key=lambda name: (name.function, name.type, name.text))), constants)


def constants_of(examples: Sequence[EpisodeExample], tokens: Tokens) -> Constants:
    """The values that experts wrote into a control though the request does not say them (a style's name, a number of columns)."""
    written: Counter[str] = Counter()
    unsaid: dict[str, Counter[str]] = defaultdict(Counter)
    for example in examples:
        request = tokens.request(example.request)
        for step in example.steps:
            target = target_of(step.action)
            key = f"{target.function}|{target.text}"
            for argument, value in zip(arguments(target), values_of(step.action), strict=True):
                if argument.span:
                    written[key] += 1
                    unsaid[key][value] += not _says(request, value)
    found = {key: +values for key, values in sorted(unsaid.items())}
    return {key: tuple(sorted(values)) for key, values in found.items() if _closed(values, written[key])}


def _says(request: Request, value: str) -> bool:
    place = locate(request, value)
    return place is not None and request.span(*place) == value


def _closed(unsaid: Counter[str], written: int) -> bool:
    return 0 < len(unsaid) * REPEATED <= unsaid.total() and unsaid.total() >= UNSAID_SHARE * written
