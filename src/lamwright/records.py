"""A run on disk: append-only JSON lines and a manifest, which training, evaluation and viewer read and nothing else.

    RUN/manifest.json        schema, version, commit, command, configuration, seed, start
    RUN/episodes.jsonl       one trajectory a line
    RUN/controls.jsonl       every distinct list of controls once, by its digest (observations name it), and every distinct control once
    RUN/screenshots/         pictures that steps name

A line of controls.jsonl is {"digest": ..., "new": [row, ...], "rows": [[first, count], ...]}. A row is one control: text, type,
[x, y, width, height], states, value. Rows are numbered from 0 as they come, those of `new` first; `rows` are the numbers that make up
the list, as runs. Controls are labelled 1, 2, 3 ... in the list, or as "labels" says.

One process writes a run. A line is written and flushed whole; a torn last line (the writer was killed) is cut off at the next opening.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from lamwright.actions import action_from_json, action_to_json
from lamwright.errors import RecordError
from lamwright.observation import Control, Observation, Rectangle
from lamwright.trajectory import Behaviour, Failure, Step, StepSeconds, Trajectory, Verdict

SCHEMA = 2
SCREENSHOTS = "screenshots"
_MANIFEST, EPISODES, _CONTROLS = "manifest.json", "episodes.jsonl", "controls.jsonl"
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


def check_run_folder(folder: Path, resume: bool, manifest: Manifest | None = None) -> None:
    """Raises RecordError where a new run would overwrite one, or where the one to continue is of another schema or not `manifest`'s."""
    try:
        if folder.exists() and not folder.is_dir():
            raise RecordError(f"{folder} is no folder. Name another one for the run.")
        holds_run, has_manifest = (folder / EPISODES).exists(), (folder / _MANIFEST).exists()
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
    """A run of before these were recorded was begun with `recovering` 0, and with weights that nobody knows now."""
    before = {"recovering": 0.0, "weights": given.get("weights"), **begun}
    for name in {**begun, **given}:
        if before.get(name) != given.get(name):
            raise RecordError(
                f"{folder} was begun with {name} {before.get(name)!r}, not {given.get(name)!r}. Continue it so, or choose another folder."
            )


class RunWriter:
    """Writes one run; with `resume`, continues the one of the same settings that the folder holds. Use as a context manager."""

    def __init__(self, folder: Path, manifest: Manifest, resume: bool = False) -> None:
        check_run_folder(folder, resume, manifest)
        self.folder = folder
        self._table = _read_controls(folder)
        _make_folder(folder / SCREENSHOTS)
        if not (resume and (folder / _MANIFEST).exists()):
            write_whole(folder / _MANIFEST, json.dumps(asdict(manifest), indent=2))
        self._episodes = _open_to_append(folder / EPISODES)
        self._controls = _open_to_append(folder / _CONTROLS)

    def add(self, form: Mapping[str, Any]) -> None:
        """Append one episode: `trajectory_to_json`'s form, with any further keys (the task, say) beside it."""
        written = dict(form)
        for digest, rows in written.pop("controls").items():
            if digest not in self._table.lists:
                line = self._table.line(digest, rows)
                _append(self._controls, line)
                self._table.take(line)
        _append(self._episodes, written)

    def close(self) -> None:
        self._episodes.close()
        self._controls.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class Episode:
    """One recorded episode: the trajectory, and what its writer recorded beside it."""

    trajectory: Trajectory
    extra: Mapping[str, Any]


def read_manifest(folder: Path) -> Manifest:
    """Raises RecordError where the folder is no run or of another schema."""
    check_kind(folder, EPISODES)
    path = folder / _MANIFEST
    try:
        form = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise RecordError(f"{folder} is not a run folder: it has no {_MANIFEST}.") from error
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


def read_episodes(folder: Path) -> Iterator[Episode]:
    """The episodes of a run in the order in which they ended. Raises RecordError."""
    read_manifest(folder)
    controls = _controls_of(folder)
    for number, line in enumerate(_lines(folder / EPISODES), 1):
        try:
            form = json.loads(line)
            yield Episode(trajectory_from_json(form, controls), {key: form[key] for key in form if key not in _TRAJECTORY_KEYS})
        except (ValueError, KeyError, TypeError) as error:
            raise RecordError(f"{folder / EPISODES}:{number}: not an episode ({error!r}).") from error


