"""Was a task of the suite done? The saved document's state says so."""

from lamwright.environments.writer.differences import differences
from lamwright.environments.writer.document import Document
from lamwright.environments.writer.environment import WriterEnvironment
from lamwright.environments.writer.suite.generate import expected
from lamwright.judge import StateJudge
from lamwright.tasks import Task
from lamwright.trajectory import Outcome


def state_judge(environment: WriterEnvironment, task: Task) -> StateJudge[Document]:
    """A judge of one episode of `task` in `environment`."""

    def check(before: Document, after: Document, outcome: Outcome) -> tuple[str, ...]:
        wrong = differences(expected(task, before), after)
        if task.possible:
            return wrong if outcome == "finished" else (f"the policy ended with '{outcome}'", *wrong)
        return wrong if outcome == "gave_up" else (f"the task cannot be done, and the policy ended with '{outcome}'", *wrong)

    return StateJudge(environment.truth, check)
