"""What an evaluation recorded, read back as one score per task: for comparing models and for reports."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from lamwright.errors import UsageError
from lamwright.evaluation import decisions, plans
from lamwright.metrics import Attempt, Share, TaskScore, attempt_of, attempt_score
from lamwright.records import Manifest, read_episodes, read_manifest

Kind = Literal["plans", "decisions", "online"]
KINDS: tuple[Kind, ...] = ("plans", "decisions", "online")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One evaluation of one model."""

    kind: Kind
    folder: Path
    manifest: Manifest
    scores: tuple[TaskScore, ...]

    @property
    def model(self) -> str:
        return str(self.manifest.config.get("model", ""))


def read_evaluation(folder: Path) -> Evaluation:
    """The scores of a run folder that `lamwright eval` wrote (or any run of judged episodes). Raises RecordError or UsageError."""
    manifest = read_manifest(folder)
    if manifest.command == plans.COMMAND:
        return _checked(Evaluation("plans", folder, manifest, tuple(plans.plan_scores(folder))))
    if manifest.command == decisions.COMMAND:
        return _checked(Evaluation("decisions", folder, manifest, tuple(decisions.read_decisions(folder))))
    return _checked(Evaluation("online", folder, manifest, _online(folder)))


def _online(folder: Path) -> tuple[TaskScore, ...]:
    """Online scores, with the parts of a step's latency beside them."""
    episodes = list(read_episodes(folder))
    if episodes and not any(episode.trajectory.verdict for episode in episodes):
        raise UsageError(f"{folder} holds no episode with a verdict, so there is no success to count. Use a run of: lamwright eval online")
    return tuple(_attempted(attempt_of(episode)) for episode in episodes)


def _attempted(attempt: Attempt) -> TaskScore:
    score = attempt_score(attempt)
    return replace(score, shares={**score.shares, **_latency(attempt.steps)})


def _latency(steps: tuple[object, ...]) -> Mapping[str, Share]:
    return {f"{part}_seconds": Share(sum(getattr(step, part) for step in steps), len(steps)) for part in ("observe", "decide", "act")}


def _checked(found: Evaluation) -> Evaluation:
    if not found.scores:
        raise UsageError(f"{found.folder} holds no task that was evaluated. Run it again with --resume, or name another folder.")
    return found