def read_forms(folder: Path) -> Iterator[dict[str, Any]]:
    """The episodes as they are written, their lists of controls by digest alone: quick where only verdicts count. Raises RecordError."""
    read_manifest(folder)
    for number, line in enumerate(_lines(folder / EPISODES), 1):
        try:
            yield json.loads(line)
        except ValueError as error:
            raise RecordError(f"{folder / EPISODES}:{number}: not an episode ({error!r}).") from error


def text_bytes(folder: Path) -> int:
    """What the run takes up without its pictures."""
    return sum(path.stat().st_size for path in (folder / EPISODES, folder / _CONTROLS) if path.exists())


def _controls_of(folder: Path) -> dict[str, tuple[Control, ...]]:
    try:
        return _read_controls(folder).controls()
    except (ValueError, TypeError) as error:
        raise RecordError(f"{folder / _CONTROLS}: a row is no control ({error!r}).") from error


@dataclass(slots=True)
class _ControlTable:
    """Every distinct control of a run by its number, and the lists that are made of them, by digest: pairs of label and number."""

    rows: list[list[Any]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    lists: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    def line(self, digest: str, controls: Sequence[list[Any]]) -> dict[str, Any]:
        """What is to be written about a new list."""
        texts = [_plain(row[1:]) for row in controls]
        new = [text for text in dict.fromkeys(texts) if text not in self.numbers]
        fresh = {text: number for number, text in enumerate(new, len(self.rows))}
        numbers = [fresh[text] if text in fresh else self.numbers[text] for text in texts]
        form = {"digest": digest, "new": [json.loads(text) for text in new], "rows": _runs(numbers)}
        labels = [row[0] for row in controls]
        return form if labels == list(range(1, len(labels) + 1)) else {**form, "labels": labels}

    def take(self, line: Mapping[str, Any]) -> None:
        """Learn what a line says. Raises ValueError, KeyError, TypeError or IndexError where it is none."""
        for row in line["new"]:
            self.numbers[_plain(row)] = len(self.rows)
            self.rows.append(row)
        numbers = [number for first, count in line["rows"] for number in range(first, first + count)]
        if any(not 0 <= number < len(self.rows) for number in numbers):
            raise IndexError(f"it names a row beyond the {len(self.rows)} before it")
        self.lists[str(line["digest"])] = tuple(zip(line.get("labels", range(1, len(numbers) + 1)), numbers, strict=True))

    def controls(self) -> dict[str, tuple[Control, ...]]:
        """The lists by digest; those that have a control in common share it."""
        every = {place for places in self.lists.values() for place in places}
        made = {(label, number): _control([label, *self.rows[number]]) for label, number in every}
        return {digest: tuple(made[place] for place in places) for digest, places in self.lists.items()}


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """Numbers as [first, count]: 4 5 6 9 is [[4, 3], [9, 1]]."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == sum(runs[-1]):
            runs[-1][1] += 1
        else:
            runs.append([number, 1])
    return runs


def _read_controls(folder: Path) -> _ControlTable:
    table = _ControlTable()
    for number, line in enumerate(_lines(folder / _CONTROLS), 1):
        try:
            table.take(json.loads(line))
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise RecordError(f"{folder / _CONTROLS}:{number}: not a list of controls ({error!r}).") from error
    return table


_TRAJECTORY_KEYS = frozenset({"request", "task", "outcome", "seconds", "verdict", "failure", "steps", "notes", "last_screenshot"})


def trajectory_to_json(trajectory: Trajectory) -> dict[str, Any]:
    """JSON form, with the lists of controls apart under "controls" by digest."""
    controls: dict[str, list[Any]] = {}
    return {
        "request": trajectory.request,
        "task": trajectory.task,
        "outcome": trajectory.outcome,
        "seconds": round(trajectory.seconds, 4),
        "verdict": asdict(trajectory.verdict) if trajectory.verdict else None,
        "failure": asdict(trajectory.failure) if trajectory.failure else None,
        "notes": trajectory.notes,
        "last_screenshot": trajectory.last_screenshot,
        "steps": [_step_to_json(step, controls) for step in trajectory.steps],
        "controls": controls,
    }


def trajectory_of(form: Mapping[str, Any]) -> Trajectory:
    """The trajectory of `trajectory_to_json`'s form, its lists of controls still in it."""
    return trajectory_from_json(form, {digest: tuple(map(_control, rows)) for digest, rows in form["controls"].items()})


def trajectory_from_json(form: Mapping[str, Any], controls: Mapping[str, tuple[Control, ...]]) -> Trajectory:
    verdict, failure = form["verdict"], form["failure"]
    return Trajectory(
        request=form["request"],
        task=form["task"],
        outcome=form["outcome"],
        seconds=form["seconds"],
        steps=tuple(_step_from_json(step, controls) for step in form["steps"]),
        verdict=Verdict(verdict["success"], verdict["judge"], tuple(verdict["reasons"])) if verdict else None,
        failure=Failure(**failure) if failure else None,
        notes=dict(form["notes"]),
        last_screenshot=form["last_screenshot"],
    )


def _step_to_json(step: Step, controls: dict[str, list[Any]]) -> dict[str, Any]:
    rows = [_row(control) for control in step.observation.controls]
    digest = hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:16]
    controls[digest] = rows
    return {
        "window": step.observation.window,
        "modal": step.observation.modal,
        "selection": step.observation.selection,
        "controls": digest,
        "action": action_to_json(step.action),
        "feedback": step.feedback,
        "seconds": {name: round(value, 4) for name, value in asdict(step.seconds).items()},
        "screenshot": step.screenshot,
        "behaviour": _behaviour_to_json(step.behaviour) if step.behaviour else None,
    }


