"""Workers side by side: every job ends in a record, whatever happens to the worker that had it."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from lamwright.actions import ClickInput, ControlRef
from lamwright.environments.fake import FakeEnvironment
from lamwright.episode import run_episode
from lamwright.errors import ApplicationFault, LamwrightError, PrerequisiteError, RecordError
from lamwright.policy import PlanPolicy
from lamwright.tasks import Task
from lamwright.trajectory import Trajectory
from lamwright.workers import Job, run_jobs


@dataclass
class Runner:
    """Runs each task in a notepad; the request "die" kills the worker, "full" finds the disk so, "crash" the application dead."""

    environment: FakeEnvironment = field(default_factory=FakeEnvironment)

    def run(self, job: Job) -> Trajectory:
        if job.task.request == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if job.task.request == "full":
            raise RecordError("The disk is full.")
        if job.task.request == "crash":
            raise ApplicationFault("It died.")
        return run_episode(self.environment, None, PlanPolicy([ClickInput(ControlRef("Add", "push button"))]), job.task.request)

    def close(self) -> None:
        self.environment.close()


@dataclass(frozen=True)
class Unstartable:
    def __call__(self) -> Runner:
        os._exit(9)


@dataclass(frozen=True)
class Unequipped:
    def __call__(self) -> Runner:
        raise PrerequisiteError("Writer is not installed.")


def jobs(*requests: str) -> Iterator[Job]:
    for number, request in enumerate(requests):
        yield Job(number, Task(f"t{number}", "test", "train", request, f"template{number % 2}", (), ()))


def ran(*requests: str, workers: int = 2) -> dict[int, dict[str, Any]]:
    ended: dict[int, dict[str, Any]] = {}
    run_jobs(jobs(*requests), Runner, workers, lambda job, form: ended.update({job.number: form}))
    return ended


def test_every_job_ends_once_with_its_trajectory() -> None:
    ended = ran("one", "two", "three", "four", "five")
    assert sorted(ended) == [0, 1, 2, 3, 4]
    assert {form["outcome"] for form in ended.values()} == {"finished"}
    assert [ended[number]["request"] for number in range(5)] == ["one", "two", "three", "four", "five"]


def test_a_worker_killed_half_way_is_one_failed_episode_and_is_replaced() -> None:
    ended = ran("one", "die", "three", "four", workers=1)
    assert [ended[number]["outcome"] for number in range(4)] == ["finished", "failed", "finished", "finished"]
    assert ended[1]["failure"]["type"] == "WorkerDied"
    assert ended[1]["failure"]["message"] == "The worker died: it ended with code -9."


def test_a_fault_of_the_application_costs_one_episode() -> None:
    assert [form["outcome"] for _, form in sorted(ran("one", "crash", "three", workers=1).items())] == ["finished", "failed", "finished"]


def test_a_worker_that_cannot_start_is_not_started_for_ever() -> None:
    told = r"^A worker died at its first job 3 times in a row; what it printed stands above\.$"
    with pytest.raises(LamwrightError, match=told):
        run_jobs(jobs(*["one"] * 50), Unstartable(), 1, lambda job, form: None)


def test_what_keeps_a_runner_from_being_made_is_raised_as_it_was() -> None:
    with pytest.raises(PrerequisiteError, match=r"^Writer is not installed\.$"):
        run_jobs(jobs("one", "two"), Unequipped(), 2, lambda job, form: None)


def test_what_keeps_a_runner_from_going_on_ends_the_run() -> None:
    with pytest.raises(RecordError, match=r"^The disk is full\.$"):
        ran("one", "full", "three")


def test_a_worker_that_dies_between_two_jobs_is_one_failed_episode() -> None:
    ended: dict[int, str] = {}

    def end(job: Job, form: dict[str, Any]) -> None:
        ended[job.number] = form["outcome"]
        for worker in multiprocessing.active_children() if job.number == 0 else ():
            worker.kill()
            worker.join()

    run_jobs(jobs("one", "two", "three"), Runner, 1, end)
    assert list(ended.values()) == ["finished", "failed", "finished"]


def test_no_jobs_start_no_workers() -> None:
    assert ran() == {}
