"""A program of its own, run by the system's Python: does UNO calls in a running Writer, asked in JSON lines over a Unix socket.

Arguments: the socket's path, the name of soffice's pipe, the seconds to wait for soffice.

    {"id": 1, "operation": "select_text", "arguments": {"text": "annual report"}}
    {"id": 1, "result": null}            done
    {"id": 1, "refused": "..."}          cannot be done here; a sentence that a model can act on
    {"id": 1, "fault": "..."}            the office failed or is gone

It is never imported: UNO exists for the system's interpreter only.
"""

import json
import socket
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import uno  # type: ignore[import-not-found]
import unohelper  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.task import XInteractionHandler  # type: ignore[import-not-found]
from com.sun.star.uno import Exception as UnoException  # type: ignore[import-not-found]
from com.sun.star.uno import RuntimeException

LONGEST_SELECTION = 80
PREVIEW_SECONDS = 2.0
TABLE_TOOLBAR = "private:resource/toolbar/tableobjectbar"
TOOLBAR_SECONDS = 0.35
FILTERS = {"fodt": "OpenDocument Text Flat XML", "odt": "writer8", "docx": "MS Word 2007 XML", "pdf": "writer_pdf_Export"}
VIEW_SETTINGS = {
    **dict.fromkeys(("ShowRulers", "ShowHoriRuler", "ShowTextBoundaries", "ShowAnnotations"), True),
    **dict.fromkeys(("ShowVertRuler", "ShowNonprintingCharacters", "ShowOnlineLayout", "ShowFieldCommands", "ShowHiddenText"), False),
    "ZoomType": 3,
    "ZoomValue": 100,
}
"""What the view starts with. The office keeps some of it for the next document, so it is set again each time."""


class RefusedError(Exception):
    """The operation cannot be done in this state; the message says why."""


class Decline(unohelper.Base, XInteractionHandler):  # type: ignore[misc]
    """Answers whatever loading would ask (a password, whether to repair) with no, so that it fails instead of waiting."""

    def handle(self, request: Any) -> None:
        for name in ("Abort", "Disapprove"):
            kind = uno.getTypeByName(f"com.sun.star.task.XInteraction{name}")
            for continuation in request.Continuations:
                if continuation.queryInterface(kind):
                    continuation.select()
                    return


