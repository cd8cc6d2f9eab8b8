"""The processes of one instance: each is recorded on disk, so that none outlives the program that started it.

An instance has a folder of its own, named PID-START-RANDOM after the process that owns it (START is the kernel's start time of
that process, which tells it from a later one with the same number). The file `processes` in it has a line "PID START" for each
process started. Three things end them: `ProcessLedger.close`; the kernel, when the owner dies (PR_SET_PDEATHSIG); and
`sweep`, which clears at the next start what a dead owner left.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lamwright.errors import ApplicationFault, UsageError

TERM_SECONDS = 0.5
KILL_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class ProcessId:
    """A process for good: its number alone would be given to another one day."""

    pid: int
    started: int

    @classmethod
    def of(cls, pid: int) -> "ProcessId | None":
        """The running process of that number; none where it is gone or only waits to be reaped."""
        try:
            status = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return None
        # The name in parentheses may hold spaces; the state follows it, the start time is 19 fields later.
        fields = status.rpartition(")")[2].split()
        return None if fields[0] in "ZX" else cls(pid, int(fields[19]))

    def alive(self) -> bool:
        return ProcessId.of(self.pid) == self

    def send(self, number: signal.Signals) -> None:
        """Signal it and, where it leads one, its process group."""
        if not self.alive():
            return
        try:
            leads = os.getpgid(self.pid) == self.pid
            os.killpg(self.pid, number) if leads else os.kill(self.pid, number)
        except ProcessLookupError:
            return


class ProcessLedger:
    """Starts the processes of one instance, records them, and ends them."""

    def __init__(self) -> None:
        owner = ProcessId.of(os.getpid())
        assert owner is not None
        self.folder = Path(tempfile.mkdtemp(prefix=f"{owner.pid}-{owner.started}-", dir=instances_folder()))
        self._record = self.folder / "processes"
        self._children: dict[int, subprocess.Popen[bytes]] = {}
        self._recorded: list[ProcessId] = []
        self._forgotten = weakref.finalize(self, _clear, owner, self.folder, self._recorded)

    def spawn(
        self, command: Sequence[str], environment: Mapping[str, str], pass_fds: Sequence[int] = (), death_signal: str = "KILL"
    ) -> subprocess.Popen[bytes]:
        """Start a process in a group of its own; what it prints goes to NAME.log in the folder.

        `death_signal` is what it gets when the owner dies: TERM for what ends children of its own then.
        """
        guard = ["setpriv", "--pdeathsig", death_signal, "--"] if shutil.which("setpriv") else []
        name = Path(command[0]).name
        with (self.folder / f"{name}.log").open("ab") as log:
            child = _spawner(os.getpid()).submit(_start, [*guard, *command], environment, pass_fds, log.fileno()).result()
        self._children[child.pid] = child
        self._write(child.pid)
        return child

    def record_descendants(self) -> None:
        """Record what the children started themselves (the accessibility bus starts its own daemon and registry)."""
        for pid in _descendants(process.pid for process in list(self._recorded)):
            self._write(pid)

    def exit_code(self, pid: int) -> int | None:
        """How a child ended; none while it runs."""
        return self._children[pid].poll()

    def alive(self, pid: int) -> bool:
        child = self._children.get(pid)
        return child.poll() is None if child else ProcessId.of(pid) is not None

    def end(self, pid: int) -> None:
        """End one process and what it started."""
        family = [found for found in map(ProcessId.of, [pid, *_descendants([pid])]) if found]
        end_processes(family, self._reap)
        self._collect(child for number, child in self._children.items() if number == pid)

    def log(self, name: str) -> str:
        """The end of what a program printed, for messages."""
        path = self.folder / f"{name}.log"
        return path.read_bytes()[-400:].decode(errors="replace").strip() if path.exists() else ""

    def close(self) -> None:
        """End everything and remove the folder. Safe to call twice."""
        if self.folder.exists():
            self.record_descendants()
        end_processes(self._recorded, self._reap)
        self._collect(self._children.values())
        self._recorded.clear()
        self._forgotten.detach()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _write(self, pid: int) -> None:
        process = ProcessId.of(pid)
        if process is None or process in self._recorded:
            return
        self._recorded.append(process)
        with self._record.open("a") as file:
            file.write(f"{process.pid} {process.started}\n")

    @staticmethod
    def _collect(children: Iterable[subprocess.Popen[bytes]]) -> None:
        """Wait for the exit codes of ended children: they come when the last thread is gone."""
        for child in children:
            with suppress(subprocess.TimeoutExpired):
                child.wait(KILL_SECONDS)

    def _reap(self) -> None:
        for child in self._children.values():
            child.poll()


def _clear(owner: ProcessId, folder: Path, recorded: list[ProcessId]) -> None:
    """For an instance that was never closed: when it is forgotten, or at the program's end. A forked child is not the owner."""
    if owner.pid == os.getpid():
        end_processes(recorded)
        shutil.rmtree(folder, ignore_errors=True)


