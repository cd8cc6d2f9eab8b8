"""The map as others read it: by name, by place, along the paths that documents write."""

from pathlib import Path

import pytest

from lamwright.actions import FUNCTIONS, ClickInput, ControlRef
from lamwright.application_map import ApplicationMap, MappedControl, MapStep, nearest, path_to, plain, read_map, write_map
from lamwright.errors import UsageError
from lamwright.grammar import Target

INSERT = (MapStep("Insert", "menu"),)
FIELD = (*INSERT, MapStep("Field", "menu"))
FIELDS = (*FIELD, MapStep("More Fields...", "menu item"))
CONTROLS = (
    MappedControl("Insert", "menu", "main window", opens="menu Insert"),
    MappedControl("Field", "push button", "main window", opens="dialog Fields"),
    MappedControl("Page", "combo box", "main window"),
    MappedControl("Field", "menu", "menu Insert", INSERT, "menu Insert > Field"),
    MappedControl("Frame", "menu", "menu Insert", INSERT),
    MappedControl("More Fields...", "menu item", "menu Insert > Field", FIELD, "dialog Fields"),
    MappedControl("Variables", "page tab", "dialog Fields", FIELDS, "dialog Fields, tab Variables"),
    MappedControl("Insert", "push button", "dialog Fields", FIELDS),
    MappedControl("~Type:", "list item", "dialog Fields, tab Variables", (*FIELDS, MapStep("Variables", "page tab"))),
)
MAP = ApplicationMap("writer", "7.4", CONTROLS)


def test_a_plain_name_has_no_case_mnemonic_dots_or_colon() -> None:
    assert [plain(name) for name in ("~More Fields...", "_Type:", " Paste   Special… ", "OK")] == [
        "more fields",
        "type",
        "paste special",
        "ok",
    ]


def test_controls_are_found_by_plain_name_and_by_place() -> None:
    assert MAP.named("more fields") == (CONTROLS[5],)
    assert [control.type for control in MAP.named("INSERT")] == ["menu", "push button"]
    assert MAP.in_place("dialog Fields") == CONTROLS[6:8]
    assert MAP.in_place("dialog Nowhere") == ()
    assert MAP.places() == (
        "main window", "menu Insert", "menu Insert > Field", "dialog Fields", "dialog Fields, tab Variables",
    )  # fmt: skip


@pytest.mark.parametrize(
    "names",
    [
        ("Insert", "Field", "More Fields..."), ("insert", "field", "More fields"), ("Insert", "Fields", "More Fields"),
        ("~Insert", "Field:", "More Field…"),
    ],
)  # fmt: skip
def test_a_menu_path_is_found_exactly_or_by_the_most_alike_names(names: tuple[str, ...]) -> None:
    assert MAP.menu_path(names) == CONTROLS[5]


def test_a_menu_path_goes_on_into_dialogs_and_tabs() -> None:
    assert MAP.menu_path(["Insert", "Field", "More Fields", "Variables"]) == CONTROLS[6]
    assert MAP.menu_path(["Insert", "Field", "More Fields", "Variables", "Type"]) == CONTROLS[8]


@pytest.mark.parametrize(
    "names", [(), ("Field",), ("Insert", "Chart"), ("Insert", "Field", "More Fields", "Document"), ("Insert", "Frame", "Frame")]
)
def test_a_path_that_leads_nowhere_is_none(names: tuple[str, ...]) -> None:
    assert MAP.menu_path(names) is None


def test_the_nearest_control_is_at_least_four_fifths_alike() -> None:
    assert nearest("Fields", CONTROLS[:5]) == CONTROLS[1]  # "fields" and "field": 2 * 5 / 11 = 0.91
    assert nearest("Frames and more", CONTROLS[:5]) is None
    assert nearest("anything", ()) is None


def test_the_way_to_a_control_is_clicks_without_its_own() -> None:
    assert path_to(CONTROLS[5]) == (ClickInput(ControlRef("Insert", "menu")), ClickInput(ControlRef("Field", "menu")))
    assert path_to(CONTROLS[0]) == ()


def test_the_vocabulary_is_each_target_once_and_the_functions_without_control() -> None:
    vocabulary = MAP.vocabulary()
    assert vocabulary[:4] == (
        Target("click_input", "Insert", "menu"),
        Target("click_input", "Field", "push button"),
        Target("set_edit_text", "Page", "combo box"),
        Target("select_option", "Page", "combo box"),
    )
    assert len(vocabulary) == len(set(vocabulary))
    assert {target.function for target in vocabulary if not target.text} == set(FUNCTIONS) - {
        "click_input", "set_edit_text", "select_option", "wheel_mouse_input",
    }  # fmt: skip


def test_a_written_map_is_read_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_text(write_map(MAP), "utf-8")
    assert read_map(path) == MAP
    assert len(path.read_text("utf-8").splitlines()) == len(CONTROLS) + 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no json", "cannot be read as an application map: Expecting value: line 1 column 1 (char 0). Make one with: lamwright map writer"),
        ('{"schema": 9}', "schema 9, this lamwright reads 1. Make a new one with: lamwright map writer"),
        ("[]", "schema none, this lamwright reads 1. Make a new one with: lamwright map writer"),
        ('{"schema": 1}', "is no application map: KeyError('application'). Make one with: lamwright map writer"),
    ],
)
def test_what_is_no_map_is_refused_in_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "map.json"
    path.write_text(text)
    with pytest.raises(UsageError) as refused:
        read_map(path)
    assert str(refused.value).removeprefix(str(path)).lstrip(": ") == said
