"""Plans of held-out tasks: predicted, compared, kept, and told from those that cannot be done."""

from pathlib import Path

import pytest
from tests.evaluation.runs import task, trajectory

from lamwright.chat.scripted import ScriptedChat
from lamwright.errors import ModelError, RecordError
from lamwright.evaluation.heldout import PlanTask, suite_plans
from lamwright.evaluation.planners import ChatPlanner, KnownPlans, planner_named
from lamwright.evaluation.plans import Predicted, execute, plan_scores, predict, predicted_or_kept, read_plans, write_plans
from lamwright.metrics import figures
from lamwright.planner import Planner
from lamwright.records import Manifest, RunWriter, new_manifest, trajectory_to_json
from lamwright.steps import say_plan

PLAN = say_plan(task("a").plan)
DOCUMENTED = PlanTask("d", "insert a footnote", ("Choose Insert > Footnote and Endnote > Footnote",), "documented")


def suite_task(name: str) -> PlanTask:
    return PlanTask(name, task(name).request, PLAN, "suite: wordings", task(name))


class Planless:
    """Has no answer that can be used."""

    def __init__(self, reason: str) -> None:
        self.reason, self.asked = reason, 0

    def plan(self, request: str) -> tuple[str, ...]:
        self.asked += 1
        raise ModelError(f"No plan for {request}.", self.reason)


def manifest() -> Manifest:
    return new_manifest("eval plans", {"model": "m"}, 0, "1.0", "abc")


def predicted(name: str, plan: tuple[str, ...], fault: str = "", tier: str = "wordings") -> Predicted:
    return Predicted(name, "bold", "suite: wordings" if tier else "documented", PLAN, plan, fault, 0.1, "characters" if tier else "", tier)


def test_the_reference_plans_themselves_score_one() -> None:
    tasks = suite_plans(("parameters", "wordings", "composed"), seed=0, count=5)
    found = predict(tasks, planner_named("expert")(tasks), lambda one: None)
    assert {one.fault for one in found} == {""}
    assert all(one.plan == one.reference for one in found)
    assert {one.source for one in found} == {"suite: parameters", "suite: wordings", "suite: composed"}


def test_a_chat_model_is_given_the_request_as_a_users_not_as_a_search() -> None:
    said = {"usable": True, "why_not": "", "task": "Insert a footnote", "plan": ["Choose Insert > Footnote"]}
    chat = ScriptedChat([said, {**said, "usable": False, "why_not": "It has none."}])
    assert [ChatPlanner(chat).plan("insert a footnote") for _ in range(2)] == [("Choose Insert > Footnote",), ()]
    assert "A user asks for this." in chat.asked[0].text
    assert "<request>\ninsert a footnote\n</request>" in chat.asked[0].text


def test_no_usable_answer_is_an_empty_plan_with_its_reason() -> None:
    (one,) = predict([suite_task("a")], Planless("not JSON"), lambda one: None)
    assert (one.plan, one.fault) == ((), "No plan for make the last paragraph bold (a).")


def test_an_endpoint_that_is_down_stops_the_evaluation() -> None:
    with pytest.raises(ModelError, match=r"^No plan for"):
        predict([suite_task("a")], Planless("unreachable"), lambda one: None)


def test_a_plan_in_free_words_is_told_from_one_that_can_be_done() -> None:
    planner = KnownPlans({"insert a footnote": ("Look for the footnote menu",)})
    (one,) = predict([DOCUMENTED], planner, lambda one: None)
    assert one.fault.startswith("The step 'Look for the footnote menu' is in no known form")


def test_plans_are_kept_and_a_resumed_run_does_not_ask_again(tmp_path: Path) -> None:
    tasks = [suite_task("a"), DOCUMENTED]
    first = predicted_or_kept(tmp_path / "run", tasks, lambda: planner_named("expert")(tasks), manifest(), resume=False)
    idle = Planless("empty")

    def again() -> Planner:
        return idle

    assert predicted_or_kept(tmp_path / "run", tasks, again, manifest(), resume=True) == first
    assert idle.asked == 0


def test_a_run_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    tasks = [suite_task("a")]
    predicted_or_kept(tmp_path, tasks, lambda: planner_named("expert")(tasks), manifest(), resume=False)
    with pytest.raises(RecordError, match=r"holds a run already\. Continue it with --resume, or choose another folder\.$"):
        predicted_or_kept(tmp_path, tasks, lambda: planner_named("expert")(tasks), manifest(), resume=False)


def test_plans_that_were_done_count_by_their_verdict_and_undoable_ones_as_failed(tmp_path: Path) -> None:
    rows = [predicted("a", PLAN), predicted("b", PLAN[:1]), predicted("c", ("Bold it",), "no known form"), predicted("d", PLAN, tier="")]
    with RunWriter(tmp_path, manifest()) as writer:
        write_plans(tmp_path, rows)
        for number, (name, success) in enumerate((("a", True), ("b", False))):
            writer.add({**trajectory_to_json(trajectory(task(name), success)), "number": number, "suite": {}})
    found = figures(plan_scores(tmp_path))
    assert found["executed_success_rate"].value == pytest.approx(1 / 3)
    assert found["executed_success_rate"].tasks == 3  # a pair of a document has no document to be done on
    assert found["task_success_rate"].value == 2 / 4
    assert found["step_precision"].value == pytest.approx(5 / 6)  # 2 + 1 + 0 + 2 of 2 + 1 + 1 + 2
    assert found["step_recall"].value == pytest.approx(5 / 8)


def test_without_execution_nothing_is_said_of_it(tmp_path: Path) -> None:
    tasks = [suite_task("a")]
    predicted_or_kept(tmp_path, tasks, lambda: planner_named("expert")(tasks), manifest(), resume=False)
    assert "executed_success_rate" not in figures(plan_scores(tmp_path))


def test_plans_that_cannot_be_read_are_not_done(tmp_path: Path) -> None:
    with RunWriter(tmp_path, manifest()):
        write_plans(tmp_path, [predicted("c", ("Bold it",), "no known form")])
    ended: list[object] = []
    execute(tmp_path, read_plans(tmp_path), [suite_task("c")], manifest(), 1, lambda task, form, tally: ended.append(task))
    assert ended == []


def test_a_folder_without_plans_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError) as caught:
        read_plans(tmp_path)
    assert str(caught.value) == f"{tmp_path} holds no plans. Make them with: lamwright eval plans --out {tmp_path}"


def test_a_torn_file_of_plans_is_refused(tmp_path: Path) -> None:
    (tmp_path / "plans.jsonl").write_text('{"name": "a"}\n')
    with pytest.raises(RecordError, match=r"plans\.jsonl cannot be read as predicted plans: KeyError\('reference'\)\.$"):
        read_plans(tmp_path)
