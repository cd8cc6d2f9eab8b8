"""Reads the window that takes the input into an Observation.

Everything that can change (name, states, place, text, number) is asked anew at every look, all in one pipeline.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lamwright.environments.desktop import accessible
from lamwright.environments.desktop.accessible import EDITABLE_TEXT, Reference, references_in, state_bits
from lamwright.environments.desktop.application import Application
from lamwright.environments.desktop.bus import Answer, Refusal
from lamwright.environments.desktop.geometry import common_part
from lamwright.environments.desktop.listing import Look, list_controls
from lamwright.environments.desktop.places import BARS, Places
from lamwright.environments.desktop.roles import DIALOGS, MENU_ITEMS, POPUPS, WINDOWS, State, role_in_words
from lamwright.environments.desktop.seen import Seen, Target, rectangle_of
from lamwright.environments.desktop.tree import Element, Tree
from lamwright.errors import ActionError
from lamwright.observation import Control, Observation, Rectangle

SELECTION_CHARACTERS: Final = 80


@dataclass(frozen=True, slots=True)
class Window:
    """A top-level window that shows."""

    reference: Reference
    role: str
    title: str
    states: int
    rectangle: Rectangle

    @property
    def is_dialog(self) -> bool:
        return self.role in DIALOGS or bool(self.states & State.MODAL)


class Reader:
    """`target` gives the live object behind a label of the last observation; `in_dialog` and `menu_is_open` are as it was then."""

    def __init__(self, application: Application, size: tuple[int, int]) -> None:
        self._application = application
        self._size = size
        self.tree = Tree(application)
        self._places = Places()
        self._targets: dict[int, Target] = {}
        self.in_dialog = False
        self.menu_is_open = 0
        self._in_popups: list[set[str]] = []

    def observe(self) -> Observation:
        """The window that takes the input; labels refer to this look until the next."""
        listed, looks, main = self._list()
        self._targets = {control.label: target for control, target in listed}
        self.menu_is_open = sum(look.open_menus() for look in looks)
        self._in_popups = [{item.element.path for item in look.seen} for look in looks[1:]]
        self.in_dialog = main is not None and main.is_dialog
        if main is None:
            return Observation("", ())
        selection = " ".join(item.selected for item in looks[0].seen if item.selected)
        return Observation(main.title, tuple(control for control, _ in listed), main.is_dialog, selection[:SELECTION_CHARACTERS])

    def look(self) -> tuple[Control, ...]:
        """The controls as they are now, while labels still refer to the last observation."""
        return tuple(control for control, _ in self._list()[0])

    def _list(self) -> tuple[list[tuple[Control, Target]], list[Look], Window | None]:
        with self._application.look():
            windows = self.windows()
            main = front_window(windows)
            if main is None:
                return [], [], None
            popups = [window for window in windows if window.role in POPUPS and window is not main]
            looks = [self._look_into(window) for window in (main, *popups)]
        return list_controls(looks), looks, main

    def target(self, label: int | None) -> Target:
        """Raises ActionError for a label that the last observation does not have."""
        if label is None or label not in self._targets:
            raise ActionError(f"There is no control {label} in the last observation: its labels are 1 to {len(self._targets)}.")
        return self._targets[label]

    def open_beside(self, target: Target) -> int:
        """How many menus and lists were open at the last observation that the target is no part of."""
        path = target.seen.element.path
        if target.seen.element.role in MENU_ITEMS or any(path in paths for paths in self._in_popups):
            return 0
        return max(self.menu_is_open, len(self._in_popups))

    def focused_text(self) -> Reference | None:
        """The editable text that has the focus in the front window."""
        main = front_window(self.windows())
        if main is None:
            return None
        answer = self._application.ask_one(accessible.focused(main.reference))
        found = self.tree.showing(main.reference) if isinstance(answer, Refusal) else self.tree.elements(references_in(answer))
        texts = [element for element in found if EDITABLE_TEXT in element.interfaces]
        editable = [seen for seen in self._seen(texts, self._ask(texts, {})) if seen.has(State.FOCUSED)]
        return editable[-1].element.reference if editable else None

    def windows(self) -> list[Window]:
        """The top-level windows that show, oldest first."""
        references = self._application.windows()
        asks = (accessible.role, accessible.name, accessible.states, accessible.extents)
        answers = iter(self._application.ask([ask(reference) for reference in references for ask in asks]))
        found = []
        for reference in references:
            role, title, states, extents = next(answers), next(answers), next(answers), next(answers)
            if isinstance(role, Refusal) or isinstance(title, Refusal) or isinstance(states, Refusal):
                continue
            window = Window(reference, role_in_words(role[0]), title[0].value, state_bits(states), rectangle_of(extents))
            if window.states & State.SHOWING and window.role in WINDOWS:
                found.append(window)
        return found

    def _look_into(self, window: Window) -> Look:
        screen = Rectangle(0, 0, *self._size)
        area = common_part(window.rectangle, screen) if window.rectangle.width > 0 else screen
        return Look(self._look(self.tree.showing(window.reference)), area, screen)

    def look_at(self, element: Element) -> Seen | None:
        """One object, asked anew; none where it is gone."""
        seen = self._seen([element], self._ask([element], {}))
        return seen[0] if seen else None

    def _look(self, elements: Sequence[Element]) -> list[Seen]:
        """The elements as they are now, all in one pipeline; those that vanished meanwhile are left out."""
        items = [element for element in elements if element.questions and self._is_in_bar(element)]
        recalled = self._places.recall(items)
        answers = self._ask(elements, recalled)
        bars = {element.path: given[0] for element, given in zip(elements, answers, strict=True) if element.role in BARS}
        if recalled and not self._places.still_hold(bars):
            self._places.forget()
            return self._look(elements)
        if items and not recalled:
            places = {element.path: given[0] for element, given in zip(elements, answers, strict=True) if given}
            self._places.keep({item.path: places[item.path] for item in items}, bars)
        return self._seen(elements, answers)

    def _ask(self, elements: Sequence[Element], places: Mapping[str, Answer]) -> list[list[Answer]]:
        """The answers to the questions of each element. The first question is for its place: those known already are not asked."""
        asked = [element.questions[1:] if element.path in places else element.questions for element in elements]
        answers = iter(self._application.ask([call for calls in asked for call in calls]))
        return [
            [*([places[element.path]] if element.path in places else []), *(next(answers) for _ in calls)]
            for element, calls in zip(elements, asked, strict=True)
        ]

    def _is_in_bar(self, element: Element) -> bool:
        parent = self.tree.known(element.parent)
        return parent is not None and parent.role in BARS

    @staticmethod
    def _seen(elements: Sequence[Element], answers: Sequence[Sequence[Answer]]) -> list[Seen]:
        found = (Seen.of(element, given) for element, given in zip(elements, answers, strict=True))
        return [seen for seen in found if seen]


def front_window(windows: Sequence[Window]) -> Window | None:
    """The one that takes the input: the newest dialog, or else the newest that is active, or else the newest.

    Without a window manager every window calls itself active, so that alone does not tell.
    """
    own = [window for window in windows if window.role not in POPUPS] or list(windows)
    for candidates in ([window for window in own if window.is_dialog], [window for window in own if window.states & State.ACTIVE], own):
        if candidates:
            return candidates[-1]
    return None
