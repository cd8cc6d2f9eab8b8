"""Files of HTML, read within limits: too large, binary or undecodable ones are told apart, not read on."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from lxml import html
from lxml.etree import LxmlError
from lxml.etree import _Element as Element

MOST_BYTES = 20 * 2**20
"""A page over 20 MB is counted, not read."""
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9._:-]+)""", re.IGNORECASE)
_ENCODINGS = frozenset({
    "utf-8", "ascii", *(f"iso8859-{part}" for part in range(1, 17)), *(f"cp125{part}" for part in range(9)), "cp866", "cp874", "cp932",
    "cp949", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "big5", "euc_jp", "euc_kr", "gb2312", "gbk", "gb18030", "iso2022_jp",
    "shift_jis",
})  # fmt: skip
"""What a page may declare; Python knows further codecs that are no encodings of pages (utf-7, unicode_escape, undefined)."""


@dataclass(frozen=True, slots=True)
class Unreadable(Exception):
    """Why a file yields nothing; a reason to count."""

    reason: str


def read_text(path: Path, most_bytes: int = MOST_BYTES) -> str:
    """The file's text by its declared encoding, else UTF-8, else Windows-1252. Raises Unreadable."""
    try:
        if path.stat().st_size > most_bytes:
            raise Unreadable(f"larger than {most_bytes // 2**20} MB")
        content = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}") from error
    return decode(content)


def files_below(folder: Path) -> list[Path]:
    """Every file in the folder and its folders, sorted."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def decode(content: bytes) -> str:
    """Raises Unreadable where it is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, ("utf-16",))
    if b"\0" in content[:4096]:
        raise Unreadable("a binary file")
    return _decoded(content, (*_declared(content[:2048]), "utf-8-sig", "cp1252"))


def _declared(head: bytes) -> tuple[str, ...]:
    found = _DECLARED.search(head)
    try:
        name = codecs.lookup(found[1].decode("ascii")).name if found else ""
    except LookupError:
        return ()
    return (name,) if name in _ENCODINGS else ()


def _decoded(content: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeError:
            continue
    raise Unreadable("in an unknown encoding")


def parse_html(text: str) -> Element:
    """The page's tree, mended where the HTML is broken. Raises Unreadable where nothing is in it."""
    try:
        tree = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), ensure_head_body=True)
    except (LxmlError, ValueError, AssertionError) as error:
        raise Unreadable("not HTML") from error
    return tree
