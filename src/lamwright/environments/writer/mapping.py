"""What the crawler is to know of Writer: what it must not touch, and which states of a document bring controls of their own."""

import re
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

from lamwright.actions import ClickInput, ControlRef, KeyboardInput, SelectCell, SelectTable, SelectText, TypeText
from lamwright.environments.desktop.territory import Context, Territory
from lamwright.environments.writer.programs import office_version
from lamwright.environments.writer.template import template

DENIED_NAMES: Final = frozenset({
    "add more galleries via extension", "add-ons", "address data source", "apply", "apply to all", "audio or video", "check for updates",
    "close", "close document", "close window", "connect to server", "digital signatures", "document converter", "donate to libreoffice",
    "edit master document", "exit libreoffice", "extension manager", "finish", "from scanner", "full screen", "get help online",
    "get involved", "libreoffice help", "license information", "macros", "manage templates", "new", "new window", "ok", "open",
    "open file", "open remote", "organize macros", "preview", "print preview", "recent documents", "reload", "request", "reset", "restart",
    "restart in safe mode", "run macro", "scan", "script", "select source",
    "send", "send feedback", "sign signature line", "signature line",
    "templates", "user guides", "user interface", "versions", "view source", "what's this", "wizards", "xml filter settings",
})  # fmt: skip
DENIED_BEGINNINGS: Final = (
    "download",
    "e-mail",
    "email",
    "existing ",
    "export",
    "get more",
    "mail merge",
    "print",
    "save",
    "send",
    "sign ",
)
"""Plain names, and how they begin, of what leaves the document or Writer, goes to the network, or writes outside the sandbox."""
OPENERS: Final = frozenset({
    "add field", "attributes", "bullets and numbering", "compare", "control properties", "customize", "data sources", "edit", "find",
    "font features", "form navigator", "form properties", "format", "gallery", "language", "manage changes", "more", "more options",
    "navigator", "new user field", "options", "organizer", "other options", "page", "position and size", "properties", "sidebar",
    "similarities", "style inspector", "styles", "tab order", "word count",
})  # fmt: skip
"""Plain names of what opens a place though it has no closing dots."""
PAGES: Final = frozenset({"Options"})
UNOPENED: Final = frozenset({"recent documents"})
LATE_SECONDS: Final = 1.0
MENU_SECONDS: Final = 0.3
"""Writer changes its tool bars so much later than what is selected."""
_NAMES = r"(?:mapping|[a-z]+_[a-z]+|Untitled \d+)(?:\.fodt|\.odt)?"
_DOCUMENT = re.compile(rf"(?: of|:| -)? [“\"']?{_NAMES}[”\"']?(?: - LibreOffice Writer)?$|^{_NAMES}(?: - LibreOffice Writer)?$")
_SESSION = re.compile(r"^/|lamwright|^tmp$|^\d+-\d+-")
"""What names a file or folder of this session."""


def is_denied(names: Sequence[str]) -> bool:
    """Whether the crawler must not click the last of these plain names, reached by clicking the others."""
    return "help" in names[1:] or any(name in DENIED_NAMES for name in names) or names[-1].startswith(DENIED_BEGINNINGS)


def territory() -> Territory:
    """Writer as it is installed. Raises ApplicationFault where it does not tell its version."""
    return Territory(
        "writer",
        office_version(),
        _contexts(),
        is_denied,
        OPENERS,
        PAGES,
        _words,
        "Close Sidebar Deck",
        UNOPENED,
        LATE_SECONDS,
        MENU_SECONDS,
    )


def _words(name: str) -> str:
    """Without the name of the document; "" for what names a folder."""
    return "" if _SESSION.search(name) else _DOCUMENT.sub("", name)


def _contexts() -> tuple[Context, ...]:
    """The start, then one thing after the other selected in the document that holds one of each."""
    plain = template("survey_report").path
    rich = Path(str(files("lamwright.environments.writer") / "mapping.fodt"))

    def at(condition: str, held: str, kind: str = "paragraph", *keys: str) -> Context:
        """Clicked there, and keys pressed after it."""
        ref = ControlRef(held, kind)
        return Context(condition, rich, (ClickInput(ref), *map(KeyboardInput, keys)), ref)

    def selected(condition: str, held: str) -> Context:
        """An object in the middle of a paragraph."""
        ref = ControlRef(held, "paragraph")
        return Context(condition, rich, (ClickInput(ref, button="right"), KeyboardInput("Escape")), ref)

    words = SelectText("Plain words stand here")
    return (
        Context("", plain, (), ControlRef("This report sums up", "paragraph")),
        Context("some text is selected", rich, (words,), ControlRef("Plain words stand here", "paragraph")),
        Context("something was copied", rich, (words, KeyboardInput("ctrl+c"))),
        Context("something was typed", rich, (TypeText("A"),)),
        Context("something was undone", rich, (TypeText("A"), KeyboardInput("ctrl+z"))),
        at("the cursor is in a table", "Apples", "table cell"),
        Context("a table is selected", rich, (SelectTable(1),)),
        Context("one table cell is selected", rich, (SelectCell("B2"),)),
        at("the cursor is in a bulleted list", "• Second"),
        at("the cursor is in a numbered list", "2. Second"),
        selected("an image is selected", "p"),
        at("a frame is selected", "Words in the frame", "paragraph", "Escape"),
        selected("a shape is selected", "s"),
        at("the cursor is in a comment", "Words in the comment"),
        at("the cursor is in the header", "Words in the header"),
        Context("the cursor is in a footnote", rich, (SelectText("Words in the footnote"),)),
        at("the cursor is in an index", "Words in the index"),
        at("the cursor is in a section", "Words in the section"),
        Context("a link is selected", rich, (SelectText("linked phrase"),)),
        Context("a recorded change is selected", rich, (SelectText("inserted words"),)),
    )
