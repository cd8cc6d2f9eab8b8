"""Makes the map of an application: opens its menus, tool bars and dialogs one after the other and notes what is there.

Only the environment's contract is used. Every item begins at the application's start; dialogs are left by Escape or Cancel.
What is left out: controls without a name, and what only the document holds.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final

from lamwright.actions import ClickInput, ControlRef, KeyboardInput
from lamwright.application_map import MAIN_WINDOW, ApplicationMap, MappedControl, MapStep, plain
from lamwright.environments.contract import Environment
from lamwright.environments.desktop.crawl_dialogs import Dialogs
from lamwright.environments.desktop.crawled import Item, Kept, Sighting
from lamwright.environments.desktop.looks import BUTTONS, MENU_ITEMS, Key, LostError, beyond, grounded, has_dots, key, named, new, step
from lamwright.environments.desktop.notes import Notes
from lamwright.environments.desktop.territory import Context, Territory
from lamwright.environments.desktop.walker import Walker
from lamwright.errors import ActionError, ApplicationFault
from lamwright.observation import Control, Observation

BY_RIGHT: Final = "the right mouse button was clicked"
TRIES: Final = 2
Way = tuple[MapStep, ...]
Progress = Callable[[int, int, Item], None]
"""Told after each item: how many are done, how many are known of, and the item."""
_log = logging.getLogger(__name__)


class Crawler:
    """Crawls one application; `failures` says, by their names, why items were left before their end."""

    def __init__(self, environment: Environment, territory: Territory, kept: Kept, on_item: Progress | None = None) -> None:
        self._territory = territory
        self._kept = kept
        self._on_item = on_item
        self._walker = Walker(environment, territory)
        self._notes = Notes(territory)
        self._dialogs = Dialogs(self._walker, self._notes, territory)
        self._done = self._known = 0
        self.failures: dict[str, str] = {}

    def run(self) -> ApplicationMap:
        """Crawl all contexts."""
        for context in self._territory.contexts:
            self._crawl_context(context)
        return self.map()

    def map(self) -> ApplicationMap:
        """What was found so far."""
        return ApplicationMap(self._territory.application, self._territory.version, self._notes.found.controls())

    def _crawl_context(self, context: Context) -> None:
        """The bars first; then what is to be opened and was never enabled before; then what that has brought."""
        found = self._notes.found
        self._walker.enter(context)
        self._notes.condition = context.condition
        known, seen = found.enabled_keys(), frozenset(found.sightings)
        bars = self._do("menus and tool bars", self._look_at_bars)
        self._open_all(s for s in bars.sightings if s.key not in known and not s.checked)
        beside = ("drop-down ", "tool bar ", "sidebar")
        self._open_all([s for k, s in found.sightings.items() if k not in seen and s.control.place.startswith(beside)])

    def _open_all(self, sightings: Iterable[Sighting]) -> None:
        ways = {(*s.control.path, step(s.control)): None for s in sightings if s.enabled and self._is_opener(s.control)}
        self._known += len(ways)
        # The way through the menus comes first: it is the one that people write down.
        for way in sorted(ways, key=lambda way: way[-1].type not in MENU_ITEMS):
            self._do(f"{' > '.join(wanted.text for wanted in way)} ({way[-1].type})", partial(self._open, way))

    def _is_opener(self, control: MappedControl) -> bool:
        if control.type not in (MENU_ITEMS | BUTTONS) - {"menu"} or control.place.startswith("context menu"):
            return False
        if self._notes.is_denied(control.path, control.text):
            return False
        in_bar = control.type in BUTTONS and control.place == MAIN_WINDOW
        names_bar = bool(control.path) and plain(control.path[-1].text) == "toolbars"
        return in_bar or names_bar or has_dots(control.text) or plain(control.text) in self._territory.openers

    # one item

    def _do(self, what: str, work: Callable[[], None]) -> Item:
        """Crawl the item, or take it from what is kept."""
        name = f"{self._walker.context.condition or 'start'}: {what}"
        item = self._kept.done.get(name)
        if item is None:
            item = self._try(name, work)
            self._kept.add(item)
        self._notes.found.add(item.sightings)
        if item.failure:
            self.failures[name] = item.failure
        self._done += 1
        if self._on_item:
            self._on_item(self._done, self._known, item)
        return item

    def _try(self, name: str, work: Callable[[], None]) -> Item:
        """Again, in a new application, where it failed; what was seen before it failed is kept."""
        failure = ""
        for _ in range(TRIES):
            self._notes.sightings = []
            self._walker.begin()
            try:
                work()
                return Item(name, tuple(self._notes.sightings))
            except (ActionError, ApplicationFault, LostError) as problem:
                failure = f"{type(problem).__name__}: {problem}"
                _log.info("%s: %s", name, failure)
                self._walker.give_up()
                if self._walker.is_late:
                    break
        return Item(name, tuple(self._notes.sightings), failure)

    # the main window and its menus

    def _look_at_bars(self) -> None:
        seen = self._walker.start()
        menus = [control for control in seen.controls if control.type in MENU_ITEMS]
        self._notes.see(menus, MAIN_WINDOW, ())
        self._notes.see([control for control in seen.controls if control not in menus], MAIN_WINDOW, ())
        for control in filter(self._is_open_menu, menus):
            self._menu((step(control),), self._walker.close_menus(), None)
        if self._walker.context.pointed:
            self._context_menu(self._walker.context.pointed)

    def _menu(self, way: Way, at: Observation, before: Observation | None) -> Observation:
        """Open one menu and, one after the other, those inside it. `at` shows it, `before` was the look before it came."""
        seen = self._walker.click(way[-1], at, before)
        items = [control for control in new(at, seen) if control.type in MENU_ITEMS]
        if not all("enabled" in control.states for control in items):  # it may show before it is known what can be done
            seen = self._walker.later(self._territory.menu_seconds)
            items = [control for control in new(at, seen) if control.type in MENU_ITEMS]
        place = "menu " + " > ".join(wanted.text for wanted in way)
        self._notes.opens(way, place)
        self._notes.see(items, place, way)
        for control in filter(self._is_open_menu, items):
            seen = self._menu((*way, step(control)), seen, at)
        return seen

    def _is_open_menu(self, control: Control) -> bool:
        is_menu = control.type == "menu" and "enabled" in control.states and bool(control.text)
        return is_menu and plain(control.text) not in self._territory.unopened

    def _context_menu(self, pointed: ControlRef) -> None:
        """What the right mouse button opens, its submenus too. Their paths begin in the context menu."""
        home = self._walker.start()
        condition = self._walker.context.condition
        seen = self._walker.act(grounded(ClickInput(pointed, button="right"), home))
        place = f"context menu ({condition})" if condition else "context menu"
        items = [control for control in new(home, seen) if control.type in MENU_ITEMS]
        self._notes.see(items, place, (), BY_RIGHT)
        for control in filter(self._is_open_menu, items):
            before, seen = seen, self._walker.click(control, seen, home)
            inner = [other for other in new(before, seen) if other.type in MENU_ITEMS]
            self._notes.opens((step(control),), f"{place} > {control.text}")
            self._notes.see(inner, f"{place} > {control.text}", (step(control),), BY_RIGHT)

    # what a click opens

    def _open(self, way: Way) -> None:
        """Click the last of the way, and note what it opens: a dialog, a drop-down, a tool bar, a sidebar, or nothing."""
        before, seen = self._walker.follow(way)
        if seen.modal:
            self._dialogs.look_through(seen, way)
            return
        home = self._walker.home | named(before)
        shown = self._noted_beyond(seen, home) or self._noted_beyond(
            self._walker.later(), home
        )  # a drop-down may not wait, a tool bar is late
        if not shown:
            return
        stays = self._noted_beyond(self._walker.act(KeyboardInput("Escape")), home)
        place = self._place_of(way, shown, bool(stays))
        more = [control for control in stays or shown if not self._is_switch(control)]
        if more:
            self._notes.opens(way, place)
            self._notes.see(more, place, way)

    def _noted_beyond(self, seen: Observation, home: Counter[Key]) -> list[Control]:
        return [control for control in beyond(seen, home) if self._notes.is_noted(control)]

    def _is_switch(self, control: Control) -> bool:
        """Whether it is one of the buttons that stand beside every sidebar."""
        return control.type in BUTTONS and key(control) in self._notes.found.in_place("sidebar")

    def _place_of(self, way: Way, shown: Sequence[Control], stays: bool) -> str:
        name, names = way[-1].text.rstrip(".…"), [plain(wanted.text) for wanted in way]
        if names[-1] == "sidebar":
            return "sidebar"
        has_deck = bool(self._territory.deck) and any(control.text == self._territory.deck for control in shown)
        if has_deck or "sidebar" in names:
            return f"sidebar {name}"
        return f"tool bar {name}" if stays or "toolbars" in names else f"drop-down {name}"
