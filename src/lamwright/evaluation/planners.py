"""The planner of a name: what `lamwright eval plans --model` takes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lamwright.chat.contract import Chat
from lamwright.chat.named import is_chat_name, named_model
from lamwright.errors import UsageError
from lamwright.evaluation.heldout import PlanTask
from lamwright.model.weights import check_weights
from lamwright.places import model_folder
from lamwright.planner import Planner

NAMES = (
    "a checkpoint folder (of a model that has learnt plans), 'shipped' (the model that comes with lamwright), "
    "'expert' (the reference itself: the check), or openai:NAME"
)
"""What `--model` may be, for people."""
APPLICATION = "LibreOffice Writer"


@dataclass(frozen=True, slots=True)
class KnownPlans:
    """The reference plans themselves, by request: the check that a right plan scores 1."""

    plans: Mapping[str, tuple[str, ...]]

    def plan(self, request: str) -> tuple[str, ...]:
        return self.plans[request]


@dataclass(frozen=True, slots=True)
class ChatPlanner:
    """A chat model, asked for the steps of a request; that they cannot be done there is an empty plan."""

    chat: Chat

    def plan(self, request: str) -> tuple[str, ...]:
        """Raises ModelError."""
        from lamwright.instructions.answers import TaskWithPlan
        from lamwright.instructions.plans import plan_for_request

        answer = self.chat.ask(plan_for_request(APPLICATION, request), TaskWithPlan)
        return answer.plan if answer.usable else ()


PlannerFor = Callable[[Sequence[PlanTask]], Planner]
"""Loads the planner; the expert's knows the tasks."""


def planner_named(model: str, *, base_url: str = "", answers: Path | None = None) -> PlannerFor:
    """The planner of that name, as `NAMES` says. `answers` is a folder to keep a chat model's answers in. Raises UsageError."""
    if model == "expert":
        return lambda tasks: KnownPlans({task.request: task.reference for task in tasks})
    if is_chat_name(model):
        named = named_model(model, base_url, cache=answers)
        return lambda tasks: ChatPlanner(named.open())
    folder = model_folder(model)
    if not (folder / "model.safetensors").is_file():
        raise UsageError(f"No model at {folder}: a planner is {NAMES}. Train one with: lamwright train plans")
    check_weights(folder)
    return lambda tasks: _embedded(folder)


def _embedded(folder: Path) -> Planner:
    from lamwright.model.planning import EmbeddedPlanner

    return EmbeddedPlanner.load(folder)
