"""What shows below a window, and what is remembered of each object so that it is asked only once.

Two ways: Collection.GetMatches gives everything that shows in one answer (GTK, Chromium, LibreOffice); where it is not offered (Qt)
the tree is walked one level at a time, all the calls of a level together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from lamwright.environments.desktop import accessible
from lamwright.environments.desktop.accessible import TEXT, VALUE, Reference, references_in, state_bits
from lamwright.environments.desktop.application import Application
from lamwright.environments.desktop.bus import Answer, Call, Refusal
from lamwright.environments.desktop.menus import MenuBarPath, showing_around_menus
from lamwright.environments.desktop.roles import (
    CONTROLS,
    DOCUMENT_TEXTS,
    EDITORS,
    LABEL_FOR,
    LABELLED_BY,
    NUMBERS,
    PLACES,
    TELLING,
    State,
    role_in_words,
)  # fmt: skip

WALK_DEPTH: Final = 40
WALK_OBJECTS: Final = 3000
REMEMBERED_OBJECTS: Final = 8000


@dataclass(frozen=True, slots=True)
class Element:
    """An accessible object and what does not change while it lives. The calls of every look are made once.

    `label_for` and `labelled_by` are the paths that its relations name; `toolkit` is empty where the object does not tell.
    `is_listed` says that an observation may list it.
    """

    reference: Reference
    role: str
    name: str
    description: str
    parent: str
    interfaces: frozenset[str]
    toolkit: str
    label_for: tuple[str, ...]
    labelled_by: tuple[str, ...]
    is_listed: bool = False
    questions: tuple[Call, ...] = ()

    @property
    def path(self) -> str:
        return self.reference.path

    @property
    def has_name(self) -> bool:
        """Whether its name may change: a paragraph has none."""
        return self.role != "paragraph"

    @property
    def has_text(self) -> bool:
        return TEXT in self.interfaces and (self.role in EDITORS or self.role in TELLING)

    @property
    def has_selection(self) -> bool:
        """Whether a selection in it is told: that of an entry is not the document's."""
        return self.has_text and self.role in DOCUMENT_TEXTS

    @property
    def has_number(self) -> bool:
        return VALUE in self.interfaces and self.role in NUMBERS


class Tree:
    """The accessible objects of one application. `walks` says that it must be walked, which is found out at the first look."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._known: dict[str, Element] = {}
        self._menus: dict[Reference, MenuBarPath] = {}
        self.walks = False

    def known(self, path: str) -> Element | None:
        return self._known.get(path)

    def showing(self, window: Reference) -> list[Element]:
        """What shows below the window, in the order of the tree."""
        if self.walks:
            return self._walk(window)
        found = self._around_menus(window)
        if found is None:
            answer = self._application.ask_one(accessible.showing(window))
            if isinstance(answer, Refusal):
                return self._walk_instead(window)
            found = references_in(answer)
        elements = self.elements(found)
        self._menus[window] = menu_bar_path(window, elements)
        return elements

    def _walk_instead(self, window: Reference) -> list[Element]:
        """For a toolkit without collections; nothing for a window that is gone."""
        self.walks = not isinstance(self._application.ask_one(accessible.states(window)), Refusal)
        return self._walk(window) if self.walks else []

    def _around_menus(self, window: Reference) -> list[Reference] | None:
        """The same, without a search through the closed menus; none where that cannot be done."""
        path = self._menus.get(window)
        return showing_around_menus(self._application, path) if path else None

    def elements(self, references: Sequence[Reference]) -> list[Element]:
        """The remembered objects; those seen for the first time are asked for. Objects that vanished meanwhile are left out."""
        new = [reference for reference in references if reference.path not in self._known]
        if new:
            if len(self._known) > REMEMBERED_OBJECTS:
                self._known.clear()
                new = list(references)
            self._learn(new)
        found = (self._known.get(reference.path) for reference in references)
        return [element for element in found if element]

    def _learn(self, references: Sequence[Reference]) -> None:
        asks = (accessible.role, accessible.interfaces, accessible.parent, accessible.name, accessible.description, accessible.relations,
                accessible.attributes)  # fmt: skip
        answers = self._application.ask([ask(reference) for reference in references for ask in asks])
        for number, reference in enumerate(references):
            element = _element(reference, answers[number * len(asks) : (number + 1) * len(asks)])
            if element:
                element = replace(element, is_listed=self._may_be_listed(element))
                self._known[reference.path] = replace(element, questions=_questions(element))

    def _may_be_listed(self, element: Element) -> bool:
        """Not what a status bar tells, which changes by itself, nor LibreOffice's hidden copy of the menu bar."""
        parent = self._known.get(element.parent)
        if parent is None or parent.role not in ("status bar", "menu bar"):
            return element.role in CONTROLS or element.role in TELLING
        above = self._known.get(parent.parent)
        return element.role in CONTROLS and not (above is not None and above.role == "root pane" and parent.role == "menu bar")

    def _walk(self, window: Reference) -> list[Element]:
        """What shows, found level by level. Nothing is remembered: such toolkits give a path to one object after another."""
        self._known.clear()
        below: dict[Reference, list[Reference]] = {}
        level, seen = [window], {window}
        for _ in range(WALK_DEPTH):
            answers = self._application.ask([accessible.children(reference) for reference in level])
            found = [[] if isinstance(answer, Refusal) else references_in(answer) for answer in answers]
            fresh = [reference for references in found for reference in references if reference not in seen]
            shown = set(self._shown(fresh))
            for reference, references in zip(level, found, strict=True):
                below[reference] = [child for child in references if child in shown and child not in seen]
                seen.update(below[reference])
            level = [child for reference in level for child in below[reference]]
            if not level or len(seen) > WALK_OBJECTS:
                break
        return self.elements(_in_order(window, below))

    def _shown(self, references: Sequence[Reference]) -> list[Reference]:
        answers = self._application.ask([accessible.states(reference) for reference in references])
        pairs = zip(references, answers, strict=True)
        return [reference for reference, answer in pairs if not isinstance(answer, Refusal) and state_bits(answer) & State.SHOWING]


