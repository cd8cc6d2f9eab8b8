"""One soffice with its sidecar inside a desktop: started, watched, ended."""

import resource
import subprocess
from functools import partial
from pathlib import Path
from typing import Any

from lamwright.environments.desktop.desktop import Desktop
from lamwright.environments.writer.profile import cache_folder, copy_profile
from lamwright.environments.writer.programs import OFFICE_FOLDER
from lamwright.environments.writer.sidecar import Sidecar
from lamwright.errors import ApplicationFault

LOAD_SECONDS = 30.0
_RESTART_ME = frozenset({79, 81})
"""How soffice ends when its profile was not made for it yet: it wants to be started again."""


class Office:
    """Starts at once, without a document. Each has a profile and a pipe of its own: a dying one must not catch the next one's start."""

    _count = 0

    def __init__(self, desktop: Desktop) -> None:
        Office._count += 1
        self._desktop = desktop
        self._connected = False
        self._profile = desktop.session.folder / f"profile-{Office._count}"
        self._pipe = f"lamwright-{desktop.session.folder.name}-{Office._count}"
        copy_profile(self._profile)
        self._process, self._sidecar = self._start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def call(self, operation: str, seconds: float = 10.0, **arguments: Any) -> Any:
        """One operation of the sidecar: see `Sidecar.call`. What happens is waited for only as far as the call itself does."""
        return self._sidecar.call(operation, seconds, **arguments)

    def open(self, url: str) -> None:
        """Show a document, and wait until its window has settled. The first one brings the first window."""
        if self._connected:
            self._desktop.application.forget_events()
        self.call("open", seconds=LOAD_SECONDS, url=url)
        if self._connected:
            self._desktop.settle()
        else:
            self._desktop.reconnect(self.pid)
            self._connected = True
        self._desktop.fill_screen()

    def alive(self) -> bool:
        return _runs(self._process)

    def memory_mib(self) -> int:
        """What soffice holds in memory now; 0 where it is gone."""
        try:
            pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        except (OSError, IndexError):
            return 0
        return pages * resource.getpagesize() >> 20

    def close(self) -> None:
        """End both programs. Safe to call twice."""
        self._sidecar.close()
        self._desktop.session.end(self.pid)

    def _start(self) -> tuple[subprocess.Popen[bytes], Sidecar]:
        command = [
            str(OFFICE_FOLDER / "soffice.bin"),
            f"-env:UserInstallation={self._profile.as_uri()}",
            *("--norestore", "--nologo", "--nofirststartwizard", "--nodefault"),
            f"--accept=pipe,name={self._pipe};urp;",
        ]
        for _ in range(3):
            process = self._desktop.session.spawn(command, {"SAL_USE_VCLPLUGIN": "gtk3"})
            try:
                return process, Sidecar(self._desktop.session, self._pipe, partial(_runs, process))
            except ApplicationFault as error:
                if process.poll() not in _RESTART_ME:
                    self._desktop.session.end(process.pid)
                    raise ApplicationFault(f"Writer did not start: {error} {self._desktop.session.log('soffice.bin')}") from error
        raise ApplicationFault(f"Writer asks again and again to be started anew. Remove its made profile and try again: {cache_folder()}")


def _runs(process: subprocess.Popen[bytes]) -> bool:
    return process.poll() is None
