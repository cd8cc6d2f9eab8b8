"""LibreOffice Writer as an environment: real, under its own X server, read through AT-SPI2, its truth over UNO."""

import hashlib
import logging
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from lamwright.actions import Action, Finish, GiveUp, KeyboardInput
from lamwright.environments.desktop import Desktop
from lamwright.environments.desktop.actor import FUNCTIONS as DESKTOP_FUNCTIONS
from lamwright.environments.writer.differences import differences
from lamwright.environments.writer.document import Document, Paragraph
from lamwright.environments.writer.files import copy_document
from lamwright.environments.writer.flat_odt import read_flat_odt
from lamwright.environments.writer.native import NATIVE_FUNCTIONS, native_call
from lamwright.environments.writer.office import LOAD_SECONDS, Office
from lamwright.environments.writer.programs import require_programs
from lamwright.environments.writer.saving import put_in_place, save_format
from lamwright.errors import ActionError, ApplicationFault, UsageError
from lamwright.observation import Observation, Passage, PassageKind

CALL_SECONDS = 10.0
ESCAPE_SECONDS = 5.0
PATIENCE_SECONDS = 0.5
"""How long a dialog may take to close before Escape is pressed again."""
_log = logging.getLogger(__name__)
EMPTY_DOCUMENT = "private:factory/swriter"


