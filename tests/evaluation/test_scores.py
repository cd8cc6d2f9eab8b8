"""What evaluations recorded, read back for comparing."""

from pathlib import Path

import pytest
from tests.evaluation.runs import task, write_run

from lamwright.data.collect import Expert
from lamwright.errors import RecordError, UsageError
from lamwright.evaluation.decisions import evaluate_decisions
from lamwright.evaluation.plans import Predicted, write_plans
from lamwright.evaluation.scores import read_evaluation
from lamwright.metrics import figures, paired


def test_an_online_run_is_read_with_the_parts_of_its_latency(tmp_path: Path) -> None:
    found = read_evaluation(write_run(tmp_path, [(task("a"), True), (task("b"), False)], model="LAM2"))
    assert (found.kind, found.model) == ("online", "LAM2")
    values = {name: figure.value for name, figure in figures(found.scores).items()}
    assert values == pytest.approx(
        {
            "task_success_rate": 0.5,
            "completion_seconds": 1.5,  # one and two seconds
            "steps": 3.0,
            "step_latency": 0.5,  # three seconds over six steps
            "observe_seconds": 0.1,
            "decide_seconds": 0.2,
            "act_seconds": 0.3,
        }
    )


def test_every_kind_of_score_says_what_was_asked_for(tmp_path: Path) -> None:
    """It is what tasks are clustered by: their names hold the seed."""
    online = write_run(tmp_path / "online", [(task("a"), True)])
    evaluate_decisions(online, tmp_path / "decisions", "expert", Expert())
    plans = write_run(tmp_path / "plans", [], command="eval plans")
    write_plans(plans, [Predicted("a", task("a").request, "suite: wordings", (), (), "", 0.0)])
    for folder in (online, tmp_path / "decisions", plans):
        (score,) = read_evaluation(folder).scores
        assert (score.task, score.cluster) == ("a", "make the last paragraph bold (a)")


def test_two_runs_are_compared_by_their_tasks_names(tmp_path: Path) -> None:
    first = write_run(tmp_path / "a", [(task("x"), False), (task("y"), True)])
    second = write_run(tmp_path / "b", [(task("y"), True), (task("x"), True), (task("z"), True)])
    found = paired(read_evaluation(first).scores, read_evaluation(second).scores)
    assert (found.tasks, found.only_first, found.only_second) == (2, 0, 1)


def test_a_run_without_verdicts_has_no_success_to_count(tmp_path: Path) -> None:
    write_run(tmp_path, [(task("a"), None)])
    with pytest.raises(UsageError) as caught:
        read_evaluation(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path} holds no episode with a verdict, so there is no success to count. Use a run of: lamwright eval online"
    )


def test_a_run_that_ended_before_its_first_task_is_refused(tmp_path: Path) -> None:
    write_run(tmp_path, [])
    with pytest.raises(UsageError) as caught:
        read_evaluation(tmp_path)
    assert str(caught.value) == f"{tmp_path} holds no task that was evaluated. Run it again with --resume, or name another folder."


def test_a_run_of_another_schema_is_refused(tmp_path: Path) -> None:
    write_run(tmp_path, [(task("a"), True)])
    path = tmp_path / "manifest.json"
    path.write_text(path.read_text("utf-8").replace('"schema": 2', '"schema": 99'))
    with pytest.raises(RecordError, match=r"manifest\.json: schema 99, this lamwright reads \d+\."):
        read_evaluation(tmp_path)
