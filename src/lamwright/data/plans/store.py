"""A set of pairs on disk.

    SET/manifest.json   schema, version, commit, command, configuration, seed, start
    SET/pairs.jsonl     one pair a line
    SET/funnel.json     what each stage let pass, and why it rejected the rest
    SET/card.md         the data card

One process writes a set. A line is written whole; a torn last line (the writer was killed) is cut off at the next opening.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from lamwright.errors import RecordError
from lamwright.pairs import Lineage, Pair
from lamwright.records import Manifest, check_kind, new_manifest, write_whole

SCHEMA = 1
PAIRS, MANIFEST, FUNNEL, CARD = "pairs.jsonl", "manifest.json", "funnel.json", "card.md"
_FLUSH_EVERY = 256


def new_set_manifest(command: str, config: Mapping[str, Any], seed: int, version: str, commit: str) -> Manifest:
    return replace(new_manifest(command, config, seed, version, commit), schema=SCHEMA)


def check_set_folder(folder: Path) -> None:
    """Raises RecordError where a new set would overwrite one, or anything else."""
    try:
        if folder.exists() and not folder.is_dir():
            raise RecordError(f"{folder} is no folder. Name another one for the set.")
        if (folder / PAIRS).exists():
            raise RecordError(f"{folder} holds a set of pairs already. Choose another folder.")
        if folder.is_dir() and any(folder.iterdir()):
            raise RecordError(f"{folder} holds other files. Choose an empty or a new folder for the set.")
    except OSError as error:
        raise RecordError(f"{folder} cannot be read: {error.strerror}. Choose another folder.") from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    _make_folder(folder)
    write_whole(folder / MANIFEST, json.dumps(asdict(manifest), indent=2) + "\n")


def read_set_manifest(folder: Path) -> Manifest:
    """Raises RecordError where the folder is no set of pairs, or one of another schema."""
    check_kind(folder, PAIRS)
    path = folder / MANIFEST
    try:
        form = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise RecordError(
            f"{folder} is no set of pairs: it has no {MANIFEST}. Make one with: lamwright plans build --out {folder}"
        ) from error
    except (OSError, ValueError) as error:
        raise RecordError(f"{path} cannot be read: {error}.") from error
    if not isinstance(form, dict) or form.get("schema") != SCHEMA:
        found = form.get("schema") if isinstance(form, dict) else "none"
        raise RecordError(f"{path}: schema {found}, this lamwright reads {SCHEMA}. Make the set again with: lamwright plans build")
    try:
        return Manifest(**form)
    except TypeError as error:
        raise RecordError(f"{path} is no manifest of a set of pairs: {error}.") from error


class PairWriter:
    """Appends pairs to a set, behind those that it holds. Use as a context manager."""

    def __init__(self, folder: Path) -> None:
        _make_folder(folder)
        self._path = folder / PAIRS
        try:
            self._stream = self._path.open("r+b" if self._path.exists() else "w+b")
            self._stream.seek(_end_of_whole_lines(self._path))
            self._stream.truncate()
        except OSError as error:
            raise RecordError(f"{self._path} cannot be written: {error.strerror}.") from error
        self._pending = 0

    def add(self, pair: Pair) -> None:
        """Raises RecordError where the disk is full."""
        try:
            self._stream.write(json.dumps(pair_to_json(pair), ensure_ascii=False).encode("utf-8", "replace") + b"\n")
            self._pending += 1
            if self._pending == _FLUSH_EVERY:
                self.flush()
        except OSError as error:
            raise RecordError(f"{self._path} cannot be written: {error.strerror}. Make room and run the same command again.") from error

    def flush(self) -> None:
        self._stream.flush()
        self._pending = 0

    def close(self) -> None:
        try:
            self._stream.close()
        except OSError as error:
            raise RecordError(f"{self._path} cannot be written: {error.strerror}. Make room and run the same command again.") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def write_pairs(folder: Path, pairs: Iterable[Pair]) -> int:
    """Append; how many."""
    count = 0
    with PairWriter(folder) as writer:
        for pair in pairs:
            writer.add(pair)
            count += 1
    return count


def read_pairs(folder: Path) -> Iterator[Pair]:
    """The pairs of a set in its order, one at a time. Raises RecordError."""
    read_set_manifest(folder)
    path = folder / PAIRS
    if not path.exists():
        raise RecordError(f"{folder} holds no pairs: it has no {PAIRS}. Make them with: lamwright plans build --out {folder}")
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if line.endswith(b"\n"):
                yield _read_line(path, number, line)


def _read_line(path: Path, number: int, line: bytes) -> Pair:
    try:
        return pair_from_json(json.loads(line))
    except (ValueError, KeyError, TypeError) as error:
        raise RecordError(f"{path}:{number}: not a pair ({error!r}).") from error


def pair_to_json(pair: Pair) -> dict[str, Any]:
    form = asdict(pair)
    form["plan"], form["lineage"]["roots"] = list(pair.plan), list(pair.lineage.roots)
    return form


def pair_from_json(form: Mapping[str, Any]) -> Pair:
    """Raises KeyError, TypeError or ValueError where the form is not `pair_to_json`'s."""
    lineage = form["lineage"]
    strings = {name: _string(form[name], name) for name in _STRINGS}
    roots = _strings(lineage["roots"], "roots")
    return Pair(
        **strings,
        plan=_strings(form["plan"], "plan"),
        lineage=Lineage(roots, _string(lineage["parent"], "parent"), _string(lineage["operator"], "operator"), int(lineage["depth"])),
    )


_STRINGS = ("id", "task", "source", "origin", "licence", "attribution", "application")


def _strings(values: object, name: str) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(f"{name} holds {type(values).__name__}, not a list of text")
    return tuple(_string(value, name) for value in values)


def _string(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{name} holds {type(value).__name__}, not text")
    return value


def _end_of_whole_lines(path: Path) -> int:
    """Reads only the end of the file, back to its last newline."""
    end = path.stat().st_size
    with path.open("rb") as stream:
        while end:
            start = max(0, end - 65536)
            stream.seek(start)
            newline = stream.read(end - start).rfind(b"\n")
            if newline >= 0:
                return start + newline + 1
            end = start
    return 0


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecordError(f"{folder} cannot be made: {error.strerror}. Choose another folder.") from error