class WriterEnvironment:
    """One running Writer; started by the first `reset`.

    `resets` counts how documents were brought back: by "undo", by "reload", or by "restart" of the program.

        with WriterEnvironment() as writer:
            observation = writer.reset(Path("letter.odt"))
            writer.act(SelectText("annual report"))
            print(writer.truth().text)
    """

    def __init__(self) -> None:
        require_programs()
        self._desktop = Desktop([])
        self._office: Office | None = None
        self._identity: str | None = None
        self._start: Document | None = None
        self._passages: tuple[Passage, ...] | None = None
        self._broken = False
        self._copies = 0
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
        return self._desktop.session.folder / "saved"

    # the contract

    def reset(self, document: Path | None) -> Observation:
        """Show that document (or an empty one) as if nothing had been done. The file itself is never opened, a copy is.

        Raises UsageError, with one clear sentence, for a file that cannot be used.
        """
        identity = _identity(document)
        with self._guard():
            if not (identity == self._identity and self._undone()):
                self._reopen(document, identity)
            self._passages = None
            return self.observe()

    def observe(self) -> Observation:
        with self._guard():
            observation = self._desktop.observe()
            if observation.selection or observation.modal:
                return observation
            return replace(observation, selection=self._running.call("selection"))

    def passages(self) -> tuple[Passage, ...]:
        with self._guard():
            if self._passages is None:
                self._passages = tuple(_passages(self._exported()))
            return self._passages

    def act(self, action: Action) -> None:
        self._passages = None
        with self._guard():
            if isinstance(action, Finish | GiveUp):
                return
            if action.function not in NATIVE_FUNCTIONS:
                self._desktop.act(action)
                return
            call = native_call(action, self.saved_folder)
            if any(window.is_dialog for window in self._desktop.reader.windows()):
                raise ActionError(f"A dialog is open: close it before '{action.function}'.")
            seconds = LOAD_SECONDS if call.operation == "store" else CALL_SECONDS
            self._settled(lambda: self._running.call(call.operation, seconds, **call.arguments))

    def screenshot(self) -> bytes:
        with self._guard():
            return self._desktop.screenshot()

    def close(self) -> None:
        """End every process. Safe to call twice."""
        office, self._office, self._identity = self._office, None, None
        if office:
            office.close()
        self._desktop.close()

    # what is Writer's own

    def truth(self) -> Document:
        """The document as it really is, with the view and the saved files."""
        with self._guard():
            document = self._exported()
            state = self._running.call("state")
            saved = sorted(file.name for file in self.saved_folder.iterdir())
            return replace(
                document,
                title=state["title"],
                track_changes=state["track_changes"],
                view=tuple(sorted(state["view"].items())),
                saved=tuple(saved),
            )

    def _exported(self) -> Document:
        path = self._desktop.session.folder / "truth.fodt"
        self._running.call("store", seconds=LOAD_SECONDS, url=path.as_uri(), format="fodt")
        return read_flat_odt(path)

    def save(self, path: Path) -> None:
        """Write the document to a user's path, as its suffix says: .odt, .docx or .pdf. An old file is replaced only by a whole new one."""
        kind = save_format(path)
        with self._guard():
            written = self._desktop.session.folder / f"export.{kind}"
            self._running.call("store", seconds=LOAD_SECONDS, url=written.as_uri(), format=kind)
        put_in_place(written, path)

    # bringing it back

    def _undone(self) -> bool:
        """Whether undo brought the document back to its start."""
        if self._broken or self._office is None or self._start is None:
            return False
        try:
            self._escape()
            self._clear_saved()
            start = self._start
            self._settled(
                lambda: self._running.call(
                    "rollback",
                    title=start.title,
                    track_changes=start.track_changes,
                    line_numbers=start.line_numbers,
                )
            )
            left = differences(start, self.truth())
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
        if self._office is not None and not self._broken and self._office.alive():
            try:
                self._escape()
                self._load(document, identity)
                self.resets["reload"] += 1
                return
            except ApplicationFault as fault:
                self._give_up(fault)
        first = self._office is None
        self._restart()
        self._load(document, identity)
        self.resets["start" if first else "restart"] += 1

    def _give_up(self, fault: ActionError | ApplicationFault) -> None:
        _log.info("Writer is started anew: %s", fault)
        self._broken = True

    def _restart(self) -> None:
        self._identity = None
        if self._office:
            self._office.close()
        if self._office is None or not self._desktop.session.alive():
            self._desktop.start_session()
        self._office = Office(self._desktop)
        self._broken = False

    def _load(self, document: Path | None, identity: str) -> None:
        self._identity = None
        self._clear_saved()
        url = EMPTY_DOCUMENT if document is None else self._copy(document).as_uri()
        try:
            self._running.open(url)
        except ActionError as error:
            raise UsageError(f"Writer cannot open {document}: {error}") from error
        self._start = self.truth()
        self._identity = identity

    def _copy(self, document: Path) -> Path:
        """Under a new path each time: what is open already would only be shown, not loaded."""
        copies = self._desktop.session.folder / "documents"
        shutil.rmtree(copies, ignore_errors=True)
        self._copies += 1
        folder = copies / str(self._copies)
        folder.mkdir(parents=True)
        return copy_document(document, folder)

    def _escape(self) -> None:
        """Close menus and dialogs that were left open, one after the other."""
        limit = time.monotonic() + ESCAPE_SECONDS
        pressed_at, pressed_in = 0.0, ("", 0)
        while True:
            observation, now = self._desktop.observe(), time.monotonic()
            opened = (observation.window if observation.modal else "", self._desktop.reader.menu_is_open)
            if opened == ("", 0):
                return
            if now > limit:
                raise ApplicationFault(f"The window '{observation.window}' does not close.")
            if opened != pressed_in or now - pressed_at > PATIENCE_SECONDS:
                self._desktop.act(KeyboardInput("Escape"))
                pressed_at, pressed_in = now, opened

    def _clear_saved(self) -> None:
        shutil.rmtree(self.saved_folder, ignore_errors=True)
        self.saved_folder.mkdir()

    @property
    def _running(self) -> Office:
        if self._office is None:
            raise ApplicationFault("Writer is not running. Call reset() first.")
        return self._office

    def _settled(self, work: Callable[[], object]) -> None:
        self._desktop.application.forget_events()
        work()
        self._desktop.settle()

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


def _passages(document: Document) -> Iterator[Passage]:
    for index, block in enumerate(document.body):
        if isinstance(block, Paragraph):
            yield Passage(index, block.text, _passage_kind(block))


def _passage_kind(paragraph: Paragraph) -> PassageKind:
    if paragraph.style == "Title":
        return "title"
    if paragraph.outline > 0:
        return "heading"
    return "item" if paragraph.item and paragraph.item.kind != "none" else "paragraph"


def _identity(document: Path | None) -> str:
    """What tells documents apart: the path and the content."""
    if document is None:
        return EMPTY_DOCUMENT
    try:
        return f"{document.resolve()} {hashlib.blake2b(document.read_bytes()).hexdigest()}"
    except OSError:
        return str(document)  # copying it will say what is wrong
