"""Abstract pairs become concrete tasks: template, targets, values, controls; the others are counted with their reason."""

from itertools import islice
from random import Random

import pytest
from tests.data.instantiate.small_map import matcher

from lamwright.actions import Action, ClickInput, ControlRef, SelectCell, SelectParagraph, SelectTable, SelectText
from lamwright.data.instantiate.choose import FEATURE_WORDS, BySimilarity, suitable
from lamwright.data.instantiate.content import content
from lamwright.data.instantiate.pipeline import Instantiation, instantiate
from lamwright.data.instantiate.prose import by_rules
from lamwright.data.instantiate.results import Discarded, Instantiated
from lamwright.data.instantiate.shipped import writer_matcher
from lamwright.data.instantiate.suite_parts import suite_parts
from lamwright.data.plans.funnel import Funnel
from lamwright.environments.writer.shipped_map import writer_map
from lamwright.environments.writer.suite.generate import training_tasks
from lamwright.environments.writer.template import templates
from lamwright.pairs import Lineage, Pair
from lamwright.steps import say_plan


def pair(task: str, *plan: str, id: str = "a", roots: tuple[str, ...] = ("help/x",)) -> Pair:
    return Pair(id, task, plan, "help", "page", "MPL-2.0", "The authors", "writer", Lineage(roots))


HIGHLIGHT = 'Click the push button "Character Highlighting Color"'
BOLD = 'Click the toggle button "Bold"'


def made(task: str, *plan: str, id: str = "a", roots: tuple[str, ...] = ("help/x",)) -> Instantiated:
    result = Instantiation(matcher())(pair(task, *plan, id=id, roots=roots))
    assert isinstance(result, Instantiated), result
    return result


def test_an_abstract_task_names_a_text_of_its_template() -> None:
    task = made("Highlight text in the document", "Select the text that you want to highlight", HIGHLIGHT)
    first, second = task.plan
    assert isinstance(first, SelectText)
    assert content(task.template).text.count(first.text) == 1
    assert task.request.startswith(f"Highlight the text '{first.text}' in ")
    assert second == ClickInput(ControlRef("Character Highlighting Color", "push button"))
    place = content(task.template)
    passage = place.points_at(task.request.partition("' in ")[2])
    assert passage is not None
    assert first.text in passage.text
    assert [(row.step, row.function, row.control_text) for row in task.rows] == [
        (1, "select_text", ""),
        (2, "click_input", "Character Highlighting Color"),
    ]
    assert task.lineage == Lineage(("help/x",))


def test_a_selection_that_the_plan_takes_for_granted_is_made() -> None:
    task = made("Make the paragraph bold", BOLD)
    assert isinstance(task.plan[0], SelectParagraph)
    assert task.request == f"Make {task.plan[0].paragraph} bold"


def test_words_that_speak_of_something_else_are_left() -> None:
    task = made("Format the header text of a text box", "Select the table", BOLD)
    assert task.request == "Format the header text of a text box, in the table"


def test_a_text_that_no_template_holds_is_replaced_in_plan_and_request() -> None:
    task = made("Highlight 'purple dog' now", 'Select the text "purple dog"', HIGHLIGHT)
    assert isinstance(task.plan[0], SelectText)
    assert task.request == f"Highlight '{task.plan[0].text}' now"
    assert content(task.template).holds(task.plan[0].text)


def test_a_text_that_one_template_holds_chooses_it() -> None:
    text = content("invoice").phrases[40]
    task = made(f"Highlight {text}", f'Select the text "{text}"', HIGHLIGHT)
    assert (task.template, task.request) == ("invoice", f"Highlight {text}")


def test_values_that_only_the_plan_says_are_said() -> None:
    task = made("Insert a bookmark", "Choose Insert > Bookmark...", 'Set the entry "Name" to "here"', 'Click the push button "OK"')
    assert task.request == "Insert a bookmark, with 'here' for Name"
    assert made("Insert a table of two rows", 'Insert a table of "2" rows and "4" columns').request == (
        "Insert a table of two rows, with 4 columns"
    )


def test_the_same_pair_and_seed_give_the_same_task() -> None:
    one = pair("Highlight text", "Select the text", HIGHLIGHT)
    assert Instantiation(matcher(), seed=3)(one) == Instantiation(matcher(), seed=3)(one)
    others = [Instantiation(matcher(), seed=seed)(one) for seed in range(6)]
    assert any(other != others[0] for other in others)


@pytest.mark.parametrize(
    ("task", "template"),
    [
        ("Rotate a rectangle shape", "street_flyer"),
        ("Fill the text box with a colour", "choir_newsletter"),
        ("Change the type of a chart", "museum_figures"),
        ("Reply to a reviewer's comment", "lighthouse_story"),
        ("Restart a numbered list", "soup_recipe"),
        ("Demote an item of a bulleted list", "packing_list"),
    ],
)
def test_the_template_is_the_one_whose_description_fits(task: str, template: str) -> None:
    assert BySimilarity().choose(task, (), templates(), Random(1)).name == template


