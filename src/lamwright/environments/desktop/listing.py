"""From the objects of one look to the numbered list of controls: which are listed, how they are named, in which order."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from lamwright.environments.desktop.geometry import closely_encloses, common_part, row_by_row, top_left
from lamwright.environments.desktop.roles import BLOCKS, DOCUMENTS, MENU_ITEMS, NUMBERS, SHOWN_MASK, TELLING, WHOLES, State, states_in_words
from lamwright.environments.desktop.seen import Seen, Target
from lamwright.observation import Control, Rectangle

LABEL_DEPTH: Final = 3
CHAIN_DEPTH: Final = 100
BESIDE_PIXELS: Final = 24
LABELLED: Final = NUMBERS | {"text", "entry", "combo box", "date editor", "password text"}
"""What as a rule has a label beside it."""
HOLDERS: Final = frozenset({"table cell", "combo box"})
"""Whose text is in an object inside them."""
LOOSE: Final = ""
"""The block of what is in none."""


def list_controls(looks: Sequence["Look"]) -> list[tuple[Control, Target]]:
    """The controls in reading order, numbered from 1, each with what it stands for: window by window, the front one first."""
    targets = [target for look in looks for target in look.targets()]
    return [(_control(label, target), target) for label, target in enumerate(targets, 1)]


def _control(label: int, target: Target) -> Control:
    content = target.inner or target.seen
    value = content.number or (content.text if content.element.role not in TELLING else "")
    if target.type == "combo box" and target.name != target.seen.name:
        value = value or target.seen.name
    # The focus of a table cell is in the paragraph inside it, that of a combo box in its entry.
    inner = content.states & (State.FOCUSED | State.EDITABLE)
    return Control(label, target.name, target.type, target.rectangle, states_in_words((target.seen.states | inner) & SHOWN_MASK), value)


class Look:
    """The objects of one window at one look with their places in the tree. `area` is what the window takes up on the screen."""

    def __init__(self, seen: Sequence[Seen], area: Rectangle, screen: Rectangle) -> None:
        self.seen = seen
        self.area = area
        self.screen = screen
        self.by_path = {item.element.path: item for item in seen}
        self.children: dict[str, list[Seen]] = {}
        for item in seen:
            self.children.setdefault(item.element.parent, []).append(item)
        self._chains: dict[str, tuple[Seen, ...]] = {}
        self.shift = _shift(seen)
        self.labels = {path: _words(item) for item in seen for path in item.element.label_for}

    def targets(self) -> list[Target]:
        """Blocks (a tool bar, the document) by their place, inside each the order of the tree; the rest of a window row by row."""
        blocks: dict[str, list[Target]] = {}
        for index, item in enumerate(self.seen):
            target = self._target(index, item)
            if target:
                blocks.setdefault(self._block(item), []).append(target)
        blocks[LOOSE] = row_by_row(blocks.get(LOOSE, []), lambda target: target.rectangle)
        ordered = sorted(filter(None, blocks.values()), key=lambda block: top_left(target.rectangle for target in block))
        return [target for block in ordered for target in block]

    def open_menus(self) -> int:
        """How many menus are open, one inside the other."""
        return sum(item.element.role in MENU_ITEMS and item.element.path in self.children for item in self.seen)

    def _target(self, index: int, item: Seen) -> Target | None:
        element = item.element
        if not element.is_listed or self._is_part(item):
            return None
        rectangle = common_part(self._place(item), self.screen if element.role in MENU_ITEMS else self.area)
        if rectangle.width <= 0 or rectangle.height <= 0:
            return None
        if element.role in TELLING:
            words = _words(item)
            return Target(item, words, element.role, rectangle) if words and not self._names_something(item, words) else None
        inner = next((below for below in self._below(item) if below.element.has_text), None) if element.role in HOLDERS else None
        opener = self._arrow(item)
        name = self._name(index, item)
        if element.role == "menu" and not name:
            return None  # what holds the items of a context menu
        return Target(item, name, self._type(item, opener), rectangle, opener, inner)

    def _type(self, item: Seen, opener: Seen | None) -> str:
        role = item.element.role
        if opener:
            return "combo box"
        if role == "table cell" and not any(above.element.role in DOCUMENTS for above in self._above(item)):
            return "list item"
        if role == "menu item" and self._parent_role(item) == "menu bar":
            return "menu"  # in Qt's words an item of the bar
        return "entry" if role == "text" and item.has(State.SINGLE_LINE) else role

    def _names_something(self, item: Seen, words: str) -> bool:
        """Whether it is the label of a control or the heading of a group."""
        parent = self.by_path.get(item.element.parent)
        return bool(item.element.label_for) or (parent is not None and parent.name == words)

    def _is_part(self, item: Seen) -> bool:
        """Whether it belongs to a control that is listed as a whole, or to a menu bar that is not there for the eye."""
        for above in self._above(item):
            if above.element.role in WHOLES or (above.element.role in MENU_ITEMS and item.element.role in TELLING):
                return True
            if above.element.role == "menu bar" and (above.rectangle.height <= 0 or above.rectangle.width <= 0):
                return True
        return self._is_arrow(item)

    def _arrow(self, item: Seen) -> Seen | None:
        """The button that opens its list: beside an entry, the two alone in their parent, or all of a box that takes no text."""
        siblings = self.children.get(item.element.parent, [])
        if self._is_unnamed_toggle(item) and len(siblings) == 1 and self._parent_role(item) == "filler":
            return item
        if len(siblings) == 2 and siblings[0] is item and item.has(State.EDITABLE) and self._is_unnamed_toggle(siblings[1]):
            return siblings[1]
        return None

    def _is_arrow(self, item: Seen) -> bool:
        siblings = self.children.get(item.element.parent, [])
        return len(siblings) == 2 and siblings[1] is item and item.element.role == "toggle button" and self._arrow(siblings[0]) is item

    @staticmethod
    def _is_unnamed_toggle(item: Seen) -> bool:
        return item.element.role == "toggle button" and not item.name

    def _name(self, index: int, item: Seen) -> str:
        own = item.name.strip()
        if item.element.role == "combo box":
            return self._label(item) or own  # GTK calls a combo box what is chosen in it
        if item.element.role == "table cell" and not own:
            return next((below.name for below in self._below(item) if below.name), "")
        return own or self._label(item) or self._slot(index, item) or _plain(item.element.description)

    def _label(self, item: Seen) -> str:
        """The words of the label that names it or, as for a combo box made of parts, what it is a part of."""
        named_by = [self.by_path[path] for path in item.element.labelled_by if path in self.by_path]
        labels = [_words(other) for other in named_by if other.element.role in TELLING]
        around = (item, *self._above(item))[: LABEL_DEPTH + 1]
        labels += [self.labels[near.element.path] for near in around if near.element.path in self.labels]
        labels += self._words_beside(item)
        labels += [_words(other) for other in named_by]  # Qt gives the group box here
        return _without_colon(labels[0]) if labels else ""

    def _words_beside(self, item: Seen) -> list[str]:
        """The label next to it on the left, where the program does not say which control a label is for."""
        if item.element.role not in LABELLED:
            return []
        place = item.rectangle
        return [
            _words(other)
            for other in self.children.get(item.element.parent, [])
            if other.element.role in TELLING and not other.element.label_for
            and place.x - BESIDE_PIXELS <= other.rectangle.x + other.rectangle.width <= place.x + 2
            and other.rectangle.y <= place.y + place.height // 2 <= other.rectangle.y + other.rectangle.height
        ]  # fmt: skip

    def _slot(self, index: int, item: Seen) -> str:
        """The name of the last container before it that encloses it closely, such as a slot of a tool bar.

        The tree does not always tell: LibreOffice puts the parts of its tool bar boxes elsewhere in it.
        """
        if item.element.role in ("paragraph", "heading"):
            return ""
        inside = self._place(item)
        for other in reversed(self.seen[:index]):
            if other.name and not other.element.is_listed and closely_encloses(self._place(other), inside):
                return other.name
        return next((above.name for above in self._above(item) if above.name and above.element.role == "panel"), "")

    def _block(self, item: Seen) -> str:
        """The path of the container it is read with."""
        last = ""
        for above in self._above(item):
            last = above.element.path
            if above.element.role in BLOCKS and (above.element.role != "page tab list" or item.element.role == "page tab"):
                return last
        return last if item.element.role in MENU_ITEMS else LOOSE

    def _parent_role(self, item: Seen) -> str:
        parent = self.by_path.get(item.element.parent)
        return parent.element.role if parent else ""

    def _above(self, item: Seen) -> tuple[Seen, ...]:
        """What it is in, from the inside out."""
        return self._chain(item.element.parent, 0)

    def _chain(self, path: str, depth: int) -> tuple[Seen, ...]:
        """The object of that path and what it is in. Bounded: the roots of two trees can share a path and so seem to be in each other."""
        if path not in self._chains:
            item = self.by_path.get(path)
            self._chains[path] = (item, *self._chain(item.element.parent, depth + 1)) if item and depth < CHAIN_DEPTH else ()
        return self._chains[path]

    def _below(self, item: Seen) -> Iterable[Seen]:
        for child in self.children.get(item.element.path, []):
            yield child
            yield from self._below(child)

    def _place(self, item: Seen) -> Rectangle:
        x, y = self.shift if any(self.shift) and self._is_drawn_by_office(item) else (0, 0)
        place = item.rectangle
        return Rectangle(place.x + x, place.y + y, place.width, place.height)

    def _is_drawn_by_office(self, item: Seen) -> bool:
        for above in (item, *self._above(item)):
            if above.element.toolkit:
                return False
            if above.element.role == "root pane":
                return True
        return False


def _shift(seen: Sequence[Seen]) -> tuple[int, int]:
    """LibreOffice places what it draws itself as if its area began at the window's corner; it begins below the menu bar."""
    for before, item in pairwise(seen):
        if item.element.role == "root pane" and before.element.toolkit and not item.element.toolkit:
            return before.rectangle.x - item.rectangle.x, before.rectangle.y - item.rectangle.y
    return 0, 0


def _plain(description: str) -> str:
    """The first line of a tool tip, without the marks of rich text."""
    return re.sub(r"<[^>]*>", "", description).strip().split("\n")[0]


def _words(label: Seen) -> str:
    return label.name or label.text


def _without_colon(words: str) -> str:
    return words.strip().removesuffix(":").strip()
