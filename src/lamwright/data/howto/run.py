"""How-tos executed in the real Writer, judged by their plans' expected effects, recorded as episodes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lamwright.actions import Action, ClickInput, ControlRef, KeyboardInput
from lamwright.data.howto.following import Follower
from lamwright.data.howto.prepare import EFFECT, EXECUTED, Prepared
from lamwright.data.pictures import Kept
from lamwright.data.plans.funnel import Funnel, write_funnel
from lamwright.data.plans.store import FUNNEL
from lamwright.data.tally import plain
from lamwright.effect import Effect, EffectJudge, Shows, Sight, Toggles, Untold
from lamwright.environments.writer.environment import WriterEnvironment
from lamwright.environments.writer.template import template
from lamwright.episode import Limits, Watch, run_episode, with_task
from lamwright.errors import ActionError
from lamwright.grounding import ground
from lamwright.records import SCREENSHOTS, Episode, RunWriter, new_manifest, read_episodes
from lamwright.steps import say_plan
from lamwright.trajectory import Trajectory
from lamwright.version import commit, version
from lamwright.workers import Job, run_jobs

COMMAND = "howtos run"
LASTING = ("Options", "AutoCorrect", "Customize", "Protect", "Languages")
"""How controls begin that lead to what is kept beyond the document."""


@dataclass(frozen=True, slots=True)
class HowToSetup:
    """How a worker gets its Writer and the plans, by the names of their tasks. `screenshots` is the folder for pictures."""

    plans: Mapping[str, Prepared]
    screenshots: Path | None = None
    limits: Limits = field(default_factory=lambda: Limits(steps=40, seconds=90.0))

    def __call__(self) -> "HowToRunner":
        return HowToRunner(self)


class HowToRunner:
    """One worker's Writer. What a how-to may change for good (bars, options of the program) ends with its Writer."""

    def __init__(self, setup: HowToSetup) -> None:
        self._setup = setup
        self._environment = WriterEnvironment()

    def run(self, job: Job) -> Trajectory:
        plan = self._setup.plans[job.task.name]
        trajectory = self._episode(job, plan)
        if trajectory.failure or _is_lasting(plan):
            self._environment.close()
        if trajectory.failure and not trajectory.steps:
            trajectory = self._episode(job, plan)  # the one before left something that a reset could not bring back
        return with_task(trajectory, job.task.name, effect=repr(plan.expected.effect))

    def _episode(self, job: Job, plan: Prepared) -> Trajectory:
        effect, folder = plan.expected.effect, self._setup.screenshots
        kept = Kept(folder.parent, job.number) if folder else None
        judge = EffectJudge(lambda: self._look(effect), effect, plan.expected.alone)
        trajectory = run_episode(
            self._environment,
            template(job.task.template).path,
            Follower(plan.planned.deeds),
            job.task.request,
            judge=None if isinstance(effect, Untold) else judge,
            limits=self._setup.limits,
            watch=Watch(picture=kept),
        )
        if kept:
            kept.check()
        return trajectory

    def _look(self, effect: Effect) -> Sight:
        document, observation = self._environment.truth(), self._environment.observe()
        is_item = isinstance(effect, Toggles) and effect.path and not observation.modal
        return Sight(document, observation, self._checked(effect) if is_item and isinstance(effect, Toggles) else None)

    def _checked(self, effect: Toggles) -> bool | None:
        """Whether the item of a menu is checked: the menu is opened, looked at, and closed again."""
        try:
            for name in effect.path:
                self._act(ClickInput(ControlRef(name, "menu")))
            items = [one for one in self._environment.observe().controls if (one.text, one.type) == (effect.name, effect.type)]
            for _ in effect.path:
                self._act(KeyboardInput("Escape"))
        except ActionError:
            return None
        return "checked" in items[0].states if items else None

    def _act(self, action: Action) -> None:
        self._environment.act(ground(action, self._environment.observe(), self._environment.passages))

    def close(self) -> None:
        self._environment.close()


def _is_lasting(plan: Prepared) -> bool:
    """Whether the next document might show what was done: bars, options of the program."""
    names = [one.text for one in (getattr(deed, "control", None) for deed in plan.planned.deeds) if one]
    return isinstance(plan.expected.effect, Shows | Toggles | Untold) or any(name.startswith(LASTING) for name in names)


