"""A run on disk: what was written comes back, and a torn line costs nothing but itself."""

import json
import resource
from dataclasses import replace
from pathlib import Path

import pytest

from lamwright.actions import ClickInput, ControlRef, Finish, SetEditText
from lamwright.environments.fake import FakeEnvironment
from lamwright.episode import run_episode
from lamwright.errors import RecordError
from lamwright.observation import Control, Observation, Rectangle
from lamwright.policy import PlanPolicy
from lamwright.records import Manifest, RunWriter, new_manifest, read_episodes, read_manifest, trajectory_to_json, write_whole
from lamwright.trajectory import Step, StepSeconds, Trajectory

MANIFEST = new_manifest("test", {"count": 1}, 0, "0.1.0", "abc")


def trajectory() -> Trajectory:
    plan = (SetEditText(ControlRef("Line", "entry"), "Four"), ClickInput(ControlRef("Add", "push button")))
    return run_episode(FakeEnvironment(), None, PlanPolicy(plan), "add four")


def written(folder: Path, count: int = 2) -> Path:
    with RunWriter(folder, MANIFEST) as writer:
        for number in range(count):
            writer.add({**trajectory_to_json(trajectory()), "number": number})
    return folder


def test_what_was_written_comes_back(tmp_path: Path) -> None:
    original = trajectory()
    with RunWriter(tmp_path / "run", MANIFEST) as writer:
        writer.add({**trajectory_to_json(original), "number": 7})
    (episode,) = read_episodes(tmp_path / "run")
    assert [step.observation for step in episode.trajectory.steps] == [step.observation for step in original.steps]
    assert [step.action for step in episode.trajectory.steps] == [step.action for step in original.steps]
    assert episode.extra == {"number": 7}


def test_equal_lists_of_controls_are_written_once_and_equal_controls_too(tmp_path: Path) -> None:
    run = written(tmp_path / "run", 5)
    lines = [json.loads(line) for line in (run / "controls.jsonl").read_text().splitlines()]
    # The entry with another value is the one control that is new after the first step.
    assert [(len(line["new"]), line["rows"]) for line in lines] == [(3, [[0, 3]]), (1, [[3, 1], [1, 2]])]


def labelled(*labels: int) -> Trajectory:
    place = Rectangle(0, 0, 9, 9)
    controls = tuple(Control(label, f"Button {label}", "push button", place, frozenset({"enabled"})) for label in labels)
    step = Step(Observation("Window", controls), Finish(), StepSeconds(0.0, 0.0, 0.0))
    return Trajectory("look", "finished", (step,), 0.0, last_screenshot="screenshots/000000-01.webp")


def test_labels_that_are_not_in_order_come_back(tmp_path: Path) -> None:
    originals = [labelled(1, 2, 3), labelled(7, 3, 12), labelled()]
    with RunWriter(tmp_path / "run", MANIFEST) as writer:
        for original in originals:
            writer.add(trajectory_to_json(original))
    assert [episode.trajectory for episode in read_episodes(tmp_path / "run")] == originals


def test_controls_are_numbered_on_when_the_run_goes_on(tmp_path: Path) -> None:
    run = written(tmp_path / "run", 1)
    with RunWriter(run, MANIFEST, resume=True) as writer:
        writer.add(trajectory_to_json(labelled(1, 2)))
    assert [episode.trajectory for episode in read_episodes(run)][1] == labelled(1, 2)


def test_a_list_of_rows_that_were_not_written_is_refused(tmp_path: Path) -> None:
    run = written(tmp_path / "run")
    with (run / "controls.jsonl").open("ab") as stream:
        stream.write(b'{"digest":"0","new":[],"rows":[[3,2]]}\n')
    with pytest.raises(RecordError) as refusal:
        list(read_episodes(run))
    said = "not a list of controls (IndexError('it names a row beyond the 4 before it'))."
    assert str(refusal.value) == f"{run / 'controls.jsonl'}:3: {said}"


