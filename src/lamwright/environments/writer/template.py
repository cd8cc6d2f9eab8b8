"""The template documents that tasks start from, each with what is known about it.

The documents lie in the folder `templates` as flat OpenDocument text; `templates.json` there says what each one holds.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from lamwright.errors import UsageError


@dataclass(frozen=True, slots=True)
class Template:
    """One document, unchanged by any task.

    `topics` pairs the index of a block with a noun that occurs in this block and nowhere else in the document. Blocks are counted
    from 0 in the order of the body: a paragraph, a heading, a list entry and a whole table count one each.
    `features` holds some of plain (paragraphs alone), headings, title, table, bullets, numbers, sublist, aligned, formatted, repeats,
    landscape, shape, textbox, chart, comments, long, line (a single line and nothing else).
    `repeated` names the words that occur three times or more in exactly this spelling, and at least once inside a longer word.
    """

    name: str
    description: str
    path: Path
    topics: tuple[tuple[int, str], ...]
    features: frozenset[str]
    repeated: tuple[str, ...] = ()


@cache
def templates() -> tuple[Template, ...]:
    """Every template, in the order of templates.json."""
    folder = Path(str(files("lamwright.environments.writer") / "templates"))
    entries = json.loads((folder / "templates.json").read_text(encoding="utf-8"))
    return tuple(
        Template(
            name=entry["name"],
            description=entry["description"],
            path=folder / f"{entry['name']}.fodt",
            topics=tuple((index, topic) for index, topic in entry["topics"]),
            features=frozenset(entry["features"]),
            repeated=tuple(entry["repeated"]),
        )
        for entry in entries
    )


@cache
def suite_templates() -> tuple[Template, ...]:
    """Those that hold enough for the task suite to draw from."""
    return tuple(each for each in templates() if "line" not in each.features)


def template(name: str) -> Template:
    """The template of that name. Raises UsageError."""
    known = {each.name: each for each in templates()}
    if name not in known:
        raise UsageError(f"There is no template document {name!r}. Known: {', '.join(known)}.")
    return known[name]
