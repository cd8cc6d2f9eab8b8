"""Instantiated tasks on disk.

SET/manifest.json   schema, version, commit, command, configuration, seed, start
SET/tasks.jsonl     one instantiated task a line
SET/funnel.json     how many pairs became tasks, and why the others did not
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from lamwright.actions import action_from_json, action_to_json
from lamwright.data.export.whole import put_whole
from lamwright.data.instantiate.results import Instantiated
from lamwright.data.plans.funnel import Funnel, write_funnel
from lamwright.data.ufo.rows import rows_of
from lamwright.errors import ActionError, RecordError
from lamwright.pairs import Lineage
from lamwright.records import Manifest, check_kind, write_whole

SCHEMA = 1
MANIFEST, TASKS, FUNNEL = "manifest.json", "tasks.jsonl", "funnel.json"


def write_instantiated(folder: Path, made: Iterable[Instantiated], funnel: Funnel, manifest: Manifest) -> int:
    """A whole new set; `funnel` is written as it stands once the tasks have gone by. How many.

    Raises UsageError where the folder exists.
    """
    count = 0
    with put_whole(folder) as beside:
        beside.mkdir(parents=True)
        with (beside / TASKS).open("w", encoding="utf-8") as stream:
            for task in made:
                stream.write(json.dumps(to_json(task), ensure_ascii=False) + "\n")
                count += 1
        write_whole(beside / MANIFEST, json.dumps(asdict(replace(manifest, schema=SCHEMA)), indent=2) + "\n")
        write_funnel(beside / FUNNEL, funnel)
    return count


def read_instantiated(folder: Path) -> Iterator[Instantiated]:
    """One at a time. Raises RecordError as `check_instantiated` does, and on a line that is no such task."""
    check_instantiated(folder)
    path = folder / TASKS
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            try:
                yield from_json(json.loads(line))
            except (ValueError, KeyError, TypeError, ActionError) as error:
                raise RecordError(f"{path}:{number}: not an instantiated task ({error!r}).") from error


def check_instantiated(folder: Path) -> None:
    """Raises RecordError where the folder is no such set, or one of another schema."""
    check_kind(folder, TASKS)
    path = folder / MANIFEST
    try:
        schema = json.loads(path.read_text("utf-8"))["schema"]
    except FileNotFoundError as error:
        raise RecordError(
            f"{folder} is no set of instantiated tasks: it has no {MANIFEST}. Make one with: lamwright instantiate PAIRS --out {folder}"
        ) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecordError(f"{folder} is no set of instantiated tasks: {path.name} cannot be read ({error!r}).") from error
    if schema != SCHEMA:
        raise RecordError(f"{path}: schema {schema}, this lamwright reads {SCHEMA}. Make the set again.")
    if not (folder / TASKS).exists():
        raise RecordError(f"{folder} is no set of instantiated tasks: it has no {TASKS}.")


def map_of(folder: Path) -> Path | None:
    """The application map that the set was made with; None for the shipped one. Raises RecordError as `check_instantiated` does."""
    check_instantiated(folder)
    name = json.loads((folder / MANIFEST).read_text("utf-8")).get("config", {}).get("map")
    return Path(name) if name else None


def to_json(made: Instantiated) -> dict[str, Any]:
    """The rows follow from the plan, and are not written."""
    form = {name: getattr(made, name) for name in _TEXTS}
    return {**form, "plan": [action_to_json(action) for action in made.plan], "lineage": asdict(made.lineage)}


def from_json(form: Mapping[str, Any]) -> Instantiated:
    lineage = form["lineage"]
    plan = tuple(map(action_from_json, form["plan"]))
    roots = tuple(map(str, lineage["roots"]))
    return Instantiated(
        **{name: str(form[name]) for name in _TEXTS},
        plan=plan,
        rows=rows_of(plan),
        lineage=Lineage(roots, lineage["parent"], lineage["operator"], lineage["depth"]),
    )


_TEXTS = ("id", "task", "request", "template", "source", "licence", "attribution")
