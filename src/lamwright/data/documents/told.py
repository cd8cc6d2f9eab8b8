"""How a page's blocks tell how-tos: ordered lists under headings, sentences "To X, choose A - B.", boxes "To access this command...".

Of a reader's own pages also lists of one step, and bullet lists (form "bullets"), of which only some tell steps.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lamwright.data.documents.blocks import Access, Block, Heading, Item, Listing, Paragraph
from lamwright.data.documents.howto import unmarked
from lamwright.data.documents.verbs import ACTING

ONE_OF = re.compile(r"\b(one of the following|one of these|either of the following)\b.*:$", re.IGNORECASE)
_LEAD_IN = re.compile(r"(?:To|In order to) (.{4,90}?)(?:, (?:do|follow|proceed|use|perform|take)\b.{0,40})?[:.]?", re.IGNORECASE)
_ACTING = "|".join(sorted(ACTING, key=len, reverse=True))
_PURPOSE = re.compile(rf"(?:To|In order to|If you want to) (?P<task>[a-z*][^,:;]{{4,110}}), (?P<steps>(?:first )?(?:{_ACTING})\b.+)")
_AFTER = re.compile(r"(?P<steps>(?:Choose|Click|Press|Double-click|Right-click) .{2,80}?) to (?P<task>[a-z][a-z-]+ .{4,80})\.?")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“*(])")


@dataclass(frozen=True, slots=True)
class Told:
    """A how-to without its page. `context` holds the headings above, the nearest last; `summary` what an access box's page is about."""

    title: str
    steps: tuple[str, ...]
    form: str
    context: tuple[str, ...] = ()
    summary: str = ""


@dataclass(slots=True)
class _Page:
    """What is known where the reading stands."""

    is_own: bool = False
    headings: dict[int, str] = field(default_factory=dict)
    lead_in: str = ""
    steps: list[str] = field(default_factory=list)
    title: str = ""
    wants_alternative: bool = False
    summary: str = ""
    ways: list[str] = field(default_factory=list)

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(self.headings[level] for level in sorted(self.headings))

    def flush(self) -> Iterator[Told]:
        """The list that has ended."""
        if len(self.steps) >= (1 if self.is_own else 2):
            yield Told(self.title, tuple(self.steps), "list", self.path)
        self.steps, self.wants_alternative = [], False


def told(blocks: Iterable[Block], is_own: bool = False) -> Iterator[Told]:
    """Every how-to of a page in its order; access boxes last, since their page's first summary may follow them."""
    page = _Page(is_own)
    for block in blocks:
        match block:
            case Heading():
                yield from page.flush()
                _enter(page, block)
            case Paragraph():
                page.lead_in = block.text
                page.summary = page.summary or block.summary
                yield from _sentences(page, block.text)
            case Listing(ordered=True):
                yield from _ordered(page, block)
            case Listing():
                yield from _alternatives(page, block)
            case Access():
                page.ways.extend(block.ways)
    yield from page.flush()
    yield from _accessed(page)


def _enter(page: _Page, heading: Heading) -> None:
    page.headings = {level: text for level, text in page.headings.items() if level < heading.level}
    page.headings[heading.level] = heading.text
    page.lead_in = ""


def _ordered(page: _Page, listing: Listing) -> Iterator[Told]:
    """A list of its own, the rest of one that a note interrupted, or the alternatives that the last step announced."""
    if page.wants_alternative and listing.items:
        page.steps.extend(_item_steps(listing.items[0]))
        page.wants_alternative = False
        return
    if not (page.steps and listing.start > 1):
        yield from page.flush()
        page.title = _title(page)
    for item in listing.items:
        page.steps.extend(_item_steps(item))
    page.wants_alternative = bool(listing.items) and bool(ONE_OF.search(unmarked(listing.items[-1].text))) and not listing.items[-1].lists


def _alternatives(page: _Page, listing: Listing) -> Iterator[Told]:
    if page.wants_alternative and listing.items:
        page.steps.extend(_item_steps(listing.items[0]))
        page.wants_alternative = False
    elif ONE_OF.search(unmarked(page.lead_in)):
        yield from (Told(_title(page), tuple(steps), "list", page.path) for steps in map(_item_steps, listing.items[:1]) if steps)
    elif page.is_own and (steps := [step for item in listing.items for step in _item_steps(item)]):
        yield Told(_title(page), tuple(steps), "bullets", page.path)


def _title(page: _Page) -> str:
    """The sentence that leads to the list where it says what for, else the nearest heading."""
    found = _LEAD_IN.fullmatch(page.lead_in)
    return found[1] if found else page.path[-1] if page.path else ""


def _item_steps(item: Item) -> list[str]:
    """An item's step and those of the lists in it; where the item offers alternatives, the first of them."""
    inner = [step for listing in item.lists for each in listing.items for step in _item_steps(each)]
    text = unmarked(item.text)
    if ONE_OF.search(text):
        return [step for listing in item.lists[:1] for each in listing.items[:1] for step in _item_steps(each)]
    is_told_inside = text.endswith(":") or any(listing.ordered for listing in item.lists)
    own = [item.text] if item.text and not (text.endswith(":") and inner) else []
    return [*own, *(inner if is_told_inside else [])]


def _sentences(page: _Page, text: str) -> Iterator[Told]:
    for sentence in _SENTENCE_END.split(text):
        found = _PURPOSE.fullmatch(sentence) or _AFTER.fullmatch(sentence)
        if found:
            yield Told(found["task"], (found["steps"],), "sentence", page.path)


def _accessed(page: _Page) -> Iterator[Told]:
    heading = page.path[0] if page.path else ""
    for way in page.ways:
        yield Told(heading, (way,), "access", page.path[:1], page.summary)
