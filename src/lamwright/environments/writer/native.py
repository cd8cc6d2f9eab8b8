"""Native calls: an action as an operation of the sidecar, its arguments checked."""

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lamwright.actions import (
    Action,
    InsertTable,
    SaveAs,
    SelectCell,
    SelectParagraph,
    SelectTable,
    SelectText,
    SetFontName,
    SetFontSize,
)
from lamwright.errors import ActionError

SAVE_FORMATS = ("odt", "docx", "pdf")
LARGEST_SIZE = 999.9
MOST_ROWS, MOST_COLUMNS = 500, 60
_KINDS = (SelectText, SelectParagraph, SelectTable, SelectCell, InsertTable, SetFontName, SetFontSize, SaveAs)
NATIVE_FUNCTIONS = frozenset(kind.function for kind in _KINDS)


@dataclass(frozen=True, slots=True)
class NativeCall:
    operation: str
    arguments: dict[str, Any]


def native_call(action: Action, saved_folder: Path) -> NativeCall:
    """Raises ActionError where an argument cannot be meant."""
    match action:
        case SelectParagraph(paragraph, index):
            if index is None:
                raise ActionError(f"It is not known which paragraph '{paragraph}' is: give its index.")
            return NativeCall("select_paragraph", {"index": index})
        case InsertTable(rows, columns):
            return NativeCall(
                "insert_table", {"rows": _count(rows, "rows", MOST_ROWS), "columns": _count(columns, "columns", MOST_COLUMNS)}
            )
        case SetFontName(name):
            if not name.strip():
                raise ActionError("'set_font' needs the name of a font.")
            return NativeCall("set_font", {"name": name.strip()})
        case SetFontSize(size):
            return NativeCall("set_font_size", {"size": _size(size)})
        case SaveAs(name, format):
            return _save(name, format, saved_folder)
        case SelectText(text):
            return NativeCall("select_text", {"text": text})
        case SelectTable(number):
            return NativeCall("select_table", {"number": int(number)})
        case SelectCell(cell):
            return NativeCall("select_cell", {"cell": cell})
    raise ActionError(f"'{action.function}' is not a native call of Writer.")


def _count(text: str, what: str, most: int) -> int:
    if not re.fullmatch(r"\s*\d+\s*", text) or not 1 <= int(text) <= most:
        raise ActionError(f"The number of {what} must be a whole number from 1 to {most}, not '{text}'.")
    return int(text)


def _size(text: str) -> float:
    match = re.fullmatch(r"\s*(\d+(?:[.,]\d+)?)\s*(?:pt|points?)?\s*", text)
    size = float(match[1].replace(",", ".")) if match else math.nan
    if not 1 <= size <= LARGEST_SIZE:
        raise ActionError(f"The size must be a number of points from 1 to {LARGEST_SIZE:g}, not '{text}'.")
    return size


def _save(name: str, format: str, folder: Path) -> NativeCall:
    wanted = format.strip().lower().removeprefix(".")
    if wanted not in SAVE_FORMATS:
        raise ActionError(f"The document can be saved as {', '.join(SAVE_FORMATS)}, not as '{format}'.")
    plain = name.strip()
    if plain.lower().endswith(f".{wanted}"):
        plain = plain[: -len(wanted) - 1]
    if not plain or len(plain.encode()) > 200 or plain.startswith(".") or re.search(r"[/\\\x00-\x1f]", plain):
        raise ActionError(f"'{name}' is no plain file name: give a name without folders.")
    return NativeCall("store", {"url": (folder / f"{plain}.{wanted}").as_uri(), "format": wanted})
