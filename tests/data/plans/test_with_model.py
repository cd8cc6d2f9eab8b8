"""What a model makes of how-tos, queries and pairs, checked before it is used."""

import re
from random import Random
from typing import Any

import pytest

from lamwright.chat.contract import Chat
from lamwright.chat.scripted import Asked, ScriptedChat
from lamwright.data.documents.howto import HowTo
from lamwright.data.plans.funnel import Funnel
from lamwright.data.plans.with_model import ASKED, ModelEvolution, Planned, Rejected, evolution_by, planned_for_query, structured
from lamwright.data.splits import share_a_split
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
    """Draws this way of evolving, and the first of everything else, or by the seed."""

    def __init__(self, way: str, seed: int | None = None) -> None:
        super().__init__(seed or 0)
        self._way, self._seeded = way, seed is not None

    def choice(self, those: Any) -> Any:
        return self._way if self._way in those else super().choice(those) if self._seeded else those[0]


def test_a_how_to_is_structured_from_its_bare_words() -> None:
    chat = ScriptedChat([made("Add a line", 'Click the push button "Add"')])
    assert structured(chat, HOW_TO) == Planned("Add a line", ('Click the push button "Add"',))
    assert "<howto>\nAdding Lines\n1. Click Add.\n</howto>" in chat.asked[0].text
    assert "The application is LibreOffice Writer." in chat.asked[0].text
    assert "It stands under: Lines; Text" in chat.asked[0].text


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


def evolved(chat: Chat, way: str) -> tuple[Pair | None, Funnel]:
    funnel = Funnel()
    return ModelEvolution(chat, lambda one, rng: CLEAR, funnel).evolve(ADD, Way(way)), funnel


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
    child, funnel = evolved(ScriptedChat([form]), way)
    assert child is not None
    assert funnel.stage(ASKED).passed == 1
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
    child, funnel = evolved(ScriptedChat([form]), way)
    assert child is None
    assert dict(funnel.stage(ASKED).rejected) == {"the model's answer: unfit": 1}


def test_without_a_partner_nothing_is_composed() -> None:
    chat = ScriptedChat([made("Add a line, then go to the start", "Click Add", "Press ctrl+Home")])
    child = ModelEvolution(chat).evolve(ADD, Way("compose"))
    assert child is not None
    assert child.lineage.operator == "model-constraints"


def test_pairs_are_joined_with_partners_of_their_split_and_other_roots() -> None:
    pairs = [pair(f"a{number}", f"Open the {letter} menu", f"Choose Tools > {letter}") for number, letter in enumerate("ABCDEFGH")]
    others = evolution_by(ScriptedChat(_joined))(pairs, Funnel())
    made = [child for seed in range(20) if (child := others.evolve(pairs[0], Way("compose", seed)))]
    assert {child.lineage.operator for child in made} == {"model-compose", "model-constraints"}
    joined = [child.lineage.roots for child in made if child.lineage.operator == "model-compose"]
    assert all(len(set(roots)) == 2 and share_a_split(roots) for roots in joined)


def _joined(asked: Asked) -> dict[str, Any]:
    steps = re.findall(r"\d\. (.+)", asked.text)
    return made("Do as was said", *steps, "Press ctrl+Home")


def test_a_fault_of_the_endpoint_costs_no_pair_and_the_third_in_a_row_ends_it() -> None:
    down, good = ModelError("Down.", "slow"), made("Put in another line", "Click Add")
    operator = ModelEvolution(ScriptedChat([down, down, good, down, down, down]))
    assert operator.evolve(ADD, Way("reword")) is not None
    with pytest.raises(ModelError, match=r"^Down\.$"):
        operator.evolve(ADD, Way("reword"))


def test_a_question_that_the_endpoint_refuses_is_left_out_where_it_answers_others() -> None:
    refused, good, funnel = ModelError("Refused.", "bad request"), made("Put in another line", "Click Add"), Funnel()
    operator = ModelEvolution(ScriptedChat([good, refused]), funnel=funnel)
    assert [operator.evolve(ADD, Way("reword")) is None for _ in range(2)] == [False, True]
    assert dict(funnel.stage(ASKED).rejected) == {"the endpoint: bad request": 1}
    with pytest.raises(ModelError, match=r"^Refused\.$"):
        ModelEvolution(ScriptedChat([refused] * 3)).evolve(ADD, Way("reword"))
