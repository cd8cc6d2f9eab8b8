"""A blocking D-Bus connection: many calls on the way at once, a limit on every wait.

The wire format is dbus-fast's. Left out: asyncio, exporting objects, passing file descriptors.
"""

import select
import socket
import struct
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from dbus_fast import Message, MessageType
from dbus_fast._private.unmarshaller import Unmarshaller
from dbus_fast.auth import AuthExternal

from lamwright.errors import ApplicationFault, ApplicationTimeout, LamwrightError

CALL_SECONDS = 5.0
BUS_WINDOW = 96
"""Calls on their way at once: a bus ends a connection whose answers pile up."""
DIRECT_WINDOW = 512
GATHER_SECONDS = 0.0003
"""While many answers are due: to be woken for each of them costs both sides more than this."""
MANY = 16

DAEMON = "org.freedesktop.DBus"
DAEMON_PATH = "/org/freedesktop/DBus"

_SERIAL = struct.Struct("<I")
_SERIAL_OFFSET = 8


@dataclass(frozen=True, slots=True)
class Call:
    """One method call. `body` has the arguments that `signature` describes."""

    destination: str
    path: str
    interface: str
    member: str
    signature: str = ""
    body: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """The error that came back instead of an answer."""

    name: str
    text: str


Answer = list[Any] | Refusal


class CallRefusedError(LamwrightError):
    """The other side answered a call with an error."""

    def __init__(self, call: Call, refusal: Refusal) -> None:
        super().__init__(f"{call.interface}.{call.member} on {call.path}: {refusal.name}: {refusal.text}")
        self.refusal = refusal


class Bus:
    """A connection to the bus of that address ("unix:path=..."), or with `direct` to a program that listens there itself.

    `signals` holds what came unasked, oldest first.
    """

    def __init__(self, address: str, seconds: float = CALL_SECONDS, direct: bool = False) -> None:
        self.address = address
        self.seconds = seconds
        self.signals: deque[Message] = deque(maxlen=4096)
        self._window = DIRECT_WINDOW if direct else BUS_WINDOW
        self._serial = 0
        self._socket = _connect(address, seconds)
        self._socket.setblocking(False)
        self._reader = Unmarshaller(sock=self._socket, negotiate_unix_fd=False)
        self._poll = select.poll()
        self._poll.register(self._socket, select.POLLIN)
        if not direct:
            self.call(Call(DAEMON, DAEMON_PATH, DAEMON, "Hello"))

    def call(self, call: Call, seconds: float | None = None) -> list[Any]:
        """The answer's values. Raises CallRefusedError, ApplicationTimeout and ApplicationFault."""
        answer = self.call_many([call], seconds)[0]
        if isinstance(answer, Refusal):
            raise CallRefusedError(call, answer)
        return answer

    def call_many(self, calls: Sequence[Call], seconds: float | None = None) -> list[Answer]:
        """The answers to many calls, in their order. The limit is for the whole."""
        limit = time.monotonic() + (seconds or self.seconds)
        first = self._serial + 1
        answers: list[Answer | None] = [None] * len(calls)
        sent = done = 0
        while done < len(calls):
            if sent < len(calls) and sent - done <= self._window // 2:
                upto = min(len(calls), done + self._window)
                self._send(calls[sent:upto], limit)
                sent = upto
            message = self._read(limit, gather=sent - done > MANY)
            if message is None:
                raise ApplicationTimeout(_no_answer(calls, answers, seconds or self.seconds))
            index = message.reply_serial - first
            if message.message_type is MessageType.SIGNAL:
                self.signals.append(message)
            elif 0 <= index < len(calls):
                answers[index] = _answer(message)
                done += 1
        return [answer for answer in answers if answer is not None]

    def wait_signal(self, seconds: float) -> Message | None:
        """The next signal, waiting for it at most so long."""
        limit = time.monotonic() + seconds
        while not self.signals:
            message = self._read(limit)
            if message is None:
                return None
            if message.message_type is MessageType.SIGNAL:
                self.signals.append(message)
        return self.signals.popleft()

    def close(self) -> None:
        self._socket.close()

    def _send(self, calls: Sequence[Call], limit: float) -> None:
        parts = []
        for call in calls:
            self._serial += 1
            # A variant holds a value that is rarely the same twice, and cannot be looked up.
            form = bytearray(_pack(call) if "v" in call.signature else _form(call))
            _SERIAL.pack_into(form, _SERIAL_OFFSET, self._serial)
            parts.append(form)
        rest = memoryview(b"".join(parts))
        while rest:
            try:
                rest = rest[self._socket.send(rest) :]
            except BlockingIOError:
                # The window bounds what can be on its way, so the other side reads on without our reading meanwhile.
                if not select.select([], [self._socket], [], max(0.0, limit - time.monotonic()))[1]:
                    raise ApplicationTimeout(f"The bus {self.address} takes no more messages.") from None
            except OSError as error:
                raise ApplicationFault(f"The connection {self.address} broke: {error}.") from error

    def _read(self, limit: float, gather: bool = False) -> Message | None:
        """The next message; none when the limit has passed."""
        try:
            while True:
                message = self._reader.unmarshall()
                if message is not None:
                    return message
                if gather:
                    time.sleep(GATHER_SECONDS)
                wait = limit - time.monotonic()
                if wait <= 0 or not self._poll.poll(wait * 1000):
                    return None
        except EOFError as error:
            raise ApplicationFault(f"The other side closed the connection {self.address}.") from error
        except OSError as error:
            raise ApplicationFault(f"The connection {self.address} broke: {error}.") from error


