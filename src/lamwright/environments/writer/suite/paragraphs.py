"""Kinds of task about paragraphs: how they stand on the page, their order, and whole paragraphs that come and go."""

from collections.abc import Callable
from dataclasses import replace

from lamwright.actions import Action, KeyboardInput, TypeText
from lamwright.environments.writer.document import Document, Paragraph, Run, Shape, flat
from lamwright.environments.writer.edits import delete_block, insert_block, move_block, set_paragraph_text, set_paragraphs
from lamwright.environments.writer.suite.kind import Draw, Kind, Scene
from lamwright.environments.writer.suite.passage_kinds import (
    Change,
    click,
    formatted,
    is_bare,
    is_text,
    keys,
    menu,
    paragraph_at,
    passage_kind,
    put_properties,
    style_look,
)
from lamwright.environments.writer.suite.values import SENTENCES
from lamwright.tasks import Part

SPACING_STEP = 0.1
"""Centimetres that the space above and below a paragraph grows by at a click."""


def _new_words(draw: Draw) -> dict[str, str]:
    return {"new": draw.choose(SENTENCES)}


# how a paragraph stands


def _centimetres(document: Document, at: int, property: str) -> float:
    """A length of the paragraph there, from its style where it has none of its own."""
    look = {**style_look(document, at), **dict(paragraph_at(document, at).properties)}
    return float(look.get(property, "0cm").removesuffix("cm"))


def _more_space(document: Document, at: int, _part: Part) -> Document:
    sides = ("margin-top", "margin-bottom")
    return put_properties(document, at, **{side: f"{_centimetres(document, at, side) + SPACING_STEP:.2f}cm" for side in sides})


def _stands_at_the_edge(document: Document, at: int) -> bool:
    return _centimetres(document, at, "margin-left") == _centimetres(document, at, "text-indent") == 0


def _line_spacing(lines: str) -> tuple[Action, ...]:
    return menu("Format", "Spacing", f"Line Spacing: {lines}", type="check menu item")


def _dialog(tab: str, *inside: Action) -> tuple[Action, ...]:
    return (*menu("Format", "Paragraph..."), click(tab, "page tab"), *inside, click("OK"))


def _standing(name: str, steps: tuple[Action, ...], **properties: str) -> Kind:
    return passage_kind(name, "paragraphs", steps, formatted(**properties))


_STANDING = (
    _standing("center_paragraph", (click("Center", "toggle button"),), text_align="center"),
    _standing("right_paragraph", keys("ctrl+r"), text_align="end"),
    _standing("justify_paragraph", (click("Justified", "toggle button"),), text_align="justify"),
    passage_kind(
        "left_paragraph", "paragraphs", (click("Left", "toggle button"),), formatted(text_align="start"), of=("paragraph", "title")
    ),
    _standing("wide_spacing_paragraph", _line_spacing("1.5"), line_height="150%"),
    _standing("double_spacing_paragraph", _line_spacing("2"), line_height="200%"),
    # Two buttons of the tool bar are called "Increase", so the menu is surer.
    passage_kind(
        "indent_paragraph",
        "paragraphs",
        menu("Format", "Spacing", "Increase Indent"),
        formatted(margin_left="1.25cm"),
        suits=_stands_at_the_edge,
    ),
    passage_kind("space_paragraph", "paragraphs", menu("Format", "Spacing", "Increase Paragraph Spacing"), _more_space),
    # Insert > Page Break would leave an empty paragraph before it.
    passage_kind(
        "page_break_paragraph",
        "paragraphs",
        _dialog("Text Flow", click("Insert", "check box")),
        formatted(break_before="page"),
        suits=lambda document, at: at > 0,
    ),
    _standing("drop_cap_paragraph", _dialog("Drop Caps", click("Display drop caps", "check box")), drop_cap="1 over 3 lines"),
)


def _document_kind(name: str, steps: tuple[Action, ...], **properties: str) -> Kind:
    """Every paragraph of the body, cells among them, is formatted so; text in boxes is not reached by selecting everything."""

    def sample(scene: Scene, _draw: Draw) -> Part | None:
        parts = (part for paragraph in scene.document.paragraphs for part in paragraph.content)
        boxed = any(isinstance(part, Shape) and any(block.text for block in flat(part.blocks)) for part in parts)
        return None if boxed or expected(scene.document, Part(name)) == scene.document else Part(name)

    def expected(document: Document, _part: Part) -> Document:
        return set_paragraphs(document, properties=dict(properties))

    return Kind(name, "paragraphs", sample, lambda part: (KeyboardInput("ctrl+a"), *steps), expected)


