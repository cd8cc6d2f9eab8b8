"""What an application offers: every control that a crawl has seen, where it is, how it is reached, what it opens."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from lamwright.errors import UsageError

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class MapStep:
    """One click on the way to a control, by the clicked control's name and type."""

    text: str
    type: str


@dataclass(frozen=True, slots=True)
class MappedControl:
    """A control that was seen.

    `place` is where it shows: "main window", "menu Insert > Field", "dialog Paragraph, tab Borders", "sidebar Styles". `path` holds the
    clicks that lead from the main window to that place, `opens` the place that clicking it opens ("" where it opens none), `condition`
    what has to be so before ("" where nothing has: "a table is selected", "an image is selected").
    """

    text: str
    type: str
    place: str
    path: tuple[MapStep, ...] = ()
    opens: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class ApplicationMap:
    """Every control of an application, in the order of the crawl."""

    application: str
    version: str
    controls: tuple[MappedControl, ...]
    _by_name: Mapping[str, tuple[MappedControl, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        named: dict[str, list[MappedControl]] = {}
        for control in self.controls:
            named.setdefault(plain(control.text), []).append(control)
        object.__setattr__(self, "_by_name", {name: tuple(those) for name, those in named.items()})

    def named(self, text: str) -> tuple[MappedControl, ...]:
        """The controls of that name, letter case, mnemonics and a closing "..." aside."""
        return self._by_name.get(plain(text), ())

    def names(self) -> tuple[str, ...]:
        """Every distinct plain name."""
        return tuple(self._by_name)


def plain(name: str) -> str:
    """A control's name as documents may write it: lower case, no mnemonic, no closing dots or colon."""
    return " ".join(name.replace("~", "").replace("_", "").replace("…", "...").casefold().split()).rstrip(".: ")


def write_map(found: ApplicationMap) -> str:
    """The JSON form: one control a line, so that two crawls can be compared line by line."""
    head = json.dumps({"schema": SCHEMA, "application": found.application, "version": found.version})[:-1]
    rows = ",\n".join(json.dumps(asdict(control), ensure_ascii=False) for control in found.controls)
    return f'{head}, "controls": [\n{rows}\n]}}\n'


def read_map(path: Path) -> ApplicationMap:
    """Raises UsageError where the file is no map, or one of another schema."""
    try:
        form = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read as an application map: {error}. Make one with: lamwright map writer") from error
    if not isinstance(form, dict) or form.get("schema") != SCHEMA:
        found = form.get("schema") if isinstance(form, dict) else "none"
        raise UsageError(f"{path}: schema {found}, this lamwright reads {SCHEMA}. Make a new one with: lamwright map writer")
    try:
        return ApplicationMap(form["application"], form["version"], tuple(map(_control, form["controls"])))
    except (KeyError, TypeError) as error:
        raise UsageError(f"{path} is no application map: {error!r}. Make one with: lamwright map writer") from error


def _control(row: Mapping[str, Any]) -> MappedControl:
    return MappedControl(**{**row, "path": tuple(MapStep(**step) for step in row["path"])})
