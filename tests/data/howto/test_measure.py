"""How wrong the effect judge is: which runs are made, and what is known of them."""

from collections import Counter
from typing import Any

import pytest
from tests.data.howto.small_map import atlas, is_denied

from lamwright.data.documents.howto import HowTo
from lamwright.data.howto.measure import known_how_tos, known_of, known_of_how_to, sort_of
from lamwright.data.howto.prepare import Prepared, prepared
from lamwright.data.plans.funnel import Funnel
from lamwright.judge_error import Known
from lamwright.trajectory import Verdict

STEPS = {
    "Character": ("Choose **Format - Character**.",),
    "Bookmark": ("Choose **Insert - Bookmark**.",),
    "Field": ("Choose **Insert - Field - More Fields**.",),
}
YES: dict[str, Any] = {"success": True, "judge": "plan", "reasons": ()}


def ready() -> list[Prepared]:
    every = [HowTo(f"Open {name}", steps, "help", "page", "", "", "writer", "list", name) for name, steps in STEPS.items()]
    return prepared(every, "writer", atlas(), is_denied, Funnel())


def test_each_how_to_is_done_left_and_done_by_a_plan_with_another_effect() -> None:
    own = {one.task.name: one for one in ready()}
    runs = list(known_how_tos(ready(), 2, 0))
    assert Counter(kind for kind, _ in runs) == {"golden": 2, "no-op": 2, "wrong": 2}
    assert len({one.task.name for _, one in runs}) == 6
    for kind, one in runs:
        asked = own[one.task.name.removesuffix(f" ({kind})")]
        assert one.expected == asked.expected
        assert (one.planned == asked.planned) is (kind == "golden")
        assert bool(one.planned.deeds) is (kind != "no-op")
        assert sort_of(one.expected.effect) == "Opens"


def test_a_run_that_broke_off_is_undecided() -> None:
    broken: dict[str, Any] = {"verdict": None, "notes": {}, "steps": []}
    assert known_of("wrong", broken, "Edits") == Known("wrong", None, right=False, sort="Edits")
    assert known_of_how_to("golden", broken, "Opens") == Known("golden", None, right=True, sort="Opens")


@pytest.mark.parametrize(("state", "right"), [("done", True), ("not done", False)])
def test_the_state_says_what_is_right_of_a_task_of_the_suite(state: str, right: bool) -> None:
    form = {"verdict": YES, "notes": {"told": "yes", "state": state}, "steps": []}
    assert known_of("wrong", form) == Known("wrong", Verdict(True, "plan"), right)
    assert known_of("wrong", {**form, "notes": {"told": "no", "state": state}}) == Known("wrong", None, right)


def test_nothing_is_known_of_a_plan_that_was_refused() -> None:
    form = {"verdict": YES, "notes": {}, "steps": [{"feedback": "No such control."}]}
    assert known_of_how_to("golden", form) is None
    assert known_of_how_to("wrong", form) == Known("wrong", Verdict(True, "plan"), right=False)
