"""The application map that is shipped, as what plans are matched over."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from lamwright.application_map import ApplicationMap, read_map
from lamwright.data.instantiate.match import MapMatcher
from lamwright.environments.writer.mapping import is_denied


@cache
def writer_map(path: Path | None = None) -> ApplicationMap:
    """The map in `path`, by default the one of Writer in this package. Raises UsageError where it cannot be read."""
    return read_map(path or Path(str(files("lamwright.environments.writer") / "map.json")))


@cache
def writer_matcher(path: Path | None = None) -> MapMatcher:
    """Matches over that map what may be touched in Writer."""
    return MapMatcher(writer_map(path), is_denied)
