"""Did the plan have its own expected effect? A judge for what no state check covers.

A plan says what it is for: it ends in a dialog, or inserts, formats or shows something. What should be so is compared with the document
and the window before and after. A document that stays as it was where something should change fails, and so does a change elsewhere than
expected, where that can be told. The judge knows the sort of the effect, not its exact values: its own error is measured beside it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass

from rapidfuzz import fuzz

from lamwright.environments.writer.differences import differences
from lamwright.environments.writer.document import (
    Block,
    Bookmark,
    Comment,
    Document,
    Field,
    Index,
    Note,
    Paragraph,
    Run,
    Section,
    Shape,
    Table,
    every_paragraph,
)  # fmt: skip
from lamwright.environments.writer.passages import passages_of
from lamwright.errors import ActionError
from lamwright.observation import Observation
from lamwright.references import resolve_passage
from lamwright.trajectory import Outcome, Verdict

JUDGE = "plan"
TITLE_LIKENESS, SAME_WORDS = 80, 100
"""From 0 to 100 (rapidfuzz): a window's title is that much like the map's name of the dialog, or the words of one are all in the other."""
MESSAGES = re.compile(r"Error|Warning|Information|LibreOffice(?: \d[\d.]*)?")
"""Titles of windows that tell that something went wrong."""
TABS = frozenset({"page tab", "list item", "tree item"})
"""What brings a page of a dialog to the front; some dialogs list their pages in a tree."""
FEW = 3
"""So many differences are told in a reason."""


@dataclass(frozen=True, slots=True)
class Opens:
    """A dialog of that title shows at the end, that tab of it in front where one is named, and the document is as it was."""

    title: str
    tab: str = ""


@dataclass(frozen=True, slots=True)
class Shows:
    """The window shows something else than before: a bar, a deck, marks, another zoom. The document's text is as it was."""


@dataclass(frozen=True, slots=True)
class Toggles:
    """That control is checked now if it was not, or the other way round. `path` leads to it where it is an item of a menu."""

    name: str
    type: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inserts:
    """The document has one more of that sort ("table", "footnote", "field" ...), or more text for "text"; "" for whatever is new."""

    sort: str = ""


