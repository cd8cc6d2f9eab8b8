"""Historical search queries: a tab-separated file, or JSON lines, of query and count."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lamwright.data.documents.howto import sound
from lamwright.data.plans.funnel import Funnel
from lamwright.errors import UsageError

STAGE = "read queries"
MOST_LETTERS = 300


@dataclass(frozen=True, slots=True)
class Query:
    """What people searched for, and how often."""

    text: str
    count: int
    line: int


def read_queries(path: Path, funnel: Funnel) -> Iterator[Query]:
    """The queries in the file's order; bad lines are counted. Raises UsageError where the file cannot be read."""
    try:
        with path.open(encoding="utf-8", errors="replace") as stream:
            for number, line in enumerate(stream, 1):
                found = _query(line, number)
                if isinstance(found, Query):
                    funnel.passed(STAGE)
                    yield found
                elif found:
                    funnel.rejected(STAGE, found)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}. Name a file of queries and counts (TSV or JSON lines).") from error


def _query(line: str, number: int) -> Query | str:
    """The query, or the reason why the line is none; "" for an empty line and for the heading."""
    words = line.strip()
    if not words:
        return ""
    if len(words) > MOST_LETTERS:
        return "a line that is too long"
    if words.startswith("{"):
        return _of_json(words, number)
    text, _, count = words.partition("\t")
    if number == 1 and text.casefold() == "query":
        return ""
    if not count:
        return Query(text, 1, number)
    return Query(text, int(count), number) if count.strip().isdecimal() else "a count that is no number"


def _of_json(line: str, number: int) -> Query | str:
    try:
        form: Any = json.loads(line)
        text, count = form["query"], form.get("count", 1)
    except (ValueError, KeyError):
        return "a line that is no query"
    if not isinstance(text, str) or not isinstance(count, int) or isinstance(count, bool) or count < 0:
        return "a line that is no query"
    return Query(sound(text), count, number)
