"""A desktop of one's own: an X server, a session bus and an accessibility bus, apart from every other instance."""

import os
import select
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from lamwright.environments.desktop.bus import DAEMON, DAEMON_PATH, Bus, Call, CallRefusedError
from lamwright.environments.desktop.processes import ProcessLedger, sweep
from lamwright.errors import ApplicationFault, ApplicationTimeout, PrerequisiteError

START_SECONDS = 15.0
LAUNCHERS = (Path("/usr/libexec/at-spi-bus-launcher"), Path("/usr/lib/at-spi2-core/at-spi-bus-launcher"))


class Session:
    """Starts at once. `folder` is the instance's own, `environment` what its programs run under."""

    def __init__(self, size: tuple[int, int] = (1280, 960), environment: Mapping[str, str] | None = None) -> None:
        launcher = _require_programs()
        sweep()
        self._ledger = ProcessLedger()
        self.folder = self._ledger.folder
        self.size = size
        self.environment = _environment(self.folder) | dict(environment or {})
        self._pids: list[int] = []
        try:
            self._start(launcher)
        except BaseException:
            self.close()
            raise

    def spawn(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start a program in this desktop; it ends with it. What it prints goes to NAME.log in the folder."""
        return self._ledger.spawn(command, self.environment | dict(environment or {}))

    def end(self, pid: int) -> None:
        """End a program that `spawn` started, and what that started."""
        self._ledger.end(pid)

    def alive(self) -> bool:
        """Whether the X server and the buses run."""
        return bool(self._pids) and all(self._ledger.alive(pid) for pid in self._pids)

    def runs(self, pid: int) -> bool:
        """Whether that process runs."""
        return self._ledger.alive(pid)

    def log(self, name: str) -> str:
        """The end of what the program of that name printed."""
        return self._ledger.log(name)

    def close(self) -> None:
        """End every process of this desktop and remove its folder. Safe to call twice."""
        self._pids.clear()
        self._ledger.close()

    def _start(self, launcher: Path) -> None:
        width, height = self.size
        screen = ["-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"]
        self.display = ":" + self._started(["Xvfb", "-displayfd", "{fd}", *screen])
        self.environment["DISPLAY"] = self.display
        address = f"unix:path={self.environment['XDG_RUNTIME_DIR']}/bus"
        options = ["--session", "--nofork", "--nopidfile", f"--address={address}"]
        self.bus_address = self._started(["dbus-daemon", *options, "--print-address={fd}"])
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self.bus_address
        launch = [str(launcher), "--launch-immediately", "--a11y=1"]
        self._pids.append(self._ledger.spawn(launch, self.environment, death_signal="TERM").pid)
        self.accessibility_address = self._accessibility_address()
        self._ledger.record_descendants()

    def _started(self, command: Sequence[str]) -> str:
        """Start a server and wait for the line that it writes into a pipe once it is ready."""
        readable, writable = os.pipe()
        try:
            full = [part.replace("{fd}", str(writable)) for part in command]
            child = self._ledger.spawn(full, self.environment, pass_fds=(writable,))
            os.close(writable)
            writable = -1
            self._pids.append(child.pid)
            return _line(readable, command[0], self._ledger)
        finally:
            os.close(readable)
            if writable >= 0:
                os.close(writable)

    def _accessibility_address(self) -> str:
        """Ask the session bus for the accessibility bus, once its launcher has its name there."""
        bus = Bus(self.bus_address)
        limit = time.monotonic() + START_SECONDS
        try:
            while time.monotonic() < limit:
                owned = Call(DAEMON, DAEMON_PATH, DAEMON, "NameHasOwner", "s", ("org.a11y.Bus",))
                if bus.call(owned)[0]:
                    address = bus.call(Call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress"))[0]
                    return str(address)
                time.sleep(0.01)
        except CallRefusedError as error:
            raise ApplicationFault(f"The accessibility bus did not start: {error}") from error
        finally:
            bus.close()
        raise ApplicationTimeout(f"The accessibility bus was not there within {START_SECONDS:g} s. {self.log('at-spi-bus-launcher')}")


def _environment(folder: Path) -> dict[str, str]:
    home, runtime = folder / "home", folder / "xdg"
    for path in (home, runtime):
        path.mkdir(mode=0o700)
    return {
        "PATH": os.environ.get("PATH", "/usr/local/bin:/usr/bin:/bin"),
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "GSETTINGS_BACKEND": "memory",
        "GTK_THEME": "Adwaita",
    }


def _require_programs() -> Path:
    """Where the accessibility bus's launcher is. Raises PrerequisiteError with the line that installs what is missing."""
    launcher = next((path for path in LAUNCHERS if path.exists()), None)
    missing = [package for program, package in (("Xvfb", "xvfb"), ("dbus-daemon", "dbus")) if shutil.which(program) is None]
    if launcher is None:
        missing.append("at-spi2-core")
    if missing or launcher is None:
        names = " ".join(missing)
        raise PrerequisiteError(f"No desktop can be started. On Debian or Ubuntu run: apt-get install --no-install-recommends {names}")
    return launcher


def _line(readable: int, name: str, ledger: ProcessLedger) -> str:
    data = b""
    limit = time.monotonic() + START_SECONDS
    while not data.endswith(b"\n"):
        if not select.select([readable], [], [], max(0.0, limit - time.monotonic()))[0]:
            raise ApplicationTimeout(f"{name} was not ready within {START_SECONDS:g} s. {ledger.log(name)}")
        more = os.read(readable, 4096)
        if not more:
            raise ApplicationFault(f"{name} ended at its start. {ledger.log(name)}")
        data += more
    return data.decode().strip()
