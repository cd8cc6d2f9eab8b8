"""A collection without Writer, run as a program of its own so that a test can kill it: python fake_collecting.py RUN COUNT PIDS [--resume]

Every worker writes the number of its process into the folder PIDS.
"""

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from lamwright.actions import ClickInput, ControlRef
from lamwright.data.collect import Collecting, collect
from lamwright.environments.fake import FakeEnvironment
from lamwright.episode import Watch, run_episode, with_task
from lamwright.judge import StateJudge
from lamwright.policy import PlanPolicy
from lamwright.records import SCREENSHOTS
from lamwright.trajectory import Trajectory
from lamwright.workers import Job

SECONDS = 0.02


class FakeRunner:
    """Does every task by one click in a notepad, which is right for those that begin from a plain start."""

    def __init__(self, run: Path) -> None:
        self._run, self._environment = run, FakeEnvironment()

    def run(self, job: Job) -> Trajectory:
        time.sleep(SECONDS)
        plain = not job.task.start.name

        def keep(step: int, picture: bytes) -> str:
            name = f"{SCREENSHOTS}/{job.number:06d}-{step:02d}.jpg"
            (self._run / name).write_bytes(picture * 100)
            return name

        trajectory = run_episode(
            self._environment,
            None,
            PlanPolicy([ClickInput(ControlRef("Add", "push button"))]),
            job.task.request,
            judge=StateJudge(lambda: 0, lambda before, after, outcome: () if plain else ("the start was another",)),
            watch=Watch(picture=keep),
        )
        return with_task(trajectory, job.task.name, reset="undo")

    def close(self) -> None:
        self._environment.close()


@dataclass(frozen=True)
class FakeSetup:
    run: Path
    pids: Path | None = None

    def __call__(self) -> FakeRunner:
        if self.pids:
            (self.pids / str(os.getpid())).touch()
        return FakeRunner(self.run)


def wanted(count: int) -> Collecting:
    return Collecting(count, seed=4, workers=2, perturbed=0.5, pictures="jpeg")


if __name__ == "__main__":
    run, pids = Path(sys.argv[1]), Path(sys.argv[3])
    collect(run, wanted(int(sys.argv[2])), resume="--resume" in sys.argv, setup=FakeSetup(run, pids), on_end=lambda *ended: None)
