"""The model's judgement becomes a verdict, or there is none."""

import pytest

from lamwright.actions import Finish
from lamwright.chat.scripted import ScriptedChat
from lamwright.environments.fake import FakeEnvironment
from lamwright.episode import run_episode
from lamwright.errors import ModelError
from lamwright.model_judge import judge_by_model
from lamwright.policy import PlanPolicy
from lamwright.trajectory import Trajectory, Verdict


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


def test_an_episode_without_steps_is_no_success_and_nobody_is_asked() -> None:
    chat = ScriptedChat([])
    assert judge_by_model(chat, Trajectory("x", "failed", (), 0.0)) == Verdict(False, "model", ("Nothing was done.",))
    assert not chat.asked
