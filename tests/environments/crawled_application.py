"""An application in memory for the crawler: menus, dialogs with tabs or pages and one inside another, a tool bar that a menu item shows."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from lamwright.actions import Action, ClickInput, KeyboardInput, SelectText
from lamwright.environments.desktop.territory import Context, Territory
from lamwright.errors import ActionError, ApplicationFault
from lamwright.observation import Control, Observation, Passage, Rectangle

Row = tuple[str, str]
MENUS: dict[str, tuple[Row, ...]] = {
    "File": (("Save As...", "menu item"), ("Page...", "menu item"), ("Settings...", "menu item"), ("Quit", "menu item")),
    "Edit": (("Cut", "menu item"), ("Trim...", "menu item"), ("More", "menu")),
    "More": (("Sort...", "menu item"), ("Notes Bar", "check menu item")),
}
DIALOGS: dict[str, dict[str, tuple[Row, ...]]] = {
    "Page": {"Size": (("Width", "spin button"),), "Edge": (("Shadow", "check box"), ("Colour...", "push button"))},
    "Colour": {"": (("Red", "spin button"),)},
    "Trim": {"": (("Ends only", "check box"),)},
    "Sort": {"": (("By name", "radio button"), ("Rows", "list item"))},
}
PAGES: dict[str, tuple[str, ...]] = {"General": ("Names", "Paths"), "Text": ("Names", "Grid")}
"""The pages of the dialog "Settings", by the entry that holds theirs."""
OPENED_BY = {
    "Settings...": "Settings",
    "Page...": "Page",
    "Colour...": "Colour",
    "Trim...": "Trim",
    "Sort...": "Sort",
    "Save As...": "Save",
}
NEEDS_SELECTION = frozenset({"Cut", "Trim..."})


@dataclass
class CrawledApplication:
    """`clicked` has every click that was made, over all starts. `stubborn` dialogs close only by their Cancel button, `stuck` ones never.

    `dies_at` is a control whose click ends the application, `stopped_at` one at whose click the user presses Ctrl-C.
    """

    stubborn: frozenset[str] = frozenset()
    stuck: frozenset[str] = frozenset()
    dies_at: str = ""
    stopped_at: str = ""
    clicked: list[str] = field(default_factory=list)
    starts: int = 0
    menus: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    tabs: dict[str, str] = field(default_factory=dict)
    page: tuple[str, str] = ("General", "Names")
    entry: str = "General"
    expanded: list[str] = field(default_factory=lambda: ["General"])
    bar: bool = False
    selected: bool = False
    dead: bool = True

    functions = frozenset({"click_input", "keyboard_input", "select_text"})

    def reset(self, _document: Path | None) -> Observation:
        if self.dead or set(self.dialogs) & self.stuck:
            self.starts, self.dead, self.bar, self.dialogs = self.starts + 1, False, False, []
        self.menus, self.dialogs, self.tabs, self.selected = [], [], {}, False
        self.page, self.entry, self.expanded = ("General", "Names"), "General", ["General"]
        return self.observe()

    def observe(self) -> Observation:
        if self.dead:
            raise ApplicationFault("The application ended. Reset it.")
        rows = self._dialog_rows() if self.dialogs else self._window_rows()
        controls = [self._control(label, *row) for label, row in enumerate(rows, 1)]
        window = self.dialogs[-1] if self.dialogs else "Letter - Notepad"
        window = " - ".join((window, *self.page)) if window == "Settings" else window
        return Observation(window, tuple(controls), bool(self.dialogs))

    def _control(self, label: int, text: str, kind: str) -> Control:
        on = text not in NEEDS_SELECTION or self.selected
        return Control(label, text, kind, Rectangle(0, 20 * label, 80, 20), frozenset({"enabled"} if on else ()))

    def _window_rows(self) -> list[Row]:
        rows = [("File", "menu"), ("Edit", "menu"), ("Bold", "toggle button"), ("", "paragraph")]
        rows += [("Note", "push button"), ("Tidy...", "push button")] if self.bar else []
        return rows + [row for menu in self.menus for row in MENUS[menu]]

    def _dialog_rows(self) -> list[Row]:
        if self.dialogs[-1] == "Settings":
            rows = [(row[-1], "list item") for row in self._entries()]
            return [*rows, (f"{' '.join(self.page)} shown", "check box"), ("Cancel", "push button"), ("OK", "push button")]
        pages = DIALOGS[self.dialogs[-1]]
        tabs = [(tab, "page tab") for tab in pages if tab]
        return [*tabs, *pages[self._tab()], ("Help", "push button"), ("Cancel", "push button"), ("OK", "push button")]

    def _entries(self) -> list[tuple[str, ...]]:
        return [row for entry, pages in PAGES.items() for row in ((entry,), *((entry, page) for page in pages if entry in self.expanded))]

    def _tab(self) -> str:
        return self.tabs.get(self.dialogs[-1], next(iter(DIALOGS[self.dialogs[-1]])))

    def act(self, action: Action) -> None:
        match action:
            case ClickInput(control=control) if self.dialogs[-1:] == ["Settings"] and control.type == "list item" and control.label:
                self.entry, *page = self._entries()[control.label - 1]
                self.page = (self.entry, page[0]) if page else self.page
            case ClickInput(control=control):
                self._click(control.text, control.type)
            case KeyboardInput(keys="shift+Left"):
                self.expanded = [entry for entry in self.expanded if entry != self.entry]
            case KeyboardInput(keys="shift+Right"):
                self.expanded = [*self.expanded, self.entry]
            case KeyboardInput(keys="Escape") if self.dialogs:
                self._close(self.stubborn | self.stuck)
            case KeyboardInput(keys="Escape"):
                self.menus = self.menus[:-1]
            case SelectText():
                self.selected = True
            case _:
                raise ActionError(f"{action.function} cannot be done here.")

    def _click(self, text: str, kind: str) -> None:
        self.clicked.append(text)
        if text == self.stopped_at:
            raise KeyboardInterrupt
        if text == self.dies_at:
            self.dead = True
        elif text in OPENED_BY:
            self.menus, self.dialogs = [], [*self.dialogs, OPENED_BY[text]]
        elif kind == "menu":
            self.menus = [*self.menus, text] if self.menus and text in dict(MENUS[self.menus[-1]]) else [text]
        elif kind == "page tab":
            self.tabs[self.dialogs[-1]] = text
        elif text == "Notes Bar":
            self.menus, self.bar = [], True
        elif text == "Cancel":
            self._close(self.stuck)

    def _close(self, but: frozenset[str]) -> None:
        if self.dialogs[-1] not in but:
            self.dialogs.pop()

    def passages(self) -> tuple[Passage, ...]:
        return ()

    def screenshot(self) -> bytes:
        return b""

    def close(self) -> None:
        self.dead = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def notepad() -> Territory:
    """Nothing is saved; the caret stands in the text at first, then a word is selected."""
    contexts = (Context(""), Context("a word is selected", None, (SelectText("word"),)))
    return Territory(
        "notepad", "1.0", contexts, lambda names: names[-1] in ("save as", "quit", "help", "ok"), frozenset({"notes bar"}),
        pages=frozenset({"Settings"}),
        words=lambda name: name.replace("Letter - ", ""),
    )  # fmt: skip