def test_a_torn_last_line_is_cut_off_when_the_run_goes_on(tmp_path: Path) -> None:
    run = written(tmp_path / "run")
    with (run / "episodes.jsonl").open("ab") as stream:
        stream.write(b'{"request": "half a li')
    assert len(list(read_episodes(run))) == 2
    with RunWriter(run, MANIFEST, resume=True) as writer:
        writer.add({**trajectory_to_json(trajectory()), "number": 2})
    assert [episode.extra["number"] for episode in read_episodes(run)] == [0, 1, 2]


def test_a_run_is_not_overwritten(tmp_path: Path) -> None:
    run = written(tmp_path / "run")
    with pytest.raises(RecordError) as refusal:
        RunWriter(run, MANIFEST)
    assert str(refusal.value) == f"{run} holds a run already. Continue it with --resume, or choose another folder."


@pytest.mark.parametrize("schema", [1, 99])
def test_a_run_of_another_schema_is_refused(tmp_path: Path, schema: int) -> None:
    run = written(tmp_path / "run")
    form = json.loads((run / "manifest.json").read_text())
    (run / "manifest.json").write_text(json.dumps({**form, "schema": schema, "version": "9.0"}))
    with pytest.raises(RecordError) as refusal:
        list(read_episodes(run))
    assert str(refusal.value) == f"{run / 'manifest.json'}: schema {schema}, this lamwright reads 2. Use the version that wrote it (9.0)."


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError) as refusal:
        read_manifest(tmp_path)
    assert str(refusal.value) == f"{tmp_path} is not a run folder: it has no manifest.json."


def test_a_line_that_is_no_episode_is_named_by_its_number(tmp_path: Path) -> None:
    run = written(tmp_path / "run")
    with (run / "episodes.jsonl").open("ab") as stream:
        stream.write(b'{"request": "x"}\n')
    with pytest.raises(RecordError, match=r"episodes\.jsonl:3: not an episode"):
        list(read_episodes(run))


def test_what_no_file_can_hold_is_written_as_a_question_mark(tmp_path: Path) -> None:
    original = replace(labelled(1), request="add \ud83d")
    with RunWriter(tmp_path / "run", MANIFEST) as writer:
        writer.add(trajectory_to_json(original))
    (episode,) = read_episodes(tmp_path / "run")
    assert episode.trajectory.request == "add ?"
    write_whole(tmp_path / "card.md", "folder:\udcff")
    assert (tmp_path / "card.md").read_text() == "folder:?"


def test_a_file_below_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RecordError) as caught:
        write_whole(tmp_path / "file" / "card.md", "")
    assert str(caught.value) == f"{tmp_path / 'file' / 'card.md'} cannot be written: Not a directory."


def test_a_full_disk_keeps_what_was_whole(tmp_path: Path) -> None:
    run = written(tmp_path / "run")
    form = {**trajectory_to_json(trajectory()), "number": 2}
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with RunWriter(run, MANIFEST, resume=True) as writer:
        resource.setrlimit(resource.RLIMIT_FSIZE, ((run / "episodes.jsonl").stat().st_size + 100, limits[1]))
        try:
            with pytest.raises(RecordError, match=r"episodes\.jsonl cannot be written: .*continue with --resume\.$"):
                writer.add(form)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert len(list(read_episodes(run))) == 2
        writer.add(form)
    assert [episode.extra["number"] for episode in read_episodes(run)] == [0, 1, 2]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (new_manifest("eval online", {"count": 1}, 0, "0.1.0", "abc"), "command 'test', not 'eval online'"),
        (new_manifest("test", {"count": 1}, 5, "0.1.0", "abc"), "seed 0, not 5"),
        (new_manifest("test", {"count": 2}, 0, "0.1.0", "abc"), "count 1, not 2"),
        (new_manifest("test", {"count": 1, "recovering": 0.5}, 0, "0.1.0", "abc"), "recovering 0.0, not 0.5"),
    ],
)
def test_a_run_goes_on_only_with_its_own_settings(tmp_path: Path, other: Manifest, said: str) -> None:
    run = written(tmp_path / "run")
    with pytest.raises(RecordError) as refusal:
        RunWriter(run, other, resume=True)
    assert str(refusal.value) == f"{run} was begun with {said}. Continue it so, or choose another folder."