def _behaviour_to_json(behaviour: Behaviour) -> dict[str, Any]:
    return {"choices": behaviour.choices, "logprobs": [round(value, 7) for value in behaviour.logprobs]}


def _behaviour_from_json(form: Mapping[str, Any]) -> Behaviour:
    return Behaviour(tuple(map(tuple, form["choices"])), tuple(form["logprobs"]))


def _step_from_json(form: Mapping[str, Any], controls: Mapping[str, tuple[Control, ...]]) -> Step:
    return Step(
        observation=Observation(form["window"], controls[form["controls"]], form["modal"], form["selection"]),
        action=action_from_json(form["action"]),
        seconds=StepSeconds(**form["seconds"]),
        feedback=form["feedback"],
        screenshot=form["screenshot"],
        behaviour=_behaviour_from_json(form["behaviour"]) if form["behaviour"] else None,
    )


def _row(control: Control) -> list[Any]:
    box = control.rectangle
    return [control.label, control.text, control.type, [box.x, box.y, box.width, box.height], sorted(control.states), control.value]


def _control(row: list[Any]) -> Control:
    label, text, type_, box, states, value = row
    return Control(label, text, type_, Rectangle(*box), frozenset(states), value)


def write_whole(path: Path, text: str) -> None:
    """Write beside, then rename: nobody sees half a file. Raises RecordError on a full disk or a folder that cannot be written."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_text(text, "utf-8", "replace")
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise RecordError(f"{path} cannot be written: {error.strerror}.") from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecordError(f"{folder} cannot be made: {error.strerror}. Choose another folder.") from error


def _open_to_append(path: Path) -> FileIO:
    """Open, unbuffered, at the end of the last whole line: what a killed writer left torn is cut off."""
    try:
        stream = path.open("r+b" if path.exists() else "w+b", buffering=0)
    except OSError as error:
        raise RecordError(f"{path} cannot be written: {error.strerror}.") from error
    whole = stream.read().rfind(b"\n") + 1
    stream.seek(whole)
    stream.truncate()
    return stream


def _append(stream: FileIO, form: Mapping[str, Any]) -> None:
    """One whole line or none: a write that fails half-way (a full disk) is taken back."""
    start = stream.tell()
    line = memoryview(_plain(form).encode("utf-8", "replace") + b"\n")
    try:
        while line:
            line = line[stream.write(line) :]
    except OSError as error:
        stream.truncate(start)
        stream.seek(start)
        kept = "Everything up to the last whole episode is kept; make room and continue with --resume."
        raise RecordError(f"{stream.name!s} cannot be written: {error.strerror}. {kept}") from error


def _plain(form: object) -> str:
    return json.dumps(form, ensure_ascii=False, separators=(",", ":"))


def _lines(path: Path) -> Iterator[bytes]:
    if not path.exists():
        return
    with path.open("rb") as stream:
        for line in stream:
            if line.endswith(b"\n"):
                yield line
