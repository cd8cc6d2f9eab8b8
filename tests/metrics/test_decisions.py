"""Decisions against an expert's, worked out by hand."""

import pytest

from lamwright.actions import (
    Action,
    ClickInput,
    ControlRef,
    Finish,
    GiveUp,
    InsertTable,
    KeyboardInput,
    SelectParagraph,
    SelectText,
    SetEditText,
    SetFontSize,
    TypeText,
    action_from_json,
)
from lamwright.metrics import StepScore, decisions_score, figures, missing_step, score_step
from lamwright.observation import Control, Observation, Passage, Rectangle

BOX, ON = Rectangle(0, 0, 10, 10), frozenset({"enabled"})
SEEN = Observation(
    "Writer",
    (
        Control(1, "Bold", "toggle button", BOX, ON),
        Control(2, "Italic", "toggle button", BOX, ON),
        Control(3, "Font Size", "combo box", BOX, ON),
    ),
)
PASSAGES = (Passage(0, "Dear all"), Passage(1, "The deadline is Friday"), Passage(2, "Yours"))
ALL, NO_OBJECT = StepScore(True, True, True, True), StepScore(None, True, True, True)


def click(text: str, label: int | None = None, type: str = "toggle button") -> ClickInput:
    return ClickInput(ControlRef(text, type, label))


def test_a_control_is_the_same_where_its_name_is_grounded_to_the_recorded_number() -> None:
    assert score_step(click("Bold", 1), click("Bold"), SEEN) == ALL
    assert score_step(click("Bold", 1), click("Boldd"), SEEN) == ALL  # alike by 2·4/9 = 88.9%: a slip that the agent grounds too
    assert score_step(click("Bold", 1), click("Bald"), SEEN).object is False  # alike by 2·3/8 = 75%
    assert score_step(click("Bold", 1), click("Italic"), SEEN) == StepScore(False, True, True, False)


def test_a_slip_in_a_long_name_is_grounded_as_the_agent_grounds_it() -> None:
    assert (
        score_step(
            SetEditText(ControlRef("Font Size", "combo box", 3), "12"), SetEditText(ControlRef("Font size", "combo box"), "12"), SEEN
        )
        == ALL
    )


def test_the_right_object_by_another_operation() -> None:
    right = SetEditText(ControlRef("Font Size", "combo box", 3), "12")
    made = action_from_json({"function": "select_option", "control": {"text": "Font Size", "type": "combo box"}, "args": {"option": "12"}})
    assert score_step(right, made, SEEN) == StepScore(True, False, True, False)


def test_a_wrong_argument_fails_the_step_alone() -> None:
    right = SetEditText(ControlRef("Font Size", "combo box", 3), "12")
    assert score_step(right, SetEditText(ControlRef("Font Size", "combo box"), "14"), SEEN) == StepScore(True, True, True, False)


@pytest.mark.parametrize(
    ("right", "made"),
    [
        (InsertTable("3", "2"), InsertTable("three", "2")),
        (SetFontSize("12"), SetFontSize("12 pt")),
        (KeyboardInput("ctrl+shift+End"), KeyboardInput("Shift+Ctrl+End")),
        (TypeText("“Hello”  there"), TypeText('"Hello" there')),
        (SelectText("Budget"), SelectText('"Budget"')),
    ],
)
def test_arguments_that_say_the_same_are_equal(right: Action, made: Action) -> None:
    assert score_step(right, made, SEEN) == ALL


def test_letter_case_counts_in_what_is_typed() -> None:
    assert score_step(TypeText("Hello"), TypeText("hello"), SEEN).whole is False


def test_another_button_or_a_double_click_is_another_step() -> None:
    assert score_step(click("Bold", 1), ClickInput(ControlRef("Bold", "toggle button"), double=True), SEEN) == StepScore(
        True, True, True, False
    )


def test_a_paragraph_is_the_same_where_the_reference_resolves_to_it() -> None:
    right = SelectParagraph("the last paragraph", index=2)
    assert score_step(right, SelectParagraph("the third paragraph"), SEEN, PASSAGES) == ALL
    assert score_step(right, SelectParagraph("the paragraph about the deadline"), SEEN, PASSAGES) == StepScore(False, True, True, False)


def test_the_same_words_for_a_paragraph_are_the_same_without_the_document() -> None:
    right = SelectParagraph("the last paragraph", index=2)
    assert score_step(right, SelectParagraph("The last  paragraph"), SEEN) == ALL
    assert score_step(right, SelectParagraph("the third paragraph"), SEEN).whole is False


def test_a_reference_that_is_refused_is_the_same_in_the_same_words() -> None:
    assert score_step(SelectParagraph("the ninth paragraph"), SelectParagraph("the ninth paragraph"), SEEN, PASSAGES) == ALL


def test_text_and_paragraph_are_different_objects() -> None:
    assert score_step(SelectText("Yours"), SelectParagraph("the last paragraph"), SEEN, PASSAGES) == StepScore(False, False, True, False)


def test_what_acts_on_the_selection_shares_its_object() -> None:
    assert score_step(SetFontSize("12"), KeyboardInput("ctrl+b"), SEEN) == StepScore(True, False, True, False)


def test_an_end_has_no_object_and_its_status_is_its_function() -> None:
    assert score_step(Finish(), Finish(), SEEN) == NO_OBJECT
    assert score_step(Finish(), GiveUp(), SEEN) == StepScore(None, False, False, False)
    assert score_step(Finish(), click("Bold"), SEEN) == StepScore(None, False, False, False)
    assert score_step(click("Bold", 1), Finish(), SEEN) == StepScore(False, False, False, False)


def test_no_answer_is_wrong_in_everything() -> None:
    assert missing_step(click("Bold", 1)) == StepScore(False, False, False, False)
    assert missing_step(Finish()) == StepScore(None, False, False, False)


def test_the_papers_five_metrics_over_two_tasks() -> None:
    one = decisions_score("one", [ALL, ALL, NO_OBJECT])
    other = decisions_score(
        "other", [StepScore(True, True, True, False), StepScore(False, False, True, False), StepScore(None, False, False, False)]
    )
    found = {name: figure.value for name, figure in figures([one, other]).items()}
    assert found == pytest.approx(
        {
            "object_accuracy": 3 / 4,  # two and one right, of two and two that act
            "operation_accuracy": 4 / 6,
            "status_accuracy": 5 / 6,
            "step_success_rate": 3 / 6,
            "task_success_rate": 1 / 2,
        }
    )
