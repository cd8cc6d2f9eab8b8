"""Trajectories in UFO's form: what was asked for, and what became of it when it was run."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lamwright.actions import ControlRef
from lamwright.data.ufo.rows import Row, action_rows, row_to_json
from lamwright.records import Episode
from lamwright.steps import say_plan
from lamwright.trajectory import Step, Trajectory

APP = "writer"
PROVENANCE = "Provenance"
"""A key of ours, which UFO's schema allows: under which licence the task stands, and where it comes from."""


def execution_form(unique_id: str, episode: Episode) -> dict[str, Any]:
    """UFO's execution schema. Raises ActionError where an action has no form there."""
    trajectory, suite = episode.trajectory, episode.extra.get("suite") or {}
    template = f"{suite['template']}.fodt" if suite.get("template") else ""
    rows = list(_executed(trajectory.steps))
    seconds = trajectory.seconds
    return {
        "unique_id": unique_id,
        "app": APP,
        "original": {"original_task": trajectory.request, "original_steps": list(say_plan(step.action for step in trajectory.steps))},
        "execution_result": {"result": _judged(trajectory, rows), "error": _error(trajectory)},
        "instantiation_result": _made(template, trajectory.request, rows, bool(suite.get("possible", True))),
        "time_cost": {
            "choose_template": None,
            "prefill": None,
            "instantiation_evaluation": None,
            "execute": seconds,
            "execute_eval": None,
            "total": seconds,
        },
        **_provenance(episode.extra),
    }


def _provenance(extra: Mapping[str, Any]) -> dict[str, Any]:
    """Nothing for a task of the suite's own, which comes from no document."""
    roots = (extra.get("lineage") or {}).get("roots")
    if not roots:
        return {}
    return {PROVENANCE: {"licence": extra.get("licence", ""), "attribution": extra.get("attribution", ""), "roots": list(roots)}}


def _made(template: str, request: str, rows: list[dict[str, Any]], judged: bool) -> dict[str, Any]:
    reason = "Every control of the plan was found." if judged else "It cannot be done in this application."
    return {
        "choose_template": {"result": template or None, "error": None},
        "prefill": {"result": {"instantiated_request": request, "instantiated_plan": rows}, "error": None},
        "instantiation_evaluation": {"result": {"judge": judged, "thought": reason, "request_type": "None"}, "error": None},
    }


def _executed(steps: Sequence[Step]) -> Iterator[dict[str, Any]]:
    """The rows with what became of each, numbered through."""
    number = 1
    for step in steps:
        for row in action_rows(step.action, number):
            number += 1
            yield {**row_to_json(row), "Success": not step.feedback, "MatchedControlText": _matched(step, row)}


def _matched(step: Step, row: Row) -> str | None:
    """The text of the live control that was acted on; the entry of a list goes by its own name."""
    control: ControlRef | None = getattr(step.action, "control", None)
    if control is None or control.label is None or step.feedback:
        return None
    if row.control_label is None:
        return row.control_text
    return next((live.text for live in step.observation.controls if live.label == control.label), None)


def _judged(trajectory: Trajectory, rows: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    verdict = trajectory.verdict
    if verdict is None:
        return None
    said = "; ".join(verdict.reasons) or "Nothing differs from what should have resulted."
    return {
        "reason": f"Judge '{verdict.judge}': {said}",
        "sub_scores": {f"{row['Step']}. {row['Subtask']}": "yes" if row["Success"] else "no" for row in rows},
        "complete": "yes" if verdict.success else "no",
    }


def _error(trajectory: Trajectory) -> dict[str, str] | None:
    failure = trajectory.failure
    return {"type": failure.type, "message": failure.message, "traceback": failure.traceback} if failure else None