@pytest.mark.parametrize("recorded_now", [{"recovering": 0.0}, {"unplanned": 0}, {"weights": "0123456789abcdef"}])
def test_a_run_of_before_a_setting_was_recorded_goes_on(tmp_path: Path, recorded_now: dict[str, object]) -> None:
    run = written(tmp_path / "run")
    RunWriter(run, new_manifest("test", {"count": 1, **recorded_now}, 0, "0.1.0", "abc"), resume=True).close()
    assert len(list(read_episodes(run))) == 2


def test_a_run_goes_on_with_more_workers(tmp_path: Path) -> None:
    run = written(tmp_path / "run")
    RunWriter(run, new_manifest("test", {"count": 1, "workers": 3}, 0, "0.1.0", "abc"), resume=True).close()
    assert len(list(read_episodes(run))) == 2


def test_a_broken_line_of_controls_is_named_by_its_number(tmp_path: Path) -> None:
    run = written(tmp_path / "run")
    with (run / "controls.jsonl").open("ab") as stream:
        stream.write(b"{}\n")
    for read in (lambda: list(read_episodes(run)), lambda: RunWriter(run, MANIFEST, resume=True)):
        with pytest.raises(RecordError, match=r"controls\.jsonl:3: not a list of controls"):
            read()


def test_a_manifest_with_foreign_fields_is_refused(tmp_path: Path) -> None:
    run = written(tmp_path / "run")
    form = json.loads((run / "manifest.json").read_text())
    (run / "manifest.json").write_text(json.dumps({**form, "colour": "blue"}))
    with pytest.raises(RecordError, match=r"manifest\.json is no manifest of a run: .*colour"):
        read_manifest(run)


def test_a_file_for_a_run_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("precious")
    with pytest.raises(RecordError) as refusal:
        RunWriter(tmp_path / "run", MANIFEST)
    assert str(refusal.value) == f"{tmp_path / 'run'} is no folder. Name another one for the run."


def test_a_folder_of_another_kind_is_told_for_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"schema": 1, "version": "0.1.0"}')
    (tmp_path / "pairs.jsonl").write_text("")
    with pytest.raises(RecordError) as refusal:
        list(read_episodes(tmp_path))
    assert str(refusal.value) == f"{tmp_path} is a set of pairs, not a run. Name another folder."


def test_a_file_is_no_run_to_read(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("precious")
    with pytest.raises(RecordError) as refusal:
        read_manifest(tmp_path / "run")
    assert str(refusal.value) == f"{tmp_path / 'run'} is a file. Name the folder of a run."


@pytest.mark.parametrize("names", [["letter.odt"], ["manifest.json", "pairs.jsonl"]])
@pytest.mark.parametrize("resume", [True, False])
def test_a_run_is_not_mixed_with_other_things(tmp_path: Path, names: list[str], resume: bool) -> None:
    for name in names:
        (tmp_path / name).write_text("{}")
    with pytest.raises(RecordError) as refusal:
        RunWriter(tmp_path, MANIFEST, resume)
    assert str(refusal.value) == f"{tmp_path} holds something that is no run. Choose another folder."
    assert sorted(path.name for path in tmp_path.iterdir()) == names


def test_a_run_begins_in_an_empty_folder_even_where_it_is_to_go_on(tmp_path: Path) -> None:
    RunWriter(tmp_path, MANIFEST, resume=True).close()
    assert read_manifest(tmp_path) == MANIFEST
