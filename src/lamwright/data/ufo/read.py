"""Files of UFO's instantiation and execution results, read: what was asked for, and the rows of its plan."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from lamwright.data.ufo.rows import Row
from lamwright.data.ufo.write import PROVENANCE
from lamwright.errors import UsageError

Value = TypeVar("Value")
_NOUNS: Mapping[type, str] = {str: "a text", int: "a whole number", dict: "an object", list: "a list"}


@dataclass(frozen=True, slots=True)
class UfoPlan:
    """One file. `refused` is why the file's own judge let it fall, "" where it did not; what comes after it is known of our own alone."""

    unique_id: str
    app: str
    task: str
    steps: tuple[str, ...]
    template: str
    request: str
    rows: tuple[Row, ...]
    refused: str = ""
    licence: str = ""
    attribution: str = ""
    roots: tuple[str, ...] = ()


def ufo_files(path: Path) -> list[Path]:
    """The file itself, or every JSON file under the folder. Raises UsageError where there is none."""
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise UsageError(f"{path} does not exist. Name a JSON file of UFO's, or a folder of them.")
    found = sorted(path.rglob("*.json"))
    if not found:
        raise UsageError(f"{path} holds no JSON file. Name a folder of UFO's instantiation or execution results.")
    return found


def read_ufo(path: Path) -> UfoPlan:
    """Raises UsageError, in one sentence that names the file and the place, where it is no result of UFO's."""
    try:
        form = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is not JSON: {error}.") from error
    if isinstance(form, dict) and "instantiation_result" not in form and "task" in form:
        raise UsageError(f"{path} is a task that nothing was made of yet; import what UFO's instantiation made of it.")
    return _plan(_Place(path, "", form))


def _plan(top: "_Place") -> UfoPlan:
    original, made = top.at("original"), top.at("instantiation_result")
    prefill = made.at("prefill").at("result")
    return UfoPlan(
        unique_id=top.get("unique_id", str),
        app=top.get("app", str),
        task=original.get("original_task", str),
        steps=tuple(step.value(str) for step in original.each("original_steps")),
        template=str(made.at("choose_template").optional("result") or ""),
        request=prefill.get("instantiated_request", str),
        rows=tuple(_row(row) for row in prefill.each("instantiated_plan")),
        refused=_refused(made),
        **_provenance(top),
    )


def _provenance(top: "_Place") -> dict[str, Any]:
    if top.optional(PROVENANCE) is None:
        return {}
    place = top.at(PROVENANCE)
    roots = tuple(root.value(str) for root in place.each("roots"))
    return {"licence": place.get("licence", str), "attribution": place.get("attribution", str), "roots": roots}


def _refused(made: "_Place") -> str:
    judged = made.optional("instantiation_evaluation")
    result = judged.get("result") if isinstance(judged, dict) else None
    if isinstance(result, dict) and result.get("judge") is False:
        return str(result.get("thought") or "no reason is given")
    return ""


def _row(row: "_Place") -> Row:
    label = row.optional("ControlLabel")
    return Row(
        step=row.get("Step", int),
        subtask=row.get("Subtask", str),
        function=row.get("Function", str),
        args=row.get("Args", dict),
        control_text=str(row.optional("ControlText") or ""),
        control_type=str(row.optional("ControlType") or ""),
        control_label=str(label) if label not in (None, "") else None,
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """A value somewhere in a file, which knows where."""

    path: Path
    where: str
    form: Any

    def value(self, kind: type[Value]) -> Value:
        if not isinstance(self.form, kind) or isinstance(self.form, bool):
            raise UsageError(f"{self.path} is no result of UFO's: {self.where or 'the file'} must be {_NOUNS[kind]}.")
        return self.form

    def at(self, key: str) -> "_Place":
        form = self.value(dict)
        where = f"{self.where}.{key}" if self.where else key
        if key not in form:
            raise UsageError(f"{self.path} is no result of UFO's: {where} is missing.")
        return _Place(self.path, where, form[key])

    def get(self, key: str, kind: type[Value]) -> Value:
        return self.at(key).value(kind)

    def optional(self, key: str) -> Any:
        return self.value(dict).get(key)

    def each(self, key: str) -> Iterator["_Place"]:
        place = self.at(key)
        for number, entry in enumerate(place.value(list)):
            yield _Place(self.path, f"{place.where}[{number}]", entry)
