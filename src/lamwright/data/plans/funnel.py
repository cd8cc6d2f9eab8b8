"""How many items went through each stage, and why the others did not: the result of a pipeline, beside what it made."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.table import Table

from lamwright.errors import RecordError
from lamwright.records import write_whole

SCHEMA = 1


@dataclass(slots=True)
class Stage:
    """One stage's counts."""

    passed: int = 0
    rejected: Counter[str] = field(default_factory=Counter)

    @property
    def entered(self) -> int:
        return self.passed + self.rejected.total()


@dataclass(slots=True)
class Funnel:
    """Counts by stage, in the order in which the stages were first met, and by reason. Funnels of several workers can be added."""

    stages: dict[str, Stage] = field(default_factory=dict)

    def stage(self, name: str) -> Stage:
        return self.stages.setdefault(name, Stage())

    def passed(self, stage: str, times: int = 1) -> None:
        self.stage(stage).passed += times

    def rejected(self, stage: str, reason: str, times: int = 1) -> None:
        self.stage(stage).rejected[reason] += times

    def add(self, other: "Funnel") -> None:
        for name, counts in other.stages.items():
            mine = self.stage(name)
            mine.passed += counts.passed
            mine.rejected.update(counts.rejected)

    def reasons(self, limit: int = 10) -> Iterator[tuple[str, str, int]]:
        """The commonest reasons of all stages: stage, reason, times."""
        every = ((name, reason, times) for name, counts in self.stages.items() for reason, times in counts.rejected.items())
        yield from sorted(every, key=lambda row: (-row[2], row[0], row[1]))[:limit]

    def to_json(self) -> dict[str, Any]:
        """Reasons come commonest first."""
        return {
            name: {"entered": counts.entered, "passed": counts.passed, "rejected": dict(_commonest(counts.rejected))}
            for name, counts in self.stages.items()
        }


def _commonest(reasons: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(reasons.items(), key=lambda row: (-row[1], row[0]))


def funnel_from_json(form: Mapping[str, Any]) -> Funnel:
    return Funnel({name: Stage(row["passed"], Counter(row["rejected"])) for name, row in form.items()})


def write_funnel(path: Path, funnel: Funnel) -> None:
    """Raises RecordError where the file cannot be written."""
    write_whole(path, json.dumps({"schema": SCHEMA, "stages": funnel.to_json()}, indent=2, ensure_ascii=False) + "\n")


def read_funnel(path: Path) -> Funnel:
    """Raises RecordError where the file is no funnel, or one of another schema."""
    try:
        form = json.loads(path.read_text("utf-8"))
        if form["schema"] != SCHEMA:
            raise RecordError(f"{path}: schema {form['schema']}, this lamwright reads {SCHEMA}. Use the version that wrote it.")
        return funnel_from_json(form["stages"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RecordError(f"{path} cannot be read as a funnel: {error!r}.") from error


def funnel_table(funnel: Funnel, title: str = "", reasons: int = 5) -> Table:
    """For people: a row a stage, and under it the commonest reasons, the others summed up."""
    table = Table("stage", "in", "out", "rejected because", title=title or None, title_justify="left")
    for name, counts in funnel.stages.items():
        every = _commonest(counts.rejected)
        others = sum(times for _, times in every[reasons:])
        shown = [*every[:reasons], *([("other reasons", others)] if others else [])]
        told = "\n".join(f"{times:,} x {reason}" for reason, times in shown)
        table.add_row(name, f"{counts.entered:,}", f"{counts.passed:,}", told)
    return table
