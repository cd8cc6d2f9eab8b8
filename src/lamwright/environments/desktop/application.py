"""The line to one accessible application: its calls, its events, and whether it has settled."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from lamwright.environments.desktop import accessible
from lamwright.environments.desktop.accessible import ACCESSIBLE, APPLICATION, REGISTRY, ROOT, Reference, references_in
from lamwright.environments.desktop.bus import DAEMON, DAEMON_PATH, Answer, Bus, Call, CallRefusedError, Refusal
from lamwright.errors import ApplicationFault, ApplicationTimeout

START_SECONDS = 30.0
QUIET_SECONDS = 0.03
SETTLE_SECONDS = 1.5
ACT_SECONDS = 1.0
BUSY_SECONDS = 0.01
"""A program that waits for its user answers sooner than this."""
EVENTS = (
    "object:state-changed", "object:children-changed", "object:text-changed", "object:text-selection-changed", "object:property-change",
    "object:selection-changed", "window:",
)  # fmt: skip
"""What counts as "something happens". Fewer kinds mean less work for the application; caret and bounds add nothing to these."""


class Application:
    """Found on the accessibility bus by the process number, or by name where the program is started by a script of its own.

    Calls go over the application's own socket where it offers one (about half the time of the way over the bus), events over the bus.
    """

    def __init__(self, address: str, pid: int, name: str | None, alive: Callable[[], bool]) -> None:
        self._alive = alive
        self._direct: Bus | None = None
        self._expected: list[Call] = []
        self._ahead: dict[Call, Answer] = {}
        self._asked: list[Call] | None = None
        self._bus = Bus(address)
        self.pid = pid
        try:
            self._listen()
            self.root = self._find(pid, name)
            self._direct = self._direct_line()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def look(self) -> Iterator[None]:
        """While this lasts, all that the last look asked is asked at once, ahead; only what that lacks is asked as it comes.

        A look at a window that did not change much is then one wait instead of one for each of its steps. Calls must only ask.
        """
        self._ahead = dict(zip(self._expected, self._call(self._expected), strict=True))
        self._asked = []
        try:
            yield
        finally:
            self._expected, self._asked = list(dict.fromkeys(self._asked)), None

    def ask(self, calls: Sequence[Call], seconds: float | None = None) -> list[Answer]:
        """Many calls at once. Raises ApplicationFault where the program is gone, ApplicationTimeout where it hangs."""
        if self._asked is None:
            return self._call(calls, seconds)
        self._asked += calls
        missing = [call for call in calls if call not in self._ahead]
        if missing:
            self._ahead.update(zip(missing, self._call(missing, seconds), strict=True))
        return [self._ahead[call] for call in calls]

    def _call(self, calls: Sequence[Call], seconds: float | None = None) -> list[Answer]:
        try:
            return (self._direct or self._bus).call_many(calls, seconds)
        except ApplicationFault as error:
            raise self._fault(error) from error

    def ask_one(self, call: Call) -> Answer:
        return self.ask([call])[0]

    def do(self, call: Call) -> Answer | None:
        """A call that acts; none where the answer is held back.

        Qt answers an action that opens a dialog only when the dialog is closed. The application must answer other calls meanwhile.
        """
        try:
            return self.ask([call], ACT_SECONDS)[0]
        except ApplicationTimeout:
            self.check()
            return None

    def windows(self) -> list[Reference]:
        """The top-level windows, oldest first."""
        answer = self.ask_one(accessible.children(self.root))
        return [] if isinstance(answer, Refusal) else references_in(answer)

    def forget_events(self) -> None:
        """What happened before does not count."""
        while self._bus.wait_signal(0) is not None:
            pass

    def wait_event(self, seconds: float) -> bool:
        """Wait for something to happen, at most so long; whether it did."""
        return self._bus.wait_signal(seconds) is not None

    def settle(self, quiet: float = QUIET_SECONDS, limit: float = SETTLE_SECONDS) -> None:
        """Wait until the application has sent nothing for a while and then answers at once.

        What runs for long in the application (a dialog that is being built) sends nothing, but delays the answer.
        """
        end = time.monotonic() + limit
        while time.monotonic() < end:
            if self._bus.wait_signal(quiet) is not None:
                self.forget_events()
                continue
            asked = time.monotonic()
            self.check()
            if time.monotonic() - asked < BUSY_SECONDS and not self._bus.signals:
                return

    def check(self) -> None:
        """One round trip. Raises ApplicationFault where the program is gone, ApplicationTimeout where it hangs."""
        try:
            self._bus.call_many([accessible.states(self.root)])
        except ApplicationFault as error:
            raise self._fault(error) from error

    def close(self) -> None:
        self._bus.close()
        if self._direct:
            self._direct.close()

    def _fault(self, error: ApplicationFault) -> ApplicationFault:
        """A call that failed, in words that say whether the program is still there."""
        return error if self._alive() else ApplicationFault("The application or its screen ended. Reset the environment.")

    def _listen(self) -> None:
        registry = Reference(REGISTRY, "/org/a11y/atspi/registry")
        register = [registry.call(REGISTRY, "RegisterEvent", "s", event) for event in EVENTS]
        kinds = ("org.a11y.atspi.Event.Object", "org.a11y.atspi.Event.Window")
        match = [_daemon("AddMatch", "s", f"type='signal',interface='{kind}'") for kind in kinds]
        for answer in self._bus.call_many([*register, *match]):
            if isinstance(answer, Refusal):
                raise ApplicationFault(f"The accessibility bus refuses to send events: {answer.text}.")

    def _find(self, pid: int, name: str | None) -> Reference:
        limit = time.monotonic() + START_SECONDS
        while time.monotonic() < limit:
            for root in self._registered():
                if self._is(root, pid, name) and self._has_window(root):
                    return root
            if not self._alive():
                raise ApplicationFault("The application ended at its start.")
            time.sleep(0.02)
        raise ApplicationTimeout(f"The application showed no accessible window within {START_SECONDS:g} s.")

    def _registered(self) -> list[Reference]:
        pairs = self._bus.call(Reference(REGISTRY, ROOT).call(ACCESSIBLE, "GetChildren"))[0]
        return [Reference(*pair) for pair in pairs]

    def _is(self, root: Reference, pid: int, name: str | None) -> bool:
        if name is None:
            answer = self._bus.call_many([_daemon("GetConnectionUnixProcessID", "s", root.owner)])[0]
            return not isinstance(answer, Refusal) and answer[0] == pid
        answer = self._bus.call_many([accessible.name(root)])[0]
        return not isinstance(answer, Refusal) and answer[0].value.casefold() == name.casefold()

    def _has_window(self, root: Reference) -> bool:
        answer = self._bus.call_many([accessible.children(root)])[0]
        return not isinstance(answer, Refusal) and bool(answer[0])

    def _direct_line(self) -> Bus | None:
        try:
            address = self._bus.call(self.root.call(APPLICATION, "GetApplicationBusAddress"))[0]
            return Bus(address, direct=True) if address else None
        except (CallRefusedError, ApplicationFault):
            return None  # Qt offers none: everything goes over the bus


def _daemon(member: str, signature: str, *body: str) -> Call:
    return Call(DAEMON, DAEMON_PATH, DAEMON, member, signature, body)
