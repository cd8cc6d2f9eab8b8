"""A plan as UFO's instantiation writes it."""

from collections.abc import Sequence
from typing import Any

from lamwright.actions import Action
from lamwright.data.ufo.rows import row_to_json, rows_of


def instantiation_form(
    unique_id: str, task: str, steps: Sequence[str], template: str, request: str, plan: Sequence[Action]
) -> dict[str, Any]:
    rows = [row_to_json(row) for row in rows_of(plan)]
    return {
        "unique_id": unique_id,
        "app": "writer",
        "original": {"original_task": task, "original_steps": list(steps)},
        "execution_result": {"result": None, "error": None},
        "instantiation_result": {
            "choose_template": {"result": template, "error": None},
            "prefill": {"result": {"instantiated_request": request, "instantiated_plan": rows}, "error": None},
            "instantiation_evaluation": {"result": {"judge": True, "thought": "It will do.", "request_type": "None"}, "error": None},
        },
        "time_cost": {"choose_template": None, "prefill": None, "instantiation_evaluation": None, "total": None},
    }
