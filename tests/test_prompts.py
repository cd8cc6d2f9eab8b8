"""The line of state that a small model reads."""

from dataclasses import replace

from lamwright.observation import Control, Observation, Rectangle
from lamwright.prompts import brief_state

BOX = Rectangle(0, 0, 10, 10)
LOOK = Observation(
    "letter.odt - Writer",
    (
        Control(1, "Style", "combo box", BOX, value="Heading 1"),
        Control(2, "Size", "combo box", BOX, value="18; pt"),
        Control(3, "Bold", "toggle button", BOX, frozenset({"checked"})),
        Control(4, "Name", "entry", BOX, frozenset({"focused"}), value="Marta"),
    ),
    selection="the annual report",
)


def test_a_window_tells_what_is_selected_switched_on_and_set() -> None:
    assert brief_state(LOOK) == "window document; selected the annual report; on Bold; set Heading 1, 18, pt"


def test_a_dialog_tells_its_focus_instead_of_what_is_set() -> None:
    dialog = replace(LOOK, window="Paragraph", modal=True, selection="")
    assert brief_state(dialog, "No button 'Ok' here.") == "dialog Paragraph; focus Name; on Bold; refused No button 'Ok' here."
