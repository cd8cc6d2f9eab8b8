"""UFO's files: what we write fits its schemas and comes back; what is no such file is refused in one sentence."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.data.recorded_runs import PLAN, broken, of_lineage, suite, trajectory, write_run
from tests.data.ufo.instantiated import instantiation_form

from lamwright.actions import InsertTable, SelectText
from lamwright.data.ufo.read import read_ufo, ufo_files
from lamwright.data.ufo.rows import actions_of, rows_of
from lamwright.data.ufo.write import execution_form
from lamwright.errors import UsageError
from lamwright.records import read_episodes

SCHEMAS = Path(__file__).with_name("schema")


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / f"{name}_schema.json").read_text("utf-8"))


def instantiated() -> dict[str, Any]:
    plan = (SelectText("broken boiler"), InsertTable("2", "3"))
    return instantiation_form("7", "Insert a table", ("Do it",), "invoice.fodt", "Insert a table of 2 by 3", plan)


def written(folder: Path, form: Any) -> Path:
    path = folder / "task.json"
    path.write_text(form if isinstance(form, str) else json.dumps(form), "utf-8")
    return path


def test_an_instantiated_plan_fits_the_schema_and_comes_back(tmp_path: Path) -> None:
    form = instantiated()
    jsonschema.validate(form, schema("instantiation"))
    back = read_ufo(written(tmp_path, form))
    assert (back.unique_id, back.app, back.task, back.steps) == ("7", "writer", "Insert a table", ("Do it",))
    assert (back.template, back.request, back.refused) == ("invoice.fodt", "Insert a table of 2 by 3", "")
    assert actions_of(back.rows) == (SelectText("broken boiler"), InsertTable("2", "3"))


def test_every_kind_of_episode_fits_the_execution_schema(tmp_path: Path) -> None:
    episodes = [
        (trajectory("add four"), suite()),
        (trajectory("add 4", success=False), of_lineage("help/x")),
        (broken("add five"), suite()),
    ]
    run = write_run(tmp_path / "run", episodes)
    forms = [execution_form(str(number), episode) for number, episode in enumerate(read_episodes(run))]
    for form in forms:
        jsonschema.validate(form, schema("execution"))
    done, failed, died = (form["execution_result"] for form in forms)
    assert done["result"] == {
        "reason": "Judge 'state': Nothing differs from what should have resulted.",
        "sub_scores": {'1. Set the entry "Line" to "Four"': "yes", '2. Click the push button "Add"': "yes"},
        "complete": "yes",
    }
    assert (failed["result"]["complete"], failed["error"]) == ("no", None)
    assert (died["result"], died["error"]["message"]) == (None, "it died")


def test_an_executed_plan_says_which_control_was_matched_and_can_be_followed_again(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", [(trajectory("add four"), suite())])
    (episode,) = read_episodes(run)
    form = execution_form("0", episode)
    rows = form["instantiation_result"]["prefill"]["result"]["instantiated_plan"]
    assert [(row["ControlLabel"], row["MatchedControlText"], row["Success"]) for row in rows] == [("1", "Line", True), ("2", "Add", True)]
    assert actions_of(read_ufo(written(tmp_path, form)).rows) == PLAN
    assert len(rows_of(PLAN)) == len(rows)


def without(*keys: str) -> Callable[[dict[str, Any]], None]:
    def change(form: dict[str, Any]) -> None:
        for key in keys[:-1]:
            form = form[int(key) if isinstance(form, list) else key]
        del form[keys[-1]]

    return change


PREFILL = ("instantiation_result", "prefill", "result")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (without("app"), "app is missing."),
        (without("original", "original_task"), "original.original_task is missing."),
        (without(*PREFILL, "instantiated_request"), "instantiation_result.prefill.result.instantiated_request is missing."),
        (
            without(*PREFILL, "instantiated_plan", "1", "Args"),
            "instantiation_result.prefill.result.instantiated_plan[1].Args is missing.",
        ),
        (lambda form: form.update(unique_id=7), "unique_id must be a text."),
        (
            lambda form: form["instantiation_result"]["prefill"].update(result=None),
            "instantiation_result.prefill.result must be an object.",
        ),
    ],
)
def test_another_form_is_refused_with_its_place(tmp_path: Path, change: Callable[[dict[str, Any]], None], reason: str) -> None:
    form = instantiated()
    change(form)
    path = written(tmp_path, form)
    with pytest.raises(UsageError) as refusal:
        read_ufo(path)
    assert str(refusal.value) == f"{path} is no result of UFO's: {reason}"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{'a': 1}", "{path} is not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)."),
        ("[]", "{path} is no result of UFO's: the file must be an object."),
        (
            '{"app": "word", "unique_id": "1", "task": "Type", "refined_steps": []}',
            "{path} is a task that nothing was made of yet; import what UFO's instantiation made of it.",
        ),
    ],
)
def test_what_is_no_result_at_all_is_refused_in_a_sentence(tmp_path: Path, text: str, reason: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(UsageError) as refusal:
        read_ufo(path)
    assert str(refusal.value) == reason.format(path=path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "task.json"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="is not JSON: 'utf-8' codec can't decode byte 0xff"):
        read_ufo(path)


def test_a_folder_gives_every_json_file_under_it_in_order(tmp_path: Path) -> None:
    for name in ("b/2.json", "a/1.json", "note.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}")
    assert [path.name for path in ufo_files(tmp_path)] == ["1.json", "2.json"]


def test_a_place_without_such_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refusal:
        ufo_files(tmp_path / "gone")
    assert str(refusal.value) == f"{tmp_path / 'gone'} does not exist. Name a JSON file of UFO's, or a folder of them."
    with pytest.raises(UsageError) as refusal:
        ufo_files(tmp_path)
    assert str(refusal.value) == f"{tmp_path} holds no JSON file. Name a folder of UFO's instantiation or execution results."


def test_where_a_task_comes_from_fits_the_schema_and_comes_back(tmp_path: Path) -> None:
    origin = {**of_lineage("help/x", "help/y"), "attribution": "The authors"}
    (episode,) = read_episodes(write_run(tmp_path / "run", [(trajectory("add four"), origin)]))
    form = execution_form("0", episode)
    jsonschema.validate(form, schema("execution"))
    jsonschema.validate({**instantiated(), "Provenance": form["Provenance"]}, schema("instantiation"))
    back = read_ufo(written(tmp_path, form))
    assert (back.licence, back.attribution, back.roots) == ("MPL-2.0", "The authors", ("help/x", "help/y"))
