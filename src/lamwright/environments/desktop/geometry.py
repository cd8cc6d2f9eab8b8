"""Rectangles on the screen: what covers what, and in which order people read them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from lamwright.observation import Rectangle

NOWHERE: Final = Rectangle(0, 0, 0, 0)
SLOT_RATIO: Final = 3
"""A container holds a control closely unless it is more than so many times as large."""
NEAR_PIXELS: Final = 2
T = TypeVar("T")


def common_part(one: Rectangle, other: Rectangle) -> Rectangle:
    """What both cover; a rectangle without area where they do not meet."""
    left, top = max(one.x, other.x), max(one.y, other.y)
    right = min(one.x + one.width, other.x + other.width)
    bottom = min(one.y + one.height, other.y + other.height)
    return Rectangle(left, top, right - left, bottom - top) if right > left and bottom > top else NOWHERE


def closely_encloses(slot: Rectangle, place: Rectangle) -> bool:
    return (
        slot.x - NEAR_PIXELS <= place.x
        and slot.y - NEAR_PIXELS <= place.y
        and place.x + place.width <= slot.x + slot.width + NEAR_PIXELS
        and place.y + place.height <= slot.y + slot.height + NEAR_PIXELS
        and slot.width * slot.height <= SLOT_RATIO * place.width * place.height
    )


def top_left(rectangles: Iterable[Rectangle]) -> tuple[int, int]:
    """How far down, then how far right, the first of them begins."""
    return min((rectangle.y, rectangle.x) for rectangle in rectangles)


def row_by_row(things: Sequence[T], place: Callable[[T], Rectangle]) -> list[T]:
    """From top to bottom, each row from left to right. A row has what begins above the middle of its first thing."""
    rows: list[list[T]] = []
    for thing in sorted(things, key=lambda thing: place(thing).y):
        first = place(rows[-1][0]) if rows else None
        if first and place(thing).y < first.y + first.height / 2:
            rows[-1].append(thing)
        else:
            rows.append([thing])
    return [thing for row in rows for thing in sorted(row, key=lambda thing: place(thing).x)]
