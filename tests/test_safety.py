"""What reaches beyond the open document needs a person's word."""

import pytest

from lamwright.actions import Action, ClickInput, ControlRef, Finish, KeyboardInput, SaveAs, TypeText
from lamwright.grammar import KEYS
from lamwright.safety import approver, needs_approval


def click(name: str) -> Action:
    return ClickInput(ControlRef(name, "menu item"))


@pytest.mark.parametrize(
    "keys", ["ctrl+s", "Ctrl+Shift+S", "shift+ctrl+s", "ctrl+p", "ctrl+q", "ctrl+w", "ctrl+F4", "alt+F4", "Control_L+s"]
)
def test_keys_that_save_print_or_close_need_approval_in_dialogs_too(keys: str) -> None:
    assert needs_approval(KeyboardInput(keys), modal=False)
    assert needs_approval(KeyboardInput(keys), modal=True)


@pytest.mark.parametrize("name", ["Save", "Save As...", "Export Directly as PDF", "Print...", "Send", "Email as PDF...", "Close"])
def test_controls_that_save_print_or_send_need_approval_in_the_main_window(name: str) -> None:
    assert needs_approval(click(name), modal=False)
    assert not needs_approval(click(name), modal=True)


def test_saving_natively_needs_approval() -> None:
    assert needs_approval(SaveAs("x", "odt"), modal=False)


@pytest.mark.parametrize("action", [click("Bold"), TypeText("Print"), Finish(), *(KeyboardInput(keys) for keys in KEYS)])
def test_what_stays_within_the_document_needs_none(action: Action) -> None:
    assert not needs_approval(action, modal=False)


def test_the_rule_decides_who_is_asked() -> None:
    action = KeyboardInput("ctrl+s")
    assert [approver(rule, lambda _: False)(action) for rule in ("auto", "never", "ask")] == [True, False, False]
