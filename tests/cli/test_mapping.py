"""`lamwright map`, with an application in memory in Writer's place."""

import json
from pathlib import Path

import pytest
import typer
from tests.environments.crawled_application import CrawledApplication, notepad
from typer.testing import CliRunner

from lamwright.application_map import read_map
from lamwright.cli import mapping
from lamwright.errors import UsageError

app = typer.Typer()
app.command("map")(mapping.map_application)


@pytest.fixture(autouse=True)
def application(monkeypatch: pytest.MonkeyPatch) -> CrawledApplication:
    application = CrawledApplication()
    monkeypatch.setattr(mapping, "WriterEnvironment", lambda: application)
    monkeypatch.setattr(mapping, "territory", notepad)
    return application


def test_the_map_is_written_and_its_sizes_are_told(tmp_path: Path) -> None:
    out = tmp_path / "map.json"
    done = CliRunner().invoke(app, ["writer", "--out", str(out), "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    found = read_map(out)
    assert (told["controls"], told["places"]) == (len(found.controls), len(found.places()))
    assert (told["menus"], told["dialogs"], told["tabs"], told["failures"]) == (3, 5, 2, {})
    assert list(tmp_path.iterdir()) == [out]


def test_a_stopped_crawl_leaves_what_it_has_and_is_continued(tmp_path: Path, application: CrawledApplication) -> None:
    out, kept = tmp_path / "map.json", tmp_path / "map.crawl.jsonl"
    application.stopped_at = "Sort..."
    with pytest.raises(KeyboardInterrupt):
        mapping.map_application("writer", out)
    assert not out.exists()
    assert [json.loads(line)["name"] for line in kept.read_text("utf-8").splitlines()[1:]] == [
        "start: menus and tool bars", "start: File > Page... (menu item)", "start: File > Settings... (menu item)",
    ]  # fmt: skip
    application.stopped_at = ""
    mapping.map_application("writer", out, resume=True)
    assert out.exists()
    assert not kept.exists()


def test_wrong_arguments_are_said_before_anything_starts(tmp_path: Path, application: CrawledApplication) -> None:
    with pytest.raises(UsageError) as unknown:
        CliRunner().invoke(app, ["calc"], catch_exceptions=False)
    assert str(unknown.value) == "Unknown application 'calc'. The applications are: writer."
    with pytest.raises(UsageError) as nowhere:
        CliRunner().invoke(app, ["writer", "--out", str(tmp_path / "nowhere" / "map.json")], catch_exceptions=False)
    assert str(nowhere.value) == f"{tmp_path / 'nowhere'} is no folder. Make it, or choose another --out."
    with pytest.raises(UsageError) as folder:
        CliRunner().invoke(app, ["writer", "--out", "."], catch_exceptions=False)
    assert str(folder.value) == ". is a folder. Name a file for the map with --out."
    assert application.starts == 0
