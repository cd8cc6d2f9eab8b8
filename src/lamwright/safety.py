"""What needs a person's word before it is done: whatever reaches beyond the open document."""

from collections.abc import Callable, Collection
from typing import Literal

from lamwright.actions import Action, ClickInput, KeyboardInput, SaveAs

Approval = Literal["ask", "auto", "never"]
ApproveCallable = Callable[[Action], bool]

RISKY_CONTROLS: Collection[str] = frozenset({
    "Macros", "Run Macro...",
    "Digital Signatures", "Mail Merge Wizard...", "Exit LibreOffice", "Close", "Reload", "Templates", "Open...", "Open Remote...",
})  # fmt: skip
"""Names of controls of the main window's menus and toolbars that run macros, sign, open, or close the document."""
RISKY_BEGINNINGS = ("save", "export", "print", "send", "email", "e-mail")
"""What the names of controls that write files, print or send begin with, in small letters."""
RISKY_KEYS: Collection[frozenset[str]] = frozenset(
    frozenset(keys.split("+"))
    for keys in (
        "ctrl+s", "ctrl+shift+s", "ctrl+alt+s", "ctrl+p", "ctrl+q", "ctrl+w", "ctrl+f4", "alt+f4", "ctrl+o", "ctrl+n", "ctrl+shift+n",
        "alt+f11", "alt+f8",
    )
)  # fmt: skip
"""Keys that save, print, quit, close, open another document or run macros, in small letters and any order."""
_KEY_NAMES = {"control": "ctrl", "meta": "alt"}


def needs_approval(action: Action, modal: bool) -> bool:
    """Whether the action reaches beyond the document: saving, printing, sending, macros, closing. Buttons of a dialog do not."""
    match action:
        case SaveAs():
            return True
        case KeyboardInput(keys=keys):
            return _combination(keys) in RISKY_KEYS
        case ClickInput(control=control):
            return not modal and (control.text in RISKY_CONTROLS or control.text.casefold().startswith(RISKY_BEGINNINGS))
    return False


def _combination(keys: str) -> frozenset[str]:
    names = (name.strip().casefold().removesuffix("_l").removesuffix("_r") for name in keys.split("+"))
    return frozenset(_KEY_NAMES.get(name, name) for name in names)


def approver(approval: Approval, ask: Callable[[Action], bool]) -> ApproveCallable:
    """The rule as a function: "auto" approves all, "never" approves nothing that needs approval, "ask" asks."""
    return {"auto": lambda action: True, "never": lambda action: False, "ask": ask}[approval]
