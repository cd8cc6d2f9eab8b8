"""Files of which nobody sees a half: written beside and renamed, or by whole lines of JSON."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import Any

from lamwright.errors import RecordError


def write_whole(path: Path, text: str) -> None:
    """Write beside, then rename: nobody sees half a file. Raises RecordError on a full disk or a folder that cannot be written."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_text(text, "utf-8", "replace")
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise RecordError(f"{path} cannot be written: {error.strerror}.") from error


def make_folder(folder: Path) -> None:
    """With those above it, where they are missing. Raises RecordError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecordError(f"{folder} cannot be made: {error.strerror}. Choose another folder.") from error


def open_to_append(path: Path) -> FileIO:
    """Open, unbuffered, at the end of the last whole line: what a killed writer left torn is cut off. Raises RecordError."""
    try:
        stream = path.open("r+b" if path.exists() else "w+b", buffering=0)
    except OSError as error:
        raise RecordError(f"{path} cannot be written: {error.strerror}.") from error
    whole = stream.read().rfind(b"\n") + 1
    stream.seek(whole)
    stream.truncate()
    return stream


def append_line(stream: FileIO, form: Mapping[str, Any]) -> None:
    """One whole line or none: a write that fails half-way (a full disk) is taken back. Raises RecordError."""
    start = stream.tell()
    line = memoryview(compact(form).encode("utf-8", "replace") + b"\n")
    try:
        while line:
            line = line[stream.write(line) :]
    except OSError as error:
        stream.truncate(start)
        stream.seek(start)
        kept = "Everything up to the last whole episode is kept; make room and continue with --resume."
        raise RecordError(f"{stream.name!s} cannot be written: {error.strerror}. {kept}") from error


def compact(form: object) -> str:
    """JSON on one line, without spaces that mean nothing."""
    return json.dumps(form, ensure_ascii=False, separators=(",", ":"))


def whole_lines(path: Path) -> Iterator[bytes]:
    """The lines of a file that may still be written: a torn last one is left out, and a file that is not there has none."""
    if not path.exists():
        return
    with path.open("rb") as stream:
        for line in stream:
            if line.endswith(b"\n"):
                yield line
