"""The crawler: what it notes, what it never touches, how it goes on where an application dies or it was stopped itself."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.environments.crawled_application import CrawledApplication, notepad

from lamwright.application_map import ApplicationMap, MappedControl, MapStep, write_map
from lamwright.environments.desktop.crawl import Crawler, Progress
from lamwright.environments.desktop.crawled import NEVER, Item, Kept
from lamwright.errors import RecordError, UsageError

CRAWL = {"application": "notepad", "version": "1.0"}
ON_MORE = (MapStep("Edit", "menu"), MapStep("More", "menu"))


def crawler(application: CrawledApplication, kept: Path, resume: bool = False, on_item: Progress | None = None) -> Crawler:
    return Crawler(application, notepad(), Kept(kept, CRAWL, resume), on_item)


@pytest.fixture(scope="module")
def application() -> CrawledApplication:
    return CrawledApplication()


@pytest.fixture(scope="module")
def found(application: CrawledApplication, tmp_path_factory: pytest.TempPathFactory) -> ApplicationMap:
    return crawler(application, tmp_path_factory.mktemp("crawl") / "kept.jsonl").run()


def one(found: ApplicationMap, place: str, text: str) -> MappedControl:
    (control,) = [control for control in found.in_place(place) if control.text == text]
    return control


def test_every_menu_dialog_tab_and_tool_bar_is_a_place(found: ApplicationMap) -> None:
    assert sorted(found.places()) == [
        "dialog Colour", "dialog Page", "dialog Page, tab Edge", "dialog Page, tab Size", "dialog Settings",
        "dialog Settings, page General", "dialog Settings, page General > Names", "dialog Settings, page General > Paths",
        "dialog Settings, page Text", "dialog Settings, page Text > Grid", "dialog Settings, page Text > Names", "dialog Sort",
        "dialog Trim", "main window", "menu Edit", "menu Edit > More", "menu File", "tool bar Notes Bar",
    ]  # fmt: skip


def test_a_control_says_where_it_is_how_it_is_reached_and_what_it_opens(found: ApplicationMap) -> None:
    page = (MapStep("File", "menu"), MapStep("Page...", "menu item"))
    edge = (*page, MapStep("Edge", "page tab"))
    assert one(found, "menu File", "Page...") == MappedControl("Page...", "menu item", "menu File", page[:1], "dialog Page")
    assert one(found, "dialog Page", "Edge") == MappedControl("Edge", "page tab", "dialog Page", page, "dialog Page, tab Edge")
    assert one(found, "dialog Page, tab Edge", "Colour...") == MappedControl(
        "Colour...", "push button", "dialog Page, tab Edge", edge, "dialog Colour"
    )
    assert one(found, "dialog Colour", "Red").path == (*edge, MapStep("Colour...", "push button"))
    assert one(found, "menu Edit > More", "Notes Bar") == MappedControl(
        "Notes Bar", "check menu item", "menu Edit > More", ON_MORE, "tool bar Notes Bar"
    )
    assert one(found, "tool bar Notes Bar", "Note").path == (*ON_MORE, MapStep("Notes Bar", "check menu item"))


def test_buttons_that_every_tab_shows_belong_to_the_dialog(found: ApplicationMap) -> None:
    assert [control.text for control in found.in_place("dialog Page")] == ["Size", "Edge", "Help", "Cancel", "OK"]


def test_entries_of_a_list_that_are_pages_are_found_inside_the_entry_that_holds_them(found: ApplicationMap) -> None:
    text = (MapStep("File", "menu"), MapStep("Settings...", "menu item"), MapStep("Text", "list item"))
    assert found.menu_path(["File", "Settings", "Text", "Names"]) == MappedControl(
        "Names", "list item", "dialog Settings, page Text", text, "dialog Settings, page Text > Names"
    )
    assert [control.text for control in found.in_place("dialog Settings, page Text > Names")] == ["Text Names shown"]
    assert sorted(control.text for control in found.in_place("dialog Settings")) == ["Cancel", "General", "OK", "Text"]


def test_what_is_disabled_at_the_start_has_the_condition_under_which_it_is_enabled(found: ApplicationMap) -> None:
    assert one(found, "menu Edit", "Trim...").condition == "a word is selected"
    assert one(found, "dialog Trim", "Ends only").condition == "a word is selected"
    assert one(found, "menu Edit", "More").condition == ""


def test_what_is_denied_is_noted_and_never_clicked(application: CrawledApplication, found: ApplicationMap) -> None:
    assert one(found, "menu File", "Save As...").opens == ""
    assert not {"Save As...", "Quit", "OK", "Help"} & set(application.clicked)


def test_two_crawls_make_the_same_map(found: ApplicationMap, tmp_path: Path) -> None:
    assert write_map(crawler(CrawledApplication(), tmp_path / "kept.jsonl").run()) == write_map(found)


def test_a_dialog_that_escape_does_not_close_is_left_by_its_cancel_button(found: ApplicationMap, tmp_path: Path) -> None:
    stubborn = CrawledApplication(stubborn=frozenset({"Colour"}))
    assert write_map(crawler(stubborn, tmp_path / "kept.jsonl").run()) == write_map(found)
    assert "Cancel" in stubborn.clicked


def test_a_dialog_that_never_closes_costs_its_own_item_a_new_start_and_nothing_else(found: ApplicationMap, tmp_path: Path) -> None:
    crawl = crawler(CrawledApplication(stuck=frozenset({"Colour"})), tmp_path / "kept.jsonl")
    there = crawl.run()
    assert crawl.failures == {"start: File > Page... (menu item)": "LostError: The dialog 'Colour' does not close."}
    assert set(there.controls) == set(found.controls)


def test_an_application_that_dies_at_a_control_loses_only_what_that_control_opens(found: ApplicationMap, tmp_path: Path) -> None:
    crawl = crawler(CrawledApplication(dies_at="Sort..."), tmp_path / "kept.jsonl")
    there = crawl.run()
    assert crawl.failures == {"start: Edit > More > Sort... (menu item)": "ApplicationFault: The application ended. Reset it."}
    assert set(found.places()) - set(there.places()) == {"dialog Sort"}


class _StopError(Exception):
    pass


@pytest.mark.parametrize("after", [1, 3, 6])
def test_a_stopped_crawl_goes_on_where_it_was(found: ApplicationMap, tmp_path: Path, after: int) -> None:
    def stop(done: int, _known: int, _item: Item) -> None:
        if done == after:
            raise _StopError

    with pytest.raises(_StopError):
        crawler(CrawledApplication(), tmp_path / "kept.jsonl", on_item=stop).run()
    names: list[str] = []
    application = CrawledApplication()
    crawl = crawler(application, tmp_path / "kept.jsonl", resume=True, on_item=lambda done, known, item: names.append(item.name))
    assert write_map(crawl.run()) == write_map(found)
    assert len(names) == len(set(names)) > after
    again = CrawledApplication()
    assert write_map(crawler(again, tmp_path / "kept.jsonl", resume=True).run()) == write_map(found)
    assert again.clicked == []


def test_a_torn_last_line_is_crawled_again(found: ApplicationMap, tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    crawler(CrawledApplication(), kept).run()
    whole = kept.read_text("utf-8")
    kept.write_text(whole[:-20], "utf-8")
    assert write_map(crawler(CrawledApplication(), kept, resume=True).run()) == write_map(found)
    assert kept.read_text("utf-8") == whole


def test_what_another_crawl_has_kept_is_refused(tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    kept.write_text(json.dumps({"application": "other", "version": "1.0"}) + "\n")
    with pytest.raises(RecordError) as refused:
        Kept(kept, CRAWL, resume=True)
    assert str(refused.value) == f"{kept} was kept by another crawl. Remove it, or crawl without --resume."
    kept.write_text("no json\n")
    with pytest.raises(RecordError, match="holds no crawl"):
        Kept(kept, CRAWL, resume=True)


def test_a_place_that_cannot_be_written_is_said_before_anything_is_crawled(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "kept.jsonl"
    with pytest.raises(UsageError) as refused:
        Kept(path, CRAWL, resume=False)
    assert str(refused.value) == f"{path} cannot be written: No such file or directory. Choose another --out."


def test_what_is_never_enabled_says_so(tmp_path: Path) -> None:
    land = replace(notepad(), contexts=notepad().contexts[:1])
    there = Crawler(CrawledApplication(), land, Kept(tmp_path / "kept.jsonl", CRAWL, resume=False)).run()
    assert one(there, "menu Edit", "Cut").condition == NEVER
