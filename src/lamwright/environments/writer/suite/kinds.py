"""Every kind of task, by name."""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache

from lamwright.environments.writer.suite import characters, files, find, inserting, lists, page, paragraphs, styles, tables
from lamwright.environments.writer.suite.kind import Kind
from lamwright.errors import UsageError

_MODULES = (characters, paragraphs, styles, lists, tables, find, inserting, page, files)


@cache
def kinds() -> Mapping[str, Kind]:
    return {kind.name: kind for module in _MODULES for kind in module.KINDS}


def kind(name: str) -> Kind:
    """Raises UsageError, with the nearest name, where there is none of that name."""
    found = kinds().get(name)
    if found is None:
        near = get_close_matches(name, kinds(), 1)
        raise UsageError(f"Unknown task '{name}'." + (f" Did you mean '{near[0]}'?" if near else " See: lamwright tasks list"))
    return found
