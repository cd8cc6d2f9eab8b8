"""Controls on disk: rows, each written once for a whole run, and the lists that are made of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lamwright.errors import RecordError
from lamwright.observation import Control, Rectangle
from lamwright.records.files import compact, whole_lines
from lamwright.records.manifest import CONTROLS


def row_of(control: Control) -> list[Any]:
    """A control as its label and its row."""
    box = control.rectangle
    return [control.label, control.text, control.type, [box.x, box.y, box.width, box.height], sorted(control.states), control.value]


def control_of(row: list[Any]) -> Control:
    """The control of `row_of`'s form. Raises ValueError or TypeError where it is none."""
    label, text, type_, box, states, value = row
    return Control(label, text, type_, Rectangle(*box), frozenset(states), value)


@dataclass(slots=True)
class ControlTable:
    """Every distinct control of a run by its number, and the lists that are made of them, by digest: pairs of label and number."""

    rows: list[list[Any]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    lists: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    def line(self, digest: str, controls: Sequence[list[Any]]) -> dict[str, Any]:
        """What is to be written about a new list."""
        texts = [compact(row[1:]) for row in controls]
        new = [text for text in dict.fromkeys(texts) if text not in self.numbers]
        fresh = {text: number for number, text in enumerate(new, len(self.rows))}
        numbers = [fresh[text] if text in fresh else self.numbers[text] for text in texts]
        form = {"digest": digest, "new": [json.loads(text) for text in new], "rows": _runs(numbers)}
        labels = [row[0] for row in controls]
        return form if labels == list(range(1, len(labels) + 1)) else {**form, "labels": labels}

    def take(self, line: Mapping[str, Any]) -> None:
        """Learn what a line says. Raises ValueError, KeyError, TypeError or IndexError where it is none."""
        for row in line["new"]:
            self.numbers[compact(row)] = len(self.rows)
            self.rows.append(row)
        numbers = [number for first, count in line["rows"] for number in range(first, first + count)]
        if any(not 0 <= number < len(self.rows) for number in numbers):
            raise IndexError(f"it names a row beyond the {len(self.rows)} before it")
        self.lists[str(line["digest"])] = tuple(zip(line.get("labels", range(1, len(numbers) + 1)), numbers, strict=True))

    def controls(self) -> dict[str, tuple[Control, ...]]:
        """The lists by digest; those that have a control in common share it."""
        every = {place for places in self.lists.values() for place in places}
        made = {(label, number): control_of([label, *self.rows[number]]) for label, number in every}
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


def read_table(folder: Path) -> ControlTable:
    """What a run has written so far; of a folder without a run, nothing. Raises RecordError."""
    table = ControlTable()
    for number, line in enumerate(whole_lines(folder / CONTROLS), 1):
        try:
            table.take(json.loads(line))
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise RecordError(f"{folder / CONTROLS}:{number}: not a list of controls ({error!r}).") from error
    return table


def read_controls(folder: Path) -> dict[str, tuple[Control, ...]]:
    """A run's lists of controls by digest. Raises RecordError."""
    try:
        return read_table(folder).controls()
    except (ValueError, TypeError) as error:
        raise RecordError(f"{folder / CONTROLS}: a row is no control ({error!r}).") from error
