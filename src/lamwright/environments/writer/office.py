"""One soffice with its sidecar inside a desktop: started, watched, ended."""

import time
from pathlib import Path
from typing import Any

from lamwright.environments.desktop import Desktop
from lamwright.environments.writer.profile import copy_profile
from lamwright.environments.writer.programs import OFFICE_FOLDER
from lamwright.environments.writer.sidecar import Sidecar
from lamwright.errors import ApplicationFault

_RESTART_ME = frozenset({79, 81})
"""How soffice ends when its profile was not made for it yet: it wants to be started again."""
WINDOW_SECONDS = 20.0


class Office:
    """Starts at once. Each has a profile and a pipe of its own: a dying one must not catch the next one's start."""

    _count = 0

    def __init__(self, desktop: Desktop) -> None:
        Office._count += 1
        self._desktop = desktop
        self._profile = desktop.session.folder / f"profile-{Office._count}"
        self._pipe = f"lamwright-{desktop.session.folder.name}-{Office._count}"
        self._sidecar: Sidecar | None = None
        copy_profile(self._profile)
        self.pid = self._start()
        self._sidecar = Sidecar(desktop.session, self._pipe)
        self.call("wait_for_window", seconds=WINDOW_SECONDS)

    def call(self, operation: str, seconds: float = 10.0, **arguments: Any) -> Any:
        """One operation of the sidecar: see `Sidecar.call`."""
        if self._sidecar is None:
            raise ApplicationFault("Writer is not running.")
        return self._sidecar.call(operation, seconds, **arguments)

    def alive(self) -> bool:
        return self._desktop.alive()

    def close(self) -> None:
        """End both programs. Safe to call twice."""
        if self._sidecar:
            self._sidecar.close()
            self._sidecar = None
        self._desktop.session.end(self.pid)

    def _start(self) -> int:
        command = [
            str(OFFICE_FOLDER / "soffice.bin"),
            f"-env:UserInstallation={self._profile.as_uri()}",
            *("--norestore", "--nologo", "--nofirststartwizard", "--writer"),
            f"--accept=pipe,name={self._pipe};urp;",
        ]
        for _ in range(3):
            process = self._desktop.session.spawn(command, {"SAL_USE_VCLPLUGIN": "gtk3"})
            try:
                self._desktop.reconnect(process.pid)
                return process.pid
            except ApplicationFault as error:
                if self._exit_code(process) not in _RESTART_ME:
                    raise ApplicationFault(f"Writer did not start: {error} {self._desktop.session.log('soffice.bin')}") from error
        raise ApplicationFault(f"Writer asks again and again to be started anew. Remove its profile and try again: {_cached()}")

    @staticmethod
    def _exit_code(process: Any) -> int | None:
        limit = time.monotonic() + 1.0
        while process.poll() is None and time.monotonic() < limit:
            time.sleep(0.01)
        code: int | None = process.poll()
        return code


def _cached() -> Path:
    return Path.home() / ".cache" / "lamwright"
