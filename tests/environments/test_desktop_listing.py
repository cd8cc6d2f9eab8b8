"""From objects to the numbered list: naming, merging, pruning and order, on small made-up windows."""

from lamwright.environments.desktop.accessible import Reference
from lamwright.environments.desktop.geometry import row_by_row
from lamwright.environments.desktop.listing import Look, list_controls
from lamwright.environments.desktop.roles import CONTROLS, TELLING, State
from lamwright.environments.desktop.seen import Seen
from lamwright.environments.desktop.tree import Element
from lamwright.observation import Control, Rectangle

SCREEN = Rectangle(0, 0, 1000, 800)
ON = State.ENABLED | State.SHOWING


def item(
    path: str,
    role: str,
    name: str = "",
    place: tuple[int, int, int, int] = (10, 10, 50, 20),
    states: int = ON,
    *,
    text: str = "",
    label_for: tuple[str, ...] = (),
    toolkit: str = "gtk",
    description: str = "",
) -> Seen:
    """An object at "window/..": what its path says it is in is its parent."""
    parent = path.rpartition("/")[0] or "window"
    listed = role in CONTROLS or role in TELLING
    element = Element(Reference(":1.1", path), role, name, description, parent, frozenset(), toolkit, label_for, (), listed)
    return Seen(element, name, states, Rectangle(*place), text)


def controls(*seen: Seen) -> list[Control]:
    return [control for control, _ in list_controls([Look(seen, SCREEN, SCREEN)])]


def words(*seen: Seen) -> list[tuple[str, str]]:
    return [(control.type, control.text) for control in controls(*seen)]


def test_a_label_names_its_control_without_the_colon_and_is_not_listed_itself() -> None:
    seen = (item("a", "label", text="Find:", label_for=("b",)), item("b", "text", states=ON | State.SINGLE_LINE, text="fox"))
    assert [(control.type, control.text, control.value) for control in controls(*seen)] == [("entry", "Find", "fox")]


def test_an_entry_and_its_arrow_are_one_combo_box_named_by_the_slot_around_them() -> None:
    seen = (
        item("slot", "panel", "Font Name", (10, 10, 120, 30)),
        item("box", "filler", place=(10, 10, 120, 30)),
        item("box/a", "text", place=(10, 10, 100, 30), states=ON | State.EDITABLE | State.SINGLE_LINE, text="DejaVu Sans"),
        item("box/b", "toggle button", place=(110, 10, 20, 30)),
    )
    (control,) = controls(*seen)
    assert (control.type, control.text, control.value) == ("combo box", "Font Name", "DejaVu Sans")


def test_a_large_container_lends_its_name_to_nothing_in_it() -> None:
    seen = (item("group", "grouping", "Everything", (0, 0, 900, 700)), item("b", "push button", description="<b>Close</b> it\nmore"))
    assert words(*seen) == [("push button", "Close it")]


def test_what_tells_nothing_or_covers_nothing_is_left_out() -> None:
    seen = (
        item("a", "filler"),
        item("b", "separator"),
        item("c", "label"),
        item("d", "push button", "Hidden", (10, 10, 0, 20)),
        item("e", "push button", "Far away", (2000, 10, 50, 20)),
        item("f", "label", text="Saved."),
    )
    assert words(*seen) == [("label", "Saved.")]


def test_a_menu_bar_without_height_is_dropped_with_its_menus() -> None:
    shown = (item("bar", "menu bar", place=(0, 0, 500, 25)), item("bar/file", "menu", "File", (0, 0, 40, 25)))
    copy = (item("copy", "menu bar", place=(0, 0, 500, 0)), item("copy/file", "menu", "File", (0, 0, 40, 19)))
    assert words(*shown, *copy) == [("menu", "File")]


def test_a_cell_of_the_document_holds_its_paragraph_and_a_cell_elsewhere_is_a_list_item() -> None:
    seen = (
        item("doc", "document text", place=(0, 50, 900, 500)),
        item("doc/a1", "table cell", "A1", (10, 60, 100, 20)),
        item("doc/a1/p", "paragraph", place=(10, 60, 100, 20), text="Name"),
        item("style", "table cell", "Heading 1", (10, 700, 100, 20)),
    )
    assert words(*seen) == [("table cell", "A1"), ("list item", "Heading 1")]


def test_blocks_are_read_as_a_whole_from_top_to_bottom_and_what_is_loose_row_by_row() -> None:
    seen = (
        item("tools", "tool bar", place=(0, 40, 500, 30)),
        item("tools/b", "push button", "Save", (60, 40, 30, 30)),
        item("tools/a", "push button", "Open", (20, 42, 30, 30)),
        item("bar", "menu bar", place=(0, 0, 500, 25)),
        item("bar/file", "menu", "File", (0, 0, 40, 25)),
        item("ok", "push button", "OK", (400, 301, 50, 30)),
        item("cancel", "push button", "Cancel", (300, 305, 50, 30)),
        item("case", "check box", "Match case", (10, 200, 90, 30)),
    )
    listed = controls(*seen)
    assert [control.text for control in listed] == ["File", "Save", "Open", "Match case", "Cancel", "OK"]
    assert [control.label for control in listed] == [1, 2, 3, 4, 5, 6]


def test_what_libreoffice_draws_is_moved_below_the_menu_bar_and_what_gtk_draws_is_not() -> None:
    seen = (
        item("area", "panel", place=(0, 25, 900, 700)),
        item("root", "root pane", place=(0, 0, 900, 700), toolkit=""),
        item("root/save", "push button", "Save", (10, 0, 30, 30), toolkit=""),
        item("root/box", "viewport", place=(50, 25, 100, 30)),
        item("root/box/entry", "text", "Style", (50, 25, 100, 30)),
    )
    assert {control.text: control.rectangle.y for control in controls(*seen)} == {"Save": 25, "Style": 25}


def test_an_unnamed_box_takes_the_words_on_its_left() -> None:
    seen = (item("a", "label", "Go to line: ", (10, 100, 70, 20)), item("b", "spin button", place=(82, 100, 40, 20)))
    assert ("spin button", "Go to line") in words(*seen)


def test_a_row_has_what_begins_above_the_middle_of_its_first_thing() -> None:
    places = [Rectangle(50, 12, 10, 10), Rectangle(0, 10, 10, 10), Rectangle(0, 16, 10, 10)]
    assert row_by_row(places, lambda place: place) == [places[1], places[0], places[2]]