def _in_order(window: Reference, below: dict[Reference, list[Reference]]) -> list[Reference]:
    order: list[Reference] = []
    stack = [window]
    while stack:
        reference = stack.pop()
        order.append(reference)
        stack.extend(reversed(below.get(reference, [])))
    return order[1:]


def _element(reference: Reference, answers: Sequence[Answer]) -> Element | None:
    role, interfaces, parent, name, description, relations, attributes = answers
    if isinstance(role, Refusal) or isinstance(parent, Refusal):
        return None
    targets = {} if isinstance(relations, Refusal) else {kind: tuple(path for _, path in pairs) for kind, pairs in relations[0]}
    return Element(
        reference,
        role_in_words(role[0]),
        "" if isinstance(name, Refusal) else name[0].value,
        "" if isinstance(description, Refusal) else description[0].value,
        parent[0].value[1],
        frozenset() if isinstance(interfaces, Refusal) else frozenset(interfaces[0]),
        "" if isinstance(attributes, Refusal) else attributes[0].get("toolkit", ""),
        targets.get(LABEL_FOR, ()),
        targets.get(LABELLED_BY, ()),
    )


def _questions(element: Element) -> tuple[Call, ...]:
    """What is asked of it at every look, in the order in which `Seen.of` reads the answers: its place first."""
    of = element.reference
    if not element.is_listed:
        needed = element.name or element.role in PLACES or (element.role == "panel" and element.toolkit)
        return (accessible.extents(of),) if needed else ()
    calls = [accessible.extents(of), accessible.states(of)]
    if element.has_name:
        calls.append(accessible.name(of))
    if element.has_text:
        calls.append(accessible.text(of))
    if element.has_selection:
        calls.append(accessible.text_selection(of))
    if element.has_number:
        calls.append(accessible.number(of))
    return tuple(calls)


def menu_bar_path(window: Reference, elements: Sequence[Element]) -> MenuBarPath:
    """From the window down to its menu bar, if the bar is GTK's: there a menu that is open is selected."""
    by_path = {element.path: element for element in elements}
    bar = next((element for element in elements if element.role == "menu bar" and element.toolkit == "gtk"), None)
    path: list[Reference] = []
    while bar is not None and len(path) < WALK_DEPTH:
        path.insert(0, bar.reference)
        if bar.parent == window.path:
            return (window, *path)
        bar = by_path.get(bar.parent)
    return ()
