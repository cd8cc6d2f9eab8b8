"""A small application map, made by hand."""

from lamwright.application_map import ApplicationMap, MappedControl, MapStep
from lamwright.data.howto.atlas import Atlas


def menu(name: str, place: str = "main window") -> MappedControl:
    below = f"menu {name}" if place == "main window" else f"{place} > {name}"
    return MappedControl(name, "menu", place, (), below)


def item(name: str, place: str, opens: str = "", type_: str = "menu item", condition: str = "") -> MappedControl:
    return MappedControl(name, type_, place, (MapStep(place.removeprefix("menu "), "menu"),), opens, condition)


def inside(name: str, type_: str, place: str, opens: str = "") -> MappedControl:
    return MappedControl(name, type_, place, (), opens)


CONTROLS = (
    *(menu(name) for name in ("File", "Edit", "View", "Insert", "Format", "Table", "Tools")),
    item("Save As...", "menu File", "dialog Save As"),
    item("Cut", "menu Edit"),
    item("Undo", "menu Edit"),
    item("Select All", "menu Edit"),
    menu("Field", "menu Insert"),
    item("More Fields...", "menu Insert > Field", "dialog Fields"),
    item("Bookmark...", "menu Insert", "dialog Bookmark"),
    item("Footnote", "menu Insert"),
    item("Character...", "menu Format", "dialog Character"),
    item("Page Style...", "menu Format", "dialog Page Style: Default Page Style"),
    item("Image Properties...", "menu Format", "dialog Image", condition="an image is selected"),
    item("Ruler", "menu View", type_="check menu item"),
    item("Delete Rows", "menu Table"),
    item("Options...", "menu Tools", "dialog Options - LibreOffice - User Data"),
    inside("LibreOffice", "list item", "dialog Options - LibreOffice - User Data"),
    inside("LibreOffice Writer", "list item", "dialog Options - LibreOffice - User Data"),
    inside("Document", "page tab", "dialog Fields"),
    inside("Functions", "page tab", "dialog Fields"),
    inside("Conditional text", "list item", "dialog Fields, tab Functions"),
    inside("Condition", "entry", "dialog Fields, tab Functions"),
    inside("Insert", "push button", "dialog Fields"),
    inside("Close", "push button", "dialog Fields"),
    inside("Name", "entry", "dialog Bookmark"),
    inside("Insert", "push button", "dialog Bookmark"),
    inside("Font", "page tab", "dialog Character"),
    inside("Font Effects", "page tab", "dialog Character"),
    inside("Effects", "combo box", "dialog Character, tab Font Effects"),
    inside("Shadow", "check box", "dialog Character, tab Font Effects"),
    inside("OK", "push button", "dialog Character"),
    inside("Bold", "toggle button", "main window"),
    inside("Protect", "push button", "tool bar Track Changes"),
)


def atlas() -> Atlas:
    return Atlas(ApplicationMap("writer", "0", CONTROLS))


def is_denied(names: object) -> bool:
    return isinstance(names, list) and any(str(name).startswith("save") for name in names)
