"""The passages of a document: what a reference such as "the second paragraph" is resolved against."""

from lamwright.environments.writer.document import Document, Paragraph
from lamwright.observation import Passage, PassageKind


def passages_of(document: Document) -> tuple[Passage, ...]:
    """Every paragraph of the body; tables take an index and are no passage."""
    return tuple(Passage(index, block.text, _kind(block)) for index, block in enumerate(document.body) if isinstance(block, Paragraph))


def _kind(paragraph: Paragraph) -> PassageKind:
    if paragraph.style == "Title":
        return "title"
    if paragraph.outline:
        return "heading"
    return "item" if paragraph.item and paragraph.item.kind != "none" else "paragraph"
