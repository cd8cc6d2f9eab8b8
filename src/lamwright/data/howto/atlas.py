"""Finds what documents name in the application map: renamed, shortened and misspelt names by likeness, with one stated threshold."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from lamwright.application_map import ApplicationMap, MappedControl, plain
from lamwright.data.howto.said import Kind

LIKENESS = 88
"""From 0 to 100: names at least so alike count as the same (rapidfuzz ratio of plain names, or of their words in any order)."""
MAIN = "main window"
MENU_TYPES = frozenset({"menu", "menu item", "check menu item", "radio menu item"})
TYPES: dict[Kind, frozenset[str]] = {
    "button": frozenset({"push button", "toggle button", "link"}),
    "icon": frozenset({"push button", "toggle button", "radio button", "check box"}),
    "tab": frozenset({"page tab"}),
    "check box": frozenset({"check box", "radio button", "toggle button"}),
    "option": frozenset({"radio button", "check box", "toggle button", "list item", "tree item"}),
    "list": frozenset({"list item", "tree item", "table cell", "combo box"}),
    "box": frozenset({"combo box", "entry", "text", "spin button", "password text"}),
}  # fmt: skip
"""What a document's word for a control may be in the application."""
_SAME = {
    "page": "page style", "ok": "ok", "manual break": "manual break", "fields": "field", "autocorrect": "autocorrect options",
    "language settings": "languages and locales",
    "unordered list": "unordered list", "auto text": "autotext", "title": "title page", "show tracked changes": "show",
    "spelling": "check spelling",
    "cross reference": "cross-reference", "index entry": "index entry", "check spelling": "spelling", "rows": "rows",
    "text box and shape": "text box and shape",
}  # fmt: skip
"""Names of the help that the application has changed."""


@dataclass(frozen=True, slots=True)
class Way:
    """A command of the menus, the controls to click on the way to it, and what of the names said is left behind it."""

    control: MappedControl
    path: tuple[MappedControl, ...]
    rest: tuple[str, ...]


class Atlas:
    """The application map by place. Places are as the map writes them: "dialog Paragraph, tab Borders"."""

    def __init__(self, application_map: ApplicationMap) -> None:
        self.map = application_map
        self._menus = [(_names(control), control) for control in application_map.controls if _is_menu_item(control)]
        self._steps = dict(reversed(self._menus))
        self._places: dict[str, list[MappedControl]] = {}
        for control in application_map.controls:
            self._places.setdefault(whole(control.place), []).append(control)

    def menu(self, names: Sequence[str]) -> Way | None:
        """The command that the first of the names lead to, as many of them as can be; none where not even two do."""
        wanted = [plain(name) for name in names]
        for length in range(len(wanted), 0, -1):
            best = self._best(wanted[:length])
            if best:
                path, control = best
                if length == 1 and len(wanted) > 1 and control.type != "menu":
                    return None
                return Way(control, self._on_the_way(path), tuple(names[length:]))
        return None

    def inside(self, place: str) -> list[MappedControl]:
        """What is in a place or in its tabs."""
        return self._places.get(whole(place), [])

    def places(self) -> tuple[str, ...]:
        return tuple(self._places)

    def knows(self, place: str) -> bool:
        return whole(place) in self._places

    def find(self, name: str, place: str, types: Iterable[str] = ()) -> MappedControl | None:
        """The control of that name in a place: in the tab that shows before others, an exact name before a near one."""
        able = [control for control in self.inside(place) if not types or control.type in types]
        return self._most_alike(name, place, able)

    def find_outside(self, name: str, types: Iterable[str] = ()) -> MappedControl | None:
        """The control of that name in the main window, its tool bars and side bars."""
        able = [
            control
            for place, controls in self._places.items()
            if not place.startswith(("dialog ", "menu ", "popup "))
            for control in controls
            if (not types or control.type in types) and control.type not in MENU_TYPES
        ]
        return self._most_alike(name, MAIN, able)

    def _most_alike(self, name: str, place: str, able: Sequence[MappedControl]) -> MappedControl | None:
        scored = [(likeness(name, control.text), control.place == place, -number) for number, control in enumerate(able)]
        best = max(scored, default=(0.0, False, 0))
        return able[-best[2]] if best[0] >= LIKENESS else None

    def _best(self, wanted: Sequence[str]) -> tuple[tuple[str, ...], MappedControl] | None:
        """An exact way before one with levels left out, the most alike first."""
        found = [(_fit(wanted, names), -len(names), -number) for number, (names, _) in enumerate(self._menus)]
        best = max(found, default=(0.0, 0, 0))
        return self._menus[-best[2]] if best[0] >= LIKENESS else None

    def _on_the_way(self, names: tuple[str, ...]) -> tuple[MappedControl, ...]:
        return tuple(self._steps[names[:length]] for length in range(1, len(names)) if names[:length] in self._steps)


def whole(place: str) -> str:
    """The dialog, window or menu that a place is part of."""
    return place.split(", tab ")[0]


def tab_of(place: str) -> str:
    """The tab that a place names, "" where it names none."""
    return place.partition(", tab ")[2]


def likeness(one: str, other: str) -> float:
    """Of two names, 0 to 100."""
    first, second = plain(one).replace("&", "and"), plain(other).replace("&", "and")
    if not first or not second:
        return 0.0
    if first == second:
        return 100.0
    if _SAME.get(first) == second:
        return 99.0
    return max(fuzz.ratio(first, second), fuzz.token_sort_ratio(first.replace("-", " "), second.replace("-", " ")) - 1)


def _fit(wanted: Sequence[str], names: tuple[str, ...]) -> float:
    """How well the wanted names are those of a way through the menus; levels between the first and the last may be left out."""
    if len(wanted) == 1:
        return likeness(wanted[0], names[0]) if len(names) == 1 else 0.0
    if len(names) < len(wanted) or not names:
        return 0.0
    scores = [likeness(wanted[0], names[0]), likeness(wanted[-1], names[-1])]
    if min(scores) < LIKENESS:
        return 0.0
    left_out = len(names) - len(wanted)
    between = iter(names[1:-1])
    for name in wanted[1:-1]:
        near = next((score for other in between if (score := likeness(name, other)) >= LIKENESS), None)
        if near is None:
            return 0.0
        scores.append(near)
    return min(scores) - left_out


def _is_menu_item(control: MappedControl) -> bool:
    return control.type in MENU_TYPES and (control.place.startswith("menu ") or (control.place == MAIN and control.type == "menu"))


def _names(control: MappedControl) -> tuple[str, ...]:
    above = control.place.removeprefix("menu ").split(" > ") if control.place != MAIN else []
    return tuple(plain(name) for name in (*above, control.text))


def every_name(said_names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The names as they stand; then with each "A or B" read as A, or as the end of one way and the begin of another."""
    yield tuple(said_names)
    for number, name in enumerate(said_names):
        if " or " in name:
            first, _, second = name.partition(" or ")
            yield (*said_names[:number], first)
            yield (second, *said_names[number + 1 :])
            yield (*said_names[:number], first, *said_names[number + 1 :])
            yield (*said_names[:number], second, *said_names[number + 1 :])
        if "/" in name:
            yield (*said_names[:number], name.split("/")[0].strip(), *said_names[number + 1 :])
