"""Was a task of the suite done? The saved document's state says so."""

from dataclasses import replace
from pathlib import Path

from lamwright.environments.writer.differences import differences
from lamwright.environments.writer.document import Document
from lamwright.environments.writer.environment import WriterEnvironment
from lamwright.environments.writer.suite.generate import expected
from lamwright.environments.writer.suite.perturbations import tolerated
from lamwright.judge import StateJudge
from lamwright.judge_error import JudgeError, read_judge_errors
from lamwright.tasks import Task
from lamwright.trajectory import Outcome


def state_judge(environment: WriterEnvironment, task: Task) -> StateJudge[Document]:
    """A judge of one episode of `task` in `environment`."""

    def check(before: Document, after: Document, outcome: Outcome) -> tuple[str, ...]:
        wanted = expected(task, before)
        view = {**dict(wanted.view), **_left(task, wanted, before, after)}
        wrong = differences(replace(wanted, view=tuple(view.items())), after)
        if task.possible:
            return wrong if outcome == "finished" else (f"the policy ended with '{outcome}'", *wrong)
        return wrong if outcome == "gave_up" else (f"the task cannot be done, and the policy ended with '{outcome}'", *wrong)

    return StateJudge(environment.truth, check)


def _left(task: Task, wanted: Document, before: Document, after: Document) -> dict[str, bool | int]:
    """What of the view is as the start's perturbation left it, and may be."""
    shown = dict(after.view)
    return {name: value for name, value in tolerated(task.start, dict(wanted.view), dict(before.view)).items() if shown[name] == value}


def judge_errors() -> tuple[JudgeError, ...]:
    """The measured error of this judge, as benchmarks/judges.py found it on golden, no-op and wrong runs of the suite."""
    return read_judge_errors(Path(__file__).parent)
