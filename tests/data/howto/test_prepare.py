"""From how-tos to tasks, and what is counted on the way."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.data.howto.small_map import atlas, is_denied

from lamwright.actions import ClickInput, ControlRef
from lamwright.data.documents.howto import HowTo
from lamwright.data.howto.following import Follower
from lamwright.data.howto.plan import Ticked
from lamwright.data.howto.prepare import prepared
from lamwright.data.howto.run import count_outcomes, execute, howto_form
from lamwright.data.plans.funnel import Funnel
from lamwright.data.splits import split_of_root
from lamwright.effect import Opens
from lamwright.errors import RecordError
from lamwright.observation import Control, Observation, Rectangle
from lamwright.policy import Situation, Turn
from lamwright.records import Episode
from lamwright.trajectory import Failure, Step, StepSeconds, Trajectory, Verdict

BOX = Rectangle(0, 0, 5, 5)


def how_to(title: str, *steps: str, name: str = "list/1", form: str = "list", application: str = "writer", reached: str = "") -> HowTo:
    return HowTo(title, steps, "help", "guide/page", "MPL-2.0", "its writers", application, form, name, reached=reached)


def test_how_tos_become_tasks_with_a_request_an_effect_and_a_lineage_and_the_others_are_counted() -> None:
    funnel = Funnel()
    every = (
        how_to("Set the effects of a text", "Choose **Format - Character**.", "Select an effect in the **Effects** box."),
        how_to("Insert a field in a text", "Choose **Insert - Field - More Fields**.", name="list/2"),
        how_to("Insert the field once more", "Choose **Insert - Field - More Fields**.", name="list/3"),
        how_to("Move a picture to a place", "Drag the picture to a new place.", name="list/4"),
        how_to("Save a document for later", "Choose **File - Save As**.", name="list/5"),
        how_to("Sum the cells of a sheet", "Choose **Sheet - Sum**.", application="calc"),
    )  # fmt: skip
    ready = prepared(every, "writer", atlas(), is_denied, funnel)
    assert [one.task.name for one in ready] == ["help/guide/page/list/1", "help/guide/page/list/2"]
    assert ready[0].task.request == 'Set the effects of a text. Use Effects: "Capitals".'
    assert ready[0].expected.effect == Opens("Character", "Font Effects")
    assert howto_form(ready[1])["roots"] == ("help/guide/page/list/2",)
    counted = {name: (stage.entered, stage.passed, dict(stage.rejected)) for name, stage in funnel.stages.items()}
    assert counted == {
        "how-tos for the application": (6, 5, {"of another application: calc": 1}),
        "parsed": (5, 4, {"it is done with the mouse, by dragging": 1}),
        "executable": (4, 3, {"it would leave the document, or write outside its folder": 1}),
        "distinct": (3, 2, {"the same plan as another how-to": 1}),
    }


def test_a_how_to_whose_root_is_held_out_is_a_test_task() -> None:
    deeds = [(f"Insert item {number}", f"Choose **Insert - {name}**.") for number, name in enumerate(("Bookmark", "Field - More Fields"))]
    ready = [
        one
        for page in range(40)
        for title, step in deeds
        for one in prepared([replace(how_to(title, step), origin=f"guide/{page}")], "writer", atlas(), is_denied, Funnel())
    ]
    splits = {one.task.name: split_of_root(one.lineage.roots[0]) for one in ready}
    assert set(splits.values()) >= {"train", "test"}
    assert {one.task.name: one.task.tier for one in ready} == {
        name: "train" if split == "train" else "parameters" for name, split in splits.items()
    }


def test_a_run_over_one_map_does_not_go_on_over_another(tmp_path: Path) -> None:
    run = tmp_path / "run"
    execute(run, (), Funnel(), application_map=Path("mine.json"))
    execute(run, (), Funnel(), resume=True, application_map=Path("mine.json"))
    with pytest.raises(RecordError, match=r"was begun with map 'mine\.json', not None\. Continue it so, or choose another folder\.$"):
        execute(run, (), Funnel(), resume=True)


def test_steps_that_start_inside_a_dialog_are_led_by_how_the_page_says_it_is_reached() -> None:
    ready = prepared(
        [how_to("Show the functions", "Click the **Functions** tab.", reached="Choose **Insert - Field - More Fields**")],
        "writer",
        atlas(),
        is_denied,
        Funnel(),
    )
    assert ready[0].expected.effect == Opens("Fields", "Functions")


def test_a_key_is_expected_to_do_what_the_other_way_on_its_page_does() -> None:
    ways = (
        how_to("Bookmark", "Choose **Insert - Bookmark**.", name="access/1", form="access"),
        how_to("Bookmark", "**Ctrl+Shift+B**", name="access/2", form="access"),
        how_to("Other", "**Ctrl+Shift+Y**", name="list/1"),
    )
    ready = prepared(ways, "writer", atlas(), is_denied, Funnel())
    assert ready[0].expected.effect == Opens("Bookmark")


def situation(*controls: Control, history: tuple[Turn, ...] = ()) -> Situation:
    return Situation("", Observation("letter", controls), history, ())


def test_what_is_ticked_already_is_left_and_a_name_is_looked_up_in_the_menu_that_is_open() -> None:
    ticked = Control(1, "Shadow", "check box", BOX, frozenset({"checked"}))
    item, bar = Control(2, "Paragraph...", "menu item", BOX), Control(3, "Line", "push button", BOX)
    follower = Follower((Ticked(ControlRef("Shadow", "check box"), True), ClickInput(ControlRef("Paragraph", ""))))
    assert follower.decide(situation(ticked)) == ClickInput(ControlRef("Paragraph", ""))
    follower = Follower((Ticked(ControlRef("Shadow", "check box"), False), ClickInput(ControlRef("Paragraph", ""))))
    assert follower.decide(situation(ticked)) == ClickInput(ControlRef("Shadow", "check box"))
    assert follower.decide(situation(item, bar)) == ClickInput(ControlRef("Paragraph...", "menu item"))


def test_a_command_in_a_menu_of_its_own_name_is_clicked_in_both_and_no_more() -> None:
    menu = Control(1, "Paragraph", "menu", BOX)
    follower = Follower((ClickInput(ControlRef("Paragraph", "")),))
    answers = [follower.decide(situation(menu)).function for _ in range(3)]
    assert answers == ["click_input", "click_input", "finish"]


def episode(feedback: str = "", verdict: Verdict | None = None, failure: Failure | None = None) -> Episode:
    step = Step(Observation("letter", ()), ClickInput(ControlRef("Bold", "toggle button")), StepSeconds(0, 0, 0), feedback)
    return Episode(Trajectory("", "finished", (step,), 1.0, verdict, failure), {})


def test_what_came_of_the_episodes_is_counted_by_reasons_without_names() -> None:
    funnel = Funnel()
    count_outcomes(
        (
            episode(verdict=Verdict(True, "plan")),
            episode(verdict=Verdict(False, "plan", ("'Fields' is open, not 'Bookmark'",))),
            episode(verdict=Verdict(False, "plan", ("'Zoom' is open, not 'Bookmark'",))),
            episode(),
            episode("'Cut' (menu item) is disabled: it can do nothing in this state."),
            episode(failure=Failure("ApplicationTimeout", "No answer.", "")),
        ),
        funnel,
    )
    executed, effect = funnel.stages["executed"], funnel.stages["effect as it should be"]
    assert (executed.passed, dict(executed.rejected)) == (
        4,
        {"a control is disabled in this state": 1, "the episode failed: ApplicationTimeout": 1},
    )
    assert (effect.passed, dict(effect.rejected)) == (1, {"'...' is open, not '...'": 2, "it leaves no trace that is looked at": 1})