def _answer(message: Message) -> Answer:
    if message.message_type is MessageType.ERROR:
        return Refusal(str(message.error_name), str(message.body[0]) if message.body else "")
    return message.body


def _no_answer(calls: Sequence[Call], answers: Sequence[Answer | None], seconds: float) -> str:
    call = next(call for call, answer in zip(calls, answers, strict=True) if answer is None)
    return f"No answer to {call.interface}.{call.member} from {call.destination} within {seconds:g} s."


def _pack(call: Call) -> bytes:
    """The call as it goes over the wire, with serial 1."""
    message = Message(
        call.destination, call.path, call.interface, call.member, signature=call.signature, body=list(call.body), serial=1, validate=False
    )
    return bytes(message._marshall(False))


@lru_cache(maxsize=16384)
def _form(call: Call) -> bytes:
    """The same few calls are made again at every look."""
    return _pack(call)


def _connect(address: str, seconds: float) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(seconds)
    try:
        connection.connect(_socket_path(address))
        _authenticate(connection)
    except OSError as error:
        connection.close()
        raise ApplicationFault(f"The bus {address} cannot be reached: {error}.") from error
    return connection


def _authenticate(connection: socket.socket) -> None:
    dialogue = AuthExternal()
    line = dialogue._authentication_start(negotiate_unix_fd=False)
    connection.sendall(b"\0" + dialogue._format_line(line))
    answer = b""
    while not answer.endswith(b"\r\n"):
        more = connection.recv(1024)
        if not more:
            raise ConnectionError("it closed the connection during authentication")
        answer += more
    connection.sendall(dialogue._format_line(dialogue._receive_line(answer.decode().strip())))


def _socket_path(address: str) -> str:
    """The path in the first unix address of "unix:path=...,guid=...;..."; "abstract" becomes the kernel's leading NUL."""
    for part in address.split(";"):
        transport, _, pairs = part.partition(":")
        values = dict(pair.split("=", 1) for pair in pairs.split(",") if "=" in pair)
        if transport == "unix" and "path" in values:
            return unquote(values["path"])
        if transport == "unix" and "abstract" in values:
            return "\0" + unquote(values["abstract"])
    raise ApplicationFault(f"The bus address '{address}' is not a unix socket.")