_DOCUMENT = (
    _document_kind("justify_document", keys("ctrl+j"), text_align="justify"),
    _document_kind("double_spacing_document", _line_spacing("2"), line_height="200%"),
)


# paragraphs that come, go and change places


def _written(document: Document, at: int, part: Part) -> Paragraph:
    """A paragraph of the new words that stands as the one there does."""
    like = paragraph_at(document, at)
    return replace(like, content=(Run(part["new"]),), properties=tuple(pair for pair in like.properties if pair[0] != "break-before"))


def _insert_before(document: Document, at: int, part: Part) -> Document:
    return insert_block(document, at, _written(document, at, part))


def _insert_after(document: Document, at: int, part: Part) -> Document:
    return insert_block(document, at + 1, _written(document, at, part))


def _extend(document: Document, at: int, part: Part) -> Document:
    return set_paragraph_text(document, at, f"{paragraph_at(document, at).text} {part['new']}")


def _delete(document: Document, at: int, _part: Part) -> Document:
    return delete_block(document, at)


def _deletable(document: Document, at: int) -> bool:
    """The last paragraph of a document has no end mark to be deleted."""
    return at < len(document.body) - 1 and is_bare(document, at)


def _typing(*before: Action) -> Callable[[Part], tuple[Action, ...]]:
    return lambda part: (*before, TypeText(part["new"]))


def _moving(name: str, key: str, step: int) -> Kind:
    """The paragraph changes places with its neighbour, which is a paragraph of text as well."""

    def suits(document: Document, at: int) -> bool:
        pair = (at, at + step)
        return all(0 <= place < len(document.body) and is_text(document, place) and is_bare(document, place) for place in pair)

    change: Change = lambda document, at, part: move_block(document, at, at + step)  # noqa: E731
    return passage_kind(name, "paragraphs", keys(key), change, suits=suits, composable=False)


def _bare_kind(name: str, steps: Callable[[Part], tuple[Action, ...]], change: Change, composable: bool = False) -> Kind:
    return passage_kind(name, "paragraphs", steps, change, suits=is_bare, values=_new_words, composable=composable)


def _edge_kind(name: str, steps: Callable[[Part], tuple[Action, ...]], last: bool) -> Kind:
    """New words as a paragraph of their own at an end of the document, where text stands."""

    def sample(scene: Scene, draw: Draw) -> Part | None:
        at = len(scene.document.body) - 1 if last else 0
        suits = is_text(scene.document, at) and is_bare(scene.document, at)
        return Part(name, _new_words(draw)) if suits else None

    def expected(document: Document, part: Part) -> Document:
        return _insert_after(document, len(document.body) - 1, part) if last else _insert_before(document, 0, part)

    return Kind(name, "paragraphs", sample, steps, expected)


_ORDER = (
    passage_kind("delete_paragraph", "paragraphs", keys("Delete", "Delete"), _delete, suits=_deletable, composable=False),
    _moving("move_paragraph_up", "ctrl+alt+Up", -1),
    _moving("move_paragraph_down", "ctrl+alt+Down", 1),
    _edge_kind("append_document", _typing(*keys("ctrl+End", "Return")), last=True),
    _edge_kind("prepend_document", lambda part: (*_typing(*keys("ctrl+Home"))(part), *keys("Return")), last=False),
    _bare_kind("insert_before_paragraph", lambda part: (*_typing(*keys("ctrl+Up"))(part), *keys("Return")), _insert_before),
    _bare_kind("insert_after_paragraph", _typing(*keys("End", "Return")), _insert_after),
    _bare_kind("rewrite_paragraph", _typing(), lambda document, at, part: set_paragraph_text(document, at, part["new"])),
    _bare_kind("extend_paragraph", _typing(*keys("End", "space")), _extend, composable=True),
)

KINDS = (*_STANDING, *_DOCUMENT, *_ORDER)
