"""A large model as a policy: what it is told, what it may answer, what becomes of a bad answer."""

from typing import Any

import pytest

from lamwright.actions import ClickInput, ControlRef, GiveUp, InsertTable, SelectParagraph
from lamwright.chat.scripted import ScriptedChat
from lamwright.chat_policy import ChatPolicy
from lamwright.environments.fake import FakeEnvironment
from lamwright.episode import run_episode
from lamwright.errors import ModelError
from lamwright.observation import Observation
from lamwright.policy import Situation, Turn

UNLIKE = "The answer does not fit the schema"


def answer(action: dict[str, Any], plan: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"thought": "so", "plan": list(plan), "action": action}


def click(label: int, text: str) -> dict[str, Any]:
    return answer({"function": "click_input", "control": {"label": label, "text": text}, "button": "left", "double": False})


def situation(**changed: Any) -> Situation:
    environment = FakeEnvironment()
    return Situation(
        **{"request": "Clear it", "observation": environment.observe(), "history": (), "functions": environment.functions, **changed}
    )


def test_an_action_comes_back_with_its_control_by_name_and_type() -> None:
    assert ChatPolicy(ScriptedChat([click(2, "Add")])).decide(situation()) == ClickInput(ControlRef("Add", "push button", 2))


def test_native_calls_and_endings_need_no_control() -> None:
    chat = ScriptedChat([answer({"function": "select_paragraph", "paragraph": "the last line"}), answer({"function": "give_up"})])
    policy = ChatPolicy(chat)
    assert [policy.decide(situation()) for _ in range(2)] == [SelectParagraph("the last line"), GiveUp()]


def test_the_model_is_told_the_request_what_was_done_the_plan_and_the_numbered_controls() -> None:
    chat = ScriptedChat([answer({"function": "finish"}, ("Click Add",)), answer({"function": "finish"})])
    policy = ChatPolicy(chat)
    first = situation()
    policy.decide(first)
    turn = Turn(first.observation, ClickInput(ControlRef("Ad", "push button")), "No push button 'Ad' here.")
    policy.decide(situation(history=(turn,)))
    assert chat.asked[1].messages[-1].text == (
        "<request>\nClear it\n</request>\n"
        "Done so far:\n1. Click the push button \"Ad\" (refused: No push button 'Ad' here.)\n"
        "The plan so far:\n1. Click Add\n"
        "<window>\nThe window 'Notepad' takes the input.\nControls:\n"
        "[1] entry 'Line'\n[2] push button 'Add'\n[3] push button 'Clear' (disabled)\n</window>"
    )


def test_the_plan_of_one_episode_is_not_carried_into_the_next() -> None:
    chat = ScriptedChat([answer({"function": "finish"}, ("Click Add",)), answer({"function": "finish"})])
    policy = ChatPolicy(chat)
    policy.decide(situation())
    policy.decide(situation())
    assert "The plan so far:\n(none yet)" in chat.asked[1].text


def test_a_model_that_sees_gets_the_screen_and_others_do_not() -> None:
    chat = ScriptedChat([answer({"function": "finish"}), answer({"function": "finish"})])
    ChatPolicy(chat, sees=True).decide(situation(picture=lambda: b"screen"))
    ChatPolicy(chat).decide(situation(picture=lambda: b"screen"))
    assert [asked.messages[-1].pictures for asked in chat.asked] == [(b"screen",), ()]


@pytest.mark.parametrize(
    ("form", "reason", "told"),
    [
        (click(9, "Add"), "unfit", "There is no control [9]: take one of the list."),
        (click(3, "Add"), "unfit", "The control [3] is 'Clear', not 'Add': number and name must be one control's."),
        (
            answer({"function": "insert_table", "rows": "2", "columns": "2"}), "wrong schema",
            f"{UNLIKE} (action: Input tag 'insert_table' found using 'function' does not match any of the expected tags: "
            "'click_input', 'set_edit_text', 'type_text', 'select_paragraph', 'finish', 'give_up').",
        ),
        (
            answer({"function": "type_text"}), "wrong schema", f"{UNLIKE} (action.type_text.text: Field required).",
        ),
        (
            {**click(2, "Add"), "note": 1}, "wrong schema", f"{UNLIKE} (note: Extra inputs are not permitted).",
        ),
    ],
)  # fmt: skip
def test_what_is_no_action_of_this_window_is_refused_with_a_reason_the_model_could_act_on(
    form: dict[str, Any], reason: str, told: str
) -> None:
    with pytest.raises(ModelError) as caught:
        ChatPolicy(ScriptedChat([form])).decide(situation())
    assert (str(caught.value), caught.value.reason) == (told, reason)


def test_closed_lists_of_the_grammar_are_closed_here_too() -> None:
    functions = ("keyboard_input", "save_as")
    for form in ({"function": "keyboard_input", "keys": "ctrl+q"}, {"function": "save_as", "name": "a", "format": "exe"}):
        with pytest.raises(ModelError) as caught:
            ChatPolicy(ScriptedChat([answer(form)])).decide(situation(functions=functions))
        assert caught.value.reason == "wrong schema"


def test_arguments_keep_their_values() -> None:
    chat = ScriptedChat([answer({"function": "insert_table", "rows": "2", "columns": "three"})])
    assert ChatPolicy(chat).decide(situation(functions=("insert_table",))) == InsertTable("2", "three")


def test_a_model_without_a_usable_answer_is_a_failed_episode_and_not_a_given_up_one() -> None:
    trajectory = run_episode(FakeEnvironment(), None, ChatPolicy(ScriptedChat(["no JSON"])), "Add a line")
    assert trajectory.outcome == "failed"
    assert trajectory.failure
    assert (trajectory.failure.type, trajectory.failure.message) == ("ModelError", "The answer is not one JSON object and nothing else.")


def test_a_window_without_controls_is_told_as_such() -> None:
    chat = ScriptedChat([answer({"function": "give_up"})])
    ChatPolicy(chat).decide(situation(observation=Observation("Empty", (), modal=True, selection="x" * 300)))
    assert f"The dialog 'Empty' takes the input.\nSelected in the document: '{'x' * 199}…'\nControls:\n(none)" in chat.asked[0].text
