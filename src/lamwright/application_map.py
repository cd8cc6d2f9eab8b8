"""What an application offers: every control that a crawl has seen, where it is, how it is reached, what it opens."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from lamwright.actions import FUNCTIONS, ClickInput, ControlRef
from lamwright.errors import UsageError
from lamwright.grammar import TYPES_BY_FUNCTION, Target

SCHEMA = 1
MAIN_WINDOW = "main window"
LIKE = 0.8
"""How alike (difflib's ratio) two plain names must be to be taken for the same where none is equal."""


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
    _by_place: Mapping[str, tuple[MappedControl, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        named: dict[str, list[MappedControl]] = {}
        placed: dict[str, list[MappedControl]] = {}
        for control in self.controls:
            named.setdefault(plain(control.text), []).append(control)
            placed.setdefault(control.place, []).append(control)
        object.__setattr__(self, "_by_name", {name: tuple(those) for name, those in named.items()})
        object.__setattr__(self, "_by_place", {place: tuple(those) for place, those in placed.items()})

    def named(self, text: str) -> tuple[MappedControl, ...]:
        """The controls of that name, letter case, mnemonics and a closing "..." aside."""
        return self._by_name.get(plain(text), ())

    def names(self) -> tuple[str, ...]:
        """Every distinct plain name."""
        return tuple(self._by_name)

    def places(self) -> tuple[str, ...]:
        """Every place, in the order of the crawl."""
        return tuple(self._by_place)

    def in_place(self, place: str) -> tuple[MappedControl, ...]:
        """What shows there. A dialog's place holds its tabs and what is around them; each tab is a place of its own."""
        return self._by_place.get(place, ())

    def menu_path(self, names: Sequence[str]) -> MappedControl | None:
        """The last control of a path as documents write it: from the menu bar through menus, dialogs and their tabs.

        Each name is taken for the control of that place whose plain name is equal, or else for the one most like it (see LIKE).
        """
        place, found = MAIN_WINDOW, None
        for number, name in enumerate(names):
            those = [control for control in self.in_place(place) if number or control.type == "menu"]
            found = nearest(name, those)
            if found is None:
                return None
            place = f"{place}, tab {found.text}" if found.type == "page tab" else found.opens
        return found

    def vocabulary(self) -> tuple[Target, ...]:
        """Every first decision that the grammar can ever allow in this application, each once, in the order of the crawl."""
        seen = {
            Target(function, control.text, control.type): None
            for control in self.controls
            for function, types in TYPES_BY_FUNCTION.items()
            if control.type in types
        }
        alone = (Target(function) for function, kind in FUNCTIONS.items() if "control" not in kind.__dataclass_fields__)
        return (*seen, *alone)


def path_to(control: MappedControl) -> tuple[ClickInput, ...]:
    """The clicks that lead from the main window to the place where the control shows; what is done to it itself is not among them."""
    return tuple(ClickInput(ControlRef(step.text, step.type)) for step in control.path)


def nearest(name: str, controls: Sequence[MappedControl]) -> MappedControl | None:
    """The control of that plain name, or the one whose name is most like it; none where none is like it."""
    wanted = plain(name)
    equal = next((control for control in controls if plain(control.text) == wanted), None)
    if equal or not controls:
        return equal
    likeness, index = max((SequenceMatcher(None, wanted, plain(control.text)).ratio(), -i) for i, control in enumerate(controls))
    return controls[-index] if likeness >= LIKE else None


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
