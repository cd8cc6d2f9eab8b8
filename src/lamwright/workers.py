"""Episodes side by side: a few processes, each with its own instance of the application.

A worker that dies or hangs costs the episode it was in, which is recorded as failed, and is replaced. Jobs that start from the same
document go to the same worker while there are any, since a reset to the same document is cheap.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from time import monotonic
from typing import Any, Generic, Protocol, TypeVar

from lamwright.errors import LamwrightError, ModelError, RecordError
from lamwright.records import trajectory_to_json
from lamwright.tasks import Task
from lamwright.trajectory import Failure, Trajectory

AHEAD = 160
"""How many jobs are looked at to find one that starts from the same document."""
PATIENCE = 180.0
"""Seconds after which a worker that has not answered counts as hanging."""
STILLBORN = 3
"""So many workers in a row that die at their first job end the run: something is wrong that another worker will not mend."""


@dataclass(frozen=True, slots=True)
class Job:
    """One episode to run; `number` names it within the run."""

    number: int
    task: Task


class Runner(Protocol):
    """What a worker does with a job; made inside the worker's process."""

    def run(self, job: Job) -> Trajectory: ...

    def close(self) -> None: ...


RunnerT = TypeVar("RunnerT", bound=Runner)


class Setup(Protocol[RunnerT]):  # type: ignore[misc]
    """Makes a runner inside the worker's process; must be picklable."""

    def __call__(self) -> RunnerT: ...


@dataclass(frozen=True, slots=True)
class _Unready:
    """A worker's answer where its runner cannot be made, or cannot go on: what is missing or broken is so for every worker."""

    kind: type[LamwrightError]
    message: str


class _Worker(Generic[RunnerT]):
    """One process and the job that it is at."""

    def __init__(self, setup: Setup[RunnerT]) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=_serve, args=(theirs, setup), daemon=False)
        self.process.start()
        theirs.close()
        self.job: Job | None = None
        self.template = ""
        self.since = monotonic()
        self.answered = 0

    def give(self, job: Job) -> None:
        self.job, self.template, self.since = job, job.task.template, monotonic()
        with suppress(OSError):  # it died since its last answer: the next turn finds that out, and records it
            self.connection.send(job)

    def end(self, seconds: float) -> None:
        """Ask it to close, and make sure."""
        self.connection.close()
        self.process.join(seconds)
        if self.process.is_alive():
            self.process.terminate()
            self.process.join(3)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def run_jobs(jobs: Iterator[Job], setup: Setup[RunnerT], workers: int, on_end: Callable[[Job, dict[str, Any]], None]) -> None:
    """Run every job; `on_end` gets each job with its trajectory's JSON form, in the order in which they end.

    Whatever is raised here (the stop by a signal, too) ends the workers first: what has ended is reported, what was under way is not.
    Raises the LamwrightError that making a runner raised, the RecordError or ModelError that running a job did, and a LamwrightError
    where workers die one after the other.
    """
    queue: list[Job] = list(islice(jobs, AHEAD))
    pool: list[_Worker[RunnerT]] = []
    stillborn = 0
    try:
        pool = [_Worker(setup) for _ in range(min(workers, len(queue)))]
        for worker in pool:
            _next_job(worker, queue, jobs)
        while any(worker.job for worker in pool):
            _wait(pool)
            turned = [_turn(worker, setup, queue, jobs, on_end) for worker in pool]
            stillborn = (
                0 if any(worker.answered for worker in turned) else stillborn + sum(a is not b for a, b in zip(pool, turned, strict=True))
            )
            pool = turned
            if stillborn >= STILLBORN:
                raise LamwrightError(f"A worker died at its first job {stillborn} times in a row; what it printed stands above.")
    finally:
        for worker in pool:
            worker.end(seconds=10)


def _wait(pool: list[_Worker[RunnerT]]) -> None:
    busy = [worker for worker in pool if worker.job]
    wait([*(worker.connection for worker in busy), *(worker.process.sentinel for worker in busy)], timeout=1.0)


def _turn(
    worker: _Worker[RunnerT], setup: Setup[RunnerT], queue: list[Job], jobs: Iterator[Job], on_end: Callable[[Job, dict[str, Any]], None]
) -> _Worker[RunnerT]:
    """Take the worker's answer, if there is one, and give it the next job; replace it where it died or hangs.

    Raises what keeps the worker's runner from working.
    """
    job = worker.job
    if job is None:
        return worker
    form = _answer(worker)
    if form is None and worker.process.is_alive() and monotonic() - worker.since < PATIENCE:
        return worker
    if form is None:
        reason = (
            f"it ended with code {worker.process.exitcode}" if not worker.process.is_alive() else f"it did not answer for {PATIENCE:g} s"
        )
        worker.end(seconds=0)
        form = trajectory_to_json(
            Trajectory(job.task.request, "failed", (), 0.0, failure=Failure("WorkerDied", f"The worker died: {reason}.", ""))
        )
        worker = _Worker(setup)
    else:
        worker.answered += 1
    worker.job = None
    on_end(job, form)
    _next_job(worker, queue, jobs)
    return worker


def _answer(worker: _Worker[RunnerT]) -> dict[str, Any] | None:
    try:
        answer: dict[str, Any] | _Unready | None = worker.connection.recv() if worker.connection.poll() else None
    except (EOFError, OSError):
        worker.process.join(2)
        return None
    if isinstance(answer, _Unready):
        raise answer.kind(answer.message)
    return answer


def _next_job(worker: _Worker[RunnerT], queue: list[Job], jobs: Iterator[Job]) -> None:
    if not queue:
        return
    job = next((job for job in queue if job.task.template == worker.template), queue[0])
    queue.remove(job)
    queue.extend(islice(jobs, 1))
    worker.give(job)


def _serve(connection: Connection, setup: Setup[RunnerT]) -> None:
    """The worker's process: jobs in, trajectories out, until the other side closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_parent()
    runner: RunnerT | None = None
    try:
        while job := _received(connection):
            try:
                runner = runner or setup()
            except LamwrightError as error:
                _send(connection, _Unready(type(error), str(error)))
                return
            try:
                form = trajectory_to_json(runner.run(job))
            except (RecordError, ModelError) as error:  # a full disk, a dead endpoint; the application's faults cost this worker alone
                _send(connection, _Unready(type(error), str(error)))
                return
            if not _send(connection, form):
                return
    finally:
        if runner:
            runner.close()


def _end_with_parent() -> None:
    """End at once where the run was killed: nobody records what goes on here, and a run that is continued does it again.

    What the worker started ends with it: the kernel sees to that.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    if not parent.is_alive():
        os._exit(1)
    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()


def _received(connection: Connection) -> Job | None:
    """The next job; none where the other side has closed: the run is over."""
    try:
        job: Job = connection.recv()
    except (EOFError, OSError):
        return None
    return job


def _send(connection: Connection, answer: dict[str, Any] | _Unready) -> bool:
    """Whether there was still somebody to send to."""
    try:
        connection.send(answer)
    except OSError:
        return False
    return True
