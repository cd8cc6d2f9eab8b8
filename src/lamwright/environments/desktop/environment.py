"""Any accessible program as an environment: started anew for every document."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from lamwright.actions import Action, Finish, GiveUp
from lamwright.environments.desktop.actor import FUNCTIONS
from lamwright.environments.desktop.desktop import Desktop
from lamwright.errors import ApplicationFault, ApplicationTimeout, PrerequisiteError, UsageError
from lamwright.observation import Observation, Passage

STEADY_LOOKS = 40


class DesktopEnvironment:
    """The program that `command` starts; the path of the document's copy is added to it.

    `application_name` is needed where the command starts another process and ends. For Qt programs give
    {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"} as `environment`.

        with DesktopEnvironment(["mousepad"]) as editor:
            observation = editor.reset(Path("notes.txt"))
    """

    def __init__(
        self, command: Sequence[str], *, environment: Mapping[str, str] | None = None, size: tuple[int, int] = (1280, 960),
        application_name: str | None = None,
    ) -> None:  # fmt: skip
        if shutil.which(command[0]) is None:
            raise PrerequisiteError(f"{command[0]} is not installed. On Debian or Ubuntu run: apt-get install {Path(command[0]).name}")
        self._command = list(command)
        self._desktop = Desktop([], environment=environment, size=size, application_name=application_name)
        self._pid = 0

    @property
    def functions(self) -> frozenset[str]:
        return FUNCTIONS | {Finish.function, GiveUp.function}

    @property
    def desktop(self) -> Desktop:
        """What runs now."""
        return self._desktop

    @property
    def size(self) -> tuple[int, int]:
        """Of the screen, in pixels."""
        return self._desktop.size

    def reset(self, document: Path | None) -> Observation:
        """Start the program anew with an empty home. It opens a copy: the document itself stays as it is."""
        home = self._empty_home()
        command = list(self._command)
        if document is not None:
            command.append(str(_copy(document, home)))
        self._pid = self._desktop.session.spawn(command).pid
        try:
            self._desktop.reconnect(self._pid)
            return self._steady()
        except ApplicationFault as error:
            said = self._desktop.session.log(Path(command[0]).name)
            self.close()
            raise type(error)(f"{command[0]} did not start: {error} {said}".rstrip()) from error

    def observe(self) -> Observation:
        self._desktop.settle()
        seen = self._desktop.observe()
        return replace(seen, window=seen.window.replace(self._desktop.session.environment["HOME"], "~"))

    def passages(self) -> tuple[Passage, ...]:
        """None: the accessibility tree tells only of what shows."""
        return ()

    def act(self, action: Action) -> None:
        if not isinstance(action, Finish | GiveUp):
            self._desktop.act(action)

    def screenshot(self) -> bytes:
        return self._desktop.screenshot()

    def close(self) -> None:
        self._desktop.close()

    def _empty_home(self) -> Path:
        """The home folder of the session, which is started where none runs."""
        if not (self._desktop.started and self._desktop.session.alive()):
            return Path(self._desktop.start_session().environment["HOME"])
        if self._pid:
            self._desktop.session.end(self._pid)
        home = Path(self._desktop.session.environment["HOME"])
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(mode=0o700, exist_ok=True)
        return home

    def _steady(self) -> Observation:
        """The first look that is followed by an equal one."""
        last = self.observe()
        for _ in range(STEADY_LOOKS):
            now = self.observe()
            if now == last and now.controls:
                return now
            last = now
        raise ApplicationTimeout(f"The window '{last.window}' does not come to rest.")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _copy(document: Path, home: Path) -> Path:
    try:
        return Path(shutil.copy(document, home / document.name))
    except OSError as error:
        raise UsageError(f"{document} cannot be read: {error.strerror}.") from error
