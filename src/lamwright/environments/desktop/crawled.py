"""What a crawl has found, kept beside its output after every item so that a stopped crawl goes on where it was."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from lamwright.application_map import MappedControl, MapStep
from lamwright.errors import RecordError, UsageError

NEVER = "something else enables it first"
"""The condition of what was seen, but never enabled."""
Key = tuple[str, str, str]
"""A control's text, type and place."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A control as one look showed it."""

    control: MappedControl
    enabled: bool
    checked: bool = False

    @property
    def key(self) -> Key:
        return (self.control.text, self.control.type, self.control.place)


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of the crawl: what opening one menu bar or one control has shown. `failure` says why it was left before its end."""

    name: str
    sightings: tuple[Sighting, ...] = ()
    failure: str = ""


@dataclass(slots=True)
class Found:
    """All that was seen so far, in the order in which it was seen first."""

    sightings: dict[Key, Sighting] = field(default_factory=dict)
    _places: dict[str, set[tuple[str, str]]] = field(default_factory=dict)

    def add(self, sightings: Iterable[Sighting]) -> None:
        """A control that was disabled so far takes the condition, and the way, of where it is enabled first."""
        for sighting in sightings:
            old = self.sightings.get(sighting.key)
            new = sighting if old is None or (sighting.enabled and not old.enabled) else old
            if not new.control.opens and (opens := sighting.control.opens or (old.control.opens if old else "")):
                new = replace(new, control=replace(new.control, opens=opens))
            self.sightings[sighting.key] = new
            self._places.setdefault(of_dialog(sighting.control.place), set()).add((sighting.control.text, sighting.control.type))

    def enabled_keys(self) -> frozenset[Key]:
        """What was ever seen enabled."""
        return frozenset(key for key, sighting in self.sightings.items() if sighting.enabled)

    def in_place(self, place: str) -> frozenset[tuple[str, str]]:
        """Text and type of what was seen there, its tabs included."""
        return frozenset(self._places.get(place, ()))

    def controls(self) -> tuple[MappedControl, ...]:
        """With their conditions. What opens a place where nothing has a name opens nothing."""
        places = {sighting.control.place for sighting in self.sightings.values()}
        controls = map(_with_condition, self.sightings.values())
        return tuple(control if control.opens in places else replace(control, opens="") for control in controls)


def of_dialog(place: str) -> str:
    """The place without its tab or page."""
    return place.split(", tab ")[0].split(", page ")[0] if place.startswith("dialog ") else place


def _with_condition(sighting: Sighting) -> MappedControl:
    control = sighting.control
    if sighting.enabled:
        return control
    return replace(control, condition=f"{control.condition}; {NEVER}" if control.condition else NEVER)


class Kept:
    """The items of one crawl in a file, one a line. `done` has those of the crawl that is continued."""

    def __init__(self, path: Path, crawl: Mapping[str, str], resume: bool) -> None:
        """Raises RecordError where the file is of another crawl."""
        self.done: dict[str, Item] = {}
        self._path = path
        if resume and path.exists():
            for item in _read(path, crawl):
                self.done[item.name] = item
        else:
            self._write(json.dumps(dict(crawl)), "w")

    def add(self, item: Item) -> None:
        self.done[item.name] = item
        self._write(json.dumps(asdict(item), ensure_ascii=False), "a")

    def remove(self) -> None:
        """The crawl is whole."""
        self._path.unlink(missing_ok=True)

    def _write(self, line: str, mode: str) -> None:
        try:
            with self._path.open(mode, encoding="utf-8") as out:
                out.write(line + "\n")
        except OSError as error:
            raise UsageError(f"{self._path} cannot be written: {error.strerror}. Choose another --out.") from error


def _read(path: Path, crawl: Mapping[str, str]) -> Iterator[Item]:
    """The last line may be torn: what it held is crawled again."""
    whole = path.read_text("utf-8").split("\n")[:-1]
    path.write_text("".join(f"{line}\n" for line in whole), "utf-8")
    try:
        if not whole or json.loads(whole[0]) != dict(crawl):
            raise RecordError(f"{path} was kept by another crawl. Remove it, or crawl without --resume.")
        for line in whole[1:]:
            yield _item(json.loads(line))
    except (ValueError, KeyError, TypeError) as error:
        raise RecordError(f"{path} holds no crawl ({error!r}). Remove it, or crawl without --resume.") from error


def _item(form: Mapping[str, Any]) -> Item:
    rows = (Sighting(_control(row["control"]), row["enabled"], row["checked"]) for row in form["sightings"])
    return Item(form["name"], tuple(rows), form["failure"])


def _control(form: Mapping[str, Any]) -> MappedControl:
    return MappedControl(**{**form, "path": tuple(MapStep(**step) for step in form["path"])})
