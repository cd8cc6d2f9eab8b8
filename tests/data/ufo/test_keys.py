"""Keys in UFO's language: every key a model may press comes back, and so does any text."""

import pytest

from lamwright.actions import KeyboardInput, TypeText
from lamwright.data.ufo.keys import read_ufo_keys, ufo_keys
from lamwright.errors import ActionError
from lamwright.grammar import KEYS

TEXTS = ("50% of it", "a (b) [c] {d} ~ ^ +", " a", "a ", "{ENTER}", "  two  ", "Größe", "x")


@pytest.mark.parametrize("keys", [*KEYS, "a", "1", "ctrl+space", "F7", "shift+Page_Down"])
def test_a_key_comes_back(keys: str) -> None:
    assert read_ufo_keys(ufo_keys(KeyboardInput(keys))) == (KeyboardInput(keys),)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_comes_back(text: str) -> None:
    assert read_ufo_keys(ufo_keys(TypeText(text))) == (TypeText(text),)


def test_a_line_break_is_pressed() -> None:
    written = ufo_keys(TypeText("one\ntwo"))
    assert written == "one{ENTER}two"
    assert read_ufo_keys(written) == (TypeText("one"), KeyboardInput("Return"), TypeText("two"))


@pytest.mark.parametrize(
    ("written", "presses"),
    [
        ("{VK_CONTROL}c", [KeyboardInput("ctrl+c")]),
        ("{VK_CONTROL down}ab{VK_CONTROL up}c", [KeyboardInput("ctrl+a"), KeyboardInput("ctrl+b"), TypeText("c")]),
        ("^(ac)d", [KeyboardInput("ctrl+a"), KeyboardInput("ctrl+c"), TypeText("d")]),
        ("{TAB 2}", [KeyboardInput("Tab"), KeyboardInput("Tab")]),
        ("^a{BACKSPACE}hello~", [KeyboardInput("ctrl+a"), KeyboardInput("BackSpace"), TypeText("hello"), KeyboardInput("Return")]),
        ("+{F12}", [KeyboardInput("shift+F12")]),
        ("{VK_DELETE}", [KeyboardInput("Delete")]),
    ],
)
def test_what_others_write_is_read(written: str, presses: list[KeyboardInput | TypeText]) -> None:
    assert read_ufo_keys(written) == tuple(presses)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("{SHUTDOWN}", "There is no key '{SHUTDOWN}' here."),
        ("", "The keys '' press nothing."),
        ("{TAB 999}", "The keys '{TAB 999}...' are more than 100 presses."),
    ],
)
def test_keys_that_cannot_be_pressed_are_refused(written: str, reason: str) -> None:
    with pytest.raises(ActionError) as refusal:
        read_ufo_keys(written)
    assert str(refusal.value) == reason


def test_a_key_without_a_name_there_is_refused() -> None:
    with pytest.raises(ActionError) as refusal:
        ufo_keys(KeyboardInput("super+l"))
    assert str(refusal.value) == "The key 'super+l' has no name in UFO's format: 'super' is no modifier there."
