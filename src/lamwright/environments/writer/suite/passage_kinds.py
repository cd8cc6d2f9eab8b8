"""The shape that most kinds about paragraphs share: one paragraph is selected, something is done to it, and it has changed."""

from collections.abc import Callable, Mapping

from lamwright.actions import Action, ClickInput, ControlRef, KeyboardInput, SelectParagraph
from lamwright.environments.writer.document import Document, Paragraph, Run
from lamwright.environments.writer.edits import set_paragraph
from lamwright.environments.writer.odf_properties import beyond
from lamwright.environments.writer.passages import passages_of
from lamwright.environments.writer.suite.kind import Draw, Kind, Scene
from lamwright.observation import PassageKind
from lamwright.tasks import Part

Change = Callable[[Document, int, Part], Document]
Suits = Callable[[Document, int], bool]


def click(text: str, type: str = "push button") -> ClickInput:
    return ClickInput(ControlRef(text, type))


def menu(*names: str, type: str = "menu item") -> tuple[Action, ...]:
    """Opens menus one in the other and clicks the last name, an item of that type."""
    return (*(click(name, "menu") for name in names[:-1]), click(names[-1], type))


def keys(*names: str) -> tuple[Action, ...]:
    return tuple(KeyboardInput(name) for name in names)


def passage_kind(
    name: str,
    group: str,
    steps: tuple[Action, ...] | Callable[[Part], tuple[Action, ...]],
    change: Change,
    *,
    suits: Suits = lambda document, at: True,
    of: tuple[PassageKind, ...] = ("paragraph",),
    values: Callable[[Draw], Mapping[str, str]] = lambda draw: {},
    composable: bool = True,
) -> Kind:
    """A kind of task on one passage of the kinds `of`; `steps` follow on its selection.

    A passage suits if `suits` says so, if what its style looks like is known, and if the change makes a difference to it.
    """
    slot = "item" if of == ("item",) else "paragraph"

    def sample(scene: Scene, draw: Draw) -> Part | None:
        slots, document = values(draw), scene.document
        filled = [passage.index for passage in passages_of(document) if passage.kind in of and passage.text.strip()]
        found = (at for at in draw.blocks(scene.template, filled) if style_look(document, at) and suits(document, at))
        parts = (Part(name, slots, at) for at in found)
        return next((part for part in parts if expected(document, part) != document), None)

    def plan(part: Part) -> tuple[Action, ...]:
        return (SelectParagraph(part[slot]), *(steps(part) if callable(steps) else steps))

    def expected(document: Document, part: Part) -> Document:
        assert part.at is not None
        return change(document, part.at, part)

    return Kind(name, group, sample, plan, expected, composable)


def paragraph_at(document: Document, at: int) -> Paragraph:
    """The paragraph of that index. Raises TypeError where a table stands there."""
    block = document.body[at]
    if not isinstance(block, Paragraph):
        raise TypeError(f"block {at} is no paragraph")
    return block


def is_text(document: Document, at: int) -> bool:
    """Whether a paragraph that is no heading, title or list entry stands there."""
    passages = [passage for passage in passages_of(document) if passage.index == at]
    return bool(passages) and passages[0].kind == "paragraph"


def is_bare(document: Document, at: int) -> bool:
    """Whether nothing but unformatted text stands in that paragraph, so that what Writer does to other things in it does not matter."""
    return all(isinstance(part, Run) and part == Run(part.text) for part in paragraph_at(document, at).content)


def style_look(document: Document, at: int) -> Mapping[str, str]:
    """What the style of the paragraph there looks like; empty where the document does not tell."""
    style = paragraph_at(document, at).style
    return next((dict(known.properties) for known in document.styles if known.name == style), {})


def put_properties(document: Document, at: int, **properties: str) -> Document:
    """The paragraph formatted so; what its style says anyway is no formatting."""
    paragraph = paragraph_at(document, at)
    wanted = {**dict(paragraph.properties), **{name.replace("_", "-"): value for name, value in properties.items()}}
    kept = beyond(wanted, style_look(document, at))
    return set_paragraph(document, at, properties={name: kept.get(name) for name in wanted})


def formatted(**properties: str) -> Change:
    return lambda document, at, part: put_properties(document, at, **properties)
