"""Any folder of pages: encodings, binaries, broken HTML, pages too large, Markdown."""

import resource
from pathlib import Path

import pytest

from lamwright.data.documents.folder import read_folder
from lamwright.data.documents.pages import Unreadable, decode
from lamwright.data.plans.funnel import Funnel
from lamwright.errors import UsageError

PAGE = (
    "<html><head><title>Café</title>{head}</head><body><h1>To Brew Café</h1>"
    "<ol><li>Open the lid.</li><li>Press Entrée.</li></ol></body></html>"
)


def steps(folder: Path, funnel: Funnel | None = None) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.title, each.steps) for each in read_folder(folder, funnel or Funnel(), "writer")]


BREWED = [("To Brew Café", ("Open the lid.", "Press Entrée."))]


@pytest.mark.parametrize(("encoding", "head"), [
    ("utf-8", ""), ("cp1252", ""), ("latin-1", '<meta charset="iso-8859-1">'), ("utf-16", ""), ("utf-8-sig", ""),
    ("utf-8", '<meta charset="no-such-encoding">'),
    ("cp1250", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1250">'),
])  # fmt: skip
def test_pages_are_read_by_their_declared_encoding_else_utf_8_else_windows_1252(tmp_path: Path, encoding: str, head: str) -> None:
    (tmp_path / "page.html").write_bytes(PAGE.format(head=head).encode(encoding))
    assert steps(tmp_path) == BREWED


def test_markdown_is_read_like_html(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Notes\n\n## Saving a Copy\n\n1. Choose **File > Save a Copy**.\n2. Click **Save**.\n")
    assert steps(tmp_path) == [("Saving a Copy", ("Choose **File > Save a Copy**.", "Click **Save**."))]


def test_lists_of_one_step_and_bullet_lists_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Save\n\n1. Press Ctrl+S.\n\n# Leave\n\n- Choose **File > Exit**.\n* Press Enter.\n")
    found = [(each.title, each.steps, each.form) for each in read_folder(tmp_path, Funnel(), "writer")]
    assert ("Leave", ("Choose **File > Exit**.",), "bullets") in found
    assert ("Save", ("Press Ctrl+S.",), "list") in found


def test_what_cannot_be_read_is_counted_by_its_reason(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text(PAGE.format(head=""))
    (tmp_path / "binary.html").write_bytes(b"\x7fELF\0\0\0")
    (tmp_path / "undecodable.html").write_bytes(b"<p>\x81\x8d\x8f</p>")
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    funnel = Funnel()
    assert steps(tmp_path, funnel) == BREWED
    assert funnel.stages["read files"].rejected == {
        "a binary file": 1, "in an unknown encoding": 1, "not HTML": 1, "neither HTML nor Markdown": 1,
    }  # fmt: skip


def test_a_page_of_100_mb_is_counted_without_being_loaded(tmp_path: Path) -> None:
    with (tmp_path / "huge.html").open("wb") as stream:
        stream.truncate(100 * 2**20)
    funnel, before = Funnel(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert steps(tmp_path, funnel) == []
    assert funnel.stages["read files"].rejected == {"larger than 20 MB": 1}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30 * 1024


def test_broken_html_is_mended(tmp_path: Path) -> None:
    (tmp_path / "broken.html").write_text("<h1>To Mend <b>Pages<ol><li>Open it<li>Press <i>Enter</ol></table><div" + "<div>" * 3000)
    assert steps(tmp_path) == [("To Mend Pages", ("Open it", "Press Enter"))]


def test_whose_words_they_are_is_kept(tmp_path: Path) -> None:
    head = '<link rel="license" href="https://example.org/by"><meta name="author" content="The Brewers">'
    (tmp_path / "page.html").write_text(PAGE.format(head=head))
    found = next(read_folder(tmp_path, Funnel(), "writer"))
    assert (found.licence, found.attribution) == ("https://example.org/by", "The Brewers")
    (tmp_path / "page.html").write_text(PAGE.format(head=""))
    found = next(read_folder(tmp_path, Funnel(), "writer"))
    assert (found.licence, found.attribution) == ("not stated", "page.html")


def test_an_empty_folder_and_no_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as empty:
        list(read_folder(tmp_path, Funnel(), "writer"))
    assert str(empty.value) == f"{tmp_path} holds no HTML or Markdown file (*.html, *.htm, *.md). Name a folder that does."
    with pytest.raises(UsageError) as missing:
        list(read_folder(tmp_path / "none", Funnel(), "writer"))
    assert str(missing.value) == f"{tmp_path / 'none'} is no folder. Name one that holds HTML or Markdown files."


@pytest.mark.parametrize("charset", ["undefined", "utf-7", "unicode_escape", "punycode", "base64", "none-such"])
def test_a_declared_charset_that_is_none_of_pages_is_not_used(charset: str) -> None:
    page = f'<meta charset="{charset}"><p>Fish \\u0026 caf+AOk- é'
    assert decode(page.encode()) == page


def test_a_declared_charset_of_pages_is_used() -> None:
    page = '<meta charset="Windows-1251"><p>Щёлкните'
    assert decode(page.encode("cp1251")) == page


def test_a_file_name_that_is_no_text_is_told_without_what_no_file_can_hold(tmp_path: Path) -> None:
    (tmp_path / "page\udcff.html").write_text(PAGE.format(head=""))
    found = next(read_folder(tmp_path, Funnel(), "writer"))
    assert (found.origin, found.attribution) == ("page\ufffd.html", "page\ufffd.html")


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        decode(b"\0\1\2")
    assert caught.value.reason == "a binary file"
