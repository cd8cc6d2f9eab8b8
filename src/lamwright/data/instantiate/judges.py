"""Which judge speaks of an instantiated task: the state where it can, then the plan's own effect, then a model."""

from collections.abc import Sequence
from typing import Literal

from lamwright.actions import Action
from lamwright.application_map import ApplicationMap
from lamwright.data.howto.atlas import Atlas
from lamwright.data.howto.expecting import Expected, expected_of
from lamwright.data.instantiate.results import Instantiated
from lamwright.data.instantiate.suite_parts import suite_parts
from lamwright.data.splits import split_of_root
from lamwright.effect import EffectJudge, Sight, Untold
from lamwright.environments.writer.environment import WriterEnvironment
from lamwright.environments.writer.suite.verdict import state_judge
from lamwright.judge import Judge
from lamwright.tasks import Task

JudgeName = Literal["state", "plan", "model"]


def which_judge(task: Task, expected: Expected, has_model: bool) -> JudgeName | None:
    """The state for tasks that are the suite's, else the plan's effect where it leaves a trace, else a model; None where none can speak."""
    if task.parts:
        return "state"
    if not isinstance(expected.effect, Untold):
        return "plan"
    return "model" if has_model else None


def judge_of(task: Task, environment: WriterEnvironment, expected: Expected, has_model: bool) -> Judge | None:
    """The judge that looks at the application; None where a model reads the trajectory afterwards, or nobody can tell."""
    match which_judge(task, expected, has_model):
        case "state":
            return state_judge(environment, task)
        case "plan":
            return EffectJudge(lambda: Sight(environment.truth(), environment.observe()), expected.effect, expected.alone)
    return None


def expectation(plan: Sequence[Action], application_map: ApplicationMap) -> Expected:
    return expected_of(plan, Atlas(application_map))


def as_task(made: Instantiated) -> Task:
    """What is run; its parts are the suite's where its state can be checked. A task of which any root is held out is a test task."""
    held_out = any(split_of_root(root) != "train" for root in made.lineage.roots)
    tier: Literal["train", "parameters"] = "parameters" if held_out else "train"
    return Task(made.id, f"from {made.source}", tier, made.request, made.template, suite_parts(made) or (), made.plan)
