"""Runs made by hand: an expert that made two texts bold, in a window of three controls."""

from collections.abc import Sequence
from pathlib import Path

from lamwright.actions import Action, ClickInput, ControlRef, Finish, GiveUp, SelectParagraph
from lamwright.data.collect import task_to_json
from lamwright.observation import Control, Observation, Rectangle
from lamwright.records import RunWriter, new_manifest, trajectory_to_json
from lamwright.tasks import Part, Task, Tier
from lamwright.trajectory import Failure, Step, StepSeconds, Trajectory, Verdict

ON = frozenset({"enabled"})
SEEN = Observation(
    "letter - Writer",
    (
        Control(1, "Bold", "toggle button", Rectangle(0, 0, 20, 20), ON),
        Control(2, "Italic", "toggle button", Rectangle(30, 0, 20, 20), ON),
        Control(3, "Save", "push button", Rectangle(60, 0, 20, 20), ON),
    ),
)
SELECT, BOLD = SelectParagraph("the last paragraph", index=8), ClickInput(ControlRef("Bold", "toggle button", 1))
TEMPLATE = "formal_letter"
"""It has nine paragraphs."""


def task(name: str, tier: Tier = "wordings", plan: Sequence[Action] = (SELECT, BOLD)) -> Task:
    part = Part("bold_paragraph", {"paragraph": "the last paragraph"}, 8)
    return Task(name, "characters", tier, f"make the last paragraph bold ({name})", TEMPLATE, (part,), tuple(plan))


def trajectory(one: Task, success: bool | None = True, seconds: float = 1.0) -> Trajectory:
    """The plan done, then finish; None for an episode that broke off without a verdict."""
    steps = tuple(Step(SEEN, action, StepSeconds(0.1, 0.2, 0.3)) for action in (*one.plan, Finish() if one.possible else GiveUp()))
    if success is None:
        return Trajectory(one.request, "failed", steps, seconds, None, Failure("ApplicationFault", "It died.", ""), one.name)
    verdict = Verdict(success, "state", () if success else ("not bold",))
    return Trajectory(one.request, "finished", steps, seconds, verdict, task=one.name)


def write_run(
    folder: Path, done: Sequence[tuple[Task, bool | None]], model: str = "expert", command: str = "eval online", seed: int = 0
) -> Path:
    """A run folder of these tasks; each took one second longer than the one before."""
    with RunWriter(folder, new_manifest(command, {"model": model}, seed, "1.0", "abc")) as writer:
        for number, (one, success) in enumerate(done):
            form = trajectory_to_json(trajectory(one, success, 1.0 + number))
            writer.add({**form, "number": number, "suite": task_to_json(one)})
    return folder
