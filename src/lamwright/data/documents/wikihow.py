"""WikiHow: saved pages with schema.org HowTo, and the data set's public forms (wikihowAll.csv, wikihowSep.csv, JSON, JSON lines)."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from lamwright.data.documents.folder import HTML
from lamwright.data.documents.howto import HowTo, sound
from lamwright.data.documents.pages import Unreadable, files_below, parse_html, read_text
from lamwright.data.documents.schema_org import Structured, from_json, structured_how_tos
from lamwright.data.plans.funnel import Funnel
from lamwright.errors import UsageError

LICENCE = "CC-BY-NC-SA-3.0"
ATTRIBUTION = "WikiHow and its authors"
STAGE = "read WikiHow"
MOST_JSON_BYTES = 200 * 2**20
_FORMS = (".csv", ".json", ".jsonl", *HTML)


def read_wikihow(path: Path, funnel: Funnel, licence: str = LICENCE, attribution: str = ATTRIBUTION) -> Iterator[HowTo]:
    """The how-tos of a file, or of every file below a folder. Raises UsageError where there is none in one of the forms."""
    if not path.exists():
        raise UsageError(f"{path} does not exist. Name a saved page, a CSV or JSON file, or a folder of them.")
    files = [each for each in files_below(path) if each.suffix.casefold() in _FORMS] if path.is_dir() else [path]
    if not files:
        raise UsageError(f"{path} holds no WikiHow page or data file ({', '.join(_FORMS)}).")
    for file in files:
        number, origin = 0, file.relative_to(path).as_posix() if path.is_dir() else file.name
        try:
            for found in _read(file, funnel):
                number += 1
                yield _how_to(found, origin, number, licence, attribution)
        except Unreadable as unreadable:
            funnel.rejected(STAGE, unreadable.reason)
        except OSError as error:
            funnel.rejected(STAGE, f"cannot be read: {error.strerror}")


def _read(path: Path, funnel: Funnel) -> Iterator[Structured]:
    kind = path.suffix.casefold()
    every = _of_csv(path, funnel) if kind == ".csv" else _of_json(path, funnel) if kind in (".json", ".jsonl") else _of_page(path)
    for found in every:
        if found.name and found.steps:
            funnel.passed(STAGE)
            yield found
        else:
            funnel.rejected(STAGE, "an article without title or steps")


def _of_page(path: Path) -> Iterator[Structured]:
    found = tuple(structured_how_tos(parse_html(read_text(path))))
    if not found:
        raise Unreadable("a page without schema.org HowTo")
    yield from found


def _of_csv(path: Path, funnel: Funnel) -> Iterator[Structured]:
    """wikihowAll: one article a row, its steps' headlines a line each. wikihowSep: one step a row, those of a section together."""
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        rows = csv.DictReader(line.replace("\0", "") for line in stream)
        columns = {(name or "").strip().casefold() for name in rows.fieldnames or ()}
        if not {"title", "headline"} <= columns:
            raise Unreadable("a CSV file without the columns title and headline")
        cleaned = _rows(rows, funnel)
        if "sectionlabel" in columns:
            for (title, section), steps in groupby(cleaned, key=lambda row: (row["title"], row["sectionlabel"])):
                yield Structured(_title(title), section.strip(), tuple(filter(None, (_line(row["headline"]) for row in steps))))
        else:
            yield from (
                Structured(_title(row["title"]), "", tuple(filter(None, map(_line, row["headline"].split("\n"))))) for row in cleaned
            )


def _rows(rows: "csv.DictReader[str]", funnel: Funnel) -> Iterator[dict[str, str]]:
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            funnel.rejected(STAGE, "a row that is no CSV")
            continue
        yield {(name or "").strip().casefold(): value if isinstance(value, str) else "" for name, value in row.items()}


def _of_json(path: Path, funnel: Funnel) -> Iterator[Structured]:
    if path.suffix.casefold() == ".jsonl":
        with path.open(encoding="utf-8", errors="replace") as stream:
            yield from (found for line in stream if line.strip() for found in _of_line(line, funnel))
        return
    try:
        yield from _of_object(json.loads(read_text(path, MOST_JSON_BYTES)))
    except (ValueError, RecursionError) as error:
        raise Unreadable("not JSON") from error


def _of_line(line: str, funnel: Funnel) -> Iterator[Structured]:
    try:
        yield from _of_object(json.loads(line))
    except (ValueError, RecursionError):
        funnel.rejected(STAGE, "a line that is no JSON")


def _of_object(form: Any) -> Iterator[Structured]:
    """An article with `steps`, or with `methods`, `parts` or `sections` of them; a row as in the CSV; schema.org; a list of these."""
    if isinstance(form, list):
        for each in form:
            yield from _of_object(each)
    elif isinstance(form, dict):
        title = _title(str(form.get("title") or form.get("name") or ""))
        groups = next((form[key] for key in ("methods", "parts", "sections") if isinstance(form.get(key), list)), None)
        if groups is not None:
            yield from (
                Structured(title, str(each.get("name") or each.get("title") or ""), _steps(each.get("steps"))) for each in _objects(groups)
            )
        elif "steps" in form:
            yield Structured(title, "", _steps(form["steps"]))
        elif isinstance(form.get("headline"), str) and title:
            yield Structured(title, "", tuple(filter(None, map(_line, form["headline"].split("\n")))))
        else:
            yield from from_json(form)


def _objects(values: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    return (value for value in values if isinstance(value, dict))


def _steps(steps: Any) -> tuple[str, ...]:
    told = (
        next((str(step[key]) for key in ("headline", "summary", "text", "description") if step.get(key)), "")
        if isinstance(step, dict)
        else step
        for step in (steps if isinstance(steps, list) else ())
    )
    return tuple(line for step in told if isinstance(step, str) and (line := _line(step)))


def _line(text: str) -> str:
    """A headline: the data set ends its lines with ".,"."""
    return " ".join(text.split()).rstrip(",; ")


def _title(title: str) -> str:
    """The data set tells articles of one title apart by a number behind it."""
    return re.sub(r"(?<=[a-z)])\d+$", "", " ".join(title.split()))


def _how_to(found: Structured, origin: str, number: int, licence: str, attribution: str) -> HowTo:
    return HowTo(
        title=sound(found.name),
        steps=tuple(map(sound, found.steps)),
        source="wikihow",
        origin=sound(origin),
        licence=sound(found.licence) or licence,
        attribution=sound(found.author) or attribution,
        application="",
        form="structured",
        name=f"article/{number}",
        context=(sound(found.section),) if found.section else (),
    )
