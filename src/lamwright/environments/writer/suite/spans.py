"""Stretches of a document's text: what is written there, how it looks, and what becomes of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from lamwright.environments.writer.document import Document, Run, as_properties
from lamwright.environments.writer.edits import Place, edit_place, edit_span
from lamwright.environments.writer.odf_properties import beyond

Look = Mapping[str, str]
Change = Callable[[Run, Look], Run | None]
"""What becomes of a run, or a piece of one, given the look of its paragraph's style; None deletes it."""


def everything(document: Document) -> tuple[Place, ...]:
    return tuple(Place(number, 0, len(paragraph.text)) for number, paragraph in enumerate(document.paragraphs))


def whole_block(document: Document, index: int) -> tuple[Place, ...]:
    """All of the paragraph that is the block of that index in the body."""
    block = document.body[index]
    return tuple(place for place, paragraph in zip(everything(document), document.paragraphs, strict=True) if paragraph is block)


def rewrite(document: Document, places: Sequence[Place], change: Change) -> Document:
    """The document with every run there changed. The places follow one another and do not overlap."""
    for place in reversed(places):
        base = _style_look(document, place)
        document = edit_place(document, place, lambda run, base=base: change(run, base))  # type: ignore[misc]
    return document


def pieces(document: Document, places: Sequence[Place]) -> tuple[tuple[Run, Look], ...]:
    """The runs, or pieces of them, that stand there, each with the look of its paragraph's style."""
    found: list[tuple[Run, Look]] = []
    for place in places:
        runs: list[Run] = []
        edit_span(document.paragraphs[place.paragraph], place.start, place.end, runs.append)
        found.extend((run, _style_look(document, place)) for run in runs)
    return tuple(found)


def _style_look(document: Document, place: Place) -> Look:
    wanted = document.paragraphs[place.paragraph].style
    return next((dict(style.properties) for style in document.styles if style.name == wanted), {})


# changes


def put(properties: Look) -> Change:
    """Formatted so; what the style says anyway is no formatting."""
    return lambda run, base: replace(run, properties=as_properties(beyond({**dict(run.properties), **properties}, base)))


def respell(change: Callable[[str], str]) -> Change:
    """Written otherwise: the change is made to each run on its own."""
    return lambda run, _: replace(run, text=change(run.text))


def delete(_: Run, __: Look) -> None:
    """Gone."""


def bare(run: Run, _: Look) -> Run:
    """Without any formatting of its own."""
    return replace(run, properties=(), style=None)


# what can be said of them


def plain(document: Document, places: Sequence[Place]) -> bool:
    """Whether nothing there is formatted: what is written in its stead looks like the text around it."""
    found = pieces(document, places)
    return bool(found) and not any(run.properties or run.style or run.link for run, _ in found)


def only_text(document: Document, places: Sequence[Place]) -> bool:
    """Whether the paragraphs there hold text and nothing else, so that no comment or bookmark has words of it for its anchor."""
    paragraphs = document.paragraphs
    return all(len(paragraphs[place.paragraph].runs) == len(paragraphs[place.paragraph].content) for place in places)


def undisturbed(document: Document, places: Sequence[Place]) -> bool:
    """Whether it can be written anew without a doubt about what its look would be, or what becomes of a comment on it."""
    return plain(document, places) and only_text(document, places)
