"""The map of LibreOffice Writer that comes with the package; `lamwright map writer` makes it anew."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from lamwright.application_map import ApplicationMap, read_map

SHIPPED_MAP = Path(str(files("lamwright.environments.writer") / "map.json"))


@cache
def writer_map(path: Path | None = None) -> ApplicationMap:
    """The map in `path`, or the shipped one, read once. Raises UsageError where it cannot be read."""
    return read_map(path or SHIPPED_MAP)
