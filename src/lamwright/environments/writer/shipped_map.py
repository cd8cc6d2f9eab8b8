"""The map of LibreOffice Writer that comes with the package; `lamwright map writer` makes it anew."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from lamwright.application_map import ApplicationMap, read_map

SHIPPED_MAP = Path(str(files("lamwright.environments.writer") / "map.json"))


@cache
def shipped_map() -> ApplicationMap:
    return read_map(SHIPPED_MAP)
