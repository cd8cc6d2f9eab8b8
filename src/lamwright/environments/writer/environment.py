"""LibreOffice Writer as an environment: real, under its own X server, read through AT-SPI2, its truth over UNO."""

import hashlib
import logging
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from lamwright.actions import Action, Finish, GiveUp, KeyboardInput
from lamwright.environments.desktop.actor import FUNCTIONS as DESKTOP_FUNCTIONS
from lamwright.environments.writer.differences import differences
from lamwright.environments.writer.document import Document
from lamwright.environments.writer.files import document_kind
from lamwright.environments.writer.instance import EMPTY_DOCUMENT, Instance
from lamwright.environments.writer.native import NATIVE_FUNCTIONS, native_call
from lamwright.environments.writer.passages import passages_of
from lamwright.environments.writer.programs import require_programs
from lamwright.environments.writer.saving import put_in_place, save_format
from lamwright.errors import ActionError, ApplicationFault, LamwrightError, UsageError
from lamwright.observation import Observation, Passage

LARGEST_MIB = 800
"""Writer starts with about 270; each dialog that is opened, each document that is loaded leaves about one behind."""
ESCAPE_SECONDS = 5.0
PATIENCE_SECONDS = 0.5
"""How long a dialog may take to close before Escape is pressed again."""
SIDEBAR_KEY = "ctrl+F5"
_log = logging.getLogger(__name__)


