"""Each control of a plan matched with one that the application really has, over the application map: exact, then near, then discarded.

The plan is followed from place to place: a control of a dialog counts only while the dialog is open. Clicks that the plan leaves out (the
menus above a command, a dialog's tab) are put in from the map. Where a plan is run, grounding matches once more in the live window.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from rapidfuzz import fuzz, process

from lamwright.actions import Action, ClickInput, ControlRef, KeyboardInput, SelectOption, SetEditText, WheelMouseInput
from lamwright.application_map import ApplicationMap, MappedControl, plain
from lamwright.data.instantiate.results import Unfit
from lamwright.grammar import TYPES_BY_FUNCTION
from lamwright.grounding import MATCH_THRESHOLD
from lamwright.safety import needs_approval

MAIN = "main window"
_SHOWN = (MAIN, "tool bar", "sidebar")
"""Places that stay open: what is in them can be reached while nothing lies over them."""
_RIGHT_CLICKED = "the right mouse button"
"""The condition of what only a context menu offers."""
_CLOSING = frozenset({"ok", "cancel", "close", "yes", "no", "save"})
_ANYWHERE = ""
"""In a dialog that the map does not tell of: any control of that name may be meant."""
_MENU_ITEMS = frozenset({"menu item", "check menu item", "radio menu item"})


class MapMatcher:
    """Matches plans over one map.

    `is_denied` says of plain names, each reached by clicking those before it, whether the last is not to be touched.
    """

    def __init__(self, application_map: ApplicationMap, is_denied: Callable[[Sequence[str]], bool] = lambda names: False) -> None:
        self._map = application_map
        self._is_denied = is_denied
        self._first_tabs: dict[str, str] = {}
        for control in application_map.controls:
            if _tab(control.place):
                self._first_tabs.setdefault(_whole(control.place), control.place)

    def match(self, plan: Iterable[Action]) -> tuple[Action, ...]:
        """The plan with the map's names and types, whole. Raises Unfit at the first control that there is not."""
        return tuple(action for _, actions in self._matched(plan) for action in actions)

    def controls(self, plan: Iterable[Action]) -> tuple[MappedControl, ...]:
        """The controls that the plan uses. Raises Unfit as `match` does."""
        return tuple(control for control, _ in self._matched(plan) if control)

    def _matched(self, plan: Iterable[Action]) -> Iterator[tuple[MappedControl | None, tuple[Action, ...]]]:
        """Each action's control, and what is done in its stead."""
        where = MAIN
        for action in plan:
            if isinstance(action, ClickInput | SetEditText | SelectOption | WheelMouseInput):
                found = self._allowed(self._find(action.control, action.function, where))
                yield found, (*self._way(found, where), replace(action, control=ControlRef(found.text, found.type)))
                where = _after(found, action)
            else:
                yield None, (_allowed_keys(action),)
                where = _after_keys(where, action)

    def names(self) -> tuple[str, ...]:
        """Every control's name as the application spells it, once."""
        return tuple(dict.fromkeys(control.text for control in self._map.controls if control.text))

    def type_of(self, text: str, function: str) -> str:
        """The type of the control of that name that can do the function, as far as the map tells it without doubt."""
        types = {control.type for control in self._map.named(text) if _able(control, function)}
        return next(iter(types)) if len(types) == 1 else ""

    def _allowed(self, control: MappedControl) -> MappedControl:
        """Raises Unfit for a command that leaves the document or the application; what its dialogs offer is left to the dialog."""
        names = [plain(step.text) for step in control.path] + [plain(control.text)]
        if not control.place.startswith("dialog ") and control.type != "menu" and self._is_denied(names):
            reason = f"'{control.text}' leaves the document or the application."
            raise Unfit("controls", "a control that is not touched", reason)
        return control

    def _find(self, wanted: ControlRef, function: str, where: str) -> MappedControl:
        elsewhere: list[MappedControl] = []
        for level in self._levels(wanted, function):
            reached = [control for control in level if _reachable(control, where)]
            if reached:
                return min(reached, key=lambda control: _effort(control, where))
            elsewhere.extend(level)
        raise self._unmatched(wanted, function, elsewhere, where)

    def _unmatched(self, wanted: ControlRef, function: str, elsewhere: Sequence[MappedControl], where: str) -> Unfit:
        """Why nothing is matched: it is elsewhere, it cannot do that, or there is none."""
        named = f"{wanted.type or 'control'} '{wanted.text}'"
        if elsewhere:
            places = ", ".join(dict.fromkeys(control.place for control in elsewhere[:3]))
            kind, reason = "the control is in a place that is not open", f"The {named} is in: {places}; the plan stands in: {where}."
        elif self._map.named(wanted.text):
            kind, reason = "the control cannot do that", f"The {named} cannot do '{function}'."
        else:
            near = process.extract(plain(wanted.text), self._map.names(), scorer=fuzz.ratio, limit=3)
            names = ", ".join(f"'{name}'" for name, _, _ in near)
            kind, reason = "the application has no such control", f"There is no {named}. The nearest are: {names}."
        return Unfit("controls", kind, reason)

    def _levels(self, wanted: ControlRef, function: str) -> Iterator[list[MappedControl]]:
        """What may be meant, surest first: name and type, the name with another type that can do it, a near name."""
        same = [control for control in self._map.named(wanted.text) if _able(control, function)]
        yield [control for control in same if control.text == wanted.text and control.type == wanted.type]
        yield [control for control in same if control.type == wanted.type]
        yield same
        near = process.extract(plain(wanted.text), self._map.names(), scorer=fuzz.ratio, score_cutoff=MATCH_THRESHOLD, limit=5)
        for name, _, _ in near:
            alike = [control for control in self._map.named(name) if _able(control, function)]
            yield [control for control in alike if not wanted.type or control.type == wanted.type]

    def _way(self, found: MappedControl, where: str) -> Sequence[Action]:
        """The clicks between where the plan stands and the control."""
        if _whole(where) == _whole(found.place):
            return self._way_within(found, where)
        if where != MAIN or not found.path or (found.place.startswith("tool bar") and found.condition):
            return ()
        return [ClickInput(ControlRef(step.text, step.type)) for step in found.path]

    def _way_within(self, found: MappedControl, where: str) -> Sequence[Action]:
        """The clicks within a dialog: on the tab, or on the levels of its tree that are not chosen yet."""
        tab, pages, shown = _tab(found.place), _pages(found.place), _pages(where)
        if tab:
            shows = where if _tab(where) else self._first_tabs.get(where, where)
            return (ClickInput(ControlRef(tab, "page tab")),) if shows != found.place else ()
        same = sum(1 for _ in takewhile(lambda levels: levels[0] == levels[1], zip(pages, shown, strict=False)))
        return [ClickInput(ControlRef(step.text, step.type)) for step in found.path[len(found.path) - len(pages) :][same:]]


