"""Names as documents write them, found among the controls of an application map."""

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from rapidfuzz import fuzz, process

from lamwright.application_map import ApplicationMap, MappedControl
from lamwright.application_map import plain as plain_name
from lamwright.grounding import MATCH_THRESHOLD
from lamwright.steps import ARROW, MENU_ITEMS

MAIN = "main window"
BUTTONS = ("push button", "toggle button", "push button menu", "icon", "list item", "radio button", "check box")
FIELDS = ("combo box", "spin button", "text", "entry", "list box", "list", "list item", "tree", "table", "password text", "date editor")
CLICKED = (*BUTTONS, "page tab", "tree item")
"""What "click X" may mean where no word says what X is."""
KINDS: dict[str, tuple[str, ...]] = {
    "tab": ("page tab",), "tab page": ("page tab",), "button": BUTTONS, "icon": BUTTONS, "symbol": BUTTONS, "check box": ("check box",),
    "checkbox": ("check box",), "option": ("radio button", "check box"), "radio button": ("radio button",), "box": (*FIELDS, "check box"),
    "list": FIELDS, "field": FIELDS, "text box": FIELDS, "list box": FIELDS, "menu": MENU_ITEMS, "submenu": MENU_ITEMS,
    "command": MENU_ITEMS, "drop-down list": FIELDS, "spin button": ("spin button",),
}  # fmt: skip
"""The types that a document's word for a control may mean."""


@lru_cache(8192)
def plain(name: str) -> str:
    """A control's plain name, "&" said as "and"."""
    return plain_name(name.replace(" & ", " and "))


class Atlas:
    """Finds by exact plain name, then by a name at least MATCH_THRESHOLD of 100 alike (rapidfuzz's ratio).

    Among the controls of one place, a name that only one of them begins with will do as well ("Page" for "Page Style...").
    """

    def __init__(self, application: ApplicationMap) -> None:
        self._places: dict[str, list[MappedControl]] = {}
        for control in application.controls:
            self._places.setdefault(control.place, []).append(control)
        self._map = application
        self._ways: dict[tuple[str, ...], tuple[MappedControl, ...]] = {}
        self._dialogs: dict[str, list[MappedControl]] = {}
        self._found: dict[tuple[str, tuple[str, ...]], MappedControl | None] = {}

    @cached_property
    def _top(self) -> list[MappedControl]:
        return [control for control in self._places.get(MAIN, ()) if control.type == "menu"]

    @cached_property
    def _items(self) -> dict[str, list[MappedControl]]:
        """The items of menus by their plain names."""
        items: dict[str, list[MappedControl]] = {}
        for control in self._map.controls:
            if control.type in MENU_ITEMS and control.type != "menu" and control.path:
                items.setdefault(plain(control.text), []).append(control)
        return items

    def path(self, names: Sequence[str]) -> tuple[MappedControl, ...]:
        """For names such as Format, Page, Borders: the menus, the item, what is clicked in the dialog that opens; () if not there."""
        way = tuple(names)
        if way not in self._ways:
            self._ways[way] = self._found_way(way)
        return self._ways[way]

    def _found_way(self, names: tuple[str, ...]) -> tuple[MappedControl, ...]:
        top = _alike(names[0], self._top)
        if top is None:
            return ()
        return self._below((top,), names[1:]) or self._moved(top.text, names) or self._moved("", names)

    def _below(self, way: tuple[MappedControl, ...], names: Sequence[str]) -> tuple[MappedControl, ...]:
        if not names:
            return way
        last = way[-1]
        here = self._places.get("menu " + ARROW.join(step.text for step in way), ()) if last.type == "menu" else self._inside(last.opens)
        item = _alike(names[0], here)
        return self._below((*way, item), names[1:]) if item else ()

    def _moved(self, top: str, names: Sequence[str]) -> tuple[MappedControl, ...]:
        """An item of that name elsewhere under the same menu, or under any, where only one is."""
        for number in range(len(names) - 1, 0, -1):
            named = self._items.get(plain(names[number]), ())
            same = [item for item in named if top in ("", item.path[0].text) and _shares_way(item, names[1:number])]
            if len(same) == 1:
                return self._below((*self._steps_to(same[0]), same[0]), names[number + 1 :])
        return ()

    def _steps_to(self, item: MappedControl) -> tuple[MappedControl, ...]:
        return tuple(MappedControl(step.text, step.type, "") for step in item.path)

    def _inside(self, place: str) -> list[MappedControl]:
        """The controls of a dialog, those of its tabs too."""
        if place and place not in self._dialogs:
            parts = (those for name, those in self._places.items() if name == place or name.startswith(f"{place}, tab "))
            self._dialogs[place] = [control for those in parts for control in those]
        return self._dialogs.get(place, [])

    def control(self, name: str, types: Iterable[str] = (), here: str = "") -> MappedControl | None:
        """The control of that name: in the place `here`, then anywhere; of one of the types, where some are told."""
        wanted = frozenset(types)
        near = [control for control in self._inside(here) if not wanted or control.type in wanted]
        found = _alike(name, near)
        if found:
            return found
        return self._anywhere(name, tuple(types))

    def _anywhere(self, name: str, types: tuple[str, ...]) -> MappedControl | None:
        """The first types come first."""
        if (name, types) not in self._found:
            those = [control for control in self._named(name) if not types or control.type in types]
            ranked = sorted(those, key=lambda control: types.index(control.type)) if types else those
            self._found[name, types] = ranked[0] if ranked else None
        return self._found[name, types]

    def _named(self, name: str) -> tuple[MappedControl, ...]:
        exact = self._map.named(name) or self._map.named(plain(name))
        near = [] if exact else process.extract(plain(name), self._map.names(), scorer=fuzz.ratio, score_cutoff=MATCH_THRESHOLD, limit=3)
        return exact or tuple(control for text, _, _ in near for control in self._map.named(text))


def _shares_way(item: MappedControl, between: Sequence[str]) -> bool:
    """Whether one of the submenus on the way that a document tells is one on the item's way."""
    return not between or any(fuzz.ratio(plain(name), plain(step.text)) >= MATCH_THRESHOLD for name in between for step in item.path[1:])


def _alike(name: str, controls: Iterable[MappedControl]) -> MappedControl | None:
    those = list(controls)
    wanted = plain(name)
    exact = next((control for control in those if plain(control.text) == wanted), None)
    if exact or not those:
        return exact
    longer = [control for control in those if plain(control.text).startswith(f"{wanted} ")]
    if len(longer) == 1:
        return longer[0]
    best = max(those, key=lambda control: fuzz.ratio(wanted, plain(control.text)))
    return best if fuzz.ratio(wanted, plain(best.text)) >= MATCH_THRESHOLD else None
