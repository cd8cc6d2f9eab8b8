"""A model chooses the template and grounds the task; what it gives that cannot be used is counted, never guessed at."""

from typing import Any

import pytest
from tests.data.instantiate.small_map import matcher

from lamwright.actions import ClickInput, ControlRef, SelectText
from lamwright.chat.scripted import Said, ScriptedChat
from lamwright.data.instantiate.results import Discarded, Instantiated
from lamwright.data.instantiate.with_model import ModelInstantiation
from lamwright.errors import ModelError
from lamwright.pairs import Lineage, Pair

PAIR = Pair("a", "Highlight text", ("Select the text", "Click Highlighting"), "help", "page", "MPL-2.0", "", "writer", Lineage(("help/x",)))
CHOSEN = {"usable": True, "why_not": "", "template": "invoice"}
PLAN = ['Select the text "guarantee"', 'Click the push button "Character Highlighting Color"']
GROUNDED = {"usable": True, "why_not": "", "request": "Highlight 'guarantee'", "plan": PLAN}


def result_of(*answers: Said) -> tuple[Instantiated | Discarded, ScriptedChat]:
    chat = ScriptedChat(answers)
    return ModelInstantiation(matcher(), chat)(PAIR), chat


def test_the_model_chooses_and_grounds() -> None:
    made, chat = result_of(CHOSEN, GROUNDED)
    assert isinstance(made, Instantiated)
    assert (made.template, made.request) == ("invoice", "Highlight 'guarantee'")
    assert made.plan == (SelectText("guarantee"), ClickInput(ControlRef("Character Highlighting Color", "push button")))
    assert [asked.schema for asked in chat.asked] == ["ChosenTemplate", "GroundedTask"]
    assert "invoice: an invoice of an upholsterer" in chat.asked[0].text
    assert "Character Highlighting Color" in chat.asked[1].text


def test_an_endpoint_that_fails_on_and_on_ends_it_and_a_bad_answer_does_not() -> None:
    dead = ModelError("It cannot be reached.", "unreachable")
    how = ModelInstantiation(matcher(), ScriptedChat([dead, dead, CHOSEN, dead, dead, "not json", dead, dead, dead]))
    kinds = [result.kind for _ in range(7) if isinstance(result := how(PAIR), Discarded)]
    fault, bad = "the model's endpoint: unreachable", "the model gave no usable answer"
    assert kinds == [fault, fault, fault, fault, bad, fault, fault]
    with pytest.raises(ModelError, match=r"^It cannot be reached\.$"):
        how(PAIR)


@pytest.mark.parametrize(
    ("answers", "stage", "kind"),
    [
        ([ModelError("It refused.")], "template", "the model gave no usable answer"),
        ([{**CHOSEN, "template": "no such document"}], "template", "the model gave no usable answer"),
        ([{"usable": False, "why_not": "no sound", "template": ""}], "template", "no template will do, says the model"),
        ([CHOSEN, "not json"], "target", "the model gave no usable answer"),
        ([CHOSEN, {**GROUNDED, "plan": ["Do something nice"]}], "target", "the model gave no usable answer"),
        ([CHOSEN, {**GROUNDED, "plan": []}], "target", "the model gave no usable answer"),
        (
            [CHOSEN, {**GROUNDED, "usable": False, "why_not": "no text"}],
            "target",
            "it cannot be done on the template, says the model",
        ),
        (
            [CHOSEN, {**GROUNDED, "plan": ['Click the push button "Sparkle"']}],
            "controls",
            "the application has no such control",
        ),
    ],
)
def test_what_cannot_be_used_is_discarded_with_its_reason(answers: list[Any], stage: str, kind: str) -> None:
    result, _ = result_of(*answers)
    assert isinstance(result, Discarded)
    assert (result.stage, result.kind) == (stage, kind)
