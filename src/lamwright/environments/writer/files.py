"""Checks a user's file before Writer sees it, so that a bad one gives one clear sentence and no dialog."""

import shutil
import zipfile
import zlib
from pathlib import Path
from typing import Literal

from lxml import etree

from lamwright.environments.writer.odf_styles import OFFICE
from lamwright.errors import UsageError

Kind = Literal["odt", "docx", "fodt"]
OFFERED = ".odt, .docx and .fodt"

_ODT_TYPES = {b"application/vnd.oasis.opendocument.text", b"application/vnd.oasis.opendocument.text-template"}
_DOCX_TYPES = (b"wordprocessingml.document.main+xml", b"wordprocessingml.template.main+xml", b"ms-word.document.macroEnabled.main+xml")
_OLD_CONTAINER = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def copy_document(path: Path, folder: Path) -> Path:
    """Copy the document into a folder, with the suffix that fits what it is. Raises UsageError for a file that cannot be used."""
    target = folder / f"{path.stem}.{document_kind(path)}"
    try:
        shutil.copyfile(path, target)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error
    return target


def document_kind(path: Path) -> Kind:
    """What the file is, by its content. Raises UsageError where it is no document that can be opened here."""
    head = _head(path)
    if head.startswith(_OLD_CONTAINER):
        raise UsageError(_old_container(path))
    if head.startswith(b"PK"):
        return _zip_kind(path)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _flat_kind(path)
    raise UsageError(f"{path} is not a text document that can be opened here. It takes {OFFERED} files.")


def _head(path: Path) -> bytes:
    if path.is_dir():
        raise UsageError(f"{path} is a folder, not a document.")
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except FileNotFoundError as error:
        raise UsageError(f"{path} does not exist.") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error
    if not head:
        raise UsageError(f"{path} is empty: there is no document in it.")
    return head


def _old_container(path: Path) -> str:
    if _ENCRYPTED_PACKAGE in path.read_bytes():
        return f"{path} is encrypted. Remove its password first: it cannot be asked for here."
    return f"{path} is a file of an old Office format. Save it as .docx or .odt first."


def _zip_kind(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.read("mimetype").strip() in _ODT_TYPES:
                return _odt(path, archive)
            if "[Content_Types].xml" in names and any(kind in archive.read("[Content_Types].xml") for kind in _DOCX_TYPES):
                return _docx(archive)
            broken = None if "mimetype" in names or "[Content_Types].xml" in names else archive.testzip()
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, KeyError, etree.XMLSyntaxError) as error:
        raise UsageError(f"{path} is damaged: {error}.") from error
    reason = f"is damaged: {broken} in it is broken" if broken else "is not a text document"
    raise UsageError(f"{path} {reason}. It takes {OFFERED} files.")


def _odt(path: Path, archive: zipfile.ZipFile) -> Kind:
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise UsageError(f"{path} is encrypted. Remove its password first: it cannot be asked for here.")
    _read_whole(archive, "content.xml")
    return "odt"


def _docx(archive: zipfile.ZipFile) -> Kind:
    if "word/document.xml" in archive.namelist():
        _read_whole(archive, "word/document.xml")
    return "docx"


def _read_whole(archive: zipfile.ZipFile, name: str) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    etree.fromstring(archive.read(name), parser)
    broken = archive.testzip()
    if broken:
        raise zipfile.BadZipFile(f"{broken} in it is broken")


def _flat_kind(path: Path) -> Kind:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.parse(path, parser).getroot()
    except (etree.XMLSyntaxError, OSError) as error:
        raise UsageError(f"{path} is damaged: {error}.") from error
    if root.tag == f"{{{OFFICE}}}document" and root.get(f"{{{OFFICE}}}mimetype", "").encode() in _ODT_TYPES:
        return "fodt"
    raise UsageError(f"{path} is not a text document. It takes {OFFERED} files.")
