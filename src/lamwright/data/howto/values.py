"""Values for what how-tos leave open ("type a name", "select a style"): written by us, by the control's name, else by its type."""

from lamwright.application_map import plain

_BY_NAME = {
    "name": "Chapter start", "bookmark": "Chapter start", "new style": "Side Note", "style name": "Side Note", "rows": "4", "columns": "3",
    "find": "the", "replace": "this", "caption": "The new building", "category": "Figure", "numbering": "Arabic (1 2 3)",
    "paragraph style": "Heading 2", "character style": "Emphasis", "page style": "Landscape", "style": "Landscape",
    "next style": "Default Page Style",
    "level": "2", "condition": "1 == 1", "then": "yes", "else": "no", "value": "25", "type": "", "position": "Below",
    "before text": "0.5 cm",
    "after text": "0.5 cm", "first line": "0.5 cm", "above paragraph": "0.4 cm", "below paragraph": "0.4 cm", "line spacing": "Double",
    "left": "3 cm", "right": "3 cm", "top": "3 cm", "bottom": "3 cm", "width": "8 cm", "height": "4 cm", "font": "DejaVu Serif",
    "size": "18 pt",
    "typeface": "Bold", "effects": "Capitals", "case": "Capitals", "language": "English (UK)", "text": "Remember the deadline",
    "url": "https://example.org/timetable",
    "entry": "boiler", "shortcut": "CS", "title": "A short report", "author": "The office", "subject": "Repairs", "keywords": "repairs",
    "lines": "3", "number of lines": "3", "characters": "2", "drop caps": "3", "spacing": "0.5 cm", "interval": "5", "angle": "45",
    "separator": ": ",
    "reference": "See above", "selection": "Note", "format": "A5", "paper format": "A5", "orientation": "Landscape", "page number": "5",
    "start at": "3", "starting at": "3", "start with": "3", "1st key": "A", "sort criterion": "", "option": "", "word": "boilerplate",
    "author initials": "LO",
    "save as": "draft", "password": "", "hyperlink": "https://example.org/timetable", "number": "1, 2, 3, ...", "page": "2",
    "tooltip": "More about this",
    "watermark": "Draft", "transparency": "40%", "rotation": "45", "overline": "Single", "strikethrough": "Single",
    "underline": "Single", "underlining": "Single",
    "emphasis mark": "Dot", "outline level": "Level 2", "list style": "Numbering 123", "numbering style": "Numbering 123",
    "alternative": "A drawing",
    "alternative (text only)": "A drawing", "description": "A drawing of the street", "comment": "Please check this",
    "initial page number": "3",
    "table style": "Default Table Style", "repeat": "2", "heading rows": "2", "user": "A. Writer", "content": "yes", "placeholder": "name",
    "index entry": "boiler", "characters at line end": "3", "characters at line begin": "3",
    "maximum number of consecutive hyphens": "2", "tabs": "2 cm", "width (optional)": "80%",
}  # fmt: skip
_BY_TYPE = {"spin button": "2", "entry": "Spring report", "text": "Spring report"}
TYPED = "A few words of our own."
"""What is typed into the document where the how-to says to type something."""


def value_for(name: str, type_: str) -> str:
    """A value that suits the control; empty where none is known."""
    return _BY_NAME.get(plain(name)) or _BY_TYPE.get(type_, "")
