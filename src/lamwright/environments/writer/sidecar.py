"""The line to the UNO sidecar: one call at a time, each with a limit."""

import json
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from lamwright.environments.writer.programs import SYSTEM_PYTHON
from lamwright.errors import ActionError, ApplicationFault, ApplicationTimeout

START_SECONDS = 20.0
CALL_SECONDS = 10.0
_SOCKET = "uno.sock"
"""Short: the whole path of a socket has room for 107 bytes."""
_PROGRAM = Path(__file__).with_name("uno_sidecar.py")


class Host(Protocol):
    """What the sidecar needs of the session that it runs in."""

    folder: Path

    def spawn(self, command: list[str]) -> Any: ...

    def end(self, pid: int) -> None: ...


class Sidecar:
    """A running sidecar, connected to the soffice that listens on `pipe`; `alive` tells whether that runs."""

    def __init__(self, host: Host, pipe: str, alive: Callable[[], bool]) -> None:
        self._host = host
        self._number = 0
        path = host.folder / _SOCKET
        with socket.socket(socket.AF_UNIX) as listener:
            _listen(listener, path)
            # -I: nothing beside the program or in the user's environment may stand in for a module of the system.
            self._process = host.spawn([str(SYSTEM_PYTHON), "-I", str(_PROGRAM), str(path), pipe, str(START_SECONDS)])
            try:
                self._socket = self._accept(listener, alive)
            except ApplicationFault:
                host.end(self._process.pid)
                raise
            finally:
                path.unlink(missing_ok=True)
        self._lines = self._socket.makefile("rb")

    def call(self, operation: str, seconds: float = CALL_SECONDS, **arguments: Any) -> Any:
        """Do one operation of uno_sidecar.py.

        Raises ActionError where it cannot be done in this state, ApplicationTimeout or ApplicationFault where the office is stuck or gone.
        """
        self._number += 1
        request = {"id": self._number, "operation": operation, "arguments": arguments}
        reply = self._exchange(json.dumps(request).encode() + b"\n", operation, seconds)
        if "refused" in reply:
            raise ActionError(reply["refused"])
        if "fault" in reply:
            raise ApplicationFault(f"Writer failed at '{operation}': {reply['fault']}")
        return reply["result"]

    def close(self) -> None:
        """End the sidecar. Safe to call twice."""
        self._lines.close()
        self._socket.close()
        self._host.end(self._process.pid)

    def _accept(self, listener: socket.socket, alive: Callable[[], bool]) -> socket.socket:
        listener.settimeout(0.1)
        limit = time.monotonic() + START_SECONDS
        while time.monotonic() < limit:
            try:
                return listener.accept()[0]
            except TimeoutError:
                if not alive():
                    raise ApplicationFault("It ended at its start.") from None
                if self._process.poll() is not None:
                    raise ApplicationFault("The UNO sidecar ended at its start.") from None
        raise ApplicationTimeout(f"It took no connection within {START_SECONDS:.0f} s.")

    def _exchange(self, line: bytes, operation: str, seconds: float) -> dict[str, Any]:
        try:
            self._socket.settimeout(seconds)
            self._socket.sendall(line)
            answer = self._lines.readline()
        except TimeoutError as error:
            self.close()
            raise ApplicationTimeout(f"Writer did not answer to '{operation}' within {seconds:g} s.") from error
        except (OSError, ValueError) as error:
            raise ApplicationFault(f"The line to Writer is broken at '{operation}': {error}") from error
        if not answer:
            raise ApplicationFault(f"The UNO sidecar ended at '{operation}'; Writer is probably gone.")
        reply: dict[str, Any] = json.loads(answer)
        return reply


def _listen(listener: socket.socket, path: Path) -> None:
    try:
        listener.bind(str(path))
        listener.listen(1)
    except OSError as error:
        raise ApplicationFault(f"The socket {path} to Writer could not be made: {error}.") from error