def property_values(values: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


# Plain text in any case, no whole words, the whole document.
SEARCH_DEFAULTS = {
    **dict.fromkeys(("AllTables", "Backward", "Pattern", "Content", "AsianOptions", "SearchFormatted"), False),
    **dict.fromkeys(("CellType", "AlgorithmType", "Command"), 0),
    **dict.fromkeys(("StyleFamily", "ChangedChars", "DeletedChars", "InsertedChars"), 2),
    **dict.fromkeys(("SearchString", "ReplaceString"), ""),
    "RowDirection": True,
    "AlgorithmType2": 1,
    "SearchFlags": 0x10000,
    "TransliterateFlags": 0x100,
}


class Office:
    """The connection to one soffice and the one document that counts."""

    def __init__(self, pipe: str, seconds: float) -> None:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        self.context = self._connect(resolver, f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext", time.monotonic() + seconds)
        self.desktop = self._service("com.sun.star.frame.Desktop")
        self.dispatcher = self._service("com.sun.star.frame.DispatchHelper")
        self.dialog_memories = [
            self._configuration(f"/org.openoffice.Office.Views/{name}") for name in ("Dialogs", "TabDialogs", "TabPages")
        ]
        self.search_options = self._configuration("/org.openoffice.Office.Common/SearchOptions")
        self.document: Any = None

    @staticmethod
    def _connect(resolver: Any, url: str, deadline: float) -> Any:
        while True:
            try:
                return resolver.resolve(url)
            except UnoException:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)

    def _service(self, name: str) -> Any:
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def _configuration(self, path: str) -> Any:
        provider = self._service("com.sun.star.configuration.ConfigurationProvider")
        name = "com.sun.star.configuration.ConfigurationUpdateAccess"
        return provider.createInstanceWithArguments(name, property_values({"nodepath": path}))

    @property
    def controller(self) -> Any:
        return self.document.CurrentController

    def dispatch(self, command: str, arguments: tuple[Any, ...] = ()) -> None:
        self.dispatcher.executeDispatch(self.controller.Frame, f".uno:{command}", "", 0, arguments)

    # opening and closing

    def open(self, url: str) -> None:
        """Open a document in place of the one that is there. Macros stay off, links are not followed, nothing asks."""
        arguments = {"OnMainThread": True, "Hidden": False, "InteractionHandler": Decline(), "MacroExecutionMode": 0, "UpdateDocMode": 0}
        left = self._surroundings()
        opened = self.desktop.loadComponentFromURL(url, "_default", 8, property_values(arguments))
        if opened is None or not opened.supportsService("com.sun.star.text.TextDocument"):
            raise RefusedError("it is not a text document that Writer can read")
        self.document = opened
        self.close_others()
        self.restore_view()
        self._forget_dialogs()
        self._go_to_start()
        if self._surroundings() != left:
            self._wait_for_toolbars()

    def close_others(self) -> None:
        for component in self._components():
            if component != self.document:
                self._close(component)

    def _components(self) -> list[Any]:
        enumeration, found = self.desktop.Components.createEnumeration(), []
        while enumeration.hasMoreElements():
            found.append(enumeration.nextElement())
        return found

    @staticmethod
    def _close(component: Any) -> None:
        if hasattr(component, "setModified"):
            component.setModified(False)
        component.close(True)

    # the document's text

    def blocks(self) -> Iterator[Any]:
        enumeration = self.document.Text.createEnumeration()
        while enumeration.hasMoreElements():
            yield enumeration.nextElement()

    def tables(self) -> list[Any]:
        return [block for block in self.blocks() if is_table(block)]

    # selecting

    def selection(self) -> str:
        selected = self.document.CurrentSelection
        if selected is None:
            return ""
        if selected.supportsService("com.sun.star.text.TextTableCursor"):
            return f"table cells {selected.RangeName}"
        if not selected.supportsService("com.sun.star.text.TextRanges"):
            return ""
        text = " ".join(selected.getByIndex(number).String for number in range(selected.Count)).strip()
        return text if len(text) <= LONGEST_SELECTION else text[: LONGEST_SELECTION - 1] + "…"

    def select_text(self, text: str, occurrence: int = 1) -> None:
        """As written and as whole words where there is such a place; then as a part of words; then in any case."""
        if not text:
            raise RefusedError("There is no text to select: the phrase is empty.")
        for case, whole_words in ((True, True), (True, False), (False, True), (False, False)):
            place = self._find(text, occurrence, case, whole_words)
            if not isinstance(place, int):
                self._select(place)
                return
            if place:
                raise RefusedError(f"The document holds the text '{text}' {place} times, so there is no occurrence {occurrence}.")
        raise RefusedError(f"The document does not hold the text '{text}'.")

    def _find(self, text: str, occurrence: int, case: bool, whole_words: bool) -> Any:
        """The n-th place of a phrase in reading order, or how many there are."""
        search = self.document.createSearchDescriptor()
        search.SearchString = text
        search.SearchCaseSensitive = case
        search.SearchWords = whole_words
        place, count = self.document.findFirst(search), 0
        while place is not None:
            count += 1
            if count == occurrence:
                return place
            place = self.document.findNext(place.End, search)
        return count

    def select_paragraph(self, index: int) -> None:
        count = 0
        for number, block in enumerate(self.blocks()):
            count += 1
            if number == index:
                if is_table(block):
                    raise RefusedError(f"Block {index} of the document is a table, not a paragraph.")
                return self._select_span(block)
        raise RefusedError(f"The document has no paragraph with index {index}: it ends at {count - 1}.")

    def _select(self, what: Any) -> None:
        before = self._surroundings()
        self.controller.select(what)
        if self._surroundings() != before:
            self._wait_for_toolbars()

    def _surroundings(self) -> str:
        """The kind of text that the cursor is in: that of the body, of a table, a footnote, a header."""
        cursor = getattr(self.controller, "ViewCursor", None) if self.document else None  # print preview has none
        if cursor is None:
            return "none"
        return "table" if cursor.TextTable is not None else str(cursor.Text.ImplementationName)

    def _wait_for_toolbars(self) -> None:
        """What the tool bars show and allow follows the cursor a third of a second later."""
        time.sleep(TOOLBAR_SECONDS)
        layout, in_table = self.controller.Frame.LayoutManager, self._surroundings() == "table"
        limit = time.monotonic() + TOOLBAR_SECONDS
        while bool(layout.isElementVisible(TABLE_TOOLBAR)) != in_table and time.monotonic() < limit:
            time.sleep(0.01)

    def _select_span(self, content: Any) -> None:
        text = content.getText() if hasattr(content, "getText") else content
        cursor = text.createTextCursorByRange(content.Start)
        cursor.gotoRange(content.End, True)
        self._select(cursor)

    def select_table(self, number: int) -> None:
        tables = self.tables()
        if not 1 <= number <= len(tables):
            raise RefusedError(f"The document has no table {number}: it has {len(tables)}.")
        cursor = tables[number - 1].createCursorByCellName(tables[number - 1].CellNames[0])
        cursor.gotoEnd(True)
        self._select(cursor)

    def select_cell(self, cell: str) -> None:
        tables = self.tables()
        if not tables:
            raise RefusedError("The document has no table, so no cell can be selected.")
        address = cell.strip().upper()
        names = tables[0].CellNames
        if address not in names:
            raise RefusedError(f"The table has no cell '{cell}'. Its cells go from {names[0]} to {names[-1]}.")
        content = tables[0].getCellByName(address)
        cursor = content.createTextCursor()
        cursor.gotoStart(False)
        cursor.gotoEnd(True)
        self._select(cursor)

    # changing: always through the dispatcher, so that each is one step of undo

    def insert_table(self, rows: int, columns: int) -> None:
        self.controller.ViewCursor.collapseToEnd()  # or the table would take the place of what is selected
        self.dispatch("InsertTable", property_values({"Columns": columns, "Rows": rows}))

    def set_font(self, name: str) -> None:
        self._require_selection()
        self.dispatch("CharFontName", property_values({"CharFontName.FamilyName": name}))

    def set_font_size(self, size: float) -> None:
        self._require_selection()
        self.dispatch("FontHeight", property_values({"FontHeight.Height": size}))

    def _require_selection(self) -> None:
        if not self.selection():
            raise RefusedError("Nothing is selected: select a text, paragraph, table or cell first.")

    # keeping and going back

    def store(self, url: str, format: str) -> None:
        self.document.storeToURL(url, property_values({"FilterName": FILTERS[format], "Overwrite": True}))

    def state(self) -> dict[str, Any]:
        """What counts as the document's state and does not stand in its file, or not reliably."""
        settings = self._view_settings()
        return {
            "view": {name: getattr(settings, name) for name in VIEW_SETTINGS} | {"Sidebar": self.controller.Sidebar.isVisible()},
            "title": self.document.DocumentProperties.Title,
            "track_changes": bool(self.document.RecordChanges),
        }

    def _view_settings(self) -> Any:
        """Print preview has none: leave it."""
        if not hasattr(self.controller, "ViewSettings"):
            self.dispatch("ClosePreview")
            limit = time.monotonic() + PREVIEW_SECONDS
            while not hasattr(self.controller, "ViewSettings") and time.monotonic() < limit:
                time.sleep(0.02)
        return self.controller.ViewSettings

    def restore_view(self) -> None:
        settings = self._view_settings()
        for name, value in VIEW_SETTINGS.items():
            if getattr(settings, name) != value:
                setattr(settings, name, value)

    def rollback(self, title: str, track_changes: bool, line_numbers: bool) -> int:
        """Undo everything and restore what undo does not cover. Returns the number of steps undone."""
        self.close_others()
        self.restore_view()
        self._set(self.document, "RecordChanges", track_changes)
        undo, steps = self.document.UndoManager, 0
        while undo.isUndoPossible():
            undo.undo()
            steps += 1
        undo.clear()
        self._set(self.document, "RecordChanges", track_changes)
        self._set(self.document, "ShowChanges", True)
        self._set(self.document.DocumentProperties, "Title", title)
        self._set(self.document.LineNumberingProperties, "IsOn", line_numbers)
        self._forget_dialogs()
        self._go_to_start()
        self.document.setModified(False)
        return steps

    def _forget_dialogs(self) -> None:
        """Dialogs open as they did the first time: what was searched how, which page was looked at, is not kept.

        The clipboard stays as it is: emptying it hangs now and then.
        """
        for name in ("IsNotes", "IsIgnoreDiacritics_CTL"):  # before the dispatch, which takes from here what has no argument of its own
            self._set(self.search_options, name, False)
        self.search_options.commitChanges()
        self.dispatch("SearchProperties", property_values({f"SearchProperties.{name}": value for name, value in SEARCH_DEFAULTS.items()}))
        for memory in self.dialog_memories:
            for name in memory.ElementNames:
                memory.removeByName(name)
            memory.commitChanges()

    @staticmethod
    def _set(target: Any, name: str, value: Any) -> None:
        if getattr(target, name) != value:
            setattr(target, name, value)

    def _go_to_start(self) -> None:
        self._select(self.document.Text.Start)
        self.controller.Frame.ComponentWindow.setFocus()


def is_table(block: Any) -> bool:
    return bool(block.supportsService("com.sun.star.text.TextTable"))


OPERATIONS: dict[str, Callable[..., Any]] = {
    operation.__name__: operation
    for operation in (
        Office.open,
        Office.selection,
        Office.select_text,
        Office.select_paragraph,
        Office.select_table,
        Office.select_cell,
        Office.insert_table,
        Office.set_font,
        Office.set_font_size,
        Office.store,
        Office.state,
        Office.rollback,
    )
}


def answer(office: Office, request: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"result": OPERATIONS[request["operation"]](office, **request["arguments"])}
    except RefusedError as reason:
        return {"refused": str(reason)}
    except (RuntimeException, AttributeError) as error:  # the office, or the document, is gone
        return {"fault": f"{type(error).__name__}: {error}"}
    except UnoException as error:
        return {"refused": f"Writer refuses: {error.Message or type(error).__name__}"}


def main() -> None:
    path, pipe, seconds = sys.argv[1:]
    office = Office(pipe, float(seconds))
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        stream = connection.makefile("rw", encoding="utf-8")
        for line in stream:
            request = json.loads(line)
            stream.write(json.dumps({"id": request["id"], **answer(office, request)}) + "\n")
            stream.flush()


if __name__ == "__main__":
    main()
