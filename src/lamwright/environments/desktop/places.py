"""Remembers where the items of tool bars and menu bars are.

To tell the place of one such item costs LibreOffice more than all else about it, and there are some 90 of them. They stay where
they are while the bars have the same items and the same places, which is checked at every look.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from lamwright.environments.desktop.bus import Answer
from lamwright.environments.desktop.tree import Element

BARS: Final = frozenset({"tool bar", "menu bar"})


class Places:
    """The answers about the places of the items, and of the bars they are in, of the last look that asked for them."""

    def __init__(self) -> None:
        self._items: dict[str, Answer] = {}
        self._bars: dict[str, Answer] = {}

    def recall(self, items: Sequence[Element]) -> Mapping[str, Answer]:
        """By path; empty where the bars have other items than they had."""
        return self._items if list(self._items) == [item.path for item in items] else {}

    def still_hold(self, bars: Mapping[str, Answer]) -> bool:
        return bars == self._bars

    def keep(self, items: Mapping[str, Answer], bars: Mapping[str, Answer]) -> None:
        self._items, self._bars = dict(items), dict(bars)

    def forget(self) -> None:
        self.keep({}, {})
