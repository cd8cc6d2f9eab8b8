"""Puts a written document where the user wants it: whole, or not at all."""

import os
import shutil
from pathlib import Path

from lamwright.environments.writer.native import SAVE_FORMATS
from lamwright.errors import UsageError


def save_format(path: Path) -> str:
    """The format that the path's suffix asks for. Raises UsageError where it cannot be written there."""
    kind = path.suffix.lower().removeprefix(".")
    if kind not in SAVE_FORMATS:
        raise UsageError(f"{path} cannot be written: the name must end in .odt, .docx or .pdf.")
    if path.is_dir():
        raise UsageError(f"{path} is a folder. Give the name of a file.")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"{path} cannot be written: the folder {path.absolute().parent} does not exist.")
    return kind


def put_in_place(written: Path, path: Path) -> None:
    """Copy beside the target, then rename. Raises UsageError."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        shutil.copyfile(written, beside)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
