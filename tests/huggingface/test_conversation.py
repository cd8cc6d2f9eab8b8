"""What a model is told and what it answers."""

import pytest

from lamwright.actions import (
    Action,
    ClickInput,
    ControlRef,
    Finish,
    GiveUp,
    InsertTable,
    KeyboardInput,
    SaveAs,
    SelectParagraph,
    SelectTable,
    SelectText,
    SetEditText,
)
from lamwright.errors import ModelError
from lamwright.example import EpisodeExample, StepExample
from lamwright.grammar import Target
from lamwright.huggingface.conversation import (
    Done,
    Question,
    action_messages,
    arranged,
    asked,
    plan_messages,
    read_action,
    read_plan,
    write_action,
    write_plan,
)

BOLD, CUT, FINISH = Target("click_input", "Bold", "toggle button"), Target("click_input", "Cut", "push button"), Target("finish")
ACTIONS: tuple[Action, ...] = (
    ClickInput(ControlRef("Bold", "toggle button")),
    ClickInput(ControlRef('Say "hello" \\ Größe', "list item"), double=True),
    ClickInput(ControlRef("Tab", "page tab"), button="right"),
    SetEditText(ControlRef("Font Name", "combo box"), "Liberation Serif"),
    SelectText('a "quoted" word\nand a line'),
    SelectTable(),
    SelectTable(3),
    SelectParagraph("the second paragraph"),
    InsertTable("three", "2"),
    KeyboardInput("ctrl+End"),
    SaveAs("report", "pdf"),
    Finish(),
    GiveUp(),
)


def test_the_prompt_has_the_whole_list_first_and_what_changes_last() -> None:
    done = (Done(SelectText("lamp")), Done(ClickInput(ControlRef("Cut", "push button")), "it is disabled"))
    question = Question("Make it bold", "window document", (BOLD, CUT, FINISH), done, ("Select the text",))
    system, user = action_messages(question)
    assert system["content"].endswith("\nFunctions: click_input, finish.")
    assert user["content"] == (
        "Controls:\n[1] toggle button Bold\n[2] push button Cut\n\nRequest: Make it bold\nPlan:\n1. Select the text\n"
        'Done:\n1. Select the text "lamp"\n2. Click the push button "Cut" (refused: it is disabled)\nState: window document'
    )


def test_a_control_with_two_functions_is_listed_once() -> None:
    both = (Target("set_edit_text", "Size", "combo box"), Target("select_option", "Size", "combo box"))
    assert "[1] combo box Size\n\n" in action_messages(Question("x", "s", both))[1]["content"]


def test_controls_that_come_later_stand_behind_those_that_were_there() -> None:
    assert arranged([(BOLD, FINISH), (CUT, BOLD, FINISH)]) == (BOLD, FINISH, CUT)
    assert arranged([(BOLD, FINISH), (CUT, BOLD, FINISH), (FINISH, CUT)]) == (FINISH, CUT)
    assert arranged([]) == ()


def test_an_episode_is_asked_step_by_step_with_what_was_refused() -> None:
    steps = (
        StepExample("window document", (BOLD,), ACTIONS[0]),
        StepExample("window document; refused no such control", (CUT, BOLD), Finish()),
    )
    first, second = asked(EpisodeExample("Make it bold", steps))
    assert first.question.done == ()
    assert second.question.done == (Done(ACTIONS[0], "no such control"),)
    assert second.question.targets == (BOLD, CUT)
    assert second.action == Finish()


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_an_action_is_read_back_as_it_was_written(action: Action) -> None:
    assert read_action(write_action(action)) == action


def test_an_action_is_written_by_name_without_number() -> None:
    assert write_action(ClickInput(ControlRef("Bold", "toggle button", label=37))) == (
        '{"function": "click_input", "control": {"text": "Bold", "type": "toggle button"}, "args": {}, "status": "CONTINUE"}'
    )
    assert '"args": {"paragraph": "the last one"}' in write_action(SelectParagraph("the last one", index=4))


def test_what_is_no_action_is_refused_with_what_was_written() -> None:
    with pytest.raises(ModelError, match=r"^The model wrote no action \(Unknown function 'click'\. Did you mean 'click_input'\?\): "):
        read_action('{"function": "click"}')
    with pytest.raises(ModelError, match=r"^The model wrote no action \(a JSON object is wanted\): '\[\]'\.$"):
        read_action("[]")


def test_a_plan_is_read_back_as_it_was_written() -> None:
    plan = ('Select the text "Größe"', "Press ctrl+b")
    assert read_plan(write_plan(plan)) == plan
    assert plan_messages("Make it bold")[1]["content"] == "Request: Make it bold"
    with pytest.raises(ModelError, match=r"^The model wrote no plan, which is a list of sentences: '\[1\]'\.$"):
        read_plan("[1]")
    with pytest.raises(ModelError, match=r"^The model wrote no plan \(Expecting value"):
        read_plan("Press")
