"""Collecting: what goes on after a stop, what is counted, how much room it may take."""

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.data.fake_collecting import FakeSetup, wanted

from lamwright.data.collect import Recorded, collect, recorded, task_to_json, tasks_of
from lamwright.data.examples import unsolved
from lamwright.data.pictures import Room
from lamwright.data.plans.funnel import read_funnel
from lamwright.data.tally import Tally
from lamwright.errors import RecordError
from lamwright.records import SCREENSHOTS, Episode, RunWriter, read_episodes, read_forms, read_manifest, trajectory_to_json
from lamwright.trajectory import Failure, Trajectory

COUNT = 60
PROGRAM = Path(__file__).with_name("fake_collecting.py")


def episode(task: str, number: int) -> Episode:
    return Episode(Trajectory("request", "finished", (), 1.0, task=task), {"number": number})


def test_numbers_go_on_after_the_highest_that_was_recorded() -> None:
    done = recorded([episode("a", 0), episode("b", 4)])
    assert done == Recorded(frozenset({"a", "b"}), frozenset({0, 4}))
    assert done.free == 5
    assert recorded([]).free == 0
    assert recorded([]) == Recorded(frozenset(), frozenset())


def lines(run: Path) -> int:
    path = run / "episodes.jsonl"
    return path.read_bytes().count(b"\n") if path.exists() else 0


def killed_at(run: Path, pids: Path, least: int, *options: str) -> None:
    """Run the program and kill it, alone, once so many episodes are recorded."""
    program = subprocess.Popen([sys.executable, str(PROGRAM), str(run), str(COUNT), str(pids), *options])
    limit = time.monotonic() + 30
    while (lines(run) < least or len(list(pids.iterdir())) < 2) and program.poll() is None and time.monotonic() < limit:
        time.sleep(0.01)
    program.send_signal(signal.SIGKILL)
    assert program.wait() == -signal.SIGKILL, "it ended before it could be killed"


