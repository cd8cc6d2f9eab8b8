"""The kept answers of a road's stages, as tables for a model card: what was made of what, and how good each model is."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lamwright.data.card_text import Section, table
from lamwright.errors import UsageError

Form = Mapping[str, Any]
_TSR = "task_success_rate"
_RATES = ("rate", "accuracy", "precision", "recall")
_ONLINE = ("completion_seconds", "steps", "step_latency")
_DATA = (("plans",), ("collect",), ("train", "explore"))
"""How the commands begin that make data."""
_FIELDS: Mapping[str, type | tuple[type, ...]] = {"seconds": (int, float), "command": list, "answer": dict}
"""What an answer file holds."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in words, and over how many tasks it is."""

    text: str
    tasks: int


def read_answers(run: Path) -> dict[str, Form]:
    """The answer files of a run by their stages' names, in the order of their writing; the run's own win over those that seeds share.

    Raises UsageError where one cannot be read.
    """
    run = run.resolve()
    folders = (run.parent / "stages", run.parent / "stages" / run.name, run / "stages")
    files = [file for folder in folders for file in sorted(folder.glob("*.json"), key=lambda one: one.stat().st_mtime)]
    return {file.stem: read_answer(file) for file in files}


def results(answers: Mapping[str, Form]) -> list[Section]:
    """A section for each kind of evaluation that was made, with a column a model."""
    kinds: tuple[tuple[str, str, Callable[[Form], Iterator[tuple[str, Cell]]]], ...] = (
        ("online", "Online: tasks done in Writer", _online),
        ("decisions", "Decisions: an expert's recorded steps, decided again", _figures),
        ("plans", "Plans: a task's steps from its words alone", _plans),
    )
    found = [(title, _columns(answers, kind, rows)) for kind, title, rows in kinds]
    return [Section(title, _table(columns)) for title, columns in found if columns]


def data_made(answers: Mapping[str, Form]) -> str:
    """A table of the stages that made data, with the numbers that each told of; "" where none is known."""
    return table(("stage", "numbers", "minutes"), [_made(name, form) for name, form in answers.items() if _makes_data(form)])


def read_answer(file: Path) -> Form:
    """How long a stage took ("seconds"), its "command" and its "answer". Raises UsageError where the file is no such thing."""
    try:
        form = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{file}: not the answer of a stage ({error}). Delete it and run recipes.run_all again.") from error
    if not (isinstance(form, dict) and all(isinstance(form.get(name), kind) for name, kind in _FIELDS.items())):
        raise UsageError(f"{file}: not the answer of a stage. Delete it and run recipes.run_all again.")
    return form


def _columns(answers: Mapping[str, Form], kind: str, rows: Callable[[Form], Iterator[tuple[str, Cell]]]) -> dict[str, dict[str, Cell]]:
    """By the model's name its cells by row; the expert's online run is a column of its own."""
    named = {name.removeprefix(f"{kind}-").upper(): name for name in sorted(answers) if name.startswith(f"{kind}-")}
    if kind == "online" and named and "expert" in answers:
        named["expert"] = "expert"
    return {model: dict(rows(answers[name]["answer"])) for model, name in named.items()}


def _online(form: Form) -> Iterator[tuple[str, Cell]]:
    for tier, rate in form["tiers"].items():
        yield f"task success, {tier}", _cell(_TSR, rate, rate["interval"])
    yield "task success, all", _cell(_TSR, form, form["interval"])
    for name in _ONLINE:
        if name in form["intervals"]:
            yield _words(name), _cell(name, form, form["intervals"][name])


def _figures(form: Form) -> Iterator[tuple[str, Cell]]:
    for name, interval in form["intervals"].items():
        yield _words(name), _cell(name, form, interval)


def _plans(form: Form) -> Iterator[tuple[str, Cell]]:
    for source, one in form["by_source"].items():
        yield f"task success rate, {source}", _cell(_TSR, one, one["intervals"][_TSR])
    yield from _figures(form)


def _table(columns: Mapping[str, Mapping[str, Cell]]) -> str:
    rows = dict.fromkeys(row for cells in columns.values() for row in cells)
    return table(("", "n", *columns), [_row(row, [cells.get(row) for cells in columns.values()]) for row in rows])


def _row(name: str, cells: list[Cell | None]) -> tuple[str, ...]:
    tasks = sorted(cell.tasks for cell in cells if cell)
    ends = dict.fromkeys((tasks[0], tasks[-1]))
    return name, " to ".join(f"{number:,}" for number in ends), *(cell.text if cell else "" for cell in cells)


def _cell(name: str, form: Form, interval: tuple[float, float]) -> Cell:
    if name.endswith(_RATES):
        value, low, high = (f"{100 * number:.1f}" for number in (form[name], *interval))
        return Cell(f"{value}% [{low}, {high}]", form["tasks"])
    value, low, high = (f"{number:.3g}" for number in (form[name], *interval))
    return Cell(f"{value} [{low}, {high}]", form["tasks"])


def _words(name: str) -> str:
    return name.replace("_", " ")


def _makes_data(form: Form) -> bool:
    return any(tuple(form["command"][: len(begin)]) == begin for begin in _DATA)


def _made(name: str, form: Form) -> tuple[str, str, str]:
    counts = {key: value for key, value in form["answer"].items() if type(value) is int and value and not key.endswith("_per_hour")}
    numbers = [f"{_words(key)} {value:,}" for key, value in counts.items()]
    return name, ", ".join(numbers), f"{form['seconds'] / 60:.1f}"
