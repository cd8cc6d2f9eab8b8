"""Files that cannot be used are refused with one sentence, and a document is saved whole or not at all."""

import os
import zipfile
from pathlib import Path

import pytest

from lamwright.actions import InsertTable, SaveAs, SelectParagraph, SetFontSize
from lamwright.environments.writer import programs
from lamwright.environments.writer.files import copy_document, document_kind
from lamwright.environments.writer.native import native_call
from lamwright.environments.writer.saving import put_in_place, save_format
from lamwright.errors import ActionError, PrerequisiteError, UsageError

ODT = "application/vnd.oasis.opendocument.text"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OLD = bytes.fromhex("d0cf11e0a1b11ae1")


def package(path: Path, **entries: str) -> Path:
    """A zip file; in the names __ stands for / and _DOT_ for a dot."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return path


def odt(path: Path, manifest: str = "<manifest/>", content: str = "<document/>") -> Path:
    return package(path, mimetype=ODT, **{"META-INF__manifest_DOT_xml": manifest, "content_DOT_xml": content})


def docx(path: Path, content: str = "<document/>") -> Path:
    return package(path, **{"[Content_Types]_DOT_xml": f"<Types>{MAIN}</Types>", "word__document_DOT_xml": content})


def flat(path: Path, mimetype: str = ODT) -> Path:
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    path.write_text(f'<?xml version="1.0"?><o:document xmlns:o="{office}" o:mimetype="{mimetype}"/>', encoding="utf-8")
    return path


def test_documents_are_known_by_their_content_not_their_name(tmp_path: Path) -> None:
    assert document_kind(odt(tmp_path / "a.docx")) == "odt"
    assert document_kind(docx(tmp_path / "b")) == "docx"
    assert document_kind(flat(tmp_path / "c.xml")) == "fodt"
    assert copy_document(tmp_path / "a.docx", tmp_path) == tmp_path / "a.odt"


def spoil(path: Path) -> Path:
    """Turn a byte of the packed content around."""
    data = bytearray(path.read_bytes())
    place = data.index(b"content.xml") + len("content.xml") + 4
    data[place] ^= 0xFF
    path.write_bytes(data)
    return path


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: path, r"does not exist\."),
        (lambda path: path.parent, r"is a folder, not a document\."),
        (lambda path: written(path, b""), r"is empty: there is no document in it\."),
        (
            lambda path: written(path, b"plain text"),
            r"is not a text document that can be opened here\. It takes \.odt, \.docx and \.fodt files\.",
        ),
        (lambda path: written(path, b"PK\x03\x04 torn"), r"is damaged: File is not a zip file\."),
        (lambda path: written(path, b"<torn"), r"is damaged: .*\."),
        (lambda path: written(path, OLD + b"x" * 600), r"is a file of an old Office format\. Save it as \.docx or \.odt first\."),
        (
            lambda path: written(path, OLD + "EncryptedPackage".encode("utf-16-le")),
            r"is encrypted\. Remove its password first: it cannot be asked for here\.",
        ),
        (
            lambda path: odt(path, manifest="<manifest><encryption-data/></manifest>"),
            r"is encrypted\. Remove its password first: it cannot be asked for here\.",
        ),
        (lambda path: odt(path, content="<torn"), r"is damaged: .*\."),
        (lambda path: docx(path, content="<torn"), r"is damaged: .*\."),
        (lambda path: spoil(odt(path, content="<a>" + "b" * 500 + "</a>")), r"is damaged: .*\."),
        (
            lambda path: package(path, mimetype="application/epub+zip"),
            r"is not a text document\. It takes \.odt, \.docx and \.fodt files\.",
        ),
        (lambda path: flat(path, "application/vnd.oasis.opendocument.spreadsheet"), r"is not a text document\. It takes .* files\."),
    ],
)
def test_a_bad_file_is_refused_with_one_clear_sentence(tmp_path: Path, make: object, sentence: str) -> None:
    assert callable(make)
    path = make(tmp_path / "letter.odt")
    with pytest.raises(UsageError, match=f"^{path} {sentence}$"):
        document_kind(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = odt(tmp_path / "letter.odt")
    path.chmod(0)
    with pytest.raises(UsageError, match=r"letter\.odt cannot be read: Permission denied\.$"):
        document_kind(path)


# saving


def test_a_saved_document_takes_its_place_whole(tmp_path: Path) -> None:
    new, old = written(tmp_path / "new", b"new"), written(tmp_path / "letter.odt", b"old")
    put_in_place(new, old)
    assert old.read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["letter.odt", "new"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("letter.txt", r"letter\.txt cannot be written: the name must end in \.odt, \.docx or \.pdf\."),
        ("nowhere/letter.odt", r"letter\.odt cannot be written: the folder .*nowhere does not exist\."),
        ("folder.pdf", r"folder\.pdf is a folder\. Give the name of a file\."),
    ],
)
def test_a_place_that_cannot_be_written_is_refused_before_anything_is_done(tmp_path: Path, name: str, sentence: str) -> None:
    (tmp_path / "folder.pdf").mkdir()
    with pytest.raises(UsageError, match=f"{sentence}$"):
        save_format(tmp_path / name)


# native calls


def test_native_calls_carry_their_arguments_as_values() -> None:
    folder = Path("/instance/saved")
    assert native_call(InsertTable(" 3", "2"), folder).arguments == {"rows": 3, "columns": 2}
    assert native_call(SetFontSize("10,5 pt"), folder).arguments == {"size": 10.5}
    assert native_call(SaveAs("my letter.PDF", "pdf"), folder).arguments == {
        "url": "file:///instance/saved/my%20letter.pdf",
        "format": "pdf",
    }


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        (SelectParagraph("the first one"), "It is not known which paragraph 'the first one' is: give its index."),
        (InsertTable("two", "2"), "The number of rows must be a whole number from 1 to 500, not 'two'."),
        (InsertTable("2", "0"), "The number of columns must be a whole number from 1 to 60, not '0'."),
        (SetFontSize("big"), "The size must be a number of points from 1 to 999.9, not 'big'."),
        (SaveAs("letter", "rtf"), "The document can be saved as odt, docx, pdf, not as 'rtf'."),
        (SaveAs("../letter", "odt"), "'../letter' is no plain file name: give a name without folders."),
        (SaveAs("..", "odt"), "'..' is no plain file name: give a name without folders."),
        (SaveAs("a\\b", "odt"), "'a\\b' is no plain file name: give a name without folders."),
        (SaveAs(".odt", "odt"), "'.odt' is no plain file name: give a name without folders."),
    ],
)
def test_a_native_call_that_cannot_be_meant_is_refused_with_a_reason_the_model_could_act_on(action: object, sentence: str) -> None:
    with pytest.raises(ActionError) as caught:
        native_call(action, Path("/instance/saved"))  # type: ignore[arg-type]
    assert str(caught.value) == sentence


# what must be installed


def test_missing_programs_are_named_with_the_line_that_installs_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert programs.missing_programs() == ("dbus", "xvfb")
    with pytest.raises(PrerequisiteError) as caught:
        programs.require_programs()
    assert str(caught.value) == (
        "Writer cannot be started: dbus, xvfb not installed. On Debian or Ubuntu run: apt-get install --no-install-recommends"
        " libreoffice-writer libreoffice-gtk3 at-spi2-core dbus xvfb fonts-dejavu-core python3-uno"
    )
