"""One request on one's own document, in a real Writer: the input is never touched, the result is whole or not there."""

import hashlib
import os
import signal
import zipfile
from pathlib import Path

import pytest

from lamwright.actions import Action, ClickInput, ControlRef, GiveUp, SaveAs, SelectParagraph, SelectText
from lamwright.agent import Order, fulfil, new_run_folder
from lamwright.environments.desktop.processes import instances_folder
from lamwright.environments.writer.environment import WriterEnvironment
from lamwright.environments.writer.template import template
from lamwright.errors import UsageError
from lamwright.policy import PlanPolicy, Situation
from lamwright.records import read_episodes
from lamwright.trajectory import Step

BOLD = ClickInput(ControlRef("Bold", "toggle button"))


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A .docx of a person's own."""
    path = tmp_path_factory.mktemp("letter") / "letter.docx"
    with WriterEnvironment() as writer:
        writer.reset(template("formal_letter").path)
        writer.save(path)
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_result_is_written_and_the_input_is_not_touched(letter: Path, tmp_path: Path) -> None:
    before = digest(letter)
    order = Order("make the second paragraph bold", letter, tmp_path / "out.docx")
    delivery = fulfil(order, PlanPolicy([SelectParagraph("the second paragraph"), BOLD]), tmp_path / "run", lambda action: True)
    assert delivery.trajectory.outcome == "finished"
    assert delivery.saved == (tmp_path / "out.docx",)
    assert b"<w:b/>" in zipfile.ZipFile(tmp_path / "out.docx").read("word/document.xml")
    assert digest(letter) == before


def test_a_phrase_that_is_not_there_changes_and_writes_nothing(letter: Path, tmp_path: Path) -> None:
    order = Order("make paper comet bold", letter, tmp_path / "out.odt")
    delivery = fulfil(order, PlanPolicy([SelectText("paper comet"), GiveUp()]), tmp_path / "run", lambda action: True)
    assert delivery.trajectory.outcome == "gave_up"
    assert "paper comet" in delivery.trajectory.steps[0].feedback
    assert delivery.saved == ()
    assert not (tmp_path / "out.odt").exists()


def test_saving_needs_approval(letter: Path, tmp_path: Path) -> None:
    delivery = fulfil(Order("save it as copy", letter), PlanPolicy([SaveAs("copy", "odt")]), tmp_path / "run", lambda action: False)
    assert (delivery.trajectory.outcome, delivery.saved) == ("refused", ())


def test_files_that_the_agent_saved_are_kept_in_the_run_folder(letter: Path, tmp_path: Path) -> None:
    delivery = fulfil(Order("save it as copy", letter), PlanPolicy([SaveAs("copy", "pdf")]), tmp_path / "run", lambda action: True)
    assert [path.name for path in delivery.saved] == ["result.docx", "copy.pdf"]
    assert (tmp_path / "run" / "saved" / "copy.pdf").read_bytes().startswith(b"%PDF")


def test_a_result_that_cannot_be_saved_is_a_recorded_failure(letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_environment: WriterEnvironment, path: Path) -> None:
        raise UsageError(f"{path} cannot be written: No space left on device.")

    monkeypatch.setattr(WriterEnvironment, "save", full)
    delivery = fulfil(Order("nothing", letter, tmp_path / "out.odt"), PlanPolicy([]), tmp_path / "run", lambda action: True)
    (episode,) = read_episodes(tmp_path / "run")
    assert (episode.trajectory.outcome, delivery.saved) == ("failed", ())
    assert episode.trajectory.failure
    assert episode.trajectory.failure.message == f"{tmp_path / 'out.odt'} cannot be written: No space left on device."


def test_two_runs_in_one_second_have_two_folders(tmp_path: Path) -> None:
    assert new_run_folder(tmp_path) != new_run_folder(tmp_path)


def test_writer_killed_half_way_is_a_recorded_failure_and_leaves_nothing(letter: Path, tmp_path: Path) -> None:
    others = _instances()

    class Killing:
        def decide(self, situation: Situation) -> Action:
            if situation.history:
                _kill_writer(_instances() - others)
            return SelectParagraph("the first paragraph") if not situation.history else BOLD

    seen: list[Step] = []
    delivery = fulfil(Order("bold", letter, tmp_path / "out.odt"), Killing(), tmp_path / "run", lambda action: True, seen.append)
    assert delivery.trajectory.outcome == "failed"
    assert delivery.trajectory.failure
    assert delivery.trajectory.failure.type in ("ApplicationFault", "ApplicationTimeout")
    assert not (tmp_path / "out.odt").exists()
    assert len(list(read_episodes(tmp_path / "run"))) == 1
    assert _instances() == others


def _instances() -> set[Path]:
    """The folders of this process's instances."""
    return {folder for folder in instances_folder().iterdir() if folder.name.startswith(f"{os.getpid()}-")}


def _kill_writer(folders: set[Path]) -> None:
    """Kill the soffice of these instances by force, by the recorded pid."""
    for folder in folders:
        for line in (folder / "processes").read_text().splitlines():
            pid = int(line.split()[0])
            command = Path(f"/proc/{pid}/cmdline")
            if command.exists() and b"soffice" in command.read_bytes():
                os.kill(pid, signal.SIGKILL)


def test_a_long_document_is_done_like_a_short_one(tmp_path: Path) -> None:
    order = Order("make the last paragraph bold", template("guest_house_handbook").path, tmp_path / "out.odt")
    delivery = fulfil(order, PlanPolicy([SelectParagraph("the last paragraph"), BOLD]), tmp_path / "run", lambda action: True)
    assert delivery.trajectory.outcome == "finished"
    assert zipfile.is_zipfile(tmp_path / "out.odt")
