"""What does a killed process cost? Expert episodes run while Writer, its display, its sidecar and its worker are killed at random moments.

    python -m benchmarks.faults [--count 200] [--workers 2] [--json]

Right is: every kind of fault happened; each costs at most the episode that it hits, which is recorded as failed; the instance is back
within 3 s; the record is whole; nothing is left running, not even before the sweep that the next start would do.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import threading
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from lamwright.data.collect import Tally, WriterSetup, run_tasks
from lamwright.environments.desktop.processes import ProcessId, instances_folder, sweep
from lamwright.environments.writer.suite.generate import training_tasks
from lamwright.records import RunWriter, new_manifest, read_episodes
from lamwright.tasks import Task
from lamwright.version import commit, version

VICTIMS = {"application": "soffice.bin", "display": "Xvfb", "sidecar": "uno_sidecar.py", "worker": ""}


@dataclass
class Saboteur:
    """Kills one process of this run every few seconds, each kind in turn."""

    seed: int
    kills: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def work(self) -> None:
        rng = random.Random(self.seed)
        names = list(VICTIMS)
        while not self.over.wait(rng.uniform(3, 6)):
            name = names[len(self.kills) % len(names)]
            victims = [pid for pid in ours() if is_victim(pid, name)]
            if victims and killed(rng.choice(victims)):
                self.kills.append(name)


def killed(pid: int) -> bool:
    """Whether it was still there to be killed."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def ours() -> set[int]:
    """The workers that this process started, and the processes that they recorded."""
    found: set[int] = set()
    for folder in instances_folder().iterdir():
        owner = int(folder.name.partition("-")[0])
        if parent(owner) == os.getpid():
            found.add(owner)
            found.update(recorded(folder))
    return found


def recorded(folder: Path) -> list[int]:
    """The processes of one instance; none where it has just gone."""
    try:
        lines = (folder / "processes").read_text().splitlines()
    except FileNotFoundError:
        return []
    return [int(line.split()[0]) for line in lines if len(line.split()) == 2]


def parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def is_victim(pid: int, name: str) -> bool:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return False
    return parent(pid) == os.getpid() if name == "worker" else VICTIMS[name] in command


def left_running(recorded: set[ProcessId]) -> int:
    limit = monotonic() + 5
    while monotonic() < limit and any(process.alive() for process in recorded):
        sleep(0.1)
    return sum(process.alive() for process in recorded)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=200)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    saboteur = Saboteur(given.seed)
    known: set[ProcessId] = set()

    def ended(_task: Task, _form: dict[str, Any], _tally: Tally) -> None:
        known.update(filter(None, map(ProcessId.of, ours())))

    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        thread = threading.Thread(target=saboteur.work, daemon=True)
        thread.start()
        with RunWriter(run, new_manifest("faults", vars(given), given.seed, version(), commit())) as writer:
            tally = run_tasks(islice(training_tasks(given.seed), given.count), writer, WriterSetup(), given.workers, ended)
        saboteur.over.set()
        thread.join()
        episodes = list(read_episodes(run))
    left_before_sweep = left_running(known)
    sweep()
    failures = Counter(episode.trajectory.failure.type for episode in episodes if episode.trajectory.failure)
    back = sorted(
        float(episode.trajectory.notes["reset_seconds"]) for episode in episodes if episode.trajectory.notes.get("reset") == "restart"
    )
    result: dict[str, Any] = {
        "episodes_recorded": len(episodes),
        "episodes_asked": given.count,
        "kills": dict(Counter(saboteur.kills)),
        "failed_by_fault": dict(failures),
        "succeeded": tally.succeeded,
        "restart_seconds_median": back[len(back) // 2] if back else None,
        "restart_seconds_worst": back[-1] if back else None,
        "left_running_before_sweep": left_before_sweep,
        "left_running": left_running(known),
    }
    print(json.dumps(result) if given.json else "\n".join(f"{name}: {value}" for name, value in result.items()))
    whole = len(episodes) == given.count and not left_before_sweep and not result["left_running"]
    sys.exit(0 if whole and set(saboteur.kills) == set(VICTIMS) and failures.total() <= len(saboteur.kills) else 1)


if __name__ == "__main__":
    main()
