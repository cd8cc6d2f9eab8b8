"""The application map that is shipped, as what plans are matched over."""

from functools import cache
from pathlib import Path

from lamwright.data.instantiate.match import MapMatcher
from lamwright.environments.writer.mapping import is_denied
from lamwright.environments.writer.shipped_map import writer_map


@cache
def writer_matcher(path: Path | None = None) -> MapMatcher:
    """Matches over that map what may be touched in Writer."""
    return MapMatcher(writer_map(path), is_denied)
