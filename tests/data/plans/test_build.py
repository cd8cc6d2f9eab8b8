"""The pipeline from how-tos to pairs: what is left out and why, what a pair must be, a whole set."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.data.plans.small_map import small_map

from lamwright.chat.scripted import ScriptedChat
from lamwright.data.documents.howto import HowTo
from lamwright.data.plans import stats
from lamwright.data.plans.atlas import Atlas
from lamwright.data.plans.build import Drafted, Pipeline, drafts_by_rules
from lamwright.data.plans.card import card
from lamwright.data.plans.checks import NO_SUCH_WAY, fault_of
from lamwright.data.plans.duplicates import NearDuplicates
from lamwright.data.plans.filters import is_english, reason_against
from lamwright.data.plans.funnel import Funnel
from lamwright.data.plans.grounded import Grounding
from lamwright.data.plans.making import Recipe, build_set
from lamwright.data.plans.sources import Source, source_of
from lamwright.data.plans.stats import statistics, statistics_of
from lamwright.data.plans.store import read_pairs, read_set_manifest
from lamwright.errors import RecordError, UsageError
from lamwright.pairs import Lineage, Pair

ATLAS = Atlas(small_map())


def how_to(title: str, *steps: str, **other: str) -> HowTo:
    return replace(HowTo(title, steps, "help", "page", "MPL-2.0", "us", "writer", "list", "list/1"), **other)  # type: ignore[arg-type]


GOOD = how_to("To Insert a Field", "Choose **Insert - Fields - More Fields**.", "Select a type, and then click **Insert**.")


def test_a_how_to_becomes_a_pair_with_its_source_licence_and_lineage() -> None:
    funnel = Funnel()
    (pair,) = Pipeline("writer", ATLAS, drafts_by_rules(ATLAS), funnel, NearDuplicates()).pairs([GOOD, replace(GOOD, name="list/2")])
    assert pair == Pair(
        "help/page/list/1", "Insert a field", ("Choose Insert > Field > More Fields...", "Select a type", 'Click the push button "Insert"'),
        "help", "page", "MPL-2.0", "us", "writer", Lineage(("help/page/list/1",)),
    )  # fmt: skip
    assert {name: counts.entered for name, counts in funnel.stages.items()} == {
        "extract": 2, "filter": 2, "standardise": 2, "steps before verify": 6, "verify": 2, "near-duplicates": 2,
    }  # fmt: skip
    assert funnel.stages["near-duplicates"].rejected == {"nearly the same as another pair": 1}


def test_no_two_pairs_have_one_id() -> None:
    funnel = Funnel()
    other = replace(GOOD, title="To Remove a Paragraph Quickly", steps=("Press the Delete key.",))
    pairs = list(Pipeline("writer", ATLAS, drafts_by_rules(ATLAS), funnel, NearDuplicates()).pairs([GOOD, other]))
    assert [pair.task for pair in pairs] == ["Insert a field"]
    assert funnel.stages["verify"].rejected == {"another pair has its id": 1}


@pytest.mark.parametrize(("given", "reason"), [
    (GOOD, ""),
    (replace(GOOD, application="calc"), "of another application: calc"),
    (how_to("To Sort a Sheet", "Open the Calc spreadsheet."), "tells of another application"),
    (how_to("Um eine Tabelle einzufügen", "Wählen Sie den Befehl Tabelle und dann die Zahl der Zeilen und Spalten."), "not English"),
    (how_to(" ", "Click OK."), "it has no title"),
    (how_to("To Wait", *["Click on the OK button of the dialog."] * 26), "too long"),
    (how_to("do this", "Click OK.", form="sentence"), "its title points elsewhere"),
    (how_to("To Enter It", "Enter the following:"), "a step points elsewhere"),
    (how_to("To Leave", "Open the menu.", "Click **Exit**.", form="bullets"), ""),
    (how_to("To Leave", "Open the menu.", "Format options", form="bullets"), "its bullet list is not one of steps"),
    (how_to("To Leave", "Open the menu.", "See the manual.", form="bullets"), "its bullet list is not one of steps"),
])  # fmt: skip
def test_a_how_to_is_left_out_for_one_stated_reason(given: HowTo, reason: str) -> None:
    assert reason_against(given, "writer") == reason


@pytest.mark.parametrize(("given", "reason"), [
    (how_to("Overview", "Click **OK**."), "its title names no task"),
    (how_to("To Rest", "Chairs", "Tables"), "its title names no task"),
    (how_to("To Set the Table", "Chairs", "Tables"), "no action in it"),
    (how_to("To Set the Table", "Chairs", "Forks", "Click **OK**."), "its list is not one of steps"),
    (how_to("insert a section", "select text", form="sentence"), "its plan only begins the task"),
])  # fmt: skip
def test_what_cannot_be_standardised_is_left_out_for_one_stated_reason(given: HowTo, reason: str) -> None:
    assert list(drafts_by_rules(ATLAS)([given])) == [reason]


def test_a_list_of_a_readers_own_may_say_what_to_look_at() -> None:
    own = how_to("Count words", "Open Tools > Word Count...", "Read the number.", source="folder")
    (draft,) = drafts_by_rules(ATLAS)([own])
    assert isinstance(draft, Drafted)
    assert (draft.draft.task, draft.draft.plan) == ("Count words", ("Choose Tools > Word Count", "Read the number"))


def test_steps_that_start_inside_a_dialog_are_led_by_the_way_to_it() -> None:
    inside = how_to("add a border", "click the **Borders** tab.", form="sentence", reached="Choose **Format - Page**.")
    (pair,) = Pipeline("writer", ATLAS, drafts_by_rules(ATLAS), Funnel(), NearDuplicates()).pairs([inside])
    assert pair.plan == ("Choose Format > Page Style...", 'Click the page tab "Borders"')


PAIR = Pair("a", "Insert a field", ("Choose Insert > Field > More Fields...",), "help", "page", "MPL-2.0", "us", "writer", Lineage(("a",)))


@pytest.mark.parametrize(("pair", "fault"), [
    (PAIR, ""),
    (replace(PAIR, licence=""), "it has no licence"),
    (replace(PAIR, lineage=Lineage(())), "it has no root"),
    (replace(PAIR, task="Fields"), "its task is too short or too long"),
    (replace(PAIR, task="The field of a page"), "its task is not imperative"),
    (replace(PAIR, task="Insert a field. It is useful"), "its task is more than one sentence"),
    (replace(PAIR, plan=()), "its plan or a step is empty"),
    (replace(PAIR, plan=("Click OK", " ")), "its plan or a step is empty"),
    (replace(PAIR, plan=tuple(f"Press F{n}" for n in range(31))), "its plan is too long"),
    (replace(PAIR, plan=("Select it, and then click OK",)), "a step does two things"),
    (replace(PAIR, plan=("Select it, and then",)), "a step breaks off"),
    (replace(PAIR, plan=("Press F5 or,",)), "a step breaks off"),
    (replace(PAIR, task="Delete or No to cancel"), "its task begins with buttons' names"),
    (replace(PAIR, task="Print or Export the page"), ""),
    (replace(PAIR, plan=("Choose Tools > Kites",)), "the application has no such way through its menus"),
])  # fmt: skip
def test_what_is_wrong_with_a_pair_is_said(pair: Pair, fault: str) -> None:
    assert fault_of(pair, ATLAS) == fault


def test_languages_are_told_apart_by_their_small_words() -> None:
    assert is_english("Click OK")
    assert is_english("Place the cursor in the paragraph that you want to change and press the key for the end of the line")
    assert not is_english("Setzen Sie den Cursor in den Absatz und drücken Sie danach die Taste für das Ende der Zeile")
    assert not is_english("Щёлкните кнопку")


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "field.md").write_text("# To Insert a Field\n\n1. Choose **Insert - Fields - More Fields**.\n2. Click **Insert**.\n")
    (folder / "table.md").write_text("# Adding a Table\n\n1. Choose **Table - Insert Table**.\n2. Click **Apply**.\n")
    return folder


def recipe(pages: Path) -> Recipe:
    return Recipe((Source("folder", pages),), "writer", small_map(), "small")


def test_a_set_holds_its_pairs_manifest_funnel_and_card(tmp_path: Path, pages: Path) -> None:
    out = tmp_path / "set"
    found = build_set(out, recipe(pages))
    assert [pair.task for pair in read_pairs(out)] == ["Insert a field", "Add a table"]
    assert read_set_manifest(out).config == {"sources": [f"folder:{pages}"], "application": "writer", "map": "small", "model": ""}
    assert found.to_json() == statistics(out, small_map()).to_json()
    told = (out / "card.md").read_text()
    assert "| folder | 2 |" in told
    assert "| verify | 2 | 2 |" in told
    assert sorted(path.name for path in out.iterdir()) == ["card.md", "funnel.json", "manifest.json", "pairs.jsonl"]


def test_a_set_is_counted_by_kind_and_grounding(tmp_path: Path, pages: Path) -> None:
    form = build_set(tmp_path / "set", recipe(pages)).to_json()
    # 4 steps, all of which name a control; "Apply" is not in the map: 3 of 4
    assert (form["pairs"], form["documented"], form["evolved"], form["near_duplicate_rate"], form["grounded_step_rate"]) == (
        2,
        2,
        0,
        0.0,
        0.75,
    )
    assert form["grounding"]["documented folder"] == {"grounded": 3, "naming": 4, "steps": 4, "rate": 0.75, "share_of_all_steps": 0.75}
    assert form["grounding"]["documented"] == form["grounding"]["documented, before verify"] == form["grounding"]["all"]
    assert form["lengths"] == {"steps_mean": 2.0, "steps_most": 2, "task_words_mean": 3.0}
    assert form["funnel"]["read files"] == {"entered": 2, "passed": 2, "rejected": {}}
    assert json.loads(json.dumps(form)) == form


def test_steps_of_pairs_that_are_left_out_for_their_menus_are_counted_before(tmp_path: Path, pages: Path) -> None:
    (pages / "kite.md").write_text("# Adding a Kite\n\n1. Choose **Tools - Kites**.\n2. Click **Insert**.\n3. Press the Enter key.\n")
    found = build_set(tmp_path / "set", recipe(pages))
    assert found.funnel.stages["verify"].rejected == {NO_SUCH_WAY: 1}
    # the kite has three steps, of which two name a control, one of them in the map
    assert found.groundings["documented"] == Grounding(4, 4, 3)
    assert found.groundings["documented, before verify"] == Grounding(7, 6, 4)
    assert "| documented, before verify | 4 of 6 | 66.7% | 7 |" in (tmp_path / "set" / "card.md").read_text()


def test_sources_of_one_kind_give_pairs_of_different_ids(tmp_path: Path, pages: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "field.md").write_text("# To Leave a Dialog\n\n1. Choose **Format - Page Style**.\n2. Click **OK**.\n")
    for folder in (pages, other):
        (folder / "queries.tsv").write_text("how to insert a field\t3\n" if folder == pages else "add tables\t3\n")
    sources = (Source("folder", pages), Source("folder", other))
    asked = tuple(Source("queries", folder / "queries.tsv") for folder in (pages, other))
    build_set(tmp_path / "set", replace(recipe(pages), sources=(*sources, *asked, Source("samples"))))
    ids = [pair.id for pair in read_pairs(tmp_path / "set")]
    assert len(ids) == len(set(ids))
    assert {f"folder/folder:{folder}/field.md/list/1" for folder in (pages, other)} < set(ids)
    assert f"queries/queries:{other}/queries.tsv/1" in ids
    assert "wikihow/insert-a-table.html/article/1" in ids


def test_a_set_in_the_folder_where_one_stands_is_made_if_it_is_empty(tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(pages)
    with pytest.raises(RecordError) as caught:
        build_set(Path(), recipe(pages))
    assert str(caught.value) == ". holds other files. Choose an empty or a new folder for the set."
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    assert build_set(Path(), recipe(pages)).pairs == 2
    assert (tmp_path / "empty" / "pairs.jsonl").exists()


def test_near_duplicates_are_counted_among_a_bounded_number_of_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stats, "REMEMBERED", 1)
    other = replace(PAIR, task="Paint the garden fence green", plan=("Press F5",))
    assert statistics_of([PAIR, PAIR, other, PAIR], None).near_duplicates == 1


def test_a_build_that_is_stopped_leaves_nothing_and_the_same_command_builds_it(tmp_path: Path, pages: Path) -> None:
    class Stopped(BaseException):
        pass

    def stop(_made: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        build_set(tmp_path / "set", recipe(pages), stop)
    assert [path.name for path in tmp_path.iterdir()] == ["pages"]
    assert build_set(tmp_path / "set", recipe(pages)).pairs == 2
    with pytest.raises(RecordError, match="holds a set of pairs already"):
        build_set(tmp_path / "set", recipe(pages))


def test_a_model_makes_the_drafts_where_one_is_given(tmp_path: Path, pages: Path) -> None:
    usable = {"usable": True, "why_not": "", "task": "Insert a field", "plan": ["Choose Insert > Field > More Fields..."]}
    unusable = {"usable": False, "why_not": "no steps", "task": "", "plan": []}
    chat = ScriptedChat(lambda asked: usable if "Insert a Field" in asked.text else unusable)
    found = build_set(tmp_path / "set", replace(recipe(pages), chat=chat, model_name="scripted"))
    assert [pair.plan for pair in read_pairs(tmp_path / "set")] == [("Choose Insert > Field > More Fields...",)]
    assert found.funnel.stages["standardise"].rejected == {"the model found no task in it": 1}


def test_an_empty_set_has_a_card_too(tmp_path: Path, pages: Path) -> None:
    build_set(tmp_path / "set", recipe(pages))
    assert "0 pairs" in card(read_set_manifest(tmp_path / "set"), statistics_of([], None))


@pytest.mark.parametrize(("text", "told"), [
    ("folder", "The source 'folder' needs a path: folder:PATH."),
    ("web", "Unknown source 'web'. The sources are: help, samples, folder:PATH, wikihow:PATH, queries:PATH."),
])  # fmt: skip
def test_an_unknown_source_is_told(text: str, told: str) -> None:
    with pytest.raises(UsageError) as caught:
        source_of(text)
    assert str(caught.value) == told
    assert source_of("folder:a:b") == Source("folder", Path("a:b"))
