"""Kinds of task about lists: entries that come to be, move, change their level and go."""

from dataclasses import replace

from lamwright.actions import Action
from lamwright.environments.writer.document import Document, ListItem, Paragraph
from lamwright.environments.writer.edits import delete_block, move_block, set_paragraph
from lamwright.environments.writer.suite.kind import Kind
from lamwright.environments.writer.suite.passage_kinds import Change, Suits, click, is_bare, keys, menu, passage_kind
from lamwright.tasks import Part

DEEPEST = 3
"""The level down to which the templates say what their lists look like."""


def _item(document: Document, at: int) -> ListItem | None:
    """The entry there; None where no list entry, or nothing, stands."""
    block = document.body[at] if 0 <= at < len(document.body) else None
    return block.item if isinstance(block, Paragraph) else None


def _stands_apart(document: Document, at: int) -> bool:
    """Beside a list Writer would carry that list on, with its own bullets or numbers."""
    return _item(document, at - 1) is None and _item(document, at + 1) is None


def _become(item: ListItem | None) -> Change:
    return lambda document, at, part: set_paragraph(document, at, item=item)


def _shift(levels: int) -> Change:
    """The form of the bullet or number follows from the level: it is left open."""

    def change(document: Document, at: int, _part: Part) -> Document:
        item = _item(document, at)
        if item is None or not 1 <= item.level + levels <= DEEPEST:
            return document
        return set_paragraph(document, at, item=replace(item, level=item.level + levels, format=None))

    return change


def _alone(document: Document, at: int) -> bool:
    """Whether an entry has no sub-entries, and nothing but text in it."""
    item, below = _item(document, at), _item(document, at + 1)
    return item is not None and (below is None or below.level <= item.level) and is_bare(document, at)


def _deletable(document: Document, at: int) -> bool:
    """The last paragraph of a document has no end mark to be deleted."""
    return at < len(document.body) - 1 and _alone(document, at)


def _swaps(step: int) -> Suits:
    """Both entries are of one level, and neither has sub-entries."""

    def suits(document: Document, at: int) -> bool:
        one, other = _item(document, at), _item(document, at + step)
        return one == other and _alone(document, at) and _alone(document, at + step)

    return suits


def _item_kind(name: str, steps: tuple[Action, ...], change: Change) -> Kind:
    return passage_kind(name, "lists", steps, change, of=("item",))


def _order_kind(name: str, steps: tuple[Action, ...], change: Change, suits: Suits) -> Kind:
    return passage_kind(name, "lists", steps, change, suits=suits, of=("item",), composable=False)


KINDS = (
    passage_kind("bullet_paragraph", "lists", (click("Unordered List"),), _become(ListItem("bullet", 1, None)), suits=_stands_apart),
    passage_kind("number_paragraph", "lists", keys("F12"), _become(ListItem("number", 1, None)), suits=_stands_apart),
    _item_kind("unlist_item", (click("No List"),), _become(None)),
    _item_kind("demote_item", menu("Format", "Lists", "Demote Outline Level"), _shift(1)),
    _item_kind("promote_item", menu("Format", "Lists", "Promote Outline Level"), _shift(-1)),
    _order_kind("move_item_up", keys("ctrl+alt+Up"), lambda document, at, part: move_block(document, at, at - 1), _swaps(-1)),
    _order_kind("move_item_down", keys("ctrl+alt+Down"), lambda document, at, part: move_block(document, at, at + 1), _swaps(1)),
    _order_kind("delete_item", keys("Delete", "Delete"), lambda document, at, part: delete_block(document, at), _deletable),
)
