"""A plan in the making: what is done so far, and the place that it has come to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lamwright.application_map import MappedControl, plain
from lamwright.data.howto.atlas import MAIN
from lamwright.data.howto.plan import Deed, Discarded, Done

UNKNOWN = "dialog ?"
"""A dialog that the map has not been in."""
LEAVES = "it would leave the document, or write outside its folder"


class Refused(Exception):
    """The how-to has no plan; carries the reason."""

    def __init__(self, kind: str, words: str) -> None:
        super().__init__(f"{kind}: {words}")
        self.discarded = Discarded(kind, words)


@dataclass(slots=True)
class Draft:
    """`places` is the way from the main window to where the plan is, `root` the menu of the last command.

    `may_be_closed` says that the dialog may have been closed by what was clicked last, `selected` that the how-to has said what to select.
    """

    is_denied: Callable[[Sequence[str]], bool]
    done: list[Done] = field(default_factory=list)
    places: list[str] = field(default_factory=lambda: [MAIN])
    may_be_closed: bool = False
    in_context_menu: bool = False
    selected: bool = False
    root: str = ""
    values: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        return self.places[-1]

    @property
    def in_dialog(self) -> bool:
        return self.place.startswith("dialog")

    def add(self, deed: Deed, control: MappedControl | None = None) -> None:
        self.done.append(Done(deed, control, self.place))

    def enter(self, control: MappedControl) -> None:
        """Go where a click on the control leads."""
        if control.opens and not control.opens.startswith("menu "):
            self.places.append(control.opens)
        elif not control.opens and control.text.endswith(("...", "…")):
            self.places.append(UNKNOWN)
        self.may_be_closed = False

    def leave(self) -> None:
        """Go back to where the dialog was opened."""
        if len(self.places) > 1:
            self.places.pop()

    def leave_dialogs(self, words: str, reason: str) -> None:
        """Go back to the main window. Raises Refused where a dialog is still open."""
        if self.in_dialog and not self.may_be_closed:
            raise Refused(reason, words)
        while self.in_dialog:
            self.leave()

    def check(self, names: Sequence[str]) -> None:
        """Raises Refused where the last of these names, reached by the others, is not to be touched."""
        if self.is_denied([plain(name) for name in names]):
            raise Refused(LEAVES, " - ".join(names))
