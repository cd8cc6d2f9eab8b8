"""What `--model` takes."""

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.evaluation.runs import SEEN, task

from lamwright import places
from lamwright.chat.named import NamedModel
from lamwright.chat.scripted import ScriptedChat
from lamwright.data.collect import Expert
from lamwright.errors import ModelError, UsageError
from lamwright.evaluation.planners import ChatPlanner, planner_named
from lamwright.evaluation.policies import Asked, AtRandom, Trained, about_answer, policy_named
from lamwright.policy import Situation


def put_weights(folder: Path) -> None:
    """Whole ones, of no tensor."""
    (folder / "model.safetensors").write_bytes((2).to_bytes(8, "little") + b"{}")


def test_names_and_what_they_are(tmp_path: Path) -> None:
    put_weights(tmp_path)
    assert policy_named("expert") == Expert()
    assert policy_named("random", seed=7) == AtRandom(7)
    assert policy_named(str(tmp_path)) == Trained(tmp_path)
    url = "http://127.0.0.1:9/v1"
    assert policy_named("openai:tiny", base_url=url) == Asked(NamedModel("tiny", url))
    assert policy_named("openai:tiny+vision", base_url=url, answers=tmp_path) == Asked(NamedModel("tiny", url, sees=True, cache=tmp_path))


def test_a_policys_maker_can_be_sent_to_a_worker() -> None:
    for made in (policy_named("expert"), policy_named("random"), policy_named("openai:tiny", base_url="http://127.0.0.1:9/v1")):
        assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301 - our own bytes


def test_an_unknown_model_is_refused_with_what_it_may_be() -> None:
    with pytest.raises(UsageError) as caught:
        policy_named("nowhere")
    assert str(caught.value) == (
        "No model at nowhere: a model is a checkpoint folder (with model.safetensors, or of a Hugging Face model), "
        "'shipped' (the model that comes with lamwright), 'expert' (each task's own plan, from its start), 'random' (the floor), "
        "openai:NAME or openai:NAME+vision. Train one with: lamwright demo"
    )


def test_an_unknown_planner_is_refused_with_what_it_may_be() -> None:
    with pytest.raises(UsageError) as caught:
        planner_named("nowhere")
    assert str(caught.value) == (
        "No model at nowhere: a planner is a checkpoint folder (of a model that has learnt plans), 'shipped' (the model that comes "
        "with lamwright), 'expert' (the reference itself: the check), or openai:NAME. Train one with: lamwright train plans"
    )


def test_shipped_is_the_packages_own_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "SHIPPED", tmp_path)
    for named in (policy_named, planner_named):
        with pytest.raises(UsageError, match=f"^No model at {tmp_path}: "):
            named("shipped")
    put_weights(tmp_path)
    assert policy_named("shipped") == Trained(tmp_path)
    planner_named("shipped")


@pytest.mark.parametrize("named", [policy_named, planner_named])
def test_a_model_without_its_weights_is_refused_before_it_is_loaded(tmp_path: Path, named: Callable[[str], object]) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"version https://git-lfs.github.com/spec/v1\n")
    with pytest.raises(UsageError, match="is a pointer of Git LFS, not the weights themselves"):
        named(str(tmp_path))


def test_a_chat_planner_is_the_one_of_its_name() -> None:
    assert isinstance(planner_named("openai:tiny", base_url="http://127.0.0.1:9/v1")([]), ChatPlanner)


def test_a_chat_planners_steps_are_the_models_for_the_request() -> None:
    chat = ScriptedChat([{"usable": True, "why_not": "", "task": "Bold it", "plan": ["Press ctrl+b"]}])
    assert ChatPlanner(chat).plan("make it bold") == ("Press ctrl+b",)
    assert "make it bold" in chat.asked[0].text


def test_the_random_policy_does_the_same_for_the_same_task_wherever_it_runs() -> None:
    situation = Situation("make it bold", SEEN, (), ("click_input", "finish", "type_text", "keyboard_input"))
    first, again, other = (AtRandom(3)()(task(name)) for name in ("a", "a", "b"))
    drawn = [[policy.decide(situation) for _ in range(20)] for policy in (first, again, other)]
    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]


def test_a_bad_answer_is_told_and_a_bad_endpoint_raised() -> None:
    assert about_answer(ModelError("The answer is empty.", "empty")) == "The answer is empty."
    with pytest.raises(ModelError, match=r"^Too often\.$"):
        about_answer(ModelError("Too often.", "rate limited"))
