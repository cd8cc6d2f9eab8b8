"""How far an executed task came, and why no further."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.data.recorded_runs import broken, trajectory

from lamwright.data.instantiate.execute import ExecutionSetup, count_outcome, execute
from lamwright.data.plans.funnel import Funnel
from lamwright.errors import RecordError
from lamwright.trajectory import Trajectory


def refused() -> Trajectory:
    done = trajectory("add four")
    return replace(done, steps=(replace(done.steps[0], feedback="No push button 'Sparkle' here."), *done.steps[1:]))


def test_each_task_is_counted_up_to_the_stage_where_it_stopped() -> None:
    funnel = Funnel()
    for each in (
        trajectory("add four"),
        refused(),
        broken("add five"),
        replace(trajectory("add four"), verdict=None),
        trajectory("add four", success=False),
    ):
        count_outcome(each, funnel)
    assert {name: (stage.entered, stage.passed, dict(stage.rejected)) for name, stage in funnel.stages.items()} == {
        "matched live": (5, 4, {"No push button 'Sparkle' here.": 1}),
        "finished": (4, 3, {"it died": 1}),
        "judged": (3, 2, {"nobody could judge it": 1}),
        "succeeded": (2, 1, {"the line 'Four' is missing": 1}),
    }


def test_a_folder_that_holds_no_tasks_starts_no_run(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="is no set of instantiated tasks"):
        execute(tmp_path / "tasks", tmp_path / "run", 1, ExecutionSetup(), on_end=lambda form, funnel: None)
    assert not (tmp_path / "run").exists()