@dataclass(frozen=True, slots=True)
class Formats:
    """Something looks different, the words being the same.

    `passage` or `phrase` is what was selected: nothing else may differ. One of the `traits`, which are names of properties or what else
    `differences` tells of ("text-align", "list"), is among what differs, where any are given.
    """

    passage: str = ""
    phrase: str = ""
    traits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edits:
    """The document is different; it holds that text once more than before, where one is given."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Selects:
    """Something is selected, and the document is as it was."""


@dataclass(frozen=True, slots=True)
class Untold:
    """What the plan does leaves no trace that is looked at; `why` says which."""

    why: str


Effect = Opens | Shows | Toggles | Inserts | Formats | Edits | Selects | Untold


@dataclass(frozen=True, slots=True)
class Sight:
    """The document as it really is, the window, and whether the item of a menu that is to be toggled is checked."""

    document: Document
    observation: Observation
    checked: bool | None = None


class EffectJudge:
    """Judges one episode by what its plan should have done. `look` is called before and after.

    `alone` says that nothing else in the plan changes the document, so that a change elsewhere is a fault.
    """

    def __init__(self, look: Callable[[], Sight], effect: Effect, alone: bool = True) -> None:
        self._look = look
        self._effect = effect
        self._alone = alone
        self._before: Sight | None = None

    def begin(self) -> None:
        self._before = self._look()

    def verdict(self, outcome: Outcome) -> Verdict:
        if self._before is None:
            raise RuntimeError("verdict() before begin()")
        ended = () if outcome == "finished" else (f"the policy ended with '{outcome}'",)
        reasons = (*ended, *wrong(self._effect, self._before, self._look(), self._alone))
        return Verdict(not reasons, JUDGE, reasons)


def wrong(effect: Effect, before: Sight, after: Sight, alone: bool = True) -> tuple[str, ...]:
    """Why the effect is not there; empty where it is."""
    changed = differences(before.document, after.document)
    content = tuple(line for line in changed if not line.startswith("view:"))
    if not isinstance(effect, Opens) and MESSAGES.fullmatch(after.observation.window):
        return (f"the message '{after.observation.window}' is open",)
    match effect:
        case Opens():
            return (*_not_open(effect, before, after), *(_unexpected(content) if alone else ()))
        case Shows():
            return () if _shown(before, after) or changed else ("nothing shows that did not show before",)
        case Toggles():
            return _not_toggled(effect, before, after, bool(changed))
        case Inserts(sort=sort):
            return _not_inserted(sort, before.document, after.document, bool(content))
        case Formats():
            return tuple(_not_formatted(effect, before.document, after.document, content, alone))
        case Edits(text=text):
            return _not_edited(text, before.document, after.document, bool(content))
        case Selects():
            return (*(() if after.observation.selection else ("nothing is selected",)), *(_unexpected(content) if alone else ()))
        case Untold(why=why):
            return (f"it cannot be told whether the plan did it: {why}",)


def _unexpected(content: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"not expected: {line}" for line in content[:FEW])


def _not_open(effect: Opens, before: Sight, after: Sight) -> Iterator[str]:
    now = after.observation
    if now.window == before.observation.window:
        yield f"no dialog '{effect.title}' is open" if effect.title else "no dialog is open"
        return
    if effect.title and not _is_titled(effect.title.casefold(), now.window.casefold()):
        yield f"'{now.window}' is open, not '{effect.title}'"
        return
    tabs = [control for control in now.controls if control.type in TABS and control.text == effect.tab]
    if effect.tab and not any("selected" in tab.states for tab in tabs):
        yield f"the tab '{effect.tab}' is not in front"


def _is_titled(expected: str, title: str) -> bool:
    return fuzz.ratio(expected, title) >= TITLE_LIKENESS or fuzz.token_set_ratio(expected, title) == SAME_WORDS


def _shown(before: Sight, after: Sight) -> bool:
    """Whether the window differs in what shows, or in what is checked."""
    return _looks(before.observation) != _looks(after.observation)


def _looks(observation: Observation) -> Counter[tuple[str, str, bool]]:
    listed = (control for control in observation.controls if control.type not in ("paragraph", "heading", "table cell", "label"))
    return Counter((control.text, control.type, "checked" in control.states) for control in listed)


def _not_toggled(effect: Toggles, before: Sight, after: Sight, changed: bool) -> tuple[str, ...]:
    if before.checked is not None and after.checked is not None:
        return () if before.checked != after.checked else (f"'{effect.name}' is as it was",)
    states = [
        [
            "checked" in control.states
            for control in sight.observation.controls
            if (control.text, control.type) == (effect.name, effect.type)
        ]
        for sight in (before, after)
    ]
    if states[0] and states[1] and states[0] != states[1]:
        return ()
    return () if changed and not (states[0] and states[1]) else (f"'{effect.name}' is as it was",)


def _not_inserted(sort: str, before: Document, after: Document, changed: bool) -> tuple[str, ...]:
    if not changed:
        return ("the document is as it was",)
    if sort == "text":
        return () if len(after.text) > len(before.text) else ("no text was added",)
    if not sort:
        return ()
    had, has = contents(before)[sort], contents(after)[sort]
    return () if has > had else (f"there is no new {sort}: {had} before, {has} now",)


def _not_edited(text: str, before: Document, after: Document, changed: bool) -> tuple[str, ...]:
    if not changed:
        return ("the document is as it was",)
    if not text:
        return ()
    had, has = (_times(text, "\n".join(_every_text(document))) for document in (before, after))
    return () if has > had else (f"'{text[:30]}' was not added",)


def _times(text: str, words: str) -> int:
    """How often the words hold the text, letter case, spaces and marks aside: automatic correction changes those."""
    plain, among = (re.sub(r"[^\w]+", "", one.casefold()) for one in (text, words))
    return among.count(plain) if plain else words.count(text)


def _every_text(value: object) -> Iterator[str]:
    """The text of paragraphs, notes, headers, comments and shapes, wherever in the tree."""
    if isinstance(value, Run | Comment):
        yield value.text
    elif isinstance(value, tuple):
        for part in value:
            yield from _every_text(part)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _every_text(getattr(value, each.name))


def _not_formatted(effect: Formats, before: Document, after: Document, content: Sequence[str], alone: bool) -> Iterator[str]:
    if not content:
        yield "the document is as it was"
        return
    if not alone:
        return
    if _words(before) != _words(after):
        yield "the words of the document are different"
        return
    aim = _aim(effect, before)
    for number, (one, other) in enumerate(zip(before.body, after.body, strict=True)):
        if aim is not None and number != aim and one != other:
            yield f"changed elsewhere than selected: '{one.text[:30]}'"
            return
    if aim is not None and before.body[aim] == after.body[aim]:
        yield "what was selected looks as it did"
        return
    if effect.traits and not any(f" {trait} expected" in line for trait in effect.traits for line in content):
        yield f"it has another look than expected: {content[0]}"


def _words(document: Document) -> list[str]:
    """Letter case aside: that is a matter of looks for some commands."""
    return [block.text.casefold() for block in document.body]


def _aim(effect: Formats, document: Document) -> int | None:
    """The index of the block that was selected; none where that cannot be told."""
    if effect.phrase:
        holding = [number for number, block in enumerate(document.body) if effect.phrase in block.text]
        return holding[0] if holding else None
    if effect.passage:
        try:
            return resolve_passage(effect.passage, passages_of(document)).index
        except ActionError:
            return None
    return None


def contents(document: Document) -> Counter[str]:
    """How many of each sort the document has, headers, footers and notes included."""
    found: Counter[str] = Counter()
    _count_blocks(document.blocks, found)
    for page in document.pages:
        for part, blocks in (("header", page.header), ("footer", page.footer)):
            if blocks is not None:
                found[part] += 1
                _count_blocks(blocks, found)
        found["watermark"] += bool(page.watermark)
    found["saved file"] = len(document.saved)
    for shape in document.shapes:
        _count_shape(shape, found)
    found["break"] += len(document.pages) - 1  # a break may bring a page of another kind instead of a mark of its own
    return found


def _count_blocks(blocks: tuple[Block, ...], found: Counter[str]) -> None:
    for block in blocks:
        if isinstance(block, Table):
            found["table"] += 1
            found["row"] += len(block.rows)
            found["column"] += max((len(row) for row in block.rows), default=0)
        elif isinstance(block, Index):
            found["index"] += 1
        elif isinstance(block, Section):
            found["section"] += 1
            _count_blocks(block.blocks, found)
        if isinstance(block, Table | Paragraph):
            for paragraph in every_paragraph((block,)):
                _count_paragraph(paragraph, found)


def _count_paragraph(paragraph: Paragraph, found: Counter[str]) -> None:
    found["paragraph"] += 1
    found["break"] += sum(name.startswith("break-") or name == "master-page-name" for name, _ in paragraph.properties)
    found["link"] += len({run.link for run in paragraph.runs if run.link})
    for part in paragraph.content:
        match part:
            case Field(kind=kind):
                found["field"] += 1
                found[f"field {kind}"] += 1
            case Note(kind=kind, blocks=blocks):
                found[kind] += 1
                _count_blocks(blocks, found)
            case Comment():
                found["comment"] += 1
            case Bookmark():
                found["bookmark"] += 1
            case Shape():
                _count_shape(part, found)
            case _:
                continue


def _count_shape(shape: Shape, found: Counter[str]) -> None:
    found["shape"] += 1
    found[shape.kind] += 1
    _count_blocks(shape.blocks, found)
