"""Tasks as a run records them beside their trajectories, and back. Plans are told in the words of `steps`."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from lamwright.data.export.select import split_of_record
from lamwright.errors import ActionError, RecordError, UsageError
from lamwright.steps import read_plan, say_plan
from lamwright.tasks import Part, Start, Task

TRY = "#"
"""Stands between a task's name and the number of the try, where a task was tried several times."""
LIMIT = "LimitReached"
"""The failure of an episode that was cut off; any other is a fault of the application or of this program."""


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


def training_task(extra: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """What is recorded about the task of that name. Raises UsageError where it is none to train on: nothing held out is learnt from."""
    suite: Mapping[str, Any] = extra.get("suite") or {}
    if suite.get("tier") == "train" and (split := split_of_record(extra, name)) == "train":
        return suite
    if "tier" not in suite:
        what = "not of the task suite"
    elif suite["tier"] != "train":
        what = f"a held-out task (tier '{suite['tier']}')"
    else:
        what = f"a held-out task ({split} split)"
    raise UsageError(f"This run cannot be trained on: its episode '{name}' is {what}. Use a run of: lamwright collect")


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