def test_every_kind_of_template_that_ufo_has_is_there() -> None:
    features = frozenset(feature for template in templates() for feature in template.features)
    assert features >= {"shape", "line", "chart", "textbox", "comments", "bullets", "table"}
    assert features <= FEATURE_WORDS.keys()


def test_a_plan_about_a_table_gets_a_template_with_one() -> None:
    plans: tuple[tuple[Action, ...], ...] = ((SelectTable(1),), (SelectCell("B2"),))
    for plan in plans:
        assert {template.name for template in suitable(plan)} == {"survey_report", "invoice", "workshop_schedule"}


def test_a_cell_that_is_not_there_becomes_one_that_is() -> None:
    task = made("Make a table cell bold", "Select a cell", BOLD)
    assert isinstance(task.plan[0], SelectCell)
    assert task.plan[0].cell in content(task.template).cells
    assert task.request == f"Make the cell {task.plan[0].cell} of the table bold"


def test_the_funnel_counts_every_pair_once_a_stage() -> None:
    pairs = [
        pair("Highlight text", "Select the text", HIGHLIGHT, id="1"),
        pair("Wonder", "Think about it", id="2"),
        pair("Select a table", "Select table 9", id="3"),
        pair("Print", 'Click the push button "Print..."', id="4"),
        pair("Highlight", 'Click the push button "Text Highlight Color"', id="5"),
        pair("Highlight that", 'Select the text "purple dog"', HIGHLIGHT, id="6"),
    ]
    funnel = Funnel()
    done = list(instantiate(pairs, Instantiation(matcher()), funnel))
    assert [task.id for task in done] == ["1"]
    assert {name: (stage.entered, stage.passed, dict(stage.rejected)) for name, stage in funnel.stages.items()} == {
        "read": (6, 5, {"a step says no action": 1}),
        "template": (5, 4, {"no template holds what the plan acts on": 1}),
        "target": (4, 3, {"what it acts on is not in any template": 1}),
        "controls": (3, 1, {"a control that is not touched": 1, "the application has no such control": 1}),
    }


def test_steps_in_the_helps_own_words_are_planned_by_its_rules() -> None:
    how = Instantiation(writer_matcher(), prose=by_rules(writer_map()))
    task = how(pair("Insert a bookmark", "Choose Insert - Bookmark", 'In the "Name" box, enter a name', "Click Insert"))
    assert isinstance(task, Instantiated)
    assert [row.control_text for row in task.rows if row.control_text] == ["Insert", "Bookmark...", "Name", "Insert"]
    assert task.rows[-2].args["text"] in task.request


def test_what_the_rules_cannot_read_keeps_their_reason() -> None:
    how = Instantiation(writer_matcher(), prose=by_rules(writer_map()))
    result = how(pair("Rotate a shape", "Drag a corner of the shape with the mouse"))
    assert isinstance(result, Discarded)
    assert (result.stage, result.kind) == ("read", "it is done with the mouse, by dragging")


def test_every_plan_of_the_suite_is_in_the_shipped_map_and_is_recognised_again() -> None:
    """Every control that the experts use is one that the crawl has seen, and the state can judge what came of the suite."""
    how = Instantiation(writer_matcher())
    tasks = [task for task in islice(training_tasks(11), 100) if task.parts]
    results = [how(pair(t.request, *say_plan(t.plan), id=t.name, roots=tuple(f"suite:{p.kind}" for p in t.parts))) for t in tasks]
    assert [result.reason for result in results if isinstance(result, Discarded)] == []
    unjudged = [result.id for result in results if isinstance(result, Instantiated) and suite_parts(result) is None]
    assert len(unjudged) <= len(tasks) * 0.02, unjudged


def test_a_selection_that_the_task_speaks_of_is_made_before_keys_act_on_it() -> None:
    task = made("Cut the selection with the keyboard", "Press ctrl+x")
    assert isinstance(task.plan[0], SelectText)
    assert task.request.startswith(f"Cut the text '{task.plan[0].text}' in ")
    assert len(made("Copy the selection", "Press ctrl+a", "Press ctrl+c").plan) == 2


def test_a_command_that_wants_a_table_is_done_in_one() -> None:
    how = Instantiation(writer_matcher())
    one, several = how(pair("Protect it", "Choose Table > Protect Cells")), how(pair("Merge cells", "Choose Table > Merge Cells"))
    assert isinstance(one, Instantiated)
    assert isinstance(several, Instantiated)
    assert isinstance(one.plan[0], SelectCell)
    assert one.request == f"Protect it, in the cell {one.plan[0].cell} of the table"
    assert (several.plan[0], several.request) == (SelectTable(1), "Merge cells, in the table")
