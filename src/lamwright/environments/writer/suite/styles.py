"""Kinds of task about paragraph styles: what a paragraph is."""

from collections.abc import Callable

from lamwright.actions import Action, ControlRef, SetEditText
from lamwright.environments.writer.document import Document
from lamwright.environments.writer.edits import set_paragraph
from lamwright.environments.writer.suite.kind import Kind
from lamwright.environments.writer.suite.passage_kinds import is_bare, menu, paragraph_at, passage_kind
from lamwright.observation import PassageKind
from lamwright.tasks import Part

LEVELS = ("1", "2", "3")


def _style_box(style: str) -> tuple[Action, ...]:
    return (SetEditText(ControlRef("Paragraph Style", "combo box"), style),)


def _styles_menu(style: str) -> tuple[Action, ...]:
    return menu("Styles", style, type="radio menu item")


def _apply(document: Document, at: int, style: str) -> Document:
    """A style takes away how the paragraph stood, but not what was put on its letters: that is why these kinds ask for bare text."""
    stood = paragraph_at(document, at).properties
    return set_paragraph(document, at, style=style, properties={name: None for name, _ in stood})


def _style_kind(name: str, style: str, steps: Callable[[str], tuple[Action, ...]], of: tuple[PassageKind, ...] = ("paragraph",)) -> Kind:
    """`style` is the display name in OpenDocument; Writer's own menus and boxes write it with capitals."""
    shown = "Text Body" if style == "Text body" else style
    return passage_kind(name, "styles", steps(shown), lambda document, at, part: _apply(document, at, style), suits=is_bare, of=of)


def _heading(part: Part) -> str:
    return f"Heading {part['level']}"


KINDS = (
    passage_kind(
        "heading_paragraph",
        "styles",
        lambda part: _style_box(_heading(part)),
        lambda document, at, part: _apply(document, at, _heading(part)),
        suits=is_bare,
        values=lambda draw: {"level": draw.rng.choice(LEVELS)},
    ),
    _style_kind("title_paragraph", "Title", _styles_menu),
    _style_kind("subtitle_paragraph", "Subtitle", _style_box),
    _style_kind("quotation_paragraph", "Quotations", _styles_menu),
    _style_kind("body_paragraph", "Text body", _style_box, of=("heading", "title")),
    _style_kind("preformatted_paragraph", "Preformatted Text", _styles_menu),
)