def run_how_tos(
    every: Iterable[Prepared],
    writer: RunWriter,
    setup: HowToSetup,
    workers: int,
    on_end: Callable[[Prepared, Mapping[str, Any]], None],
    first: int = 0,
) -> None:
    """Execute each, record it as it ends."""
    jobs = (Job(first + number, one.task) for number, one in enumerate(every))

    def ended(job: Job, form: dict[str, Any]) -> None:
        form["task"] = job.task.name
        plan = setup.plans[job.task.name]
        writer.add({**form, "number": job.number, "suite": suite_form(plan), "howto": howto_form(plan)})
        on_end(plan, form)

    run_jobs(jobs, setup, workers, ended)


def suite_form(one: Prepared) -> dict[str, Any]:
    """What a record keeps of the task, as for tasks of the suite."""
    task = one.task
    return {"kinds": "howto", "group": task.group, "tier": task.tier, "template": task.template, "possible": True, "parts": []}


def howto_form(one: Prepared) -> dict[str, Any]:
    """What a record keeps of where the task comes from."""
    return {
        "steps": one.steps,
        "plan": say_plan(one.task.plan),
        "values": dict(one.planned.values),
        "skipped": one.planned.skipped,
        "source": one.source,
        "origin": one.origin,
        "licence": one.licence,
        "attribution": one.attribution,
        "roots": one.lineage.roots,
    }


def count_outcomes(episodes: Iterable[Episode], funnel: Funnel) -> None:
    """The last two stages of the funnel, from what was recorded."""
    for episode in episodes:
        trajectory = episode.trajectory
        refused = next((step.feedback for step in trajectory.steps if step.feedback), "")
        if trajectory.failure:
            funnel.rejected(EXECUTED, f"the episode failed: {trajectory.failure.type}")
        elif refused:
            funnel.rejected(EXECUTED, _refusal(refused))
        else:
            funnel.passed(EXECUTED)
            _count_effect(trajectory, funnel)


def _count_effect(trajectory: Trajectory, funnel: Funnel) -> None:
    if trajectory.verdict is None:
        funnel.rejected(EFFECT, "it leaves no trace that is looked at")
    elif trajectory.verdict.success:
        funnel.passed(EFFECT)
    else:
        funnel.rejected(EFFECT, plain(trajectory.verdict.reasons[0]))


_REFUSALS = (
    ("is disabled", "a control is disabled in this state"), ("has no option", "a box has no such option"),
    ("No ", "a control is not there"), ("takes numbers", "a number is out of range"), ("takes no text", "a control takes no text"),
    ("not there any more", "a control is gone"),
)  # fmt: skip


def _refusal(feedback: str) -> str:
    """A refusal without the names in it."""
    for part, reason in _REFUSALS:
        if part in feedback:
            return reason
    return plain(feedback)


def execute(
    out: Path,
    every: Sequence[Prepared],
    funnel: Funnel,
    *,
    count: int | None = None,
    workers: int = 1,
    resume: bool = False,
    pictures: bool = False,
    application_map: Path | None = None,
    on_end: Callable[[Prepared, Mapping[str, Any]], None] = lambda one, form: None,
) -> Funnel:
    """Execute the how-tos (the first `count`) into the run folder `out`; with `resume`, those that are missing there.

    `application_map` is what the plans were made with, for the record; None for the shipped one.
    Gives the funnel, the stages before included; the folder keeps it too. Raises RecordError before anything starts.
    """
    config = {"count": count, "pictures": pictures, "map": str(application_map) if application_map else None}
    manifest = new_manifest(COMMAND, config, 0, version(), commit())
    chosen = list(every)[:count]
    with RunWriter(out, manifest, resume) as writer:
        done = [(episode.trajectory.task, int(episode.extra["number"])) for episode in read_episodes(out)]
        names = {name for name, _ in done}
        setup = HowToSetup({one.task.name: one for one in chosen}, out / SCREENSHOTS if pictures else None)
        left = [one for one in chosen if one.task.name not in names]
        run_how_tos(left, writer, setup, workers, on_end, first=1 + max((number for _, number in done), default=-1))
    count_outcomes(read_episodes(out), funnel)
    write_funnel(out / FUNNEL, funnel)
    return funnel