def _allowed_keys(action: Action) -> Action:
    """Raises Unfit for keys that leave the document or the application."""
    if isinstance(action, KeyboardInput) and needs_approval(action, modal=False):
        raise Unfit("controls", "a control that is not touched", f"The keys '{action.keys}' leave the document or the application.")
    return action


def _pages(place: str) -> tuple[str, ...]:
    """The page of a dialog's tree that the place names, as its levels from the top."""
    page = place.partition(", page ")[2]
    return tuple(page.split(" > ")) if page else ()


def _able(control: MappedControl, function: str) -> bool:
    return bool(control.text) and control.type in TYPES_BY_FUNCTION.get(function, {control.type})


def _reachable(control: MappedControl, where: str) -> bool:
    if where == _ANYWHERE or _whole(control.place) == _whole(where):
        return True
    return where == MAIN and not control.condition.startswith(_RIGHT_CLICKED) and (control.place.startswith(_SHOWN) or bool(control.path))


def _effort(control: MappedControl, where: str) -> tuple[bool, bool, int]:
    """Where several have the name: in the very place, in no special condition, the fewest clicks away."""
    return control.place != where, bool(control.condition), len(control.path)


def _tab(place: str) -> str:
    """The tab that the place names, "" where it names none."""
    return place.partition(", tab ")[2]


def _whole(place: str) -> str:
    """The place without its tab or page."""
    return place.partition(", tab ")[0].partition(", page ")[0]


def _after(control: MappedControl, action: Action) -> str:
    """Where the plan stands once the control was used."""
    if not isinstance(action, ClickInput):
        return MAIN if control.place.startswith(_SHOWN) else control.place
    if control.type == "page tab":
        return f"{_whole(control.place)}, tab {control.text}"
    if control.opens:
        return MAIN if control.opens.startswith(_SHOWN) else control.opens
    if control.text.rstrip().endswith(("...", "…")):
        return _ANYWHERE
    closes = control.type in _MENU_ITEMS or plain(control.text) in _CLOSING or control.place.startswith((*_SHOWN, "drop-down"))
    return MAIN if closes else control.place


def _after_keys(where: str, action: Action) -> str:
    """Escape and Return leave a dialog; other keys may open one that the map does not tell."""
    if not isinstance(action, KeyboardInput):
        return where
    if where != MAIN:
        return MAIN if action.keys in ("Escape", "Return") else where
    opening = action.keys.startswith(("F", "alt+")) or action.keys in ("ctrl+h", "ctrl+k", "ctrl+F3", "shift+F12", "ctrl+m")
    return _ANYWHERE if opening else where
