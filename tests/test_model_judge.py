"""The model's judgement becomes a verdict, or there is none."""

import pytest

from lamwright.actions import Finish
from lamwright.chat.named import named_model
from lamwright.chat.scripted import ScriptedChat
from lamwright.data.instantiate.execute import ExecutionSetup
from lamwright.environments.fake import FakeEnvironment
from lamwright.episode import run_episode
from lamwright.errors import ModelError
from lamwright.model_judge import UNJUDGED, Reader, judge_by_model, within_patience
from lamwright.policy import PlanPolicy
from lamwright.trajectory import Trajectory, Verdict
from lamwright.workers import PATIENCE


@pytest.fixture
def trajectory() -> Trajectory:
    return run_episode(FakeEnvironment(), None, PlanPolicy([Finish()]), "Add the line Four")


def test_a_failure_comes_with_its_reasons(trajectory: Trajectory) -> None:
    chat = ScriptedChat([{"thought": "nothing was added", "success": False, "reasons": ["There is no line Four."]}])
    assert judge_by_model(chat, trajectory) == Verdict(False, "model", ("There is no line Four.",))
    assert "then it said that it was finished" in chat.asked[0].text


@pytest.mark.parametrize(
    ("form", "told"),
    [
        (
            {"thought": "", "success": True, "reasons": ["It is missing."]},
            "success is true, but reasons speak against it: either it is false, or reasons is empty.",
        ),
        ({"thought": "", "success": False, "reasons": [" "]}, "success is false, but reasons does not say why."),
    ],
)
def test_a_judgement_that_contradicts_itself_is_no_verdict(trajectory: Trajectory, form: dict[str, object], told: str) -> None:
    with pytest.raises(ModelError) as caught:
        judge_by_model(ScriptedChat([form]), trajectory)
    assert (str(caught.value), caught.value.reason) == (told, "unfit")


def test_of_many_screens_the_first_and_the_last_are_shown(trajectory: Trajectory) -> None:
    chat = ScriptedChat([{"thought": "", "success": True, "reasons": []}])
    judge_by_model(chat, trajectory, pictures=[b"a", b"b", b"c"])
    assert chat.asked[0].messages[-1].pictures == (b"a", b"c")
    assert "also as pictures" in chat.asked[0].text


def test_an_endpoint_that_fails_on_and_on_ends_it_and_a_bad_answer_does_not(trajectory: Trajectory) -> None:
    dead, good = ModelError("It cannot be reached.", "unreachable"), {"thought": "", "success": True, "reasons": []}
    reader = Reader(ScriptedChat([dead, dead, good, dead, "not json", dead, dead, dead]))
    judged = [reader.judged(trajectory) for _ in range(7)]
    assert [one.verdict and one.verdict.success for one in judged] == [None, None, True, None, None, None, None]
    told = "The answer is not one JSON object and nothing else."
    assert [one.notes.get(UNJUDGED) for one in judged[1:5]] == ["It cannot be reached.", None, "It cannot be reached.", told]
    with pytest.raises(ModelError, match=r"^It cannot be reached\.$"):
        reader.judged(trajectory)


@pytest.mark.parametrize(("sees", "shown"), [(True, (b"a", b"b")), (False, ())])
def test_screens_are_for_a_model_that_sees(trajectory: Trajectory, sees: bool, shown: tuple[bytes, ...]) -> None:
    chat = ScriptedChat([{"thought": "", "success": True, "reasons": []}])
    Reader(chat, sees).judged(trajectory, pictures=[b"a", b"b"])
    assert chat.asked[0].messages[-1].pictures == shown


def test_a_worker_that_judges_by_a_slow_model_is_not_taken_for_one_that_hangs() -> None:
    model = within_patience(named_model("openai:slow", "http://127.0.0.1:1/v1"))
    assert ExecutionSetup(model).limits.seconds + model.seconds * model.tries * (model.retries + 1) < PATIENCE


def test_an_episode_without_steps_is_no_success_and_nobody_is_asked() -> None:
    chat = ScriptedChat([])
    assert judge_by_model(chat, Trajectory("x", "failed", (), 0.0)) == Verdict(False, "model", ("Nothing was done.",))
    assert not chat.asked
