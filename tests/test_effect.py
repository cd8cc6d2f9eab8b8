"""The judge by the plan's own expected effect, on documents and windows made by hand."""

from collections.abc import Iterator

import pytest

from lamwright.effect import Edits, Effect, EffectJudge, Formats, Inserts, Opens, Selects, Shows, Sight, Toggles, Untold, contents, wrong
from lamwright.environments.writer.document import Block, Cell, Document, Field, Note, Paragraph, Run, Table
from lamwright.observation import Control, Observation, Rectangle
from lamwright.trajectory import Outcome, Verdict

BOX = Rectangle(0, 0, 10, 10)
TEXT = Document(blocks=(Paragraph((Run("First words."),)), Paragraph((Run("Second words."),))))
MAIN = Observation("letter", (Control(1, "Bold", "toggle button", BOX), Control(2, "Ruler", "menu item", BOX)))
BEFORE = Sight(TEXT, MAIN)
BOLD = Paragraph((Run("Second words.", (("font-weight", "bold"),)),))


def dialog(title: str, *tabs: Control) -> Sight:
    return Sight(TEXT, Observation(title, tabs, modal=True))


def page(name: str, *, front: bool) -> Control:
    return Control(1, name, "page tab", BOX, frozenset({"selected"} if front else ()))


def changed(*blocks: Block) -> Sight:
    return Sight(Document(blocks=blocks), MAIN)


CHECKED = Control(1, "Bold", "toggle button", BOX, frozenset({"checked"}))
FIRST, SECOND = TEXT.blocks
RIGHT: list[tuple[Effect, Sight]] = [
    (Opens("Fields"), dialog("Fields")),
    (Opens("Page Style"), dialog("Page Style: Default Page Style")),
    (Opens("Character", "Font"), dialog("Character", page("Font", front=True))),
    (Shows(), Sight(TEXT, Observation("letter", (*MAIN.controls, Control(3, "Line", "push button", BOX))))),
    (Toggles("Bold", "toggle button"), Sight(TEXT, Observation("letter", (CHECKED,)))),
    (Toggles("Ruler", "check menu item", ("View",)), Sight(TEXT, MAIN, checked=True)),
    (Inserts("table"), changed(*TEXT.blocks, Table(((Cell(),),)))),
    (Inserts("footnote"), changed(Paragraph((Run("First words."), Note("footnote", (Paragraph(),)))), SECOND)),
    (Inserts("text"), changed(Paragraph((Run("First words.§"),)), SECOND)),
    (Formats(phrase="Second"), changed(FIRST, BOLD)),
    (Formats(passage="the second paragraph"), changed(FIRST, BOLD)),
    (Edits(), changed(FIRST)),
    (Edits("words"), changed(FIRST, SECOND, Paragraph((Run("Third WORDS"),)))),
    (Formats(traits=("font-weight",)), changed(FIRST, BOLD)),
    (Selects(), Sight(TEXT, Observation("letter", MAIN.controls, selection="First"))),
]  # fmt: skip
START = Sight(TEXT, MAIN, checked=False)


@pytest.mark.parametrize(("effect", "after"), RIGHT, ids=lambda value: repr(value)[:40])
def test_an_effect_that_is_there_is_seen(effect: Effect, after: Sight) -> None:
    assert wrong(effect, START, after) == ()


@pytest.mark.parametrize("effect", [effect for effect, _ in RIGHT], ids=lambda value: repr(value)[:40])
def test_nothing_done_is_no_effect(effect: Effect) -> None:
    assert wrong(effect, START, START) != ()


@pytest.mark.parametrize(
    ("effect", "after", "reason"),
    [
        (Opens("Fields"), dialog("Bookmark"), "'Bookmark' is open, not 'Fields'"),
        (Opens("Character", "Font"), dialog("Character", page("Font", front=False)), "the tab 'Font' is not in front"),
        (Inserts("table"), changed(FIRST, BOLD), "there is no new table: 0 before, 0 now"),
        (Inserts("text"), changed(FIRST), "no text was added"),
        (Formats(phrase="First"), changed(FIRST, BOLD), "changed elsewhere than selected: 'Second words.'"),
        (Formats(), changed(FIRST), "the words of the document are different"),
        (Formats(), BEFORE, "the document is as it was"),
        (Edits("bread"), changed(FIRST), "'bread' was not added"),
        (
            Formats(traits=("font-style",)),
            changed(FIRST, BOLD),
            "it has another look than expected: paragraph 2 'Second words.': text 'Second words.': font-weight expected "
            "nothing of its own, is bold",
        ),
        (Edits(), Sight(changed(FIRST).document, Observation("Error", (), modal=True)), "the message 'Error' is open"),
        (Untold("keys"), BEFORE, "it cannot be told whether the plan did it: keys"),
    ],
)
def test_another_effect_is_told_from_the_one_expected(effect: Effect, after: Sight, reason: str) -> None:
    assert wrong(effect, START, after)[0] == reason


def test_an_open_dialog_with_a_changed_document_is_a_fault_unless_the_plan_changes_it() -> None:
    after = Sight(changed(FIRST, BOLD).document, Observation("Fields", (), modal=True))
    assert wrong(Opens("Fields"), START, after)[0].startswith("not expected: paragraph 2 'Second words.'")
    assert wrong(Opens("Fields"), START, after, alone=False) == ()


def test_contents_counts_what_headers_notes_and_cells_hold() -> None:
    cell = Cell((Paragraph((Field("date"),)),))
    document = Document(blocks=(Table(((cell, cell),)), Paragraph((Note("endnote", (Paragraph((Field("time"),)),)),))))
    # two fields in cells, one in the note; the paragraphs: two in cells, the one with the note, the note's own
    counted = contents(document)
    assert (counted["field"], counted["endnote"], counted["paragraph"], counted["table"], counted["column"]) == (3, 1, 4, 1, 2)


@pytest.mark.parametrize(
    ("outcome", "verdict"),
    [("finished", Verdict(True, "plan")), ("gave_up", Verdict(False, "plan", ("the policy ended with 'gave_up'",)))],
)
def test_the_judge_looks_before_and_after(outcome: Outcome, verdict: Verdict) -> None:
    sights: Iterator[Sight] = iter((START, changed(FIRST, BOLD)))
    judge = EffectJudge(lambda: next(sights), Formats(phrase="Second"))
    judge.begin()
    assert judge.verdict(outcome) == verdict


def test_a_verdict_needs_a_beginning() -> None:
    with pytest.raises(RuntimeError, match=r"verdict\(\) before begin\(\)"):
        EffectJudge(lambda: START, Edits()).verdict("finished")
