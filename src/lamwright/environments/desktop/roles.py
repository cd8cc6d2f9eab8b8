"""The numbers of AT-SPI in words: roles, states, relations.

The order of ROLES is that of AtspiRole in at-spi2-core's atspi-constants.h; the bits of `State` are those of AtspiStateType.
"""

from functools import cache
from typing import Final

_ROLES = """invalid|accelerator label|alert|animation|arrow|calendar|canvas|check box|check menu item|color chooser|column header|combo box
|date editor|desktop icon|desktop frame|dial|dialog|directory pane|drawing area|file chooser|filler|focus traversable|font chooser|frame
|glass pane|html container|icon|image|internal frame|label|layered pane|list|list item|menu|menu bar|menu item|option pane|page tab
|page tab list|panel|password text|popup menu|progress bar|push button|radio button|radio menu item|root pane|row header|scroll bar
|scroll pane|separator|slider|spin button|split pane|status bar|table|table cell|table column header|table row header|tearoff menu item
|terminal|text|toggle button|tool bar|tool tip|tree|tree table|unknown|viewport|window|extended|header|footer|paragraph|ruler|application
|autocomplete|editbar|embedded|entry|chart|caption|document frame|heading|page|section|redundant object|form|link|input method window
|table row|tree item|document spreadsheet|document presentation|document text|document web|document email|comment|list box|grouping
|image map|notification|info bar|level bar|title bar|block quote|audio|video|definition|article|landmark|log|marquee|math|rating|timer
|static|math fraction|math root|subscript|superscript|description list|description term|description value|footnote|content deletion
|content insertion|mark|suggestion|push button menu"""
ROLES: Final = tuple(_ROLES.replace("\n", "").split("|"))

CONTROLS: Final = frozenset({
    "check box", "check menu item", "color chooser", "combo box", "date editor", "dial", "editbar", "entry", "heading", "icon", "link",
    "list item", "menu", "menu item", "page tab", "paragraph", "password text", "push button", "push button menu", "radio button",
    "radio menu item", "slider", "spin button", "table cell", "table column header", "terminal", "text", "toggle button", "tree item",
})  # fmt: skip
"""What a person would act on."""
TELLING: Final = frozenset({"label", "static", "alert", "notification", "info bar"})
"""What only tells something: listed where it has words of its own and names no other control."""
EDITORS: Final = frozenset({"text", "entry", "paragraph", "heading", "terminal", "editbar", "date editor"})
"""What holds text; a password is not read."""
DOCUMENT_TEXTS: Final = frozenset({"text", "paragraph", "heading", "terminal"})
NUMBERS: Final = frozenset({"spin button", "slider", "dial"})
BLOCKS: Final = frozenset({"menu bar", "tool bar", "status bar", "document text", "document frame", "document web", "page tab list"})
"""What is read as a whole before going on."""
DOCUMENTS: Final = frozenset({"document text", "document frame", "document web"})
PLACES: Final = BLOCKS | {"root pane"}
"""Whose rectangles are needed though they are not listed."""
WHOLES: Final = frozenset({
    "combo box", "heading", "link", "list item", "push button", "spin button", "table cell", "tree item",
})  # fmt: skip
"""Controls whose inner parts are not listed on their own."""
WINDOWS: Final = frozenset({"frame", "dialog", "alert", "file chooser", "color chooser", "font chooser", "window", "popup menu"})
DIALOGS: Final = frozenset({"dialog", "alert", "file chooser", "color chooser", "font chooser"})
POPUPS: Final = frozenset({"window", "popup menu"})
MENU_ITEMS: Final = frozenset({"menu", "menu item", "check menu item", "radio menu item"})

LABEL_FOR: Final = 1
LABELLED_BY: Final = 2


class State:
    """The states that matter here. Plain numbers: an IntFlag would take longer to test than to ask for."""

    ACTIVE: Final = 1 << 1
    CHECKED: Final = 1 << 4
    DEFUNCT: Final = 1 << 6
    EDITABLE: Final = 1 << 7
    ENABLED: Final = 1 << 8
    EXPANDED: Final = 1 << 10
    FOCUSED: Final = 1 << 12
    MODAL: Final = 1 << 16
    MULTI_LINE: Final = 1 << 17
    SELECTABLE: Final = 1 << 22
    SELECTED: Final = 1 << 23
    SENSITIVE: Final = 1 << 24
    SHOWING: Final = 1 << 25
    SINGLE_LINE: Final = 1 << 26
    MANAGES_DESCENDANTS: Final = 1 << 31


SHOWN_STATES: Final = (
    ("enabled", State.ENABLED),
    ("checked", State.CHECKED),
    ("focused", State.FOCUSED),
    ("selected", State.SELECTED),
    ("expanded", State.EXPANDED),
    ("editable", State.EDITABLE),
)
SHOWN_MASK: Final = sum(bit for _, bit in SHOWN_STATES)


@cache
def states_in_words(bits: int) -> frozenset[str]:
    """Those of the states that an observation shows."""
    return frozenset(word for word, state in SHOWN_STATES if bits & state)


def role_in_words(number: int) -> str:
    return ROLES[number] if 0 <= number < len(ROLES) else "unknown"
