"""UFO's plans imported: ours come back, theirs are grounded in our templates, the others are refused and counted."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.data.ufo.instantiated import instantiation_form

from lamwright.actions import ClickInput, ControlRef, SelectText
from lamwright.data.instantiate.content import content
from lamwright.data.instantiate.importing import import_ufo
from lamwright.data.instantiate.pipeline import Instantiation
from lamwright.data.instantiate.shipped import writer_matcher
from lamwright.data.instantiate.store import TASKS, read_instantiated, write_instantiated
from lamwright.data.plans.funnel import Funnel, read_funnel
from lamwright.errors import RecordError, UsageError
from lamwright.pairs import Lineage
from lamwright.policy import PlanPolicy
from lamwright.records import new_manifest

MANIFEST = new_manifest("import", {}, 0, "0.1.0", "abc")


def theirs(unique_id: str = "5", app: str = "word", judged: bool = True, function: str = "click_input", control: str = "Bold") -> Any:
    """A plan in UFO's form, for a document and an application that are not ours."""
    rows = [
        {
            "Step": 1,
            "Subtask": "Select the text 'text to edit'",
            "ControlLabel": None,
            "ControlText": "",
            "Function": "select_text",
            "Args": {"text": "text to edit"},
            "Success": True,
            "MatchedControlText": None,
        },
        {"Step": 2, "Subtask": "Use it", "ControlLabel": "61", "ControlText": control, "Function": function, "Args": {"button": "left"}},
    ]
    result = {"instantiated_request": "Make the line of text 'text to edit' stand out", "instantiated_plan": rows}
    judgement = {"judge": judged, "thought": "It needs the web.", "request_type": "None"}
    return {
        "unique_id": unique_id,
        "app": app,
        "original": {"original_task": "Make a line stand out", "original_steps": ["1. Select the line"]},
        "execution_result": {"result": None, "error": None},
        "instantiation_result": {
            "choose_template": {"result": "dataflow\\results\\saved_document\\bulleted.docx", "error": None},
            "prefill": {"result": result, "error": None},
            "instantiation_evaluation": {"result": judgement, "error": None},
        },
    }


def put(folder: Path, *forms: Any) -> Path:
    folder.mkdir(exist_ok=True)
    for number, form in enumerate(forms):
        text = form if isinstance(form, str) else json.dumps(form)
        (folder / f"{number}.json").write_text(text, "utf-8")
    return folder


def imported(path: Path) -> tuple[list[Any], Funnel, list[str]]:
    funnel, told = Funnel(), list[str]()
    how = Instantiation(writer_matcher())
    return list(import_ufo(path, how, funnel, lambda file, reason: told.append(reason))), funnel, told


def test_a_plan_of_theirs_is_grounded_in_a_template_of_ours_and_can_be_followed(tmp_path: Path) -> None:
    (task,), _, _ = imported(put(tmp_path / "ufo", theirs()))
    select, click = task.plan
    assert isinstance(select, SelectText)
    assert content(task.template).holds(select.text)
    assert task.request == f"Make the line of text '{select.text}' stand out"
    assert click == ClickInput(ControlRef("Bold", "toggle button"))
    assert (task.task, task.id, task.lineage) == ("Make a line stand out", "ufo:5", Lineage(("ufo:5",)))
    PlanPolicy(task.plan)


def test_a_plan_of_ours_comes_back_on_its_template(tmp_path: Path) -> None:
    text = content("invoice").phrases[10]
    plan = (SelectText(text), ClickInput(ControlRef("Bold", "toggle button")))
    form = instantiation_form("7", "Embolden", (), "invoice.fodt", f"Embolden {text}", plan)
    (task,), _, _ = imported(put(tmp_path / "ufo", form))
    assert (task.template, task.request, task.plan) == ("invoice", f"Embolden {text}", plan)


def test_every_refusal_is_told_and_counted(tmp_path: Path) -> None:
    forms = [
        theirs(),
        theirs(app="excel"),
        theirs(judged=False),
        theirs(function="summary"),
        theirs(control="Text Highlight Color"),
        "not json",
    ]
    tasks, funnel, told = imported(put(tmp_path / "ufo", *forms))
    assert len(tasks) == 1
    assert told[:4] == [
        "",
        "The plan is for 'excel', not for a word processor.",
        "The file's own judge refused it: It needs the web.",
        "Step 2: 'summary' is no action here: it only tells what is seen.",
    ]
    assert told[4].startswith("There is no control 'Text Highlight Color'. The nearest are: 'character highlighting color'")
    assert {name: (stage.passed, dict(stage.rejected)) for name, stage in funnel.stages.items()} == {
        "file": (5, {"not a result of UFO's instantiation": 1}),
        "read": (
            2,
            {"for another application": 1, "refused by the judge of its own file": 1, "a function that cannot be done here": 1},
        ),
        "template": (2, {}),
        "target": (2, {}),
        "controls": (1, {"the application has no such control": 1}),
    }


def test_a_single_file_that_is_none_is_an_error(tmp_path: Path) -> None:
    path = put(tmp_path / "ufo", "[]") / "0.json"
    with pytest.raises(UsageError) as refusal:
        imported(path)
    assert str(refusal.value) == f"{path} is no result of UFO's: the file must be an object."


def test_a_set_on_disk_comes_back(tmp_path: Path) -> None:
    tasks, funnel, _ = imported(put(tmp_path / "ufo", theirs(), theirs("6")))
    assert write_instantiated(tmp_path / "set", tasks, funnel, MANIFEST) == 2
    assert list(read_instantiated(tmp_path / "set")) == tasks
    assert read_funnel(tmp_path / "set" / "funnel.json").stage("controls").passed == 2


def test_a_folder_that_is_no_such_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"is no set of instantiated tasks: it has no manifest\.json\. Make one with"):
        list(read_instantiated(tmp_path))
    tasks, funnel, _ = imported(put(tmp_path / "ufo", theirs()))
    write_instantiated(tmp_path / "set", tasks, funnel, MANIFEST)
    with (tmp_path / "set" / TASKS).open("a") as stream:
        stream.write("{}\n")
    with pytest.raises(RecordError) as refusal:
        list(read_instantiated(tmp_path / "set"))
    assert str(refusal.value) == f"{tmp_path / 'set' / TASKS}:2: not an instantiated task (KeyError('lineage'))."


def test_a_set_of_another_schema_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"schema": 9}')
    with pytest.raises(RecordError) as refusal:
        list(read_instantiated(tmp_path))
    assert str(refusal.value) == f"{tmp_path / 'manifest.json'}: schema 9, this lamwright reads 1. Make the set again."


def test_what_one_of_our_own_exports_says_of_its_origin_comes_back(tmp_path: Path) -> None:
    said = {"licence": "MPL-2.0", "attribution": "The authors", "roots": ["help/a", "help/b"]}
    (task,), _, _ = imported(put(tmp_path / "ufo", {**theirs(), "Provenance": said}))
    assert (task.licence, task.attribution, task.lineage) == ("MPL-2.0", "The authors", Lineage(("help/a", "help/b")))
