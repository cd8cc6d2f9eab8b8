"""The calls of AT-SPI2 that are used here, by name. Each returns the call, to be sent alone or with many others."""

from dataclasses import dataclass
from typing import Any, Final

from dbus_fast import Variant

from lamwright.environments.desktop.bus import Call
from lamwright.environments.desktop.roles import State

ROOT: Final = "/org/a11y/atspi/accessible/root"
REGISTRY: Final = "org.a11y.atspi.Registry"
NOTHING: Final = "/org/a11y/atspi/null"

ACCESSIBLE: Final = "org.a11y.atspi.Accessible"
ACTION: Final = "org.a11y.atspi.Action"
APPLICATION: Final = "org.a11y.atspi.Application"
COLLECTION: Final = "org.a11y.atspi.Collection"
COMPONENT: Final = "org.a11y.atspi.Component"
EDITABLE_TEXT: Final = "org.a11y.atspi.EditableText"
SELECTION: Final = "org.a11y.atspi.Selection"
TEXT: Final = "org.a11y.atspi.Text"
VALUE: Final = "org.a11y.atspi.Value"
PROPERTIES: Final = "org.freedesktop.DBus.Properties"


@dataclass(frozen=True, slots=True)
class Reference:
    """Where an accessible object is: the connection that owns it, and its path there."""

    owner: str
    path: str

    def call(self, interface: str, member: str, signature: str = "", *body: Any) -> Call:
        return Call(self.owner, self.path, interface, member, signature, body)

    def property(self, interface: str, name: str) -> Call:
        """Answers with a Variant."""
        return self.call(PROPERTIES, "Get", "ss", interface, name)


def references_in(answer: list[list[tuple[str, str]]]) -> list[Reference]:
    """The objects that an answer names."""
    return [Reference(owner, path) for owner, path in answer[0]]


def state_bits(answer: list[list[int]]) -> int:
    """The states of an object: the answer has them in two words."""
    low, high = answer[0]
    return low | high << 32


class _NoEntries:
    """An empty map; unlike a dict it can be part of a remembered call."""

    def items(self) -> tuple[()]:
        return ()


# The rule: all of these states, any attributes, any role, any interface, not inverted.
_ALL, _ANY, _CANONICAL = 1, 2, 1
_NO_ENTRIES: Final = _NoEntries()


def _with_states(states: int) -> tuple[object, ...]:
    return ((states, 0), _ALL, _NO_ENTRIES, _ALL, (0, 0, 0, 0), _ALL, (), _ALL, False)


_SHOWING_RULE: Final = _with_states(State.SHOWING)
_FOCUSED_RULE: Final = _with_states(State.SHOWING | State.FOCUSED)


def name(of: Reference) -> Call:
    return of.property(ACCESSIBLE, "Name")


def description(of: Reference) -> Call:
    return of.property(ACCESSIBLE, "Description")


def parent(of: Reference) -> Call:
    return of.property(ACCESSIBLE, "Parent")


def children(of: Reference) -> Call:
    return of.call(ACCESSIBLE, "GetChildren")


def child(of: Reference, index: int) -> Call:
    return of.call(ACCESSIBLE, "GetChildAtIndex", "i", index)


def index_in_parent(of: Reference) -> Call:
    return of.call(ACCESSIBLE, "GetIndexInParent")


def role(of: Reference) -> Call:
    return of.call(ACCESSIBLE, "GetRole")


def interfaces(of: Reference) -> Call:
    return of.call(ACCESSIBLE, "GetInterfaces")


def attributes(of: Reference) -> Call:
    return of.call(ACCESSIBLE, "GetAttributes")


def relations(of: Reference) -> Call:
    return of.call(ACCESSIBLE, "GetRelationSet")


def states(of: Reference) -> Call:
    return of.call(ACCESSIBLE, "GetState")


def showing(of: Reference) -> Call:
    """Everything below it that shows, in the order of the tree, in one answer."""
    return of.call(COLLECTION, "GetMatches", "(aiia{ss}iaiiasib)uib", _SHOWING_RULE, _CANONICAL, 0, True)


def focused(of: Reference) -> Call:
    """What shows below it and has the focus."""
    return of.call(COLLECTION, "GetMatches", "(aiia{ss}iaiiasib)uib", _FOCUSED_RULE, _CANONICAL, 0, True)


def extents(of: Reference) -> Call:
    """Answers (x, y, width, height) on the screen."""
    return of.call(COMPONENT, "GetExtents", "u", 0)


def grab_focus(of: Reference) -> Call:
    return of.call(COMPONENT, "GrabFocus")


def text(of: Reference) -> Call:
    return of.call(TEXT, "GetText", "ii", 0, -1)


def text_selection(of: Reference) -> Call:
    """Answers the start and end of the first selection."""
    return of.call(TEXT, "GetSelection", "i", 0)


def caret(of: Reference) -> Call:
    return of.property(TEXT, "CaretOffset")


def set_caret(of: Reference, position: int) -> Call:
    return of.call(TEXT, "SetCaretOffset", "i", position)


def number(of: Reference) -> Call:
    return of.property(VALUE, "CurrentValue")


def set_number(of: Reference, value: float) -> Call:
    return of.call(PROPERTIES, "Set", "ssv", VALUE, "CurrentValue", Variant("d", value))


def set_text(of: Reference, content: str) -> Call:
    return of.call(EDITABLE_TEXT, "SetTextContents", "s", content)


def insert_text(of: Reference, position: int, content: str) -> Call:
    return of.call(EDITABLE_TEXT, "InsertText", "isi", position, content, len(content.encode()))


def do_action(of: Reference, index: int = 0) -> Call:
    return of.call(ACTION, "DoAction", "i", index)


def select_child(of: Reference, index: int) -> Call:
    return of.call(SELECTION, "SelectChild", "i", index)
