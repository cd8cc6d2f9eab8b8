import re
from collections.abc import Callable
from random import Random

import pytest
from tests.data.plans.evolve.documented import ALIGN, NAMED_SECTION, SPELL, pair

from lamwright.data.plans.evolve.arguments import Arguments
from lamwright.pairs import Pair
from lamwright.steps import read


def evolved(given: Pair, wanted: Callable[[Pair], bool] = lambda made: True) -> Pair:
    """The first of many draws that is as wanted."""
    every = [Arguments().evolve(given, Random(seed)) for seed in range(60)]
    return next(made for made in every if made and wanted(made))


def test_a_name_left_open_is_given_and_the_task_says_the_same_name() -> None:
    made = evolved(pair("Add a section", "Choose Insert > Section...", "Type a name for the section in the New Section box"))
    name = re.findall('"([^"]+)"', made.plan[1])[0]
    assert made.plan == ("Choose Insert > Section...", f'Type "{name}" as the name for the section in the New Section box')
    assert made.task.startswith("Add a section")
    assert made.task.count(f'"{name}"') == 1


def test_a_place_left_open_becomes_canonical_steps() -> None:
    made = evolved(NAMED_SECTION, lambda made: "Press ctrl+End" in made.plan)
    assert made.plan[0] == "Press ctrl+End"
    assert "end of the document" in made.task
    assert read(made.plan[0])


def test_what_is_selected_is_selected_first() -> None:
    made = evolved(ALIGN)
    assert made.plan[1:] == ALIGN.plan
    place = made.plan[0].removeprefix('Select the paragraph "').removesuffix('"')
    assert made.task == f"Align {place} to the left"


def test_an_example_that_a_value_replaces_goes() -> None:
    made = evolved(pair("Use another page style", "Select the page style, for example 'Left Page'", 'Click the push button "OK"'))
    assert re.fullmatch(r'Select the page style "[\w ]+"', made.plan[0])


def test_a_picture_is_taken_for_an_image_and_a_document_for_a_text() -> None:
    steps = ("Choose Insert > Image...", "Select the file that you want to insert")
    assert re.search(r'"[\w-]+\.(png|jpg)"', evolved(pair("Insert an image", *steps)).plan[1])
    assert re.search(r'"[\w-]+\.(odt|docx)"', evolved(pair("Insert a text", *steps)).plan[1])


@pytest.mark.parametrize(
    "step",
    [
        "Select the text containing the line breaks",
        "Select the text, then choose Insert > Section",
        "Select the number of rows and columns for the drawing",
        "Type the text for example Hello",
    ],
)
def test_a_step_that_says_more_is_left_alone(step: str) -> None:
    assert Arguments().evolve(pair("Do something", step), Random(1)) is None


def test_a_click_that_begins_a_drag_stays() -> None:
    given = pair("Draw a frame", "Click in your document where you want the frame", "Drag to its size")
    assert Arguments().evolve(given, Random(1)) is None


def test_a_plan_that_leaves_nothing_open_gives_nothing() -> None:
    assert Arguments().evolve(SPELL, Random(1)) is None


def test_lineage_names_the_parent_and_keeps_the_root() -> None:
    made = evolved(ALIGN)
    assert (made.lineage.roots, made.lineage.parent, made.lineage.operator, made.lineage.depth) == ((ALIGN.id,), ALIGN.id, "arguments", 1)
    assert made.id != ALIGN.id
    assert made.licence == ALIGN.licence
    assert made.source == ALIGN.source
