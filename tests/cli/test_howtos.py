"""`lamwright howtos`: the funnel of a run told again, wrong use in one sentence."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lamwright.cli.howtos import app
from lamwright.data.plans.funnel import Funnel, write_funnel
from lamwright.errors import RecordError, UsageError
from lamwright.judge_error import Known, measure, write_judge_errors
from lamwright.records import RunWriter, new_manifest
from lamwright.trajectory import Verdict


def run_folder(folder: Path, command: str = "howtos run") -> Path:
    with RunWriter(folder, new_manifest(command, {}, 0, "0", "0")):
        pass
    funnel = Funnel()
    funnel.passed("how-tos for the application", 3)
    funnel.rejected("parsed", "no rule for these words")
    funnel.passed("parsed", 2)
    funnel.passed("executable", 2)
    funnel.passed("distinct", 2)
    funnel.rejected("executed", "a control is not there")
    funnel.passed("executed", 1)
    funnel.passed("effect as it should be", 1)
    write_funnel(folder / "funnel.json", funnel)
    return folder


def test_a_report_gives_the_funnel_the_reasons_and_how_often_the_judge_is_wrong(tmp_path: Path) -> None:
    folder = run_folder(tmp_path / "run")
    write_judge_errors(folder, [measure("plan", [Known.of("golden", Verdict(True, "plan"))])])
    ended = CliRunner().invoke(app, ["report", str(folder), "--json"])
    form = json.loads(ended.stdout.splitlines()[-1])
    assert {name: form[name] for name in ("howtos", "executable", "distinct", "executed", "effect_confirmed")} == {
        "howtos": 3,
        "executable": 2,
        "distinct": 2,
        "executed": 1,
        "effect_confirmed": 1,
    }
    assert form["reasons"] == [
        {"stage": "executed", "reason": "a control is not there", "howtos": 1},
        {"stage": "parsed", "reason": "no rule for these words", "howtos": 1},
    ]
    assert form["judge_error"][0]["false_negative_rate"]["runs"] == 1


def test_a_folder_that_holds_no_such_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"is not a run folder: it has no manifest\.json\."):
        CliRunner().invoke(app, ["report", str(tmp_path)], catch_exceptions=False)
    other = run_folder(tmp_path / "other", "collect")
    with pytest.raises(UsageError, match=r"holds a run of 'collect', not of 'howtos run'\. Name another folder\.$"):
        CliRunner().invoke(app, ["report", str(other)], catch_exceptions=False)


def test_the_judge_of_another_run_is_not_measured(tmp_path: Path) -> None:
    other = run_folder(tmp_path / "other", "collect")
    with pytest.raises(UsageError, match=r"holds a run of 'collect', not of 'howtos run'\. Name another folder\.$"):
        CliRunner().invoke(app, ["judge", str(other)], catch_exceptions=False)


def test_a_run_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    folder = run_folder(tmp_path / "run")
    with pytest.raises(RecordError, match=r"holds a run already\. Continue it with --resume, or choose another folder\.$"):
        CliRunner().invoke(app, ["run", "--out", str(folder)], catch_exceptions=False)
