"""How often is a judge wrong? On runs in Writer whose right verdict is known: golden, no-op and wrong ones of every kind of task.

python -m benchmarks.judges [--count 330] [--workers 2] [--model openai:NAME --base-url URL] [--out FOLDER] [--json]

Golden: the task's own plan. No-op: finished at once. Wrong: the plan of another task on the same document, of the same kind where there is
one, that should leave another document. What should result is compared as it is, not by the comparison that the judge makes.
With `--model` it is that model which is measured, as a judge of the same runs: there the state says what is right.
`--out` keeps the result there as judge_error.json, as the package ships it and as run folders have it; other judges' errors there stay.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count as count_up
from itertools import islice
from pathlib import Path
from typing import Any

from lamwright.actions import Action
from lamwright.chat.named import NamedModel, named_model
from lamwright.data.collect import WriterSetup
from lamwright.environments.writer.document import Document
from lamwright.environments.writer.environment import WriterEnvironment
from lamwright.environments.writer.suite.generate import expected, make_task, scene
from lamwright.environments.writer.suite.kinds import kinds
from lamwright.environments.writer.suite.verdict import state_judge
from lamwright.episode import Limits, run_episode, with_task
from lamwright.judge_error import JudgeError, Known, RunKind, measure, read_judge_errors, write_judge_errors
from lamwright.model_judge import JUDGE as MODEL
from lamwright.model_judge import UNJUDGED, Reader, within_patience
from lamwright.policy import PlanPolicy
from lamwright.tasks import Task
from lamwright.trajectory import Trajectory, Verdict
from lamwright.workers import Job, run_jobs

TRIES = 400
STATE, DONE = "state", "done"
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


@dataclass(frozen=True, slots=True)
class ModelSetup:
    """How a worker gets its Writer and the model that judges."""

    model: NamedModel

    def __call__(self) -> "ModelRunner":
        return ModelRunner(self.model)


class ModelRunner:
    """One worker's Writer: the state says whether the task was done, the model is asked."""

    def __init__(self, model: NamedModel) -> None:
        self._reader = Reader(within_patience(model).open(), model.sees)
        self._environment = WriterEnvironment()

    def run(self, job: Job) -> Trajectory:
        task, environment, screens = job.task, self._environment, list[bytes]()

        def look() -> None:
            if self._reader.sees:
                screens.append(environment.screenshot())

        state = state_judge(environment, task)
        path = scene(task.template).template.path
        done = run_episode(environment, path, PlanPolicy(task.plan), task.request, judge=state, limits=Limits(seconds=60.0), perturb=look)
        if done.verdict is None:
            return with_task(done, task.name)
        look()
        judged = self._reader.judged(replace(done, verdict=None), environment.truth().text, screens)
        return with_task(judged, task.name, **{STATE: DONE if done.verdict.success else "not done"})

    def close(self) -> None:
        self._environment.close()


def known_of(kind: RunKind, form: Mapping[str, Any]) -> Known:
    """A run with its verdict; the state says what is right where another judge gave it."""
    verdict, state = form["verdict"], form["notes"].get(STATE)
    said = Verdict(verdict["success"], verdict["judge"], tuple(verdict["reasons"])) if verdict else None
    return Known.of(kind, said, state == DONE if state else None)


def measured(count: int, workers: int, seed: int, model: NamedModel | None = None) -> JudgeError:
    """Do the runs, and compare the verdicts, of the state or of a model, with what they should be."""
    every, known = list(runs(count, seed)), list[Known]()

    def ended(job: Job, form: dict[str, Any]) -> None:
        run = every[job.number]
        known.append(known_of(run.kind, form))
        if known[-1].passed != known[-1].right:
            said = known[-1].verdict
            print(f"{run.kind}: {run.task.name}: {said.reasons[:2] if said else form['notes'].get(UNJUDGED)}", file=sys.stderr)

    setup = ModelSetup(model) if model else WriterSetup()
    run_jobs((Job(number, run.task) for number, run in enumerate(every)), setup, workers, ended)
    return measure(MODEL if model else "state", known)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=330)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--model", default="")
    options.add_argument("--base-url", default="")
    options.add_argument("--out", type=Path)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    model = named_model(given.model, given.base_url) if given.model else None
    error = measured(given.count, given.workers, given.seed, model)
    if given.out:
        write_judge_errors(given.out, [*(other for other in read_judge_errors(given.out) if other.judge != error.judge), error])
    print(json.dumps(error.to_json()) if given.json else error.sentence())


if __name__ == "__main__":
    main()
