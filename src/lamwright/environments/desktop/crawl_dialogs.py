"""Looks through an open dialog: its tabs or pages, and the dialogs that its buttons open."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from lamwright.actions import KeyboardInput
from lamwright.application_map import MapStep, plain
from lamwright.environments.desktop.looks import BUTTONS, ENTRIES, NO_CONTROLS, Key, LostError, beyond, count, has_dots, key, step
from lamwright.environments.desktop.notes import Notes
from lamwright.environments.desktop.territory import Territory
from lamwright.environments.desktop.walker import Walker
from lamwright.observation import Control, Observation

DEEPEST: Final = 3
"""How many dialogs may stand one upon the other."""
ALIKE: Final = 0.7
"""A dialog is one that is known, by its title, when so much of what it shows was seen in that one."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Page:
    """One tab or page, or a whole dialog that has none: its place, the way there, and a look at it."""

    place: str
    path: tuple[MapStep, ...]
    look: Observation


class Dialogs:
    """Notes what it sees; leaves the last dialog open."""

    def __init__(self, walker: Walker, notes: Notes, territory: Territory) -> None:
        self._walker = walker
        self._notes = notes
        self._territory = territory

    def look_through(self, seen: Observation, path: tuple[MapStep, ...], depth: int = 1) -> None:
        """Unless it is one that is known: of that one only what opens it is noted."""
        place, known = self._name(seen, path)
        self._notes.opens(path, place)
        if known:
            return
        if self._is_paged(seen):
            self._note_paged(place, path, seen)
            return
        pages = list(self._tabs(seen, path, place))
        shared = set.intersection(*({key(control) for control in page.look.controls} for page in pages))
        self._notes.see([control for control in pages[0].look.controls if key(control) in shared], place, path)
        for page in pages:
            if page.place != place:
                self._notes.opens(page.path, page.place)
            self._notes.see([control for control in page.look.controls if key(control) not in shared], page.place, page.path)
        if depth < DEEPEST:
            for page in pages:
                self._inner_dialogs(page, depth)

    def _name(self, seen: Observation, path: Sequence[MapStep]) -> tuple[str, bool]:
        """The place's name, and whether it was crawled before: two dialogs of one title get two names."""
        opener = path[-1].text.rstrip(".…")
        title = self._title(seen) or opener
        if self._is_paged(seen):
            return f"dialog {title}", bool(self._notes.in_dialog(f"dialog {title}"))
        now = {(self._notes.words(c), c.type) for c in seen.controls if c.text and c.type not in NO_CONTROLS | ENTRIES}
        other = f"dialog {title} of {opener if opener != title or len(path) == 1 else path[-2].text.rstrip('.…')}"
        names = (other,) if title in self._territory.pages else (f"dialog {title}", other)
        for place in names:
            there = self._notes.in_dialog(place)
            if not there or len(now & there) >= ALIKE * len(now):
                return place, bool(there)
        return names[-1], True

    def _title(self, seen: Observation) -> str:
        """Without the name of the page that it shows now, where it is a dialog of pages."""
        title = self._territory.words(seen.window).strip()
        return title.split(" - ")[0] if self._is_paged(seen) else title

    def _is_paged(self, seen: Observation) -> bool:
        return seen.window.startswith(tuple(f"{name} - " for name in self._territory.pages))

    def _tabs(self, seen: Observation, path: tuple[MapStep, ...], place: str) -> Iterator[Page]:
        """Every tab, tabs inside tabs too; the dialog itself where it has none."""
        tabs = [control for control in seen.controls if control.type == "page tab" and control.text]
        if not tabs:
            yield Page(place, path, seen)
        known = {control.text for control in tabs}
        last = seen
        for tab in tabs:
            last = self._walker.click(tab, last)
            page = Page(f"{place}, tab {tab.text}", (*path, step(tab)), last)
            yield page
            for other in [c for c in last.controls if c.type == "page tab" and c.text and c.text not in known]:
                last = self._walker.click(other, last)
                yield Page(f"{page.place}, tab {other.text}", (*page.path, step(other)), last)

    # dialogs whose list has a page for each entry

    def _note_paged(self, place: str, path: tuple[MapStep, ...], seen: Observation) -> None:
        """Entries that are in another one are in a place of their own, which that one opens."""
        pages = list(self._pages(seen, path, place))
        shared = set.intersection(*({key(control) for control in page.look.controls} for page in pages))
        for page in pages:
            entry = next(control for control in _entries(page.look) if step(control) == page.path[-1])
            around = page.path[:-1]
            group = f"{place}, page {around[-1].text}" if len(around) > len(path) else place
            if group != place:
                self._notes.opens(around, group)
            self._notes.see([entry], group, around)
        self._notes.see([control for control in seen.controls if key(control) in shared and control.type not in ENTRIES], place, path)
        for page in pages:
            if page.place.endswith(page.path[-1].text):  # an entry that only holds others shows the page of another one
                self._notes.opens(page.path, page.place)
                own = [control for control in page.look.controls if key(control) not in shared and control.type not in ENTRIES]
                self._notes.see(own, page.place, page.path)

    def _pages(self, seen: Observation, path: tuple[MapStep, ...], place: str) -> Iterator[Page]:
        """Entries inside entries too, which are shown for one outer entry at a time: all of them have no room."""
        self._walker.click(_entries(seen)[0], seen)
        last = self._walker.act(KeyboardInput("shift+Left"))
        for entry in _entries(last):
            last = self._walker.click(entry, last)
            yield Page(self._page_name(place, last), (*path, step(entry)), last)
            before, last = last, self._walker.act(KeyboardInput("shift+Right"))
            inner = _come_between(_entries(before), _entries(last))
            for other in inner:
                last = self._walker.click_there(other, last)
                yield Page(self._page_name(place, last), (*path, step(entry), step(other)), last)
            if inner:
                self._walker.click(entry, last)
                last = self._walker.act(KeyboardInput("shift+Left"))

    def _page_name(self, place: str, look: Observation) -> str:
        return f"{place}, page {' > '.join(self._territory.words(look.window).split(' - ')[1:])}"

    # what buttons open

    def _inner_dialogs(self, page: Page, depth: int) -> None:
        at: Observation | None = None
        done: set[Key] = set()
        for control in page.look.controls:
            if key(control) in done or not self._opens_something(control, page.path):
                continue
            done.add(key(control))
            path = (*page.path, step(control))
            try:
                at = at or self._walker.follow(page.path)[1]
                after = self._walker.click(control, at)
            except LostError as problem:  # a page that looks otherwise when it is shown again
                _log.info("%s: %s", page.place, problem)
                at = None
                continue
            if after.modal and after.window != at.window:
                self.look_through(after, path, depth + 1)
                at = self._walker.leave_to(at)
            else:
                at = self._note_more(at, after, path, page.place)

    def _note_more(self, at: Observation, after: Observation, path: tuple[MapStep, ...], place: str) -> Observation | None:
        """What a button adds to its own dialog."""
        more = beyond(after, count(at.controls))
        if after.window == at.window and more:
            self._notes.see(more, place, path)
            return after
        return None

    def _opens_something(self, control: Control, path: Sequence[MapStep]) -> bool:
        opener = has_dots(control.text) or plain(control.text) in self._territory.openers
        return control.type in BUTTONS and opener and "enabled" in control.states and not self._notes.is_denied(path, control.text)


def _entries(look: Observation) -> list[Control]:
    return [control for control in look.controls if control.type in ENTRIES and control.text]


def _come_between(before: Sequence[Control], now: Sequence[Control]) -> Sequence[Control]:
    """The rows that now stand between two that stood one below the other."""
    ahead = sum(1 for _ in takewhile(lambda pair: key(pair[0]) == key(pair[1]), zip(before, now, strict=False)))
    follower = key(before[ahead]) if ahead < len(before) else None
    return list(takewhile(lambda row: key(row) != follower, now[ahead:]))
