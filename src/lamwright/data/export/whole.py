"""Files and folders that are written beside their place and renamed into it once they are whole."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lamwright.errors import UsageError


def check_new(path: Path) -> None:
    """Raises UsageError where something is there already, or nothing can be put there."""
    if path.exists():
        raise UsageError(f"{path} exists already. Name another one, or remove it first.")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"{path} cannot be written: the folder {path.absolute().parent} does not exist.")


@contextmanager
def put_whole(path: Path) -> Iterator[Path]:
    """Gives a path beside, for a file or a folder; what is there at the end gets its name, what is there after an error is removed.

    Raises UsageError where the disk is full or the folder cannot be written.
    """
    check_new(path)
    beside = path.with_name(f".{path.name}.part")
    _remove(beside)
    try:
        yield beside
        beside.rename(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        _remove(beside)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
