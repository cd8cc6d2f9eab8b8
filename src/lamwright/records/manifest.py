"""What made a run, and whether a folder holds one, or may take one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lamwright.errors import RecordError

SCHEMA = 2
SCREENSHOTS = "screenshots"
MANIFEST, EPISODES, CONTROLS = "manifest.json", "episodes.jsonl", "controls.jsonl"
KINDS = {EPISODES: "a run", "pairs.jsonl": "a set of pairs", "tasks.jsonl": "a set of instantiated tasks"}
"""What a folder with a manifest is, by the file that it holds."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What made this run."""

    command: str
    config: Mapping[str, Any]
    seed: int
    version: str
    commit: str
    started: str
    schema: int = SCHEMA


def new_manifest(command: str, config: Mapping[str, Any], seed: int, version: str, commit: str) -> Manifest:
    return Manifest(command, dict(config), seed, version, commit, datetime.now(UTC).isoformat(timespec="seconds"))


def read_manifest(folder: Path) -> Manifest:
    """Raises RecordError where the folder is no run or of another schema."""
    check_kind(folder, EPISODES)
    path = folder / MANIFEST
    try:
        form = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise RecordError(f"{folder} is not a run folder: it has no {MANIFEST}.") from error
    except (OSError, ValueError) as error:
        raise RecordError(f"{path} cannot be read: {error}.") from error
    if not isinstance(form, dict):
        raise RecordError(f"{path} is no manifest of a run. Choose another folder.")
    if form.get("schema") != SCHEMA:
        raise RecordError(
            f"{path}: schema {form.get('schema')}, this lamwright reads {SCHEMA}. Use the version that wrote it ({form.get('version')})."
        )
    try:
        return Manifest(**form)
    except TypeError as error:
        raise RecordError(f"{path} is no manifest of a run: {error}.") from error


def check_run_folder(folder: Path, resume: bool, manifest: Manifest | None = None) -> None:
    """Raises RecordError where a new run would overwrite one, or where the one to continue is of another schema or not `manifest`'s."""
    try:
        if folder.exists() and not folder.is_dir():
            raise RecordError(f"{folder} is no folder. Name another one for the run.")
        holds_run, has_manifest = (folder / EPISODES).exists(), (folder / MANIFEST).exists()
        foreign = any((folder / name).exists() for name in KINDS) or (not has_manifest and folder.exists() and any(folder.iterdir()))
    except OSError as error:
        raise RecordError(f"{folder} cannot be read: {error.strerror}.") from error
    if holds_run and not resume:
        raise RecordError(f"{folder} holds a run already. Continue it with --resume, or choose another folder.")
    if foreign and not holds_run:
        raise RecordError(f"{folder} holds something that is no run. Choose another folder.")
    if resume and has_manifest:
        begun = read_manifest(folder)
        if manifest:
            _check_same(folder, _settings(begun), _settings(manifest))


def check_kind(folder: Path, file: str) -> None:
    """Raises RecordError where the folder is a file, or one of KINDS other than that of `file`."""
    try:
        if folder.exists() and not folder.is_dir():
            raise RecordError(f"{folder} is a file. Name the folder of {KINDS[file]}.")
        found = [kind for name, kind in KINDS.items() if (folder / name).exists()]
    except OSError as error:
        raise RecordError(f"{folder} cannot be read: {error.strerror}.") from error
    if found and KINDS[file] not in found:
        raise RecordError(f"{folder} is {found[0]}, not {KINDS[file]}. Name another folder.")


def _settings(manifest: Manifest) -> dict[str, Any]:
    """What makes two runs the same run, in JSON's types; how many workers share it and how much room it may take do not."""
    form = {"command": manifest.command, "seed": manifest.seed, **manifest.config}
    for name in ("workers", "disk_limit"):
        form.pop(name, None)
    settings: dict[str, Any] = json.loads(json.dumps(form))
    return settings


def _check_same(folder: Path, begun: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    """A run of before these were recorded was begun with `recovering` and `unplanned` 0, and with weights that nobody knows now."""
    before = {"recovering": 0.0, "unplanned": 0, "weights": given.get("weights"), **begun}
    for name in {**begun, **given}:
        if before.get(name) != given.get(name):
            raise RecordError(
                f"{folder} was begun with {name} {before.get(name)!r}, not {given.get(name)!r}. Continue it so, or choose another folder."
            )
