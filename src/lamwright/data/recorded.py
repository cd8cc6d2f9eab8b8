"""Tasks as a run records them beside their trajectories, and back. Plans are told in the words of `steps`."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from lamwright.errors import ActionError, RecordError
from lamwright.steps import read_plan, say_plan
from lamwright.tasks import Part, Start, Task


def task_to_json(task: Task) -> dict[str, Any]:
    """What a record keeps of a task beside its trajectory, which has its name and its request."""
    return {
        "kinds": task.kinds,
        "group": task.group,
        "tier": task.tier,
        "template": task.template,
        "possible": task.possible,
        "parts": [asdict(part) for part in task.parts],
        "plan": say_plan(task.plan),
        "start": _start_to_json(task.start),
    }


def task_from_json(name: str, request: str, form: Mapping[str, Any]) -> Task:
    """The task again. Raises RecordError where the form is none of a task of the suite."""
    try:
        return Task(
            name,
            form["group"],
            form["tier"],
            request,
            form["template"],
            parts_from_json(form["parts"]),
            read_plan(form["plan"]),
            form["possible"],
            _start_from_json(form["start"]),
        )
    except (KeyError, TypeError, ActionError) as error:
        raise RecordError(
            f"The record of '{name or request}' holds no task of the suite ({error!r}). Use a run of: lamwright collect"
        ) from error


def parts_from_json(forms: Iterable[Mapping[str, Any]]) -> tuple[Part, ...]:
    return tuple(Part(form["kind"], dict(form["slots"]), form["at"]) for form in forms)


def _start_to_json(start: Start) -> dict[str, Any] | None:
    """None for a plain start."""
    if not start.name:
        return None
    return {
        "name": start.name,
        "actions": say_plan(start.actions),
        "planned": start.planned,
        "size": list(start.size) if start.size else None,
    }


def _start_from_json(form: Mapping[str, Any] | None) -> Start:
    if form is None:
        return Start()
    size = (int(form["size"][0]), int(form["size"][1])) if form["size"] else None
    return Start(form["name"], read_plan(form["actions"]), form["planned"], size)


def start_name(suite: Mapping[str, Any]) -> str:
    """The kind of perturbation that a recorded task began with; "plain" where there was none."""
    start = suite.get("start")
    return str(start["name"]) if start else "plain"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a run holds already: the names of its tasks, and the numbers of its episodes."""

    names: frozenset[str]
    numbers: frozenset[int]

    @property
    def free(self) -> int:
        """The first number for another episode. Some may be missing (a run was stopped), so it stands after the highest."""
        return 1 + max(self.numbers, default=-1)
