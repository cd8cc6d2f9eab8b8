"""Tasks as clauses: the small changes that let one stand inside a longer sentence. What stands in quotation marks is never touched."""

import re
from collections.abc import Callable

_QUOTED = re.compile(r"""("[^"]*"|(?<= )'[^']*')""")

_MARKS = re.compile(r"[:!?]|\.(?= )")


def clause(task: str) -> str:
    """A task that can stand inside a sentence: lower case at its start, no mark at its end."""
    bare = task.strip().rstrip(".!?:;,").rstrip()
    return bare[:1].lower() + bare[1:] if bare[1:2].islower() or bare[1:2] == " " else bare


def sentence(text: str) -> str:
    """Upper case at its start; its end as it stands."""
    return text[:1].upper() + text[1:]


def outside_quotes(text: str, change: Callable[[str], str]) -> str:
    """The text with `change` done to what is not quoted."""
    parts = _QUOTED.split(text)
    return "".join(part if number % 2 else change(part) for number, part in enumerate(parts))


def is_one_sentence(task: str) -> bool:
    """Whether no mark stands within it that a sentence could not be built around."""
    return not _MARKS.search(_QUOTED.sub("", clause(task)))


def words(text: str) -> int:
    return len(text.split())
