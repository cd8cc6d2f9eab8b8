"""How far an executed task came, and why no further."""

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from tests.data.recorded_runs import broken, trajectory, write_run

from lamwright.chat.faults import UNREACHABLE
from lamwright.chat.named import named_model
from lamwright.data.instantiate.execute import ExecutionSetup, ModelAsJudge, count_outcome, execute, known_errors
from lamwright.data.instantiate.store import write_instantiated
from lamwright.data.plans.funnel import Funnel
from lamwright.errors import ModelError, RecordError
from lamwright.judge_error import Known, measure, write_judge_errors
from lamwright.model_judge import Reader
from lamwright.records import new_manifest, read_manifest
from lamwright.trajectory import Trajectory, Verdict


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
        "matched live": (5, 4, {"No push button '...' here.": 1}),
        "finished": (4, 3, {"it died": 1}),
        "judged": (3, 2, {"nobody could judge it": 1}),
        "succeeded": (2, 1, {"the line '...' is missing": 1}),
    }


def test_who_judges_and_the_map_are_what_makes_a_run_that_run(tmp_path: Path) -> None:
    tasks, out = tmp_path / "tasks", tmp_path / "run"
    write_instantiated(tasks, (), Funnel(), new_manifest("instantiate", {"map": "other.json"}, 0, "0.1.0", ""))

    def run(url: str, resume: bool) -> None:
        setup = ExecutionSetup(named_model("openai:large+vision", url))
        execute(tasks, out, 1, setup, resume=resume, on_end=lambda form, funnel: None)

    run("http://127.0.0.1:1/v1", False)
    run("http://127.0.0.1:1/v1", True)
    told = {"model": "openai:large+vision", "base_url": "http://127.0.0.1:1/v1", "map": "other.json"}
    assert told.items() <= read_manifest(out).config.items()
    with pytest.raises(RecordError) as refusal:
        run("http://127.0.0.1:2/v1", True)
    assert str(refusal.value) == (
        f"{out} was begun with base_url 'http://127.0.0.1:1/v1', not 'http://127.0.0.1:2/v1'. Continue it so, or choose another folder."
    )


def test_the_errors_of_the_judges_that_spoke_stand_beside_their_verdicts(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", [(trajectory("add four"), {}), (trajectory("add 4", judge="model"), {})])
    assert [error.judge for error in known_errors(run)] == ["state"]
    write_judge_errors(run, [measure("model", [Known.of("golden", Verdict(True, "model"))]), measure("plan", [])])
    assert [error.judge for error in known_errors(run)] == ["state", "model"]


def test_a_folder_that_holds_no_tasks_starts_no_run(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="is no set of instantiated tasks"):
        execute(tmp_path / "tasks", tmp_path / "run", 1, ExecutionSetup(), on_end=lambda form, funnel: None)
    assert not (tmp_path / "run").exists()


class DeadChat:
    """Counts as an endpoint that is not there."""

    def ask(self, *_question: object, **_how: object) -> object:
        raise ModelError("http://127.0.0.1:1/v1 cannot be reached (refused). Is the server running?", UNREACHABLE)


def test_an_endpoint_that_fails_from_the_beginning_ends_the_run_and_a_later_fault_costs_one_verdict() -> None:
    done = replace(trajectory("add four"), verdict=None)
    reader = Reader(cast("Any", DeadChat()))
    with pytest.raises(ModelError, match=r"^http://127\.0\.0\.1:1/v1 cannot be reached \(refused\)\. Is the server running\?$"):
        ModelAsJudge(reader).judged(done, "", ())
    later, funnel = ModelAsJudge(Reader(cast("Any", DeadChat())), answered=True).judged(done, "", ()), Funnel()
    count_outcome(later, funnel)
    assert funnel.stage("judged").rejected == {"The endpoint cannot be reached (refused).": 1}
