"""The shipped map of Writer, what the crawler must not touch there, and a short crawl of the real thing."""

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from lamwright.application_map import ApplicationMap, plain, read_map
from lamwright.environments.desktop.crawl import Crawler
from lamwright.environments.desktop.crawled import Kept
from lamwright.environments.desktop.looks import BUTTONS, MENU_ITEMS
from lamwright.environments.writer.environment import WriterEnvironment
from lamwright.environments.writer.mapping import is_denied, territory

SHIPPED = Path(str(files("lamwright.environments.writer") / "map.json"))
MOST_BYTES = 1_500_000
CLICKED = (MENU_ITEMS | BUTTONS) - {"menu"}
"""What the crawler asks leave for: menus and tabs only show something."""


@pytest.fixture(scope="module")
def shipped() -> ApplicationMap:
    return read_map(SHIPPED)


def test_the_shipped_map_is_small_and_has_each_control_of_a_place_once(shipped: ApplicationMap) -> None:
    keys = [(control.text, control.type, control.place) for control in shipped.controls]
    assert len(keys) == len(set(keys)) > 3000
    assert all(control.text == control.text.strip() != "" for control in shipped.controls)
    assert SHIPPED.stat().st_size < MOST_BYTES


def test_every_place_that_something_opens_is_in_the_map(shipped: ApplicationMap) -> None:
    assert {control.opens for control in shipped.controls} - {"", *shipped.places()} == set()


def test_every_way_begins_in_the_main_window_or_in_a_context_menu(shipped: ApplicationMap) -> None:
    bars = {(control.text, control.type) for control in shipped.in_place("main window")}
    ways = {(c.path[0].text, c.path[0].type) for c in shipped.controls if c.path and not c.place.startswith("context menu")}
    assert ways <= bars


def test_nothing_of_the_session_that_crawled_is_in_the_map() -> None:
    text = SHIPPED.read_text("utf-8").casefold()
    assert [word for word in ("/tmp", "lamwright", ".fodt", "survey_report", "/home", "/root") if word in text] == []  # noqa: S108


def test_what_is_denied_opens_nothing_but_menus(shipped: ApplicationMap) -> None:
    opened = [
        control.text
        for control in shipped.controls
        if control.opens and control.type in CLICKED and is_denied([*(plain(step.text) for step in control.path), plain(control.text)])
    ]
    assert opened == []


@pytest.mark.parametrize(
    ("names", "place"),
    [
        (("Insert", "Fields", "More Fields"), "dialog Fields"),
        (("Format", "Paragraph", "Borders"), "dialog Paragraph, tab Borders"),
        (("Format", "Character", "Font Effects"), "dialog Character, tab Font Effects"),
        (("Table", "Insert Table"), "dialog Insert Table"),
        (("Tools", "Options"), "dialog Options"),
        (("View", "Sidebar"), "sidebar"),
    ],
)
def test_paths_that_documents_write_lead_to_their_places(shipped: ApplicationMap, names: tuple[str, ...], place: str) -> None:
    control = shipped.menu_path(names)
    assert control is not None
    assert control.opens == place
    assert shipped.in_place(place)


@pytest.mark.parametrize(
    "names",
    [
        ("file", "save as"), ("file", "print"), ("file", "exit libreoffice"), ("file", "send", "email document"), ("file", "close"),
        ("tools", "macros", "run macro"), ("tools", "extension manager"), ("file", "digital signatures", "digital signatures"),
        ("help", "get help online"), ("tools", "mail merge wizard"), ("format", "paragraph", "ok"), ("format", "paragraph", "help"),
    ],
)  # fmt: skip
def test_what_reaches_beyond_the_document_is_denied(names: tuple[str, ...]) -> None:
    assert is_denied(names)


@pytest.mark.parametrize(
    "names", [("help", "about libreoffice"), ("insert", "section"), ("view", "toolbars", "find"), ("tools", "options")]
)
def test_what_only_shows_something_is_not_denied(names: tuple[str, ...]) -> None:
    assert not is_denied(names)


def test_a_crawl_of_one_menu_and_one_dialog_finds_what_the_shipped_map_has(
    writer: WriterEnvironment, shipped: ApplicationMap, tmp_path: Path
) -> None:
    whole = territory()
    start = replace(whole.contexts[0], pointed=None)
    land = replace(
        whole,
        contexts=(start,),
        denied=lambda names: tuple(names) != ("table", "insert table"),
        unopened=frozenset({"file", "edit", "view", "insert", "format", "styles", "form", "tools", "window", "help"}),
        late_seconds=0.0,
    )
    crawler = Crawler(writer, land, Kept(tmp_path / "kept.jsonl", {"application": "writer"}, resume=False))
    found = crawler.run()
    assert crawler.failures == {}
    for place in ("menu Table", "dialog Insert Table"):
        there = {(control.text, control.type, control.path) for control in found.in_place(place)}
        whole_place = {(control.text, control.type, control.path) for control in shipped.in_place(place)}
        anywhere = {(control.text, control.type, control.path) for control in shipped.in_place(place) if not control.condition}
        assert anywhere <= there <= whole_place
    assert {place.split(" ")[0] for place in found.places()} == {"main", "menu", "dialog"}


@pytest.mark.parametrize(
    ("condition", "shows"),
    [
        ("an image is selected", "Crop"), ("a shape is selected", "Edit Points"),
        ("the cursor is in a table", "Insert Rows Above"), ("the cursor is in a bulleted list", "Restart Numbering"),
    ],
)  # fmt: skip
def test_a_context_brings_its_own_tool_bar_as_the_map_says(shipped: ApplicationMap, condition: str, shows: str) -> None:
    (control,) = [control for control in shipped.named(shows) if control.place == "main window"]
    assert control.condition == condition
