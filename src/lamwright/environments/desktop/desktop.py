"""One running application in a desktop of its own: read it, act in it, photograph it."""

import subprocess
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from lamwright.actions import Action
from lamwright.environments.desktop.actor import Actor
from lamwright.environments.desktop.application import QUIET_SECONDS, Application
from lamwright.environments.desktop.fitting import fill_screen, resize
from lamwright.environments.desktop.keys import Keys
from lamwright.environments.desktop.reader import Reader
from lamwright.environments.desktop.screen import Screen
from lamwright.environments.desktop.session import Session
from lamwright.errors import ApplicationFault
from lamwright.observation import Observation

Size = tuple[int, int]

FITTED_SECONDS = 0.3
"""How long the application must be quiet after its window was given a size: it lays everything out anew."""


class Desktop:
    """A session (X server and buses) and one application in it.

    `application_name` finds the application by its accessible name where the command is a script that starts another process;
    otherwise it is found by its process number.

        with Desktop(["mousepad", "notes.txt"]) as desktop:
            print(desktop.observe())
    """

    def __init__(
        self, command: Sequence[str], *, environment: Mapping[str, str] | None = None, size: Size = (1280, 960),
        application_name: str | None = None,
    ) -> None:  # fmt: skip
        self.command = list(command)
        self.size = size
        self._environment = dict(environment or {})
        self._name = application_name
        self._session: Session | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._pid = 0
        self._keys: Keys | None = None
        self._screen: Screen | None = None
        self._application: Application | None = None
        self._reader: Reader | None = None
        self._actor: Actor | None = None

    @property
    def started(self) -> bool:
        """Whether there is a session."""
        return self._session is not None

    @property
    def session(self) -> Session:
        """Raises ApplicationFault where none is started."""
        if self._session is None:
            raise ApplicationFault("The desktop is not started. Call start() first.")
        return self._session

    @property
    def reader(self) -> Reader:
        if self._reader is None:
            raise ApplicationFault("No application is connected. Call start() first.")
        return self._reader

    @property
    def application(self) -> Application:
        if self._application is None:
            raise ApplicationFault("No application is connected. Call start() first.")
        return self._application

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The process that `command` started."""
        return self._process

    def start(self) -> None:
        """Start the session and the application, and wait for its window."""
        self.start_session()
        try:
            if self.command:
                self._process = self.session.spawn(self.command)
                self.reconnect(self._process.pid)
        except BaseException:
            self.close()
            raise

    def start_session(self) -> Session:
        """Only the session: for an application that is started otherwise and then connected with `reconnect`."""
        self.close()
        self._session = Session(self.size, self._environment)
        try:
            self._keys = Keys(self._session.display)
            self._screen = Screen(self._session.display)
        except BaseException:
            self.close()
            raise
        return self._session

    def reconnect(self, pid: int) -> None:
        """Connect to an application that was started with `session.spawn`, in place of the one before; waits for its window."""
        self._disconnect()
        self._pid = pid
        assert self._keys is not None
        self._application = Application(self.session.accessibility_address, pid, self._name, self.alive)
        self._application.settle()
        self._reader = Reader(self._application, self.size)
        self._actor = Actor(self._application, self._reader, self._keys)

    def observe(self) -> Observation:
        """The window or dialog that takes the input. Raises ApplicationFault and ApplicationTimeout."""
        return self.reader.observe()

    def act(self, action: Action) -> None:
        """Do a grounded action and wait until the application has settled. Raises ActionError, ApplicationFault, ApplicationTimeout."""
        if self._actor is None:
            raise ApplicationFault("No application is connected. Call start() first.")
        self._actor.act(action)

    def settle(self, quiet: float = QUIET_SECONDS) -> None:
        """Wait until the application answers at once and has been quiet for so many seconds."""
        self.application.settle(quiet)

    def fill_screen(self) -> None:
        """Give main windows of next to no size the whole screen, as a window manager would."""
        if fill_screen(self.session.display, self.size):
            self.settle(quiet=FITTED_SECONDS)

    def resize(self, size: Size) -> None:
        """Give the main window a size. Raises ApplicationFault where it does not take it."""
        resize(self.session.display, size)
        self.settle(quiet=FITTED_SECONDS)

    def screenshot(self) -> bytes:
        """The whole screen as a JPEG."""
        if self._screen is None:
            raise ApplicationFault("The desktop is not started. Call start() first.")
        return self._screen.jpeg()

    def alive(self) -> bool:
        """Whether the application and its session run."""
        return self._session is not None and self._session.alive() and self._session.runs(self._pid)

    def close(self) -> None:
        """End every process of the desktop and remove its folder. Safe to call twice."""
        self._disconnect()
        for part in (self._keys, self._screen):
            if part:
                part.close()
        self._keys = self._screen = None
        if self._session:
            self._session.close()
        self._session = self._process = None

    def _disconnect(self) -> None:
        if self._application:
            self._application.close()
        self._application = self._reader = self._actor = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
