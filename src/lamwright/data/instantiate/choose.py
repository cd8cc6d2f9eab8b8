"""Which template document a task is done on: by what the task and its plan say, among those that hold what the plan acts on."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from random import Random
from typing import Protocol

from lamwright.actions import Action, SelectCell, SelectParagraph, SelectTable, SelectText, SetEditText
from lamwright.data.instantiate.content import Content, content
from lamwright.data.instantiate.ground import is_search
from lamwright.data.instantiate.results import Unfit
from lamwright.environments.writer.template import Template, templates

FEATURE_WORDS: Mapping[str, str] = {
    "line": "single line of text", "plain": "text paragraph",
    "headings": "heading outline chapter section navigator contents", "title": "title",
    "table": "table row column cell grid", "bullets": "list item bullet bulleted unordered",
    "numbers": "list item numbered numbering ordered",
    "sublist": "level sublevel nested outline", "aligned": "aligned centred alignment", "formatted": "bold italic underlined formatting",
    "repeats": "find replace search", "landscape": "landscape orientation", "shape": "rectangle shape drawing object line",
    "textbox": "text box frame", "chart": "chart graph diagram object", "comments": "comment comments reviewer review margin note",
    "long": "long page chapter index bookmark handbook",
}  # fmt: skip
"""What tasks call the things that a template's features stand for."""
_WORD = re.compile(r"[a-z]+")
_EMPTY = frozenset("a an and are at by for from in into is it its of on or that the their then to under with you your".split())


class Chooser(Protocol):
    """Picks one of the templates that suit."""

    def choose(self, task: str, plan: Sequence[str], suitable: Sequence[Template], rng: Random) -> Template: ...


class BySimilarity:
    """BM25 of the task and its steps over the templates' descriptions and features; equals by rapidfuzz's token set ratio.

    Where no word speaks for any template, one is drawn, so that such tasks spread over all of them.
    """

    def choose(self, task: str, plan: Sequence[str], suitable: Sequence[Template], rng: Random) -> Template:
        from rapidfuzz import fuzz

        scores = _scores(_words(" ".join((task, *plan))))
        best = max(scores[template.name] for template in suitable)
        if best <= 0:
            return rng.choice(suitable)
        equal = [template for template in suitable if scores[template.name] == best]
        return max(equal, key=lambda template: fuzz.token_set_ratio(task.lower(), described(template)))


def described(template: Template) -> str:
    """The description, and the words for what the template holds."""
    return " ".join((template.description, *(FEATURE_WORDS.get(feature, "") for feature in sorted(template.features))))


def _scores(words: Sequence[str]) -> dict[str, float]:
    names, scores = _index()
    return dict(zip(names, map(float, scores(words)), strict=True))


@cache
def _index() -> tuple[tuple[str, ...], Callable[[Sequence[str]], Iterable[float]]]:
    """BM25Plus at a delta of 0 is BM25 whose weights are never negative, which Okapi's are for words of most templates."""
    from rank_bm25 import BM25Plus  # type: ignore[import-untyped, unused-ignore]

    ranking = BM25Plus([_words(described(template)) for template in templates()], delta=0)
    return tuple(template.name for template in templates()), ranking.get_scores


def _words(text: str) -> list[str]:
    """Lower case, a plural's s cut off, words without a meaning of their own left out."""
    return [word.removesuffix("s") if len(word) > 3 else word for word in _WORD.findall(text.lower()) if word not in _EMPTY]


def suitable(plan: Iterable[Action]) -> list[Template]:
    """The templates on which the plan can be done: with a table where it needs one, and what it points at where one of them has it all.

    Raises Unfit where there is none.
    """
    able, wanted = list(templates()), []
    for action in plan:
        match action:
            case SelectTable(number=number):
                able = [each for each in able if content(each.name).tables >= number]
            case SelectCell():
                able = [each for each in able if content(each.name).cells]
            case SelectText() | SelectParagraph() | SetEditText():
                wanted.append(action)
    if not able:
        raise Unfit("template", "no template holds what the plan acts on", "No template document has so many tables.")
    return [each for each in able if all(_stands(action, content(each.name)) for action in wanted)] or able


def _stands(action: Action, place: Content) -> bool:
    """Whether what the action points at is there."""
    match action:
        case SelectText(text=text):
            return place.holds(text)
        case SelectParagraph(paragraph=reference):
            return not reference or place.points_at(reference) is not None
        case SetEditText(text=text):
            return not is_search(action) or place.holds(text)
    return True
