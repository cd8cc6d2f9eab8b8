"""What needs a person's word before it is done: whatever reaches beyond the open document."""

from collections.abc import Callable, Collection
from typing import Literal

from lamwright.actions import Action, ClickInput, SaveAs

Approval = Literal["ask", "auto", "never"]
ApproveCallable = Callable[[Action], bool]

RISKY_CONTROLS: Collection[str] = frozenset({
    "Save", "Save As...", "Save a Copy...", "Save All", "Export...", "Export As", "Send", "Print", "Print...",
    "Email Document...", "Macros", "Run Macro...",
    "Digital Signatures", "Mail Merge Wizard...", "Exit LibreOffice", "Close", "Reload", "Templates", "Open...", "Open Remote...",
})  # fmt: skip
"""Names of controls of the main window's menus and toolbars that write files, send, print, run macros or close the document."""


def needs_approval(action: Action, modal: bool) -> bool:
    """Whether the action reaches beyond the document: saving, printing, sending, macros, closing. Buttons of a dialog do not."""
    return isinstance(action, SaveAs) or (isinstance(action, ClickInput) and not modal and action.control.text in RISKY_CONTROLS)


def approver(approval: Approval, ask: Callable[[Action], bool]) -> ApproveCallable:
    """The rule as a function: "auto" approves all, "never" approves nothing that needs approval, "ask" asks."""
    return {"auto": lambda action: True, "never": lambda action: False, "ask": ask}[approval]
