"""Which spans of a request may become an argument: whole words, no cut quotation, no trailing comma or colon.

A request is read as word pieces with their places in its characters. A span is a first and a last piece; its text is the request's own
characters between them, so that letters keep their case.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lamwright.errors import UsageError

Flags = NDArray[np.bool_]

_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "«": "»", "„": "“", "`": "`"}
_BRACKETS = {"(": ")", "[": "]"}
_MARKS = frozenset(".,;:!?…")
_TRAILING = frozenset(",;:")
"""A span may end in a full stop: it can belong to the sentence that is to be written, or end the request. The model learns which."""
_QUOTE_SIGNS = frozenset(_QUOTES) | frozenset(_QUOTES.values())


@dataclass(frozen=True, slots=True)
class Request:
    """A request as pieces. The first and last piece are the encoder's marks and stand for no characters.

    `starts` and `ends` tell which pieces may begin and close a span; `opened` which come right after an opening quotation mark;
    `match[t]` is the last piece inside the quotation that opens right before piece t, or -1. `pairs` are the places (in pieces) of
    each quotation's or bracket's two marks.
    """

    text: str
    ids: tuple[int, ...]
    places: tuple[tuple[int, int], ...]
    starts: Flags
    ends: Flags
    match: NDArray[np.int64]
    pairs: tuple[tuple[int, int], ...]

    @property
    def opened(self) -> Flags:
        return self.match >= 0

    def ends_from(self, start: int) -> Flags:
        """Which pieces may close the span that begins with piece `start`."""
        allowed = self.ends.copy()
        allowed[:start] = False
        for opening, closing in self.pairs:
            if start <= opening:
                allowed[opening:closing] = False
                allowed[closing] = start < opening or self.text[self.places[opening][0]] in _BRACKETS
            elif start <= closing:
                allowed[closing:] = False
        return allowed

    def span(self, start: int, end: int) -> str:
        return self.text[self.places[start][0] : self.places[end][1]]


def read_request(text: str, ids: Sequence[int], places: Sequence[tuple[int, int]]) -> Request:
    """Find the words, quotations and brackets of a request that was split into pieces."""
    count = len(ids)
    starts, ends = np.zeros(count, bool), np.zeros(count, bool)
    for piece in range(1, count - 1):
        first, last = places[piece]
        sign = text[first:last]
        if last <= first or sign in _QUOTE_SIGNS:
            continue
        starts[piece] = _breaks(text, first) and sign not in _MARKS
        ends[piece] = _breaks(text, last) and not (sign in _TRAILING and _closes(text, last))
    pairs = _pairs(text, places)
    match = np.full(count, -1, np.int64)
    for opening, closing in pairs:
        if text[places[opening][0]] in _QUOTES:
            match[opening + 1], starts[opening + 1], ends[closing - 1], ends[closing] = closing - 1, True, True, True
    return Request(text, tuple(ids), tuple(places), starts, ends, match, pairs)


def locate(request: Request, value: str) -> tuple[int, int] | None:
    """The first and last piece of `value` in the request, letters' case aside; a whole quotation is preferred, then the first place."""
    wanted = value.casefold()
    found: list[tuple[bool, int, int]] = []
    for start in np.flatnonzero(request.starts).tolist():
        first = request.places[start][0]
        if request.text[first : first + 1].casefold()[:1] != wanted[:1]:
            continue
        for end in np.flatnonzero(request.ends_from(start)).tolist():
            if request.span(start, end).casefold() == wanted:
                found.append((bool(request.match[start] != end), start, end))
    return min(found)[1:] if found else None


def locate_or_raise(request: Request, value: str, argument: str) -> tuple[int, int]:
    """Like `locate`. Raises UsageError where the value does not stand in the request."""
    place = locate(request, value)
    if place is None:
        raise UsageError(
            f"The argument '{argument}' = {value!r} does not stand in the request {request.text!r} as whole words, "
            f"and it is not one of the control's literals. Name it in the request, or add it to the vocabulary's constants."
        )
    return place


def _breaks(text: str, place: int) -> bool:
    """Whether a word may begin or end at this place: not inside a run of letters, nor inside a number."""
    if place <= 0 or place >= len(text):
        return True
    before, after = text[place - 1], text[place]
    return not (before.isalnum() and after.isalnum()) or before.isdigit() != after.isdigit()


def _closes(text: str, place: int) -> bool:
    """Whether what comes before this place is followed by a space, a mark or nothing: the "." of "end." but not of "1.5"."""
    return place >= len(text) or not text[place].isalnum()


def _pairs(text: str, places: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The pieces of each opening mark with its closing mark, in order; something must stand between them."""
    pairs = []
    piece_at = {first: piece for piece, (first, last) in enumerate(places) if last == first + 1}
    taken = -1
    for first in sorted(piece_at):
        closing_sign = _QUOTES.get(text[first]) or _BRACKETS.get(text[first])
        if first <= taken or closing_sign is None or not _opens(text, first):
            continue
        last = text.find(closing_sign, first + 1)
        while last >= 0 and not (last in piece_at and last > first + 1 and text[last - 1] != " " and _closes(text, last + 1)):
            last = text.find(closing_sign, last + 1)
        if last >= 0:
            pairs.append((piece_at[first], piece_at[last]))
            taken = last if text[first] in _QUOTES else taken
    return tuple(pairs)


def _opens(text: str, place: int) -> bool:
    """Whether the mark at this place can open: nothing or no letter before it, and no space after it."""
    before = text[place - 1] if place else " "
    after = text[place + 1 : place + 2]
    return not before.isalnum() and bool(after) and not after.isspace()
