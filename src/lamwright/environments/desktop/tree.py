"""What shows below a window, and what is remembered of each object so that it is asked only once.

Two ways: Collection.GetMatches gives everything that shows in one answer (GTK, Chromium, LibreOffice); where it is not offered (Qt)
the tree is walked one level at a time, all the calls of a level together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from lamwright.environments.desktop import accessible
from lamwright.environments.desktop.accessible import TEXT, VALUE, Reference
from lamwright.environments.desktop.application import Application
from lamwright.environments.desktop.bus import Answer, Call, Refusal
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
    questions: tuple[Call, ...]

    @property
    def path(self) -> str:
        return self.reference.path

    @property
    def is_listed(self) -> bool:
        """Whether an observation may list it."""
        return self.role in CONTROLS or self.role in TELLING

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
        self.walks = False

    def known(self, path: str) -> Element | None:
        return self._known.get(path)

    def showing(self, window: Reference) -> list[Element]:
        """What shows below the window, in the order of the tree."""
        if not self.walks:
            answer = self._application.ask_one(accessible.showing(window))
            if not isinstance(answer, Refusal):
                return self.elements([Reference(*pair) for pair in answer[0]])
            self.walks = answer.name.rpartition(".")[2] in ("UnknownMethod", "UnknownInterface", "UnknownObject", "NotSupported")
        return self._walk(window) if self.walks else []

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
                self._known[reference.path] = element

    def _walk(self, window: Reference) -> list[Element]:
        """What shows, found level by level. Nothing is remembered: such toolkits give a path to one object after another."""
        self._known.clear()
        below: dict[Reference, list[Reference]] = {}
        level, seen = [window], {window}
        for _ in range(WALK_DEPTH):
            answers = self._application.ask([accessible.children(reference) for reference in level])
            found = [[] if isinstance(answer, Refusal) else [Reference(*pair) for pair in answer[0]] for answer in answers]
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


def state_bits(answer: list[list[int]]) -> int:
    low, high = answer[0]
    return low | high << 32


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
    element = Element(
        reference,
        role_in_words(role[0]),
        "" if isinstance(name, Refusal) else name[0].value,
        "" if isinstance(description, Refusal) else description[0].value,
        parent[0].value[1],
        frozenset() if isinstance(interfaces, Refusal) else frozenset(interfaces[0]),
        "" if isinstance(attributes, Refusal) else attributes[0].get("toolkit", ""),
        targets.get(LABEL_FOR, ()),
        targets.get(LABELLED_BY, ()),
        (),
    )
    return replace(element, questions=_questions(element))


def _questions(element: Element) -> tuple[Call, ...]:
    """What is asked of it at every look, in the order in which `Seen.of` reads the answers: its place first."""
    of = element.reference
    if not element.is_listed:
        return (accessible.extents(of),) if element.name or element.role in PLACES else ()
    calls = [accessible.extents(of), accessible.name(of), accessible.states(of)]
    if element.has_text:
        calls.append(accessible.text(of))
    if element.has_selection:
        calls.append(accessible.text_selection(of))
    if element.has_number:
        calls.append(accessible.number(of))
    return tuple(calls)
