"""What a model makes of how-tos, queries and pairs, checked before it is used."""

from random import Random
from typing import Any

import pytest

from lamwright.chat.contract import Chat
from lamwright.chat.scripted import ScriptedChat
from lamwright.data.documents.howto import HowTo
from lamwright.data.plans.with_model import ModelEvolution, Planned, Rejected, planned_for_query, standardised, structured
from lamwright.errors import ModelError
from lamwright.pairs import Lineage, Pair

HOW_TO = HowTo(
    "Adding **Lines**", ("Click **Add**.",), "help", "a.html", "MPL-2.0", "LibreOffice Help", "writer", "list", "add", ("Lines", "Text"),
)  # fmt: skip


def pair(name: str, task: str, *plan: str) -> Pair:
    return Pair(name, task, plan, "help", "o", "MPL-2.0", "a", "writer", Lineage((name,)))


def made(task: str, *plan: str) -> dict[str, Any]:
    return {"usable": True, "why_not": "", "task": task, "plan": list(plan)}


ADD, CLEAR = pair("add", "Add a line", "Click Add"), pair("clear", "Clear a line", "Select it", "Click Clear")


class Way(Random):
    """Draws this way of evolving, and the first of everything else."""

    def __init__(self, way: str) -> None:
        super().__init__(0)
        self._way = way

    def choice(self, those: Any) -> Any:
        return self._way if self._way in those else those[0]


def test_a_how_to_is_structured_from_its_bare_words() -> None:
    chat = ScriptedChat([made("Add a line", 'Click the push button "Add"')])
    assert structured(chat, HOW_TO) == Planned("Add a line", ('Click the push button "Add"',))
    assert "<howto>\nAdding Lines\n1. Click Add.\n</howto>" in chat.asked[0].text
    assert "The application is LibreOffice Writer." in chat.asked[0].text
    assert "It stands under: Lines; Text" in chat.asked[0].text


def test_controls_of_the_application_are_offered_where_a_pair_is_standardised() -> None:
    chat = ScriptedChat([made("Add a line", 'Click the push button "Add"')])
    standardised(chat, "writer", Planned("Add a line", ("Click Add",)), ["Add", "Clear"])
    assert "<controls>\nAdd\nClear\n</controls>" in chat.asked[0].text


def test_what_the_model_finds_useless_is_rejected_with_its_word() -> None:
    chat = ScriptedChat([{"usable": False, "why_not": "about food", "task": "", "plan": []}])
    assert planned_for_query(chat, "writer", "pizza") == Rejected("the model found no task in it", "about food")


@pytest.mark.parametrize(
    ("form", "why"),
    [
        (made("", "Click Add"), "usable is true, but the task, the plan or a step is empty."),
        (made("Add a line"), "usable is true, but the task, the plan or a step is empty."),
        (made("Add a line", "Click Add", " "), "usable is true, but the task, the plan or a step is empty."),
        (made("Add a line", "Click Add\nClick Clear"), "The task and each step must be one line without spaces around it."),
        (made("Add " + "very " * 60, "Click Add"), "The task and each step must be one line without spaces around it."),
        (made("Add" + " very" * 60, "Click Add"), "The task has at most 60 words, the plan at most 60 steps."),
        ({"usable": False, "why_not": " ", "task": "", "plan": []}, "usable is false, but why_not does not say why."),
    ],
)
def test_what_is_no_pair_is_rejected_as_unfit(form: dict[str, Any], why: str) -> None:
    assert structured(ScriptedChat([form]), HOW_TO) == Rejected("the model's answer: unfit", why)


def test_a_bad_answer_is_a_rejection_and_a_dead_endpoint_an_error() -> None:
    assert structured(ScriptedChat(["Sorry"]), HOW_TO).__class__ is Rejected
    with pytest.raises(ModelError, match=r"^Down\.$"):
        structured(ScriptedChat([ModelError("Down.", "unreachable")]), HOW_TO)


def evolved(chat: Chat, way: str) -> tuple[Pair | None, ModelEvolution]:
    operator = ModelEvolution(chat, lambda one, rng: CLEAR)
    return operator.evolve(ADD, Way(way)), operator


@pytest.mark.parametrize(
    ("way", "form", "roots"),
    [
        ("constraints", made("Add a line, then go to the start", "Click Add", "Press ctrl+Home"), ("add",)),
        ("specific", made('Add the line "Four"', 'Type "Four"', "Click Add"), ("add",)),
        ("reword", made("Put in another line", "Click Add"), ("add",)),
        ("compose", made("Add a line, then clear it", "Click Add", "Select it", "Click Clear"), ("add", "clear")),
    ],
)
def test_an_evolved_pair_keeps_its_lineage(way: str, form: dict[str, Any], roots: tuple[str, ...]) -> None:
    child, _ = evolved(ScriptedChat([form]), way)
    assert child is not None
    assert (child.task, child.plan) == (form["task"], tuple(form["plan"]))
    assert child.lineage == Lineage(roots, "add", f"model-{way}", 1)
    assert (child.source, child.licence) == ("help", "MPL-2.0")


@pytest.mark.parametrize(
    ("way", "form"),
    [
        ("constraints", made("Add a line quickly", "Click Add")),
        ("specific", made("add A line", "Click Add", "Press ctrl+Home")),
        ("reword", made("Put in another line", "Click the Add button")),
        ("compose", made("Add a line, then clear it", "Click Add", "Click Clear")),
    ],
)
def test_what_is_no_evolution_is_counted_and_gives_nothing(way: str, form: dict[str, Any]) -> None:
    child, operator = evolved(ScriptedChat([form]), way)
    assert child is None
    assert dict(operator.rejected) == {"the model's answer: unfit": 1}


def test_without_a_partner_nothing_is_composed() -> None:
    chat = ScriptedChat([made("Add a line, then go to the start", "Click Add", "Press ctrl+Home")])
    child = ModelEvolution(chat).evolve(ADD, Way("compose"))
    assert child is not None
    assert child.lineage.operator == "model-constraints"


def test_one_fault_of_the_endpoint_costs_a_pair_and_the_third_in_a_row_ends_it() -> None:
    down, good = ModelError("Down.", "slow"), made("Put in another line", "Click Add")
    operator = ModelEvolution(ScriptedChat([down, down, good, down, down, down]))
    children = [operator.evolve(ADD, Way("reword")) for _ in range(5)]
    assert [child is not None for child in children] == [False, False, True, False, False]
    with pytest.raises(ModelError, match=r"^Down\.$"):
        operator.evolve(ADD, Way("reword"))
    assert dict(operator.rejected) == {"the endpoint: slow": 4}
