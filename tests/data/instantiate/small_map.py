"""A few controls of a word processor, by hand."""

from lamwright.application_map import ApplicationMap, MappedControl, MapStep
from lamwright.data.instantiate.match import MapMatcher

_INSERT, _FORMAT = MapStep("Insert", "menu"), MapStep("Format", "menu")
_CHARACTER = MapStep("Character...", "menu item")
_OPTIONS, _PROGRAM = MapStep("Options...", "menu item"), MapStep("Program", "list item")
CONTROLS = (
    MappedControl("Insert", "menu", "main window", opens="menu Insert"),
    MappedControl("Format", "menu", "main window", opens="menu Format"),
    MappedControl("Bold", "toggle button", "main window"),
    MappedControl("Character Highlighting Color", "push button", "main window"),
    MappedControl("Font Name", "combo box", "main window"),
    MappedControl("Print...", "push button", "main window"),
    MappedControl("Bookmark...", "menu item", "menu Insert", (_INSERT,), "dialog Bookmark"),
    MappedControl("Character...", "menu item", "menu Format", (_FORMAT,), "dialog Character"),
    MappedControl("Secret...", "menu item", "menu Format", (_FORMAT,)),
    MappedControl("Name", "entry", "dialog Bookmark", (_INSERT, MapStep("Bookmark...", "menu item"))),
    MappedControl("OK", "push button", "dialog Bookmark", (_INSERT, MapStep("Bookmark...", "menu item"))),
    MappedControl("Font", "page tab", "dialog Character", (_FORMAT, _CHARACTER)),
    MappedControl("Position", "page tab", "dialog Character", (_FORMAT, _CHARACTER)),
    MappedControl("OK", "push button", "dialog Character", (_FORMAT, _CHARACTER)),
    MappedControl("Size", "spin button", "dialog Character, tab Font", (_FORMAT, _CHARACTER, MapStep("Font", "page tab"))),
    MappedControl("Rotation", "spin button", "dialog Character, tab Position", (_FORMAT, _CHARACTER, MapStep("Position", "page tab"))),
    MappedControl("Options...", "menu item", "menu Format", (_FORMAT,), "dialog Options"),
    MappedControl("Program", "list item", "dialog Options", (_FORMAT, _OPTIONS), "dialog Options, page Program"),
    MappedControl(
        "View", "list item", "dialog Options, page Program", (_FORMAT, _OPTIONS, _PROGRAM), "dialog Options, page Program > View"
    ),
    MappedControl(
        "Icon size", "combo box", "dialog Options, page Program > View", (_FORMAT, _OPTIONS, _PROGRAM, MapStep("View", "list item"))
    ),
)
SMALL = ApplicationMap("writer", "1", CONTROLS)


def matcher() -> MapMatcher:
    return MapMatcher(SMALL, lambda names: names[-1].startswith("print"))
