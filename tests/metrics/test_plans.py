"""Predicted plans against reference plans, worked out by hand."""

import pytest

from lamwright.metrics import figures, in_order, matched_steps, plan_score, same_step
from lamwright.metrics.plans import acts

TABLE = ('Insert a table of "3" rows and "2" columns', 'Click the push button "OK"')


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('Insert a table of "three" rows and "2" columns', 'Insert a table of "3" rows and "2" columns'),
        ("Choose Insert > Bookmark...", "Choose Insert > Bookmark"),
        ("Choose Format > Bold (check menu item)", "Choose format > bold"),
        ('Click the push button "OK"', 'Click the push button "ok"'),
        ("Press ctrl+alt+Up", "Press alt+ctrl+up"),
        ('Type "Hello"', 'Type "hello"'),
        ("Choose a colour for the text", "Choose the colour for the text"),
        ("In the Width box, enter “5”.", 'In the Width box enter "5"'),
        ("Click OK.", "click ok"),
    ],
)
def test_steps_that_say_the_same(one: str, other: str) -> None:
    assert same_step(one, other)
    assert same_step(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('Insert a table of "3" rows and "2" columns', 'Insert a table of "2" rows and "3" columns'),
        ('Set the font size to "12"', 'Set the font size to "14"'),
        ("Choose Insert > Bookmark...", "Choose Insert > Footnote"),
        ('Select the paragraph "the second paragraph"', 'Select the paragraph "the third paragraph"'),
        ("In the Width box enter 5", "In the Width box enter 6"),
        ('Click the push button "Insert"', 'Click the check box "Insert"'),
        ("Select the second object in the document", "Select the last object in the document"),
        ("Choose the column that you want", "Choose the file that you want"),
        ("Select the word to be marked", "Save the document under a name"),
    ],
)
def test_steps_that_do_not(one: str, other: str) -> None:
    assert not same_step(one, other)
    assert not same_step(other, one)


def test_each_step_is_matched_once() -> None:
    assert matched_steps(["Click OK", "Click OK", "Click OK"], ["Click OK", "Click Cancel"]) == 1


def test_the_matching_is_the_largest_there_is() -> None:
    def same(one: str, other: str) -> bool:
        return other in {"a": "xy", "b": "x"}[one]

    # Whoever takes the first that fits gives x to a and leaves b alone; the largest matching is a-y, b-x.
    assert matched_steps(["a", "b"], ["x", "y"], same) == 2


def test_success_asks_for_every_step_in_order_and_no_other() -> None:
    assert in_order(TABLE, TABLE)
    assert not in_order(TABLE[::-1], TABLE)
    assert not in_order(TABLE[:1], TABLE)
    assert not in_order((*TABLE, "Press ctrl+b"), TABLE)
    assert not in_order((), ())


def test_steps_that_do_not_act_are_no_mistake() -> None:
    assert in_order((TABLE[0], "Check that the table looks right.", TABLE[1], "Finish"), TABLE)
    assert [acts(step) for step in ("Finish", "Verify the result", 'Click the push button "OK"', "Go to the end")] == [
        False,
        False,
        True,
        True,
    ]


def test_the_papers_metrics_over_two_tasks() -> None:
    right = plan_score("right", TABLE, TABLE, executed=True)
    wrong = plan_score("wrong", ["Press ctrl+b", TABLE[0], "Press ctrl+i"], [*TABLE, "Press Escape"], executed=False)
    found = {name: figure.value for name, figure in figures([right, wrong]).items()}
    assert found == pytest.approx(
        {
            "task_success_rate": 1 / 2,
            "step_precision": 3 / 5,  # 2 of 2 and 1 of 3 predicted steps have a partner
            "step_recall": 3 / 5,  # 2 of 2 and 1 of 3 reference steps have one
            "executed_success_rate": 1 / 2,
        }
    )


def test_an_empty_plan_has_no_steps_to_be_wrong() -> None:
    shares = plan_score("nothing", [], TABLE).shares
    assert (shares["step_precision"].whole, shares["step_recall"].part, shares["step_recall"].whole) == (0, 0, 2)
    assert "executed_success_rate" not in shares


def test_others_plans_are_matched_by_others_rule() -> None:
    shares = plan_score("theirs", ["go", "stop"], ["GO!", "STOP!"], same=lambda a, b: a.upper() + "!" == b).shares
    assert shares["task_success_rate"].part == 1