def alive(pid: int) -> bool:
    """Whether it runs; one that only nobody has asked about since its end does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def all_ended(pids: Path, seconds: float = 10) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if not any(alive(int(path.name)) for path in pids.iterdir()):
            return True
        time.sleep(0.02)
    return False


def test_a_run_that_was_killed_goes_on_with_nothing_lost_and_nothing_twice(tmp_path: Path) -> None:
    run, pids = tmp_path / "run", tmp_path / "pids"
    pids.mkdir()
    killed_at(run, pids, 5)
    assert all_ended(pids), "a worker outlived the run"
    first = {form["task"]: form["number"] for form in read_forms(run)}
    killed_at(run, pids, len(first) + 5, "--resume")
    assert all_ended(pids), "a worker outlived the run"
    tally = collect(run, wanted(COUNT), resume=True, setup=FakeSetup(run), on_end=lambda *ended: None)
    episodes = list(read_episodes(run))
    assert Counter(each.trajectory.task for each in episodes) == Counter(task.name for task in tasks_of(wanted(COUNT)))
    assert len({each.extra["number"] for each in episodes}) == COUNT
    assert first.items() <= {each.trajectory.task: each.extra["number"] for each in episodes}.items()
    assert (tally.episodes, tally.succeeded + tally.failed) == (COUNT, COUNT)
    named = {each.trajectory.last_screenshot for each in episodes} | {s.screenshot for each in episodes for s in each.trajectory.steps}
    assert {f"{SCREENSHOTS}/{path.name}" for path in (run / SCREENSHOTS).iterdir()} == named


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("collected") / "run"
    collect(folder, wanted(COUNT), setup=FakeSetup(folder), on_end=lambda *ended: None)
    return folder


def test_what_was_failed_comes_back_as_tasks_to_explore(run: Path) -> None:
    failed = {task.name: task for task in tasks_of(wanted(COUNT)) if task.start.name}
    assert len(failed) > COUNT / 4
    assert {task.name: task for task in unsolved(run)} == failed


def test_what_a_fault_broke_off_is_nothing_to_explore(run: Path, tmp_path: Path) -> None:
    [one] = islice(tasks_of(wanted(1)), 1)
    forms = {}
    for kind in ("LimitReached", "WorkerDied"):
        failed = Trajectory(one.request, "failed", (), 1.0, task=one.name, failure=Failure(kind, "It ended.", ""))
        with RunWriter(tmp_path / kind, read_manifest(run)) as writer:
            writer.add({**trajectory_to_json(failed), "number": 0, "suite": task_to_json(one)})
        forms[kind] = [task.name for task in unsolved(tmp_path / kind)]
    assert forms == {"LimitReached": [one.name], "WorkerDied": []}


def test_the_funnel_is_of_the_whole_run(run: Path) -> None:
    failed = len(unsolved(run))
    stages = read_funnel(run / "funnel.json").stages
    assert [(name, stage.passed) for name, stage in stages.items()] == [
        ("task made", COUNT),
        ("start made", COUNT),
        ("plan followed", COUNT),
        ("judged a success", COUNT - failed),
    ]
    assert stages["judged a success"].rejected == {"the start was another": failed}


def test_there_is_a_picture_before_each_step_and_one_after_the_last(run: Path) -> None:
    for each in read_episodes(run):
        number, trajectory = each.extra["number"], each.trajectory
        names = [*(step.screenshot for step in trajectory.steps), trajectory.last_screenshot]
        assert names == [f"screenshots/{number:06d}-{step:02d}.jpg" for step in range(3)]


def form(run: Path, size: int) -> dict[str, object]:
    """An episode of one step, its two pictures of that size."""
    names = [f"{SCREENSHOTS}/000000-0{number}.jpg" for number in range(2)]
    (run / SCREENSHOTS).mkdir(parents=True, exist_ok=True)
    for name in names:
        (run / name).write_bytes(bytes(size))
    return {"steps": [{"screenshot": names[0]}], "last_screenshot": names[1]}


def test_pictures_stop_before_the_run_does(tmp_path: Path) -> None:
    room = Room(tmp_path, 1)
    kept, refused = form(tmp_path, 400_000), None
    room.keep_pictures(kept)
    assert (kept["last_screenshot"], room.refused, room.used) == ("screenshots/000000-01.jpg", 0, 800_000)
    refused = form(tmp_path, 30_000)  # 860,000 bytes are more than four fifths of a MiB
    room.keep_pictures(refused)
    assert refused == {"steps": [{"screenshot": None}], "last_screenshot": None}
    assert (room.refused, room.used, list((tmp_path / SCREENSHOTS).iterdir())) == (1, 800_000, [])
    room.check()


def test_a_run_without_room_stops_and_says_how_to_go_on(tmp_path: Path) -> None:
    room = Room(tmp_path, 1)
    (tmp_path / "episodes.jsonl").write_bytes(bytes((1 << 20) + 1))
    with pytest.raises(RecordError) as refusal:
        room.check()
    said = f"{tmp_path} takes up its 1 MiB. Every whole episode is kept; continue with --resume and a higher --disk-limit."
    assert str(refusal.value) == said


def test_a_record_names_its_start(run: Path) -> None:
    starts = [json.loads(line)["suite"]["start"] for line in (run / "episodes.jsonl").read_text().splitlines()]
    assert {start["name"] for start in starts if start} >= {"dialog", "done", "half"}
    assert None in starts


def test_the_manifest_names_the_options_that_make_the_run_again(run: Path) -> None:
    assert read_manifest(run).config == {
        "count": COUNT, "workers": 2, "perturbed": 0.5,
        "recovering": 0.0, "screenshots": True, "picture_format": "jpeg", "disk_limit": 4096,
    }  # fmt: skip


def test_a_run_goes_on_with_more_room_and_other_workers(run: Path) -> None:
    more = replace(wanted(COUNT), workers=1, disk_limit_mib=9999)
    tally = collect(run, more, resume=True, setup=FakeSetup(run), on_end=lambda *ended: None)
    assert (tally.episodes, tally.before, tally.per_hour) == (COUNT, COUNT, 0.0)


def test_a_run_that_ran_out_of_room_is_finished_with_more(tmp_path: Path) -> None:
    run, few = tmp_path / "run", wanted(8)
    with pytest.raises(RecordError, match=r"takes up its 0 MiB\. .* continue with --resume and a higher --disk-limit\.$"):
        collect(run, replace(few, disk_limit_mib=0), setup=FakeSetup(run), on_end=lambda *ended: None)
    assert lines(run) == 1
    assert list((run / SCREENSHOTS).iterdir()) == [], "a picture was kept though there was no room for it"
    tally = collect(run, few, resume=True, setup=FakeSetup(run), on_end=lambda *ended: None)
    assert (tally.episodes, tally.before) == (8, 1)
    assert read_funnel(run / "funnel.json").stages["task made"].passed == 8


def test_every_stage_of_the_funnel_takes_in_what_the_one_before_let_pass() -> None:
    tally = Tally()
    fault = {"type": "ApplicationFault", "message": "it died", "traceback": ""}
    plain: dict[str, Any] = {
        "task": "bold/0",
        "verdict": None,
        "failure": fault,
        "notes": {},
        "outcome": "failed",
        "steps": [],
        "suite": None,
    }
    for form in (plain, {**plain, "notes": {"start_failed": "dialog"}}, {**plain, "failure": None, "outcome": "gave_up"}):
        tally.add(form)
    stages = list(tally.funnel.to_json().values())
    assert len(stages) == 3
    assert all(after["entered"] == before["passed"] for before, after in pairwise(stages))
