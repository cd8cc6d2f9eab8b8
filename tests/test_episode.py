"""The one loop, in the notepad that is shipped for such tests."""

from pathlib import Path

from lamwright.actions import Action, ClickInput, ControlRef, GiveUp, SaveAs, SelectParagraph, SetEditText
from lamwright.environments.fake import FakeEnvironment
from lamwright.episode import Limits, Watch, run_episode
from lamwright.errors import ActionError
from lamwright.judge import StateJudge
from lamwright.policy import PlanPolicy, Situation
from lamwright.trajectory import Outcome, Step

ADD = (SetEditText(ControlRef("Line", "entry"), "Four"), ClickInput(ControlRef("Add", "push button")))


def judge(environment: FakeEnvironment, wanted: list[str]) -> StateJudge[list[str]]:
    def check(_before: list[str], after: list[str], _outcome: Outcome) -> tuple[str, ...]:
        return () if after == wanted else (f"expected {wanted}, is {after}",)

    return StateJudge(lambda: list(environment.lines), check)


def test_a_plan_is_followed_finished_and_judged_by_the_state() -> None:
    environment = FakeEnvironment()
    trajectory = run_episode(environment, None, PlanPolicy(ADD), "add four", judge=judge(environment, ["One", "Two", "Three", "Four"]))
    assert (trajectory.outcome, len(trajectory.steps)) == ("finished", 3)
    assert trajectory.verdict
    assert trajectory.verdict.success


def test_controls_are_numbered_by_grounding() -> None:
    trajectory = run_episode(FakeEnvironment(), None, PlanPolicy(ADD), "add four")
    assert [getattr(step.action, "control", ControlRef("", "")).label for step in trajectory.steps] == [1, 2, None]


def test_a_refused_action_changes_nothing_and_its_reason_is_the_next_feedback() -> None:
    heard: list[str] = []

    class Listening:
        def decide(self, situation: Situation) -> Action:
            heard.append(situation.feedback)
            return GiveUp() if situation.history else ClickInput(ControlRef("Ad", "push button"))

    trajectory = run_episode(FakeEnvironment(), None, Listening(), "add")
    assert heard == ["", "No push button 'Ad' here. The nearest are: 'Add', 'Clear'."]
    assert trajectory.outcome == "gave_up"


def test_a_dead_application_is_one_failed_episode_with_its_error() -> None:
    trajectory = run_episode(FakeEnvironment(dies_after=1), None, PlanPolicy(ADD), "add four")
    assert trajectory.outcome == "failed"
    assert trajectory.failure
    assert (trajectory.failure.type, trajectory.failure.message) == ("ApplicationFault", "The notepad died. Reset it.")
    assert trajectory.verdict is None


def test_a_policy_without_end_is_stopped_at_the_limit() -> None:
    class Forever:
        def decide(self, _: Situation) -> Action:
            return SelectParagraph("the first line")

    trajectory = run_episode(FakeEnvironment(), None, Forever(), "go", limits=Limits(steps=4))
    assert len(trajectory.steps) == 4
    assert trajectory.failure
    assert trajectory.failure.type == "LimitReached"


def test_refusals_in_a_row_give_up() -> None:
    class Stubborn:
        def decide(self, _: Situation) -> Action:
            return SelectParagraph("the ninth line")

    trajectory = run_episode(FakeEnvironment(), None, Stubborn(), "go", limits=Limits(refusals=3))
    assert (trajectory.outcome, len(trajectory.steps)) == ("gave_up", 3)


def test_a_plan_whose_step_is_refused_is_given_up() -> None:
    trajectory = run_episode(FakeEnvironment(), None, PlanPolicy([SelectParagraph("the ninth line"), *ADD]), "add")
    assert (trajectory.outcome, len(trajectory.steps)) == ("gave_up", 2)


def test_what_reaches_beyond_the_document_needs_approval() -> None:
    trajectory = run_episode(FakeEnvironment(), None, PlanPolicy([SaveAs("x", "odt")]), "save", approve=lambda action: False)
    assert (trajectory.outcome, trajectory.steps[-1].feedback) == ("refused", "The action was not approved.")


def test_watchers_see_each_step_and_pictures_are_named(tmp_path: Path) -> None:
    seen: list[Step] = []
    watch = Watch(seen.append, lambda number, picture: ((tmp_path / f"{number}.jpg").write_bytes(picture) and f"{number}.jpg") or "")
    trajectory = run_episode(FakeEnvironment(), None, PlanPolicy(ADD), "add four", watch=watch)
    assert [step.screenshot for step in seen] == ["0.jpg", "1.jpg", "2.jpg"]
    assert trajectory.last_screenshot == "3.jpg", "no picture after the last step"


def test_a_start_is_changed_after_the_judge_and_before_the_policy_has_looked() -> None:
    environment = FakeEnvironment()
    trajectory = run_episode(
        environment, None, PlanPolicy(()), "add four", judge=judge(environment, ["One"]), perturb=lambda: environment.lines.append("Four")
    )
    assert trajectory.verdict
    assert trajectory.verdict.reasons == ("expected ['One'], is ['One', 'Two', 'Three', 'Four']",)
    assert environment.lines[-1] == "Four"


def test_a_start_that_cannot_be_made_is_a_failed_episode_without_steps() -> None:
    def refuse() -> None:
        raise ActionError("The start 'dialog' cannot be made: it is disabled.")

    trajectory = run_episode(FakeEnvironment(), None, PlanPolicy(ADD), "add four", perturb=refuse)
    assert (trajectory.outcome, trajectory.steps) == ("failed", ())
    assert trajectory.failure
    assert trajectory.failure.message == "The start 'dialog' cannot be made: it is disabled."
