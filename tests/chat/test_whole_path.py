"""The whole road over real HTTP: a server that honours every schema; then again without it, from the kept answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import jsonschema
from tests.chat.asking import chat_at
from tests.chat.server import Question, answers, serving

from lamwright.chat.openai_chat import OpenAIChat
from lamwright.chat_policy import ChatPolicy
from lamwright.data.documents.howto import HowTo
from lamwright.data.plans.with_model import ModelEvolution, Planned, Rejected, planned_for_query, structured
from lamwright.environments.fake import FakeEnvironment
from lamwright.episode import run_episode
from lamwright.instructions.tasks import ChosenTemplate, GroundedTask, choose_template, ground_task
from lamwright.model_judge import judge_by_model
from lamwright.pairs import Lineage, Pair
from lamwright.steps import read_plan
from lamwright.trajectory import Trajectory, Verdict

HOW_TO = HowTo(
    "Adding Lines", ("Type the line.", "Click **Add**."), "help", "lines.html", "MPL-2.0", "LibreOffice Help", "writer", "list", "lines"
)
PAIR = Pair("p1", "Add a line", ('Click the push button "Add"',), "help", "o", "MPL-2.0", "a", "writer", Lineage(("p1",)))


def honest(question: Question) -> Mapping[str, Any]:
    """An answer that fits the schema it was asked for, which is checked here."""
    told = question.body["messages"][-1]["content"]
    schema = question.body["response_format"]["json_schema"]
    form = _FORMS[schema["name"]](told)
    jsonschema.validate(form, schema["schema"])
    return form


def _pair(told: str) -> dict[str, Any]:
    if "pizza" in told:
        return {"usable": False, "why_not": "about food", "task": "", "plan": []}
    constrained = "Make the task more specific" in told or "Add one or two constraints" in told
    steps = ['Type "Four"', 'Click the push button "Add"'] + ["Press ctrl+Home"] * constrained
    return {"usable": True, "why_not": "", "task": f"Add the line Four{' and go to the start' * constrained}", "plan": steps}


def _act(told: str) -> dict[str, Any]:
    done = told.partition("Done so far:\n")[2].partition("\nThe plan so far")[0]
    actions: tuple[dict[str, Any], ...] = (
        {"function": "set_edit_text", "control": {"label": 1, "text": "Line"}, "text": "Four"},
        {"function": "click_input", "control": {"label": 2, "text": "Add"}, "button": "left", "double": False},
        {"function": "finish"},
    )
    number = 0 if "nothing yet" in done else len(done.splitlines())
    return {"thought": "on it", "plan": [f"step {n}" for n in range(number + 1, 3)], "action": actions[number]}


_GROUNDED = {"usable": True, "why_not": "", "request": "Make Patience bold", "plan": ['Select the text "Patience"', "Press ctrl+b"]}
_FORMS: Mapping[str, Callable[[str], Mapping[str, Any]]] = {
    "TaskWithPlan": _pair,
    "ChosenTemplate": lambda _: {"usable": True, "why_not": "", "template": "survey_report"},
    "GroundedTask": lambda _: _GROUNDED,
    "NextAction": _act,
    "Judgement": lambda told: {"thought": "", "success": "holds 'Four'" in told, "reasons": []},
}


@dataclass(frozen=True, slots=True)
class Road:
    """What one run of the whole road made."""

    structured: Planned | Rejected
    queried: Planned | Rejected
    foreign: Planned | Rejected
    evolved: Pair | None
    template: str
    grounded: GroundedTask
    trajectory: Trajectory
    verdict: Verdict


def walk(chat: OpenAIChat) -> Road:
    made = structured(chat, HOW_TO)
    assert isinstance(made, Planned)
    environment = FakeEnvironment()
    trajectory = run_episode(environment, None, ChatPolicy(chat), "Add the line Four")
    return Road(
        structured=made,
        queried=planned_for_query(chat, "writer", "writer add line", [PAIR]),
        foreign=planned_for_query(chat, "writer", "pizza near me"),
        evolved=ModelEvolution(chat).evolve(PAIR, Random(3)),
        template=chat.ask(choose_template("Make a word bold", ["Press ctrl+b"], [("survey_report", "a report")]), ChosenTemplate).template,
        grounded=chat.ask(ground_task("Make a word bold", ["Press ctrl+b"], ["Patience pays."], ["Bold"]), GroundedTask),
        trajectory=trajectory,
        verdict=judge_by_model(chat, trajectory, "\n".join(environment.lines)),
    )


def test_the_whole_road_is_walked_over_http_and_again_from_what_was_kept(tmp_path: Path) -> None:
    with serving(answers(honest)) as endpoint:
        chat = chat_at(endpoint.url, cache=tmp_path, tries=1)
        road = walk(chat)
        chat.close()
    assert road.structured == Planned("Add the line Four", ('Type "Four"', 'Click the push button "Add"'))
    assert road.queried == road.structured
    assert road.foreign == Rejected("the model found no task in it", "about food")
    assert road.evolved is not None
    assert road.evolved.lineage.roots == ("p1",)
    assert (road.evolved.lineage.parent, road.evolved.lineage.depth) == ("p1", 1)
    assert road.evolved.plan[-1] == "Press ctrl+Home"
    assert road.template == "survey_report"
    assert len(read_plan(road.grounded.plan)) == 2
    assert [step.action.function for step in road.trajectory.steps] == ["set_edit_text", "click_input", "finish"]
    assert road.trajectory.outcome == "finished"
    assert road.verdict == Verdict(True, "model")
    assert chat.usage.questions == chat.usage.requests == len(endpoint.questions)
    assert not chat.usage.rejected

    offline = chat_at(endpoint.url, cache=tmp_path)
    again = walk(offline)
    offline.close()
    assert (offline.usage.cached, offline.usage.requests) == (chat.usage.questions, 0)
    assert [step.action for step in again.trajectory.steps] == [step.action for step in road.trajectory.steps]
    assert (again.structured, again.evolved, again.grounded, again.verdict) == (
        road.structured, road.evolved, road.grounded, road.verdict,
    )  # fmt: skip


def test_the_judge_is_shown_what_was_done_and_the_document() -> None:
    with serving(answers(honest)) as endpoint:
        chat = chat_at(endpoint.url)
        walk(chat)
        chat.close()
    judged = next(question for question in endpoint.questions if question.body["response_format"]["json_schema"]["name"] == "Judgement")
    told = judged.body["messages"][-1]["content"]
    assert "<request>\nAdd the line Four\n</request>" in told
    assert '1. Set the entry "Line" to "Four"\n2. Click the push button "Add"\n3. Finish' in told
    assert "<document>\nOne\nTwo\nThree\nFour\n</document>" in told
