"""How often is the state judge wrong? On runs in Writer whose right verdict is known: golden, no-op and wrong ones of every kind of task.

python -m benchmarks.judges [--count 330] [--workers 2] [--out FOLDER] [--json]

Golden: the task's own plan. No-op: finished at once. Wrong: the plan of another task on the same document, of the same kind where there is
one, that should leave another document. What should result is compared as it is, not by the comparison that the judge makes.
`--out` keeps the result there as judge_error.json, as the package ships it.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count as count_up
from itertools import islice
from pathlib import Path
from typing import Any

from lamwright.actions import Action
from lamwright.data.collect import WriterSetup
from lamwright.environments.writer.document import Document
from lamwright.environments.writer.suite.generate import expected, make_task, scene
from lamwright.environments.writer.suite.kinds import kinds
from lamwright.judge_error import JudgeError, Known, RunKind, measure, write_judge_errors
from lamwright.tasks import Task
from lamwright.trajectory import Verdict
from lamwright.workers import Job, run_jobs

TRIES = 400
RUNS: tuple[RunKind, ...] = ("golden", "no-op", "wrong")


@dataclass(frozen=True, slots=True)
class Run:
    """A task with the plan that is to be followed, and what kind of run that makes."""

    kind: RunKind
    task: Task


def runs(count: int, seed: int) -> Iterator[Run]:
    """A third of each kind of run."""
    for task in islice(_tasks(seed), count // len(RUNS)):
        yield Run("golden", task)
        yield Run("no-op", replace(task, plan=()))
        yield Run("wrong", replace(task, plan=_other_plan(task, seed)))


def _tasks(seed: int) -> Iterator[Task]:
    """Single tasks that change something, every kind in turn."""
    for turn in count_up():
        for one in kinds().values():
            made = make_task(one, "train", f"judges.{seed}.{turn}")
            if made and _result(made) != scene(made.template).document:
                yield made


def _other_plan(task: Task, seed: int) -> tuple[Action, ...]:
    """The plan of a task on the same document that should leave another one."""
    wanted, own, every = _result(task), kinds()[task.kinds], list(kinds().values())
    for number in count_up():
        other = make_task(own if number < TRIES else every[number % len(every)], "train", f"other.{seed}.{number}")
        if other and other.template == task.template and _result(other) != wanted:
            return other.plan
    raise AssertionError("there is always another task")


def _result(task: Task) -> Document:
    return expected(task, scene(task.template).document)


def measured(count: int, workers: int, seed: int) -> JudgeError:
    """Do the runs, and compare the verdicts with what they should be."""
    every, known = list(runs(count, seed)), list[Known]()

    def ended(job: Job, form: dict[str, Any]) -> None:
        run, verdict = every[job.number], form["verdict"]
        said = Verdict(verdict["success"], verdict["judge"], tuple(verdict["reasons"])) if verdict else None
        known.append(Known.of(run.kind, said))
        if known[-1].passed != known[-1].right:
            print(f"{run.kind}: {run.task.name}: {said and said.reasons[:2]}", file=sys.stderr)

    run_jobs((Job(number, run.task) for number, run in enumerate(every)), WriterSetup(), workers, ended)
    return measure("state", known)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=330)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--out", type=Path)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    error = measured(given.count, given.workers, given.seed)
    if given.out:
        write_judge_errors(given.out, [error])
    print(json.dumps(error.to_json()) if given.json else error.sentence())


if __name__ == "__main__":
    main()
