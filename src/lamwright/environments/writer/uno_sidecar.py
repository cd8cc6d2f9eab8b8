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
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.uno import Exception as UnoException  # type: ignore[import-not-found]
from com.sun.star.uno import RuntimeException

LONGEST_SELECTION = 80
TABLE_TOOLBAR = "private:resource/toolbar/tableobjectbar"
TOOLBAR_SECONDS = 1.0
MATCHES_LOOKED_AT = 500
FILTERS = {"fodt": "OpenDocument Text Flat XML", "odt": "writer8", "docx": "MS Word 2007 XML", "pdf": "writer_pdf_Export"}
VIEW_SETTINGS = {
    "ShowRulers": True,
    "ShowHoriRuler": True,
    "ShowVertRuler": False,
    "ShowNonprintingCharacters": False,
    "ShowOnlineLayout": False,
    "ShowTextBoundaries": True,
    "ShowAnnotations": True,
    "ShowFieldCommands": False,
    "ShowHiddenText": False,
    "ZoomType": 3,
    "ZoomValue": 100,
}
"""What the view starts with. The office keeps some of it for the next document, so it is set again each time."""


class RefusedError(Exception):
    """The operation cannot be done in this state; the message says why."""


def property_values(**values: Any) -> tuple[Any, ...]:
    return tuple(PropertyValue(name.replace("__", "."), 0, value, 0) for name, value in values.items())


class Office:
    """The connection to one soffice and the one document that counts."""

    def __init__(self, pipe: str, seconds: float) -> None:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        self.context = self._connect(resolver, f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext", time.monotonic() + seconds)
        self.desktop = self._service("com.sun.star.frame.Desktop")
        self.dispatcher = self._service("com.sun.star.frame.DispatchHelper")
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

    @property
    def controller(self) -> Any:
        return self.document.CurrentController

    def dispatch(self, command: str, **arguments: Any) -> None:
        self.dispatcher.executeDispatch(self.controller.Frame, f".uno:{command}", "", 0, property_values(**arguments))

    # opening and closing

    def open(self, url: str) -> None:
        """Open a document in place of the one that is there. Macros stay off, links are not followed, nothing asks."""
        arguments = property_values(OnMainThread=True, Hidden=False, MacroExecutionMode=0, UpdateDocMode=0)
        opened = self.desktop.loadComponentFromURL(url, "_default", 8, arguments)
        if opened is None or not opened.supportsService("com.sun.star.text.TextDocument"):
            raise RefusedError("it is not a text document that Writer can read")
        self.document = opened
        self.close_others()
        self.restore_view()
        self._go_to_start()

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

    def wait_for_window(self) -> None:
        """Until the office shows its first document."""
        while not (components := self._components()) or components[0].CurrentController is None:
            time.sleep(0.02)
        self.document = components[0]

    # the document's text

    def blocks(self) -> Iterator[Any]:
        enumeration = self.document.Text.createEnumeration()
        while enumeration.hasMoreElements():
            yield enumeration.nextElement()

    def passages(self) -> list[dict[str, Any]]:
        found = []
        for index, block in enumerate(self.blocks()):
            if is_table(block):
                continue
            names = ("ParaStyleName", "OutlineLevel", "NumberingIsNumber", "NumberingStyleName")
            found.append({"index": index, "text": block.String, "kind": passage_kind(*block.getPropertyValues(names))})
        return found

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
        """Select, and wait for the toolbar of tables, which comes and goes a third of a second after the cursor."""
        self.controller.select(what)
        layout, inside = self.controller.Frame.LayoutManager, self.controller.ViewCursor.TextTable is not None
        limit = time.monotonic() + TOOLBAR_SECONDS
        while bool(layout.isElementVisible(TABLE_TOOLBAR)) != inside and time.monotonic() < limit:
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
        self.dispatch("InsertTable", Columns=columns, Rows=rows)

    def set_font(self, name: str) -> None:
        self._require_selection()
        self.dispatch("CharFontName", CharFontName__FamilyName=name)

    def set_font_size(self, size: float) -> None:
        self._require_selection()
        self.dispatch("FontHeight", FontHeight__Height=size)

    def _require_selection(self) -> None:
        if not self.selection():
            raise RefusedError("Nothing is selected: select a text, paragraph, table or cell first.")

    # keeping and going back

    def store(self, url: str, format: str) -> None:
        self.document.storeToURL(url, property_values(FilterName=FILTERS[format], Overwrite=True))

    def state(self) -> dict[str, Any]:
        """What counts as the document's state and does not stand in its file, or not reliably."""
        settings = self._view_settings()
        return {
            "view": {name: getattr(settings, name) for name in VIEW_SETTINGS},
            "title": self.document.DocumentProperties.Title,
            "track_changes": bool(self.document.RecordChanges),
        }

    def _view_settings(self) -> Any:
        """Print preview has none: leave it."""
        if not hasattr(self.controller, "ViewSettings"):
            self.dispatch("ClosePreview")
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
        self._go_to_start()
        self.document.setModified(False)
        return steps

    @staticmethod
    def _set(target: Any, name: str, value: Any) -> None:
        if getattr(target, name) != value:
            setattr(target, name, value)

    def _go_to_start(self) -> None:
        self._select(self.document.Text.Start)
        self.controller.Frame.ComponentWindow.setFocus()


def is_table(block: Any) -> bool:
    return bool(block.supportsService("com.sun.star.text.TextTable"))


def passage_kind(style: str, outline_level: int, numbered: bool | None, list_style: str | None) -> str:
    if style == "Title":
        return "title"
    if outline_level > 0:
        return "heading"
    return "item" if numbered and list_style else "paragraph"


OPERATIONS: dict[str, Callable[..., Any]] = {
    operation.__name__: operation
    for operation in (
        Office.open,
        Office.wait_for_window,
        Office.passages,
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
