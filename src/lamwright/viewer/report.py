"""One page that shows a run to a person: every request, every step with its picture and target, the verdict and why."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader

from lamwright.actions import ControlRef, action_to_json
from lamwright.evaluation.decisions import COMMAND as DECISIONS
from lamwright.evaluation.decisions import read_decisions
from lamwright.metrics import Figure, Online, figures, online, succeeded
from lamwright.observation import Rectangle
from lamwright.records import Episode, read_episodes, read_manifest, write_whole
from lamwright.trajectory import Step

SCREEN_WIDTH, SCREEN_HEIGHT = 1280, 960
_PRAISE = {
    "state": "The saved document is what it should be, and nothing else changed.",
    "replay": "Every decision was the expert's.",
    "model": "The judging model says that the task was done.",
}
"""What success means, by who judged."""


@dataclass(frozen=True, slots=True)
class StepView:
    """What the page shows of a step. `box` is the target's place in percent of the picture: left, top, width, height."""

    title: str
    arguments: str
    state: str
    milliseconds: str
    feedback: str
    picture: str | None
    box: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class EpisodeView:
    """What the page shows of an episode."""

    number: int
    name: str
    request: str
    template: str
    tier: str
    outcome: str
    success: bool | None
    praise: str
    reasons: tuple[str, ...]
    seconds: float
    steps: tuple[StepView, ...]
    last_picture: str | None


def write_report(run: Path) -> Path:
    """Write RUN/report.html from the run's records. Raises RecordError."""
    episodes, manifest = list(read_episodes(run)), read_manifest(run)
    replays = manifest.command == DECISIONS
    pages = Environment(loader=PackageLoader("lamwright.viewer", "pages"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    page = pages.get_template("report.html.jinja").render(
        manifest=manifest,
        config=json.dumps(manifest.config),
        result=None if replays else _result(episodes),
        figures=_figures(run) if replays else (),
        episodes=[_episode(number, episode) for number, episode in enumerate(episodes)],
    )
    write_whole(run / "report.html", page)
    return run / "report.html"


def _result(episodes: Sequence[Episode]) -> Online | None:
    """The figures of a run over the suite; a person's own run has none."""
    return online(episodes) if episodes and all("suite" in episode.extra for episode in episodes) else None


def _figures(run: Path) -> list[tuple[str, Figure]]:
    """How right replayed decisions were, all tasks together."""
    return [(name.replace("_", " "), figure) for name, figure in figures(read_decisions(run)).items()]


def _episode(place: int, episode: Episode) -> EpisodeView:
    trajectory = episode.trajectory
    suite = episode.extra.get("suite", {})
    failure = (f"{trajectory.failure.type}: {trajectory.failure.message}",) if trajectory.failure else ()
    return EpisodeView(
        number=int(episode.extra.get("number", place)),
        name=suite.get("kinds") or suite.get("group") or "your request",
        request=trajectory.request,
        template=suite.get("template", ""),
        tier=suite.get("tier", ""),
        outcome=trajectory.outcome,
        success=succeeded(episode) if trajectory.verdict or trajectory.failure else None,
        praise=_PRAISE.get(trajectory.verdict.judge, "") if succeeded(episode) and trajectory.verdict else "",
        reasons=failure + (trajectory.verdict.reasons if trajectory.verdict else ()),
        seconds=trajectory.seconds,
        steps=tuple(_step(step) for step in trajectory.steps),
        last_picture=trajectory.last_screenshot,
    )


def _step(step: Step) -> StepView:
    form = action_to_json(step.action)
    control: ControlRef | None = getattr(step.action, "control", None)
    target = f" {control.type} “{control.text}”" if control else ""
    number = f" (label {control.label})" if control and control.label else ""
    args = {name: value for name, value in form["args"].items() if (name, value) not in (("button", "left"), ("double", False))}
    observe, decide, act = (round(1000 * value) for value in (step.seconds.observe, step.seconds.decide, step.seconds.act))
    return StepView(
        title=f"{step.action.function}{target}{number}",
        arguments=", ".join(f"{name} = {value}" for name, value in args.items()),
        state=f"{'dialog' if step.observation.modal else 'window'}: {step.observation.window}; {len(step.observation.controls)} controls"
        + (f"; selected “{step.observation.selection}”" if step.observation.selection else ""),
        milliseconds=f"{1000 * step.seconds.total:.0f} ms (observe {observe}, decide {decide}, act {act})",
        feedback=step.feedback,
        picture=step.screenshot,
        box=_box(step, control),
    )


def _box(step: Step, control: ControlRef | None) -> tuple[float, float, float, float] | None:
    if control is None or control.label is None:
        return None
    try:
        place: Rectangle = step.observation.control(control.label).rectangle
    except KeyError:
        return None
    return (
        100 * place.x / SCREEN_WIDTH,
        100 * place.y / SCREEN_HEIGHT,
        100 * place.width / SCREEN_WIDTH,
        100 * place.height / SCREEN_HEIGHT,
    )
