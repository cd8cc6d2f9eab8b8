"""A notepad without a window: the environment contract in memory, for tests and for trying out a policy."""

from pathlib import Path

from lamwright.actions import Action, ClickInput, Finish, GiveUp, SelectParagraph, SetEditText, TypeText
from lamwright.errors import ActionError, ApplicationFault
from lamwright.observation import Control, Observation, Passage, Rectangle

_PICTURE = b"\xff\xd8\xff\xe0fake\xff\xd9"


class FakeEnvironment:
    """Lines of text, an entry "Line" and two buttons: "Add" appends the entry's text, "Clear" removes the selected line.

    `document` of `reset` is a text file of lines. `dies_after` actions, it raises ApplicationFault until the next reset.
    """

    functions = frozenset({"click_input", "set_edit_text", "type_text", "select_paragraph", "finish", "give_up"})

    def __init__(self, lines: tuple[str, ...] = ("One", "Two", "Three"), dies_after: int | None = None) -> None:
        self._start, self._dies_after = lines, dies_after
        self.lines = list(lines)
        self.entry, self.selected, self.actions, self.closed = "", None, 0, False  # type: tuple[str, int | None, int, bool]

    def reset(self, document: Path | None) -> Observation:
        self.lines = document.read_text("utf-8").splitlines() if document else list(self._start)
        self.entry, self.selected, self.actions = "", None, 0
        return self.observe()

    def observe(self) -> Observation:
        on = frozenset({"enabled"})
        controls = (
            Control(1, "Line", "entry", Rectangle(0, 0, 200, 20), on, self.entry),
            Control(2, "Add", "push button", Rectangle(210, 0, 60, 20), on),
            Control(3, "Clear", "push button", Rectangle(280, 0, 60, 20), on if self.selected is not None else frozenset()),
        )
        return Observation("Notepad", controls, selection="" if self.selected is None else self.lines[self.selected])

    def passages(self) -> tuple[Passage, ...]:
        return tuple(Passage(index, line) for index, line in enumerate(self.lines))

    def act(self, action: Action) -> None:
        self.actions += 1
        if self._dies_after is not None and self.actions > self._dies_after:
            raise ApplicationFault("The notepad died. Reset it.")
        match action:
            case SetEditText(text=text):
                self.entry = text
            case TypeText(text=text):
                self.entry += text
            case SelectParagraph(index=int(index)):
                self.selected = index
            case ClickInput(control=control) if control.label == 2:
                self.lines.append(self.entry)
            case ClickInput(control=control) if control.label == 3 and self.selected is not None:
                del self.lines[self.selected]
                self.selected = None
            case Finish() | GiveUp():
                pass
            case _:
                raise ActionError(f"The notepad cannot do {action.function} here.")

    def screenshot(self) -> bytes:
        return _PICTURE

    def close(self) -> None:
        self.closed = True
