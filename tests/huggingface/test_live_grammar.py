"""Only what the window allows can be written, and all of it."""

import pytest
from tests.huggingface.small import targets, tokenizer

from lamwright.actions import Action, ClickInput, ControlRef, Finish, KeyboardInput, SaveAs, SelectTable, SelectText, SetEditText
from lamwright.errors import UsageError
from lamwright.grammar import Target
from lamwright.huggingface.conversation import write_action, write_plan
from lamwright.huggingface.live_grammar import STRING_LETTERS, Grammars, action_grammar
from lamwright.huggingface.text_form import TextForm

OWN = tokenizer()
FORM = TextForm(OWN)
GRAMMARS = Grammars(OWN, len(OWN))


def can_be_written(action: Action) -> bool:
    matcher = GRAMMARS.action(targets())
    ids = FORM.answer(write_action(action))
    return bool(matcher.try_consume_tokens(list(ids)) == len(ids) and matcher.is_accepting())


@pytest.mark.parametrize(
    "action",
    [
        ClickInput(ControlRef("Bold", "toggle button")),
        ClickInput(ControlRef('Say "hello"', "toggle button"), double=True),
        ClickInput(ControlRef("Größe", "toggle button"), button="right"),
        SetEditText(ControlRef("Font Name", "combo box"), 'a "b" \\ ü\n'),
        SelectText("x" * STRING_LETTERS),
        SelectTable(),
        SelectTable(12),
        KeyboardInput("ctrl+End"),
        SaveAs("my report", "pdf"),
        Finish(),
    ],
    ids=lambda action: action.function,
)
def test_what_the_window_allows_can_be_written(action: Action) -> None:
    assert can_be_written(action)


@pytest.mark.parametrize(
    "action",
    [
        ClickInput(ControlRef("Delete all", "toggle button")),
        ClickInput(ControlRef("Bold", "push button")),
        ClickInput(ControlRef("Font Name", "combo box")),
        SetEditText(ControlRef("Bold", "toggle button"), "x"),
        SelectText("x" * (STRING_LETTERS + 1)),
        SelectText(""),
        SelectTable(100),
        KeyboardInput("ctrl+alt+Delete"),
        SaveAs("my report", "exe"),
    ],
    ids=str,
)
def test_what_the_window_does_not_allow_cannot_be_written(action: Action) -> None:
    assert not can_be_written(action)


def test_what_is_left_no_choice_about_is_forced_to_the_end() -> None:
    matcher = GRAMMARS.action((Target("finish"),))
    must = matcher.compute_ff_tokens()
    assert FORM.read(must) == write_action(Finish())
    assert list(FORM.answer(write_action(Finish()))) == must


def test_a_plan_is_a_list_of_sentences() -> None:
    for plan, good in ((("Press ctrl+b",), True), (tuple("abc"), True), ((), False), (("a",) * 41, False)):
        ids = list(FORM.answer(write_plan(plan)))
        matcher = GRAMMARS.plan()
        assert (matcher.try_consume_tokens(ids) == len(ids) and matcher.is_accepting()) == good


def test_a_window_that_allows_nothing_is_said() -> None:
    with pytest.raises(UsageError, match=r"^Nothing can be done here: the window has no controls, and no function is allowed\.$"):
        action_grammar(())
