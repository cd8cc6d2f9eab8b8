"""What the crawler notes down while it is at one item."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from lamwright.application_map import MappedControl, MapStep, plain
from lamwright.environments.desktop.crawled import Found, Sighting, of_dialog
from lamwright.environments.desktop.looks import ENTRIES, MENU_ITEMS, NO_CONTROLS, Key
from lamwright.environments.desktop.territory import Territory
from lamwright.observation import Control

MOST_ENTRIES: Final = 40
"""So many entries of the lists of one place are noted."""


class Notes:
    """`found` is what the items before have noted, `sightings` what this one has."""

    def __init__(self, territory: Territory) -> None:
        self._territory = territory
        self.condition = ""
        self.found = Found()
        self.sightings: list[Sighting] = []

    def is_noted(self, control: Control) -> bool:
        return bool(self.words(control)) and control.type not in NO_CONTROLS

    def words(self, control: Control) -> str:
        """Its name without what only belongs to the document."""
        return self._territory.words(control.text).strip()

    def see(self, controls: Sequence[Control], place: str, path: tuple[MapStep, ...], also: str = "") -> None:
        """Note the named ones; of entries not more than MOST_ENTRIES, of a dialog's menus none: they hold the names of folders."""
        condition = "; ".join(filter(None, (also, self.condition)))
        entries = 0
        for control in controls:
            entries += control.type in ENTRIES
            if not self.is_noted(control) or (control.type in ENTRIES and entries > MOST_ENTRIES):
                continue
            if control.type in MENU_ITEMS and place.startswith("dialog "):
                continue
            mapped = MappedControl(self.words(control), control.type, place, path, "", condition)
            self.sightings.append(Sighting(mapped, "enabled" in control.states, "checked" in control.states))

    def opens(self, path: tuple[MapStep, ...], place: str) -> None:
        """Note that the last click of the path opens the place."""
        wanted = (path[-1].text, path[-1].type, path[:-1])
        for index in range(len(self.sightings) - 1, -1, -1):
            control = self.sightings[index].control
            if (control.text, control.type, control.path) == wanted:
                self.sightings[index] = replace(self.sightings[index], control=replace(control, opens=place))
                return
        for old in self.found.sightings.values():
            if (old.control.text, old.control.type, old.control.path) == wanted:
                self.sightings.append(replace(old, control=replace(old.control, opens=place)))
                return

    def in_dialog(self, place: str) -> frozenset[Key]:
        """Text and type of what was noted of that dialog, its tabs and pages included."""
        now = {(s.control.text, s.control.type) for s in self.sightings if of_dialog(s.control.place) == place}
        return self.found.in_place(place) | now

    def is_denied(self, path: Sequence[MapStep], name: str) -> bool:
        return self._territory.denied([*(plain(wanted.text) for wanted in path), plain(name)])
