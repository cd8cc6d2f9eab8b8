"""A small application map for tests."""

from lamwright.application_map import ApplicationMap, MappedControl, MapStep


def step(text: str, kind: str = "menu") -> MapStep:
    return MapStep(text, kind)


def small_map() -> ApplicationMap:
    fields = (step("Insert"), step("Field"), step("More Fields...", "menu item"))
    page = (step("Format"), step("Page Style...", "menu item"))
    return ApplicationMap(
        "writer",
        "7.4.7",
        (
            MappedControl("Insert", "menu", "main window", (), "menu Insert"),
            MappedControl("Format", "menu", "main window", (), "menu Format"),
            MappedControl("Table", "menu", "main window", (), "menu Table"),
            MappedControl("Field", "menu", "menu Insert", fields[:1], "menu Insert > Field"),
            MappedControl("More Fields...", "menu item", "menu Insert > Field", fields[:2], "dialog Fields"),
            MappedControl("Page Style...", "menu item", "menu Format", page[:1], "dialog Page Style"),
            MappedControl("Bold", "check menu item", "menu Format", page[:1]),
            MappedControl("Insert Table...", "menu item", "menu Table", (step("Table"),), "dialog Insert Table"),
            MappedControl("Borders", "page tab", "dialog Page Style", page),
            MappedControl("Type:", "combo box", "dialog Fields", fields),
            MappedControl("Name:", "text", "dialog Insert Table", (step("Table"), step("Insert Table...", "menu item"))),
            MappedControl("Repeat heading", "check box", "dialog Insert Table", (step("Table"), step("Insert Table...", "menu item"))),
            MappedControl("OK", "push button", "dialog Page Style", page),
            MappedControl("Insert", "push button", "dialog Fields", fields),
        ),
    )
