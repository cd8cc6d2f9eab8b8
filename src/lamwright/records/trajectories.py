"""Trajectories in JSON, their lists of controls apart, by digest."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from lamwright.actions import action_from_json, action_to_json
from lamwright.observation import Control, Observation
from lamwright.records.controls import control_of, row_of
from lamwright.trajectory import Behaviour, Failure, Step, StepSeconds, Trajectory, Verdict

TRAJECTORY_KEYS = frozenset({"request", "task", "outcome", "seconds", "verdict", "failure", "steps", "notes", "last_screenshot"})


def trajectory_to_json(trajectory: Trajectory) -> dict[str, Any]:
    """JSON form, with the lists of controls apart under "controls" by digest."""
    controls: dict[str, list[Any]] = {}
    return {
        "request": trajectory.request,
        "task": trajectory.task,
        "outcome": trajectory.outcome,
        "seconds": round(trajectory.seconds, 4),
        "verdict": asdict(trajectory.verdict) if trajectory.verdict else None,
        "failure": asdict(trajectory.failure) if trajectory.failure else None,
        "notes": trajectory.notes,
        "last_screenshot": trajectory.last_screenshot,
        "steps": [_step_to_json(step, controls) for step in trajectory.steps],
        "controls": controls,
    }


def trajectory_of(form: Mapping[str, Any]) -> Trajectory:
    """The trajectory of `trajectory_to_json`'s form, its lists of controls still in it."""
    return trajectory_from_json(form, {digest: tuple(map(control_of, rows)) for digest, rows in form["controls"].items()})


def trajectory_from_json(form: Mapping[str, Any], controls: Mapping[str, tuple[Control, ...]]) -> Trajectory:
    verdict, failure = form["verdict"], form["failure"]
    return Trajectory(
        request=form["request"],
        task=form["task"],
        outcome=form["outcome"],
        seconds=form["seconds"],
        steps=tuple(_step_from_json(step, controls) for step in form["steps"]),
        verdict=Verdict(verdict["success"], verdict["judge"], tuple(verdict["reasons"])) if verdict else None,
        failure=Failure(**failure) if failure else None,
        notes=dict(form["notes"]),
        last_screenshot=form["last_screenshot"],
    )


def _step_to_json(step: Step, controls: dict[str, list[Any]]) -> dict[str, Any]:
    rows = [row_of(control) for control in step.observation.controls]
    digest = hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:16]
    controls[digest] = rows
    return {
        "window": step.observation.window,
        "modal": step.observation.modal,
        "selection": step.observation.selection,
        "controls": digest,
        "action": action_to_json(step.action),
        "feedback": step.feedback,
        "seconds": {name: round(value, 4) for name, value in asdict(step.seconds).items()},
        "screenshot": step.screenshot,
        "behaviour": _behaviour_to_json(step.behaviour) if step.behaviour else None,
    }


def _behaviour_to_json(behaviour: Behaviour) -> dict[str, Any]:
    return {"choices": behaviour.choices, "logprobs": [round(value, 7) for value in behaviour.logprobs]}


def _behaviour_from_json(form: Mapping[str, Any]) -> Behaviour:
    return Behaviour(tuple(map(tuple, form["choices"])), tuple(form["logprobs"]))


def _step_from_json(form: Mapping[str, Any], controls: Mapping[str, tuple[Control, ...]]) -> Step:
    return Step(
        observation=Observation(form["window"], controls[form["controls"]], form["modal"], form["selection"]),
        action=action_from_json(form["action"]),
        seconds=StepSeconds(**form["seconds"]),
        feedback=form["feedback"],
        screenshot=form["screenshot"],
        behaviour=_behaviour_from_json(form["behaviour"]) if form["behaviour"] else None,
    )
