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


def test_a_dialog_tells_its_focus_and_what_its_fields_hold() -> None:
    dialog = replace(LOOK, window="Paragraph", modal=True, selection="")
    told = "dialog Paragraph; focus Name; on Bold; field Style: Heading 1; field Size: 18, pt; field Name: Marta"
    assert brief_state(dialog, "No button 'Ok' here.") == f"{told}; refused No button 'Ok' here."


def test_a_window_tells_which_menus_are_open() -> None:
    menus = (Control(1, "File", "menu", BOX), Control(2, "Insert", "menu", BOX, frozenset({"selected"})))
    chosen = Control(3, "Bookmark...", "menu item", BOX, frozenset({"selected"}))
    assert brief_state(Observation("Writer", (*menus, chosen))) == "window document; menu Insert"


def test_a_window_tells_the_text_in_which_the_caret_stands_an_empty_note_too() -> None:
    here = frozenset({"editable", "focused"})
    paragraphs = (Control(1, "", "paragraph", BOX, here, ""), Control(2, "", "paragraph", BOX, frozenset({"editable"}), "Dear friends"))
    words = Control(3, "", "paragraph", BOX, here, "We meet on Friday at five from the old brewery, as ever")
    assert brief_state(Observation("Writer", (*paragraphs, words))) == "window document; at ; at We meet on Friday at five from the old b"
