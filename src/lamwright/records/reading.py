"""A recorded run's episodes, with their controls or as they are written."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lamwright.errors import RecordError
from lamwright.records.controls import read_controls
from lamwright.records.files import whole_lines
from lamwright.records.manifest import CONTROLS, EPISODES, read_manifest
from lamwright.records.trajectories import TRAJECTORY_KEYS, trajectory_from_json
from lamwright.trajectory import Trajectory


@dataclass(frozen=True, slots=True)
class Episode:
    """One recorded episode: the trajectory, and what its writer recorded beside it."""

    trajectory: Trajectory
    extra: Mapping[str, Any]


def read_episodes(folder: Path) -> Iterator[Episode]:
    """The episodes of a run in the order in which they ended. Raises RecordError."""
    read_manifest(folder)
    controls = read_controls(folder)
    for number, line in enumerate(whole_lines(folder / EPISODES), 1):
        try:
            form = json.loads(line)
            yield Episode(trajectory_from_json(form, controls), {key: form[key] for key in form if key not in TRAJECTORY_KEYS})
        except (ValueError, KeyError, TypeError) as error:
            raise RecordError(f"{folder / EPISODES}:{number}: not an episode ({error!r}).") from error


def read_forms(folder: Path) -> Iterator[dict[str, Any]]:
    """The episodes as they are written, their lists of controls by digest alone: quick where only verdicts count. Raises RecordError."""
    read_manifest(folder)
    for number, line in enumerate(whole_lines(folder / EPISODES), 1):
        try:
            yield json.loads(line)
        except ValueError as error:
            raise RecordError(f"{folder / EPISODES}:{number}: not an episode ({error!r}).") from error


def text_bytes(folder: Path) -> int:
    """What the run takes up without its pictures."""
    return sum(path.stat().st_size for path in (folder / EPISODES, folder / CONTROLS) if path.exists())
