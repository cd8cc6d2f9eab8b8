"""An expert's steps decided again: what the policy is told, how it is scored, what is kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.evaluation.runs import BOLD, SEEN, SELECT, task, write_run

from lamwright.actions import Action, ClickInput, ControlRef, Finish, SelectParagraph
from lamwright.data.collect import Expert, PolicyFor
from lamwright.errors import ActionError, ModelError, RecordError, UsageError
from lamwright.evaluation.decisions import evaluate_decisions, expert_episodes, read_decisions
from lamwright.metrics import figures
from lamwright.policy import Situation
from lamwright.records import read_episodes
from lamwright.tasks import Task
from lamwright.viewer.report import write_report


class Listed:
    """Answers from a list, and keeps what it was told."""

    def __init__(self, *answers: Action | Exception) -> None:
        self.answers, self.told = list(answers), list[Situation]()

    def decide(self, situation: Situation) -> Action:
        self.told.append(situation)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def maker(self) -> Callable[[], PolicyFor]:
        return lambda: lambda task: self


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return write_run(tmp_path / "expert", [(task("a"), True), (task("b"), True), (task("failed"), False), (task("broke"), None)])


def values(run: Path) -> dict[str, float]:
    return {name: figure.value for name, figure in figures(read_decisions(run)).items()}


def test_the_expert_itself_is_right_everywhere(run: Path, tmp_path: Path) -> None:
    evaluate_decisions(run, tmp_path / "out", "expert", Expert())
    assert set(values(tmp_path / "out").values()) == {1.0}


def test_decisions_are_scored_against_what_the_expert_did(run: Path, tmp_path: Path) -> None:
    italic, ninth = ClickInput(ControlRef("Italic", "toggle button")), SelectParagraph("the ninth paragraph")
    policy = Listed(
        ninth, ClickInput(ControlRef("Bold", "toggle button")), Finish(), SelectParagraph("the first paragraph"), italic, Finish()
    )
    evaluate_decisions(run, tmp_path / "out", "listed", policy.maker())
    assert values(tmp_path / "out") == {
        "object_accuracy": 2 / 4,  # the ninth paragraph is the last; the first is not, nor is Italic Bold
        "operation_accuracy": 1.0,
        "status_accuracy": 1.0,
        "step_success_rate": 4 / 6,
        "task_success_rate": 1 / 2,
    }


def test_the_policy_is_told_what_the_expert_saw_and_did_not_what_it_answered_itself(run: Path, tmp_path: Path) -> None:
    policy = Listed(*[Finish()] * 6)
    evaluate_decisions(run, tmp_path / "out", "listed", policy.maker())
    third = policy.told[2]
    assert (third.request, third.observation) == ("make the last paragraph bold (a)", SEEN)
    assert [turn.action for turn in third.history] == [SELECT, BOLD]
    assert third.passages()[8].text.startswith("Yours sincerely")
    assert {"click_input", "select_paragraph", "finish", "give_up"} <= set(third.functions)
    assert policy.told[3].history == ()


def test_an_answer_that_is_no_action_is_wrong_in_everything(run: Path, tmp_path: Path) -> None:
    policy = Listed(ActionError("No such function."), BOLD, ModelError("The answer is empty.", "empty"), SELECT, BOLD, Finish())
    evaluate_decisions(run, tmp_path / "out", "listed", policy.maker())
    assert (values(tmp_path / "out")["step_success_rate"], values(tmp_path / "out")["status_accuracy"]) == (4 / 6, 4 / 6)
    steps = next(read_episodes(tmp_path / "out")).trajectory.steps
    assert steps[0].feedback == 'No such function. The expert\'s action here: Select the paragraph "the last paragraph".'


def test_an_endpoint_that_is_down_stops_the_evaluation_which_goes_on_later(run: Path, tmp_path: Path) -> None:
    policy = Listed(SELECT, BOLD, Finish(), ModelError("It cannot be reached.", "unreachable"))
    with pytest.raises(ModelError, match=r"^It cannot be reached\.$"):
        evaluate_decisions(run, tmp_path / "out", "listed", policy.maker())
    again = Listed(SELECT, BOLD, Finish())
    scores = evaluate_decisions(run, tmp_path / "out", "listed", again.maker(), resume=True)
    assert ([score.task for score in scores], len(again.told)) == (["a", "b"], 3)


def test_replays_can_be_looked_at(run: Path, tmp_path: Path) -> None:
    evaluate_decisions(run, tmp_path / "out", "listed", Listed(*[Finish()] * 6).maker())
    page = write_report(tmp_path / "out").read_text("utf-8")
    assert "object accuracy" in page
    assert "step 2: The expert&#39;s action here: Click the toggle button &#34;Bold&#34;." in page


def test_only_successes_on_held_out_tasks_are_measured_on(run: Path) -> None:
    assert [episode.trajectory.task for episode in expert_episodes(run)] == ["a", "b"]
    assert [episode.trajectory.task for episode in expert_episodes(run, 1)] == ["a"]


@pytest.mark.parametrize(
    ("one", "success", "reason"),
    [
        (task("a"), None, "no episode with a verdict, so nobody knows which actions were right."),
        (task("a", "train"), True, "no held-out task: a model may have been trained on its steps."),
        (task("a"), False, "no successful episode to measure on."),
    ],
    ids=["no verdict", "training tasks", "no success"],
)
def test_a_run_that_cannot_be_measured_on_is_refused_with_what_to_do(one: Task, success: bool | None, reason: str, tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", [(one, success)])
    with pytest.raises(UsageError) as caught:
        expert_episodes(run)
    assert str(caught.value) == f"{run} holds {reason} Record expert episodes with: lamwright eval online --model expert --out RUN"


def test_a_model_that_cannot_be_loaded_leaves_no_run_behind(run: Path, tmp_path: Path) -> None:
    def broken() -> PolicyFor:
        raise UsageError("No model there.")

    with pytest.raises(UsageError):
        evaluate_decisions(run, tmp_path / "out", "broken", broken)
    assert not (tmp_path / "out").exists()


def test_a_run_of_something_else_is_no_run_of_replays(run: Path) -> None:
    with pytest.raises(RecordError, match=r"holds episodes that are no replays\. Make them with: lamwright eval decisions$"):
        read_decisions(run)
