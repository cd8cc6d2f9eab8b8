"""Documented pairs written for these tests, in the forms that documents give them."""

from lamwright.pairs import Lineage, Pair


def pair(task: str, *plan: str, name: str = "", application: str = "writer") -> Pair:
    root = f"help/{name or task}"
    return Pair(root, task, plan, "help", name or task, "MPL-2.0", "the documentation", application, Lineage((root,)))


NAMED_SECTION = pair(
    "Insert a section",
    "Place the cursor in your document where you want to insert the section",
    "Choose Insert > Section...",
    'In the "New Section" box, type a name for the section',
    'Click the push button "OK"',
)
OPEN_BORDERS = pair("Open the Borders tab", "Choose Format > Paragraph...", 'Click the page tab "Borders"')
OPEN_FONT = pair("Open the Font tab", "Choose Format > Character...", 'Click the page tab "Font"')
MERGE = pair("Merge table cells", "Select the adjacent cells", "Choose Table > Merge Cells")
ALIGN = pair("Align the selected paragraph(s) to the left", "Choose Format > Align Text > Left (radio menu item)")
SAVE = pair("Save the document as a template", "Choose File > Templates > Save as Template...", 'Click the push button "OK"')
SUM = pair("Sum up a table column", "Click in the last cell of the column", "Press F2", "Repeat steps 1 and 2", "Press Return")
CHART = pair("Edit the axes of a chart", "Double-click the chart", "Choose Format > Axis...", 'Click the push button "OK"')
SPELL = pair("Turn on the spell check", "Choose Tools > Automatic Spell Checking (check menu item)")
BREAK = pair("Insert a page break", "Click in your document where you want the new page to begin", "Press ctrl+Return")
UNDERLINE = pair("Underline text", "Select the text that you want to underline", "Press ctrl+u")
FIELDS = tuple(
    pair(f"Insert the {name.lower()} of the document", f"Choose Insert > Field > {name}")
    for name in ("Page Count", "Title", "First Author", "Subject", "Date", "Time")
)
COMMANDS = tuple(
    pair(f"{task} the marked lines", f"Choose {path}")
    for task, path in (
        ("Sort", "Tools > Sort"), ("Indent", "Format > Spacing > Increase Indent"), ("Number", "Format > Lists > Numbered List"),
        ("Capitalize", "Format > Text > UPPERCASE"), ("Centre", "Format > Align Text > Centered"), ("Copy", "Edit > Copy"),
        ("Hide", "Format > Text > Hidden"), ("Cut out", "Edit > Cut"), ("Bold", "Format > Text > Bold"),
    )
)  # fmt: skip
DOCUMENTED = (
    NAMED_SECTION, OPEN_BORDERS, OPEN_FONT, MERGE, ALIGN, SAVE, SUM, CHART, SPELL, BREAK, UNDERLINE, *FIELDS, *COMMANDS,
)  # fmt: skip
