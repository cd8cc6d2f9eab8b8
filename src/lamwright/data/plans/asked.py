"""Search queries made pairs: the task that a query asks for, with the plan of the documented task that it resembles most.

BM25 over the documented tasks' words finds candidates (Robertson and Zaragoza 2009); the best is taken where its task and the query's are
at least 80 of 100 alike by rapidfuzz's token_sort_ratio, else the query is counted and left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from rank_bm25 import BM25Okapi
from rapidfuzz import fuzz

from lamwright.data.documents.queries import Query
from lamwright.data.plans.funnel import Funnel
from lamwright.data.plans.tasks import imperative
from lamwright.pairs import Lineage, Pair

THRESHOLD = 80
CANDIDATES = 10
MATCH = "match queries"
_OTHERS = re.compile(r"\b(?:word|excel|google|calc|impress|powerpoint|pages|notepad|acrobat|wordpress|outlook|sheets?|slides?)\b")
_OURS = re.compile(r"\b(?:(?:in|on|with|using|for) )?(?:(?:libre ?office|open ?office)(?: writer)?|lo writer|writer)(?: \d[\d.]*)?\b")
_STOP = frozenset("a an the in on of to for with your my document text is it do i how".split())


class Documented:
    """The documented pairs, to be searched by task."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._pairs = pairs
        self._index = BM25Okapi([_words(pair.task) for pair in pairs]) if pairs else None

    def best(self, task: str) -> Pair | None:
        """The pair whose task is most like this one, None where none is alike enough."""
        if self._index is None:
            return None
        scores = self._index.get_scores(_words(task))
        near = sorted(range(len(self._pairs)), key=lambda number: -scores[number])[:CANDIDATES]
        rated = [(likeness(task, self._pairs[number].task), -number) for number in near]
        found, number = max(rated)
        return self._pairs[-number] if found >= THRESHOLD else None


def likeness(one: str, other: str) -> float:
    """0 to 100, over the words that say something."""
    return fuzz.token_sort_ratio(" ".join(_words(one)), " ".join(_words(other)))


def _words(task: str) -> list[str]:
    return [word.removesuffix("s") for word in re.findall(r"\w+", task.casefold()) if word not in _STOP]


def task_of_query(text: str) -> str:
    """The task that "how to insert a page break in libreoffice writer" asks for, "" where there is none or in another application."""
    words = " ".join(text.casefold().split()).rstrip("?. ")
    bare = " ".join(_OURS.sub(" ", words).split())
    return "" if _OTHERS.search(bare) else imperative(bare)


def asked_pairs(queries: Iterable[Query], documented: Sequence[Pair], origin: str, funnel: Funnel) -> Iterator[Pair]:
    known = Documented(documented)
    for query in queries:
        task = task_of_query(query.text)
        best = known.best(task) if task else None
        if best:
            funnel.passed(MATCH)
            yield _asked(query, task, best, origin)
        else:
            funnel.rejected(MATCH, "no documented task is like it" if task else "it asks for no task here")


def _asked(query: Query, task: str, like: Pair, origin: str) -> Pair:
    """The plan, and with it licence and attribution, are the documented pair's."""
    lineage = Lineage(like.lineage.roots, like.id, "query", like.lineage.depth + 1)
    name = f"queries/{origin}/{query.line}"
    return Pair(name, task, like.plan, "queries", f"{origin}:{query.line}", like.licence, like.attribution, like.application, lineage)