def instances_folder() -> Path:
    """Where the folders of this user's instances are, ours alone."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    base = Path(runtime) if runtime and os.access(runtime, os.W_OK) else Path(tempfile.gettempdir())
    folder = base / f"lamwright-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise UsageError(f"{folder} belongs to another user. Remove it, or set XDG_RUNTIME_DIR to a folder of your own.")
    return folder


def sweep() -> int:
    """End what dead owners left running and remove their folders; the number of folders removed."""
    removed = 0
    for folder in instances_folder().iterdir():
        pid, _, rest = folder.name.partition("-")
        started = rest.partition("-")[0]
        if not (pid.isdigit() and started.isdigit()) or ProcessId(int(pid), int(started)).alive():
            continue
        end_processes(_recorded_in(folder))
        shutil.rmtree(folder, ignore_errors=True)
        removed += 1
    return removed


def end_processes(processes: Iterable[ProcessId], reap: Callable[[], None] | None = None) -> None:
    """Ask politely, then end by force. Raises ApplicationFault where one survives even that."""
    left = list(processes)
    for number, seconds in ((signal.SIGTERM, TERM_SECONDS), (signal.SIGKILL, KILL_SECONDS)):
        for process in left:
            process.send(number)
        left = _wait(left, seconds, reap)
        if not left:
            return
    raise ApplicationFault(f"Process {left[0].pid} does not end, even when killed. Look at it with: cat /proc/{left[0].pid}/stack")


def _wait(processes: list[ProcessId], seconds: float, reap: Callable[[], None] | None) -> list[ProcessId]:
    """Those that still run after at most so long."""
    limit = time.monotonic() + seconds
    while True:
        if reap:
            reap()
        processes = [process for process in processes if process.alive()]
        if not processes or time.monotonic() > limit:
            return processes
        time.sleep(0.01)


def _recorded_in(folder: Path) -> list[ProcessId]:
    try:
        lines = (folder / "processes").read_text().splitlines()
    except OSError:
        return []
    pairs = (line.split() for line in lines)
    return [ProcessId(int(pair[0]), int(pair[1])) for pair in pairs if len(pair) == 2 and all(part.isdigit() for part in pair)]


def _descendants(pids: Iterable[int]) -> list[int]:
    found: list[int] = []
    todo = list(pids)
    while todo:
        try:
            threads = list(Path(f"/proc/{todo.pop()}/task").iterdir())
            children = [int(child) for thread in threads for child in (thread / "children").read_text().split()]
        except OSError:
            continue
        found += children
        todo += children
    return found


def _start(command: Sequence[str], environment: Mapping[str, str], pass_fds: Sequence[int], log: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, env=dict(environment), stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=pass_fds, process_group=0
    )


@cache
def _spawner(owner: int) -> ThreadPoolExecutor:
    """The one thread that starts processes: the kernel's parent-death signal comes when the *thread* that started a child ends."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"lamwright-spawner-{owner}")
