"""What the measurement of judges takes for right."""

from typing import Any

import pytest
from benchmarks.judges import known_of

from lamwright.judge_error import Known
from lamwright.trajectory import Verdict

PASSED: dict[str, Any] = {"success": True, "judge": "model", "reasons": ()}


@pytest.mark.parametrize(("notes", "right"), [({"state": "done"}, True), ({"state": "not done"}, False), ({}, False)])
def test_the_state_says_what_is_right_where_a_model_judges_and_the_kind_of_run_where_it_does_not(notes: Any, right: bool) -> None:
    assert known_of("wrong", {"verdict": PASSED, "notes": notes}) == Known("wrong", Verdict(True, "model"), right)


def test_a_run_without_a_judgement_is_undecided() -> None:
    assert known_of("golden", {"verdict": None, "notes": {"judge": "It did not answer."}}) == Known("golden", None, right=True)
