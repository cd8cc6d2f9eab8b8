"""Actions have one JSON form, and bad output is refused with a reason."""

import pytest

from lamwright.actions import FUNCTIONS, ClickInput, ControlRef, InsertTable, SelectParagraph, action_from_json, action_to_json
from lamwright.errors import ActionError
from lamwright.grammar import Target, action_of, arguments

BOLD = ClickInput(ControlRef("Bold", "toggle button", 37))


def test_the_json_form_is_the_documented_one() -> None:
    assert action_to_json(BOLD) == {
        "function": "click_input",
        "control": {"text": "Bold", "type": "toggle button"},
        "label": 37,
        "args": {"button": "left", "double": False},
        "status": "CONTINUE",
    }


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_every_kind_of_action_comes_back_from_json_as_it_went(function: str) -> None:
    kind = FUNCTIONS[function]
    target = Target(function, "Name", "entry") if "control" in kind.__dataclass_fields__ else Target(function)
    values = tuple(argument.literals[0] if argument.literals else "three words here" for argument in arguments(target))
    action = action_from_json({"function": "wheel_mouse_input", "control": {"text": "Name", "type": "entry"}, "args": {"steps": 2}}) if (
        function == "wheel_mouse_input"
    ) else action_of(target, values)  # fmt: skip
    assert action_from_json(action_to_json(action)) == action


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"function": "clik_input"}, "Unknown function 'clik_input'. Did you mean 'click_input'?"),
        ({"function": "click_input"}, '\'click_input\' needs a control: {"text": ..., "type": ...}.'),
        ({"function": "select_text", "args": {}}, "'select_text' needs the argument 'text'."),
        ({"function": "select_text", "args": {"text": 7}}, "The argument 'text' of 'select_text' must be a text, not 7."),
        ({"function": "select_text", "args": ["x"]}, "The args of 'select_text' must be names with values, not ['x']."),
        ({"function": "select_table", "args": {"number": "2"}}, "The argument 'number' of 'select_table' must be a whole number, not '2'."),
        ({"function": "finish", "args": {"why": "x"}}, "'finish' has no argument 'why'. Its arguments are: none."),
    ],
)
def test_bad_output_is_refused_with_a_reason_the_model_could_act_on(form: dict[str, object], message: str) -> None:
    with pytest.raises(ActionError) as refusal:
        action_from_json(form)
    assert str(refusal.value) == message


def test_what_was_written_and_what_was_resolved_are_apart() -> None:
    action = SelectParagraph("the closing line", index=6)
    assert action_to_json(action)["args"] == {"paragraph": "the closing line", "index": 6}


def test_numbers_stay_as_they_were_written() -> None:
    assert action_to_json(InsertTable("three", "4"))["args"] == {"rows": "three", "columns": "4"}
