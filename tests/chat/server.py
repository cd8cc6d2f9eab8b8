"""A scripted chat endpoint on loopback, over real HTTP: it answers well, or badly in every way that we know of."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from time import perf_counter
from typing import Any

MODEL = "tiny-chat"


class Handler(BaseHTTPRequestHandler):
    """Hands each question to the server's script."""

    server: "_Server"
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        endpoint = self.server.endpoint
        endpoint.questions.append(Question(self.path, {name.lower(): value for name, value in self.headers.items()}, body, perf_counter()))
        try:
            endpoint.following()(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on stderr."""

    @property
    def question(self) -> "Question":
        return self.server.endpoint.questions[-1]

    def send(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


Act = Callable[[Handler], None]


@dataclass(frozen=True, slots=True)
class Question:
    """One request as it came in."""

    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    at: float

    @property
    def schema(self) -> Mapping[str, Any]:
        schema: Mapping[str, Any] = self.body["response_format"]["json_schema"]
        return schema


@dataclass(slots=True)
class ScriptedEndpoint:
    """Acts in order; the last one goes on. `ended` is set when the server is taken down: what waits, waits for it."""

    script: list[Act]
    url: str = ""
    questions: list[Question] = field(default_factory=list)
    ended: Event = field(default_factory=Event)

    def following(self) -> Act:
        return self.script.pop(0) if len(self.script) > 1 else self.script[0]


class _Server(ThreadingHTTPServer):
    endpoint: ScriptedEndpoint
    daemon_threads = False
    block_on_close = True


@contextmanager
def serving(*script: Act) -> Iterator[ScriptedEndpoint]:
    """The endpoint while it is up."""
    server = _Server(("127.0.0.1", 0), Handler)
    server.endpoint = ScriptedEndpoint(list(script), f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.endpoint
    finally:
        server.endpoint.ended.set()
        server.shutdown()
        thread.join()
        server.server_close()


def completion(text: str | None, **changed: Any) -> dict[str, Any]:
    """A chat completion's form. `finish` and `refusal` go where they belong, every other name replaces a field of the whole."""
    message = {"role": "assistant", "content": text, "refusal": changed.pop("refusal", None)}
    choice = {"index": 0, "message": message, "finish_reason": changed.pop("finish", "stop")}
    usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
    return {"id": "c1", "object": "chat.completion", "created": 1, "model": MODEL, "choices": [choice], "usage": usage, **changed}


def says(text: str | None, **changed: Any) -> Act:
    return sends(json.dumps(completion(text, **changed)).encode(), "application/json")


def sends(body: bytes, content_type: str, status: int = 200, **headers: str) -> Act:
    named = {"Content-Type": content_type, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return lambda handler: handler.send(status, body, named)


def fails(status: int, message: str = "", **headers: str) -> Act:
    return sends(json.dumps({"error": {"message": message, "type": "x", "code": "y"}}).encode(), "application/json", status, **headers)


def answers(answer: Callable[[Question], Mapping[str, Any]]) -> Act:
    """Says what a function makes of each question."""
    return lambda handler: says(json.dumps(answer(handler.question)))(handler)


def hangs(handler: Handler) -> None:
    """Never answers."""
    handler.server.endpoint.ended.wait(30)
    handler.close_connection = True


def drips(handler: Handler) -> None:
    """Sends a byte now and then, without end."""
    _begin_chunks(handler, 200)
    while not handler.server.endpoint.ended.wait(0.02):
        _chunk(handler, b" ")


def floods(handler: Handler) -> None:
    """Sends as much as it can, without end."""
    _begin_chunks(handler, 200)
    while not handler.server.endpoint.ended.is_set():
        _chunk(handler, b"{" * 65536)


def floods_with_error(handler: Handler) -> None:
    """An error whose body has no end."""
    _begin_chunks(handler, 400)
    while not handler.server.endpoint.ended.is_set():
        _chunk(handler, b"!" * 65536)


def hangs_up(handler: Handler) -> None:
    """Closes the connection without a word."""
    handler.close_connection = True


def breaks_off(handler: Handler) -> None:
    """Says less than it announced."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [')
    handler.close_connection = True


def _begin_chunks(handler: Handler, status: int) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.close_connection = True


def _chunk(handler: Handler, data: bytes) -> None:
    handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
    handler.wfile.flush()
