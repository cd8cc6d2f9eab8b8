"""How often is a judge wrong? Measured on runs whose right verdict is known."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from lamwright.errors import UsageError
from lamwright.metrics import Rate, wilson
from lamwright.records import write_whole
from lamwright.trajectory import Verdict

RunKind = Literal["golden", "no-op", "wrong"]
"""The task's own plan was followed; nothing was done but to finish; the plan of another task was followed."""
FILE = "judge_error.json"
_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Known:
    """One judged run with what is known of it.

    `right` is the verdict it should get: by default that a golden run is a success and the others are none. Give it where that is not so
    (where another task's plan happens to do this one, or where doing nothing is the answer). `verdict` is None where the judge gave none.
    `sort` names what is judged, where errors differ by it.
    """

    kind: RunKind
    verdict: Verdict | None
    right: bool
    sort: str = ""

    @classmethod
    def of(cls, kind: RunKind, verdict: Verdict | None, right: bool | None = None, sort: str = "") -> "Known":
        return cls(kind, verdict, kind == "golden" if right is None else right, sort)

    @property
    def passed(self) -> bool:
        return bool(self.verdict and self.verdict.success)


@dataclass(frozen=True, slots=True)
class JudgeError:
    """A judge's measured error.

    `false_positive`: of the runs that failed, the share it passed. `false_negative`: of the runs that succeeded, the share it did not
    pass. A run without a verdict is counted in `undecided` and in neither rate. `kinds` holds the share it passed of each kind of run,
    `sorts` the same error of each sort of what is judged, where there are several.
    """

    judge: str
    false_positive: Rate
    false_negative: Rate
    undecided: int
    kinds: Mapping[str, Rate] = field(default_factory=dict)
    sorts: Mapping[str, "JudgeError"] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "schema": _SCHEMA,
            "judge": self.judge,
            "false_positive_rate": _rate(self.false_positive),
            "false_negative_rate": _rate(self.false_negative),
            "undecided": self.undecided,
            "passed": {kind: _rate(rate) for kind, rate in self.kinds.items()},
            **({"sorts": {sort: error.to_json() for sort, error in self.sorts.items()}} if self.sorts else {}),
        }

    def sentence(self) -> str:
        """For people, beside the verdicts."""
        undecided = f"; {self.undecided} runs without a verdict" if self.undecided else ""
        return (
            f"The judge {self.judge!r} passes {_words(self.false_positive)} failed runs and misses "
            f"{_words(self.false_negative)} successful ones{undecided}.{self._by_sort()}"
        )

    def _by_sort(self) -> str:
        """Counts alone: the runs of one sort are few."""
        told = (
            f"{sort}: passes {one.false_positive.successes} of {one.false_positive.n}, "
            f"misses {one.false_negative.successes} of {one.false_negative.n}, undecided {one.undecided}"
            for sort, one in sorted(self.sorts.items())
        )
        return f" By sort: {'; '.join(told)}." if self.sorts else ""


def measure(judge: str, runs: Iterable[Known]) -> JudgeError:
    """The error of a judge, by name, over runs whose right verdict is known."""
    every = tuple(runs)
    decided = tuple(run for run in every if run.verdict is not None)
    kinds = {kind: [run for run in decided if run.kind == kind] for kind in dict.fromkeys(run.kind for run in every)}
    sorts = dict.fromkeys(run.sort for run in every if run.sort)
    return JudgeError(
        judge=judge,
        false_positive=_share([run.passed for run in decided if not run.right]),
        false_negative=_share([not run.passed for run in decided if run.right]),
        undecided=len(every) - len(decided),
        kinds={kind: _share([run.passed for run in those]) for kind, those in kinds.items()},
        sorts={sort: measure(judge, [replace(run, sort="") for run in every if run.sort == sort]) for sort in sorts},
    )


def write_judge_errors(folder: Path, errors: Iterable[JudgeError]) -> Path:
    """Keep measured errors in a run folder, one per judge, for cards and reports. Raises RecordError."""
    path = folder / FILE
    form = {"schema": _SCHEMA, "judges": [error.to_json() for error in errors]}
    write_whole(path, json.dumps(form, ensure_ascii=False, indent=1) + "\n")
    return path


def read_judge_errors(folder: Path) -> tuple[JudgeError, ...]:
    """The errors kept in a run folder, none where none were measured. Raises UsageError where the file is of another kind."""
    path = folder / FILE
    if not path.is_file():
        return ()
    try:
        form = json.loads(path.read_text("utf-8"))
        if form["schema"] != _SCHEMA:
            raise UsageError(f"{path}: schema {form['schema']}, this lamwright reads {_SCHEMA}. Measure the judges again.")
        return tuple(map(_read, form["judges"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} holds no judges' errors: {error!r}. Measure the judges again.") from error


def _read(form: Mapping[str, Any]) -> JudgeError:
    return JudgeError(
        form["judge"],
        _read_rate(form["false_positive_rate"]),
        _read_rate(form["false_negative_rate"]),
        form["undecided"],
        {kind: _read_rate(rate) for kind, rate in form["passed"].items()},
        {sort: _read(one) for sort, one in form.get("sorts", {}).items()},
    )


def _read_rate(form: Mapping[str, Any]) -> Rate:
    return wilson(form["count"], form["runs"])


def _share(flags: list[bool]) -> Rate:
    return wilson(sum(flags), len(flags))


def _rate(rate: Rate) -> dict[str, Any]:
    return {
        "rate": round(rate.value, 4),
        "interval": [round(rate.low, 4), round(rate.high, 4)],
        "count": rate.successes,
        "runs": rate.n,
    }


def _words(rate: Rate) -> str:
    if not rate.n:
        return "an unknown share of"
    return f"{rate.successes} of {rate.n} ({rate.value:.1%}, 95% interval {rate.low:.1%} to {rate.high:.1%})"
