"""What a template offers to act on: phrases, paragraphs, tables and their cells, each with words that point at it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from lamwright.environments.writer.document import Table
from lamwright.environments.writer.passages import passages_of
from lamwright.environments.writer.suite.generate import scene
from lamwright.environments.writer.suite.kind import Draw
from lamwright.environments.writer.suite.values import phrases
from lamwright.environments.writer.template import Template
from lamwright.errors import ActionError
from lamwright.observation import Passage
from lamwright.references import resolve_passage

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth")
_PHRASE_WORDS = 2, 4
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Content:
    """One template's text, as far as tasks point at it."""

    template: Template
    text: str
    passages: tuple[Passage, ...]
    phrases: tuple[str, ...]
    cells: tuple[str, ...]
    tables: int

    def holds(self, text: str) -> bool:
        return text in self.text

    def points_at(self, reference: str) -> Passage | None:
        """The passage that the reference resolves to; None where it resolves to none."""
        try:
            return resolve_passage(reference, self.passages)
        except ActionError:
            return None

    def phrase(self, draw: Draw) -> tuple[str, str]:
        """A phrase that stands once in the document, and the words that name it with its place: the text 'x y' in the third paragraph."""
        least, most = _PHRASE_WORDS
        able = [phrase for phrase in self.phrases if least <= len(phrase.split()) <= most and _telling(phrase)]
        chosen = draw.choose(able or self.phrases)
        where = next((self.reference(passage) for passage in self.passages if chosen in passage.text), "")
        return chosen, f"the text '{chosen}'" + (f" in {where}" if where else "")

    @property
    def words(self) -> tuple[str, ...]:
        """Words to search for: those that stand there several times, else any long one."""
        return self.template.repeated or tuple(phrase for phrase in self.phrases if " " not in phrase and len(phrase) > _SHORT)

    def paragraph(self, draw: Draw) -> str:
        """Words that point at a paragraph, and resolve to it."""
        able = {passage.index: words for passage in self.passages if passage.kind == "paragraph" and (words := self.reference(passage))}
        return able[(draw.blocks(self.template, able) or list(able))[0]]

    def reference(self, passage: Passage) -> str:
        """By position, else by its beginning; "" where neither resolves to it."""
        return next((words for words in self._ways(passage) if self.points_at(words) == passage), "")

    def _ways(self, passage: Passage) -> Iterator[str]:
        counted = [each for each in self.passages if each.text.strip() and each.kind in ("paragraph", "item")]
        if passage in counted and counted.index(passage) < len(_ORDINALS):
            yield f"the {_ORDINALS[counted.index(passage)]} paragraph"
        start = " ".join(passage.text.split()[:3]).strip(",.;:\"'")
        noun = "heading" if passage.kind in ("heading", "title") else "paragraph"
        yield f"the {noun} that starts with '{start}'"


@cache
def content(template: str) -> Content:
    """Raises UsageError where there is no such template."""
    place = scene(template)
    tables = [block for block in place.document.body if isinstance(block, Table)]
    return Content(
        place.template,
        place.document.text,
        passages_of(place.document),
        tuple(phrases(place.document)),
        _cells(tables),
        len(tables),
    )


def _cells(tables: Sequence[Table]) -> tuple[str, ...]:
    """The addresses of the first table's cells that hold something, its head apart."""
    if not tables:
        return ()
    return tuple(
        f"{chr(ord('A') + column)}{row + 1}"
        for row, cells in enumerate(tables[0].rows)
        for column, cell in enumerate(cells)
        if row and cell.text.strip()
    )


def _telling(phrase: str) -> bool:
    """Whether it neither begins nor ends with a short word such as "of"."""
    words = phrase.split()
    return min(len(words[0]), len(words[-1])) > _SHORT