class WriterEnvironment:
    """One Writer; started by the first `reset`.

    `resets` counts how documents were brought back: by "undo", by "reload", or by "restart" of the program.

        with WriterEnvironment() as writer:
            observation = writer.reset(Path("letter.odt"))
            writer.act(SelectText("annual report"))
            print(writer.truth().text)
    """

    def __init__(self) -> None:
        require_programs()
        self._instance = Instance()
        self._identity: str | None = None
        self._start: Document | None = None
        self._passages: tuple[Passage, ...] | None = None
        self._broken = False
        self._resized = False
        self.resets: Counter[str] = Counter()

    @property
    def functions(self) -> frozenset[str]:
        return DESKTOP_FUNCTIONS | NATIVE_FUNCTIONS | {Finish.function, GiveUp.function}

    @property
    def start_document(self) -> Document:
        """The document as it was after the last reset."""
        if self._start is None:
            raise ApplicationFault("No document is open. Call reset() first.")
        return self._start

    @property
    def saved_folder(self) -> Path:
        """Where `save_as` puts its files; emptied by `reset`."""
        return self._instance.saved_folder

    # the contract

    def reset(self, document: Path | None) -> Observation:
        """Show that document (or an empty one) as if nothing had been done. The file itself is never opened, a copy is.

        Undo is tried first, then loading anew, then a new program. Raises UsageError, with one clear sentence, for a file that cannot
        be used.
        """
        identity = _identity(document)
        if document is not None and identity != self._identity:
            document_kind(document)
        with self._guard():
            if self._instance.memory_mib() > LARGEST_MIB:
                self._give_up(ApplicationFault(f"It holds more than {LARGEST_MIB} MiB."))
            if not (identity == self._identity and self._undone()):
                self._reopen(document, identity)
            self._passages = None
            return self.observe()

    def observe(self) -> Observation:
        with self._guard():
            observation = self._instance.desktop.observe()
            if observation.selection or observation.modal:
                return observation
            return replace(observation, selection=self._instance.call("selection"))

    def passages(self) -> tuple[Passage, ...]:
        with self._guard():
            if self._passages is None:
                self._passages = passages_of(self._instance.document())
            return self._passages

    def act(self, action: Action) -> None:
        self._passages = None
        with self._guard():
            if action.function in NATIVE_FUNCTIONS:
                self._act_natively(action)
            elif not isinstance(action, Finish | GiveUp):
                self._instance.desktop.act(action)

    def screenshot(self) -> bytes:
        with self._guard():
            return self._instance.desktop.screenshot()

    def close(self) -> None:
        """End every process. Safe to call twice."""
        self._identity = None
        self._instance.close()

    # what is Writer's own

    def truth(self) -> Document:
        """The document as it really is, with the view and the saved files."""
        with self._guard():
            return self._instance.truth()

    def resize(self, size: tuple[int, int]) -> None:
        """Give the window another size, in pixels; `reset` gives it the whole screen again."""
        with self._guard():
            self._resized = True
            self._instance.desktop.resize(size)

    def save(self, path: Path) -> None:
        """Write the document to a user's path, as its suffix says: .odt, .docx or .pdf. An old file is replaced only by a whole new one."""
        written = self._instance.folder / f"export.{save_format(path)}"
        with self._guard():
            self._instance.store(written)
        put_in_place(written, path)

    def _act_natively(self, action: Action) -> None:
        call = native_call(action, self.saved_folder)
        if any(window.is_dialog for window in self._instance.desktop.reader.windows()):
            raise ActionError(f"A dialog is open: close it before '{action.function}'.")
        self._instance.settled(lambda: self._instance.call(call.operation, **call.arguments))

    # bringing it back

    def _undone(self) -> bool:
        """Whether undo brought the document back to its start."""
        if self._broken or self._start is None:
            return False
        try:
            self._escape()
            self._restore_window()
            self._instance.clear_saved()
            self._instance.rollback(self._start)
            left = differences(self._start, self._instance.truth())
        except (ActionError, ApplicationFault) as fault:  # a document that refuses to be undone is no better than a dead program
            self._give_up(fault)
            return False
        if left:
            _log.info("Undo leaves something, the document is loaded anew: %s", left[0])
            return False
        self.resets["undo"] += 1
        return True

    def _reopen(self, document: Path | None, identity: str) -> None:
        """Load anew; in a new Writer where the old one is dead, hangs, or fails at it."""
        way = "restart" if self._instance.started else "start"
        if not self._broken and self._instance.alive():
            try:
                self._escape()
                self._restore_window()
                self._load(document, identity)
                self.resets["reload"] += 1
                return
            except (ApplicationFault, UsageError) as fault:  # a file that cannot be used is refused by a new Writer too
                self._give_up(fault)
        self._identity = None
        self._instance.start()
        self._broken = self._resized = False
        self._load(document, identity)
        self.resets[way] += 1

    def _load(self, document: Path | None, identity: str) -> None:
        self._identity = None
        self._instance.clear_saved()
        self._instance.load(document)
        self._start = self._instance.truth()
        self._identity = identity

    def _restore_window(self) -> None:
        """Its size, and no sidebar. By the key: to hide it over UNO, from another thread than the window's, crashes now and then."""
        if self._instance.call("state")["view"]["Sidebar"]:
            self._instance.desktop.act(KeyboardInput(SIDEBAR_KEY))
        if self._resized:
            self._instance.desktop.resize(self._instance.desktop.size)
            self._resized = False

    def _escape(self) -> None:
        """Close menus and dialogs that were left open, one after the other."""
        desktop, limit = self._instance.desktop, time.monotonic() + ESCAPE_SECONDS
        pressed_at, pressed_in = 0.0, ("", 0)
        while True:
            observation, now = desktop.observe(), time.monotonic()
            opened = (observation.window if observation.modal else "", desktop.reader.menu_is_open)
            if opened == ("", 0):
                return
            if now > limit:
                raise ApplicationFault(f"The window '{observation.window}' does not close.")
            if opened != pressed_in or now - pressed_at > PATIENCE_SECONDS:
                desktop.act(KeyboardInput("Escape"))
                pressed_at, pressed_in = now, opened

    def _give_up(self, fault: LamwrightError) -> None:
        _log.info("Writer is started anew: %s", fault)
        self._broken = True

    @contextmanager
    def _guard(self) -> Iterator[None]:
        """After a fault the next reset must not trust this Writer."""
        try:
            yield
        except ApplicationFault:
            self._broken = True
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _identity(document: Path | None) -> str:
    """What tells documents apart: the path and the content."""
    if document is None:
        return EMPTY_DOCUMENT
    try:
        return f"{document.resolve()} {hashlib.blake2b(document.read_bytes()).hexdigest()}"
    except OSError:
        return str(document)  # what is wrong with it will be said when it is looked into
