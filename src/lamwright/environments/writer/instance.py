"""A running Writer, in a desktop of its own, with the one document that it shows."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from lamwright.environments.desktop.desktop import Desktop
from lamwright.environments.writer.document import Document
from lamwright.environments.writer.files import copy_document
from lamwright.environments.writer.flat_odt import read_flat_odt
from lamwright.environments.writer.office import LOAD_SECONDS, Office
from lamwright.errors import ActionError, ApplicationFault, UsageError

CALL_SECONDS = 10.0
EMPTY_DOCUMENT = "private:factory/swriter"


class Instance:
    """Nothing runs before `start`."""

    def __init__(self) -> None:
        self.desktop = Desktop([])
        self._office: Office | None = None
        self._copies = 0

    @property
    def started(self) -> bool:
        return self._office is not None

    @property
    def folder(self) -> Path:
        return self.desktop.session.folder

    @property
    def saved_folder(self) -> Path:
        """Where native saving puts its files."""
        return self.folder / "saved"

    def alive(self) -> bool:
        return self._office is not None and self._office.alive()

    def memory_mib(self) -> int:
        return self._office.memory_mib() if self._office else 0

    def start(self) -> None:
        """A new program in place of the one that was; a new desktop too where that is dead."""
        if self._office:
            self._office.close()
        if self._office is None or not self.desktop.session.alive():
            self.desktop.start_session()
        self._office = Office(self.desktop)

    def close(self) -> None:
        """Safe to call twice."""
        office, self._office = self._office, None
        if office:
            office.close()
        self.desktop.close()

    def load(self, document: Path | None) -> None:
        """Show a copy of that document, or an empty one. Raises UsageError where it cannot be used."""
        url = EMPTY_DOCUMENT if document is None else self._copy(document).as_uri()
        try:
            self._running.open(url)
        except ActionError as error:
            raise UsageError(f"Writer cannot open {document}: {error}") from error

    def call(self, operation: str, seconds: float = CALL_SECONDS, **arguments: Any) -> Any:
        """One operation of the sidecar: see `Sidecar.call`."""
        return self._running.call(operation, seconds, **arguments)

    def settled(self, work: Callable[[], object]) -> None:
        """Do some work, and wait until the application has settled after it."""
        self.desktop.application.forget_events()
        work()
        self.desktop.settle()

    def store(self, path: Path) -> None:
        """Write the document, in the format that the suffix says; it goes on as the document that it was."""
        self.call("store", LOAD_SECONDS, url=path.as_uri(), format=path.suffix.removeprefix("."))

    def document(self) -> Document:
        """What the document holds; the view and the saved files are not looked at."""
        path = self.folder / "truth.fodt"
        self.store(path)
        return read_flat_odt(path)

    def truth(self) -> Document:
        """The whole truth: the document, the view, the saved files."""
        document, state = self.document(), self.call("state")
        return replace(
            document,
            title=state["title"],
            track_changes=state["track_changes"],
            view=tuple(sorted(state["view"].items())),
            saved=tuple(sorted(file.name for file in self.saved_folder.iterdir())),
        )

    def rollback(self, start: Document) -> None:
        """Undo what was done, and put back what undo does not cover."""
        self.settled(lambda: self.call("rollback", title=start.title, track_changes=start.track_changes, line_numbers=start.line_numbers))

    def clear_saved(self) -> None:
        shutil.rmtree(self.saved_folder, ignore_errors=True)
        self.saved_folder.mkdir()

    def _copy(self, document: Path) -> Path:
        """Under a new path each time: what is open already would only be shown, not loaded."""
        copies = self.folder / "documents"
        shutil.rmtree(copies, ignore_errors=True)
        self._copies += 1
        folder = copies / str(self._copies)
        folder.mkdir(parents=True)
        return copy_document(document, folder)

    @property
    def _running(self) -> Office:
        if self._office is None:
            raise ApplicationFault("Writer is not running. Call reset() first.")
        return self._office
