"""What may be asked for beside a task: one thing each, its wordings and its steps in the canonical form, its values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from lamwright.data.plans.evolve import values

When = Literal["place", "before", "after", "either", "undo", "escape"]


@dataclass(frozen=True, slots=True)
class Move:
    """`words` are imperative clauses. `given` says the same as a circumstance ("with ... selected"), where there is such a phrase.

    A `place` is where the task is then done: before a plan that does not say so itself. `undo` and `escape` come directly behind the
    plan: behind a change, behind something that was only opened. `topic` is found in tasks that it suits ("" suits any).
    """

    words: tuple[str, ...]
    steps: tuple[str, ...]
    when: When = "either"
    pools: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    given: tuple[str, ...] = ()
    topic: str = ""

    def filled(self, rng: Random) -> "Move":
        """With a value for each name."""
        chosen = {name: rng.choice(pool) for name, pool in self.pools.items()}

        def fill(texts: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(text.format_map(chosen) for text in texts)

        return Move(fill(self.words), fill(self.steps), self.when, {}, fill(self.given), self.topic)


_TEXT = (
    r"(?i)\b(?:text|characters?|font|words?|format\w*|styles?|highlight\w*|spelling|language|border|background|hyperlink|comment|case)\b"
)
_PARAGRAPH = (
    r"(?i)\b(?:paragraphs?|indents?|align\w*|spacing|tab stops?|bullets?|numbering|list|outline|borders?|drop caps|text flow|styles?|area)"
    r"\b"
)
_NOT_IN_TEXT = r"(?!.*\b(?:tool ?bars?|gallery|dictionary|menu|styles?|header|footer|list)\b)"
_INSERTS = rf"(?i)^(?:insert|add|type|place|open (?:the )?insert)\b{_NOT_IN_TEXT}"
_TABLE = r"(?i)\b(?:tables?|cells?|rows?|columns?)\b"
_PHRASE = {"p": values.PHRASES}
_REFERENCE = {"r": values.PARAGRAPHS}

PLACES = (
    Move(
        ('select the words "{p}"', 'select the text "{p}"', 'mark the phrase "{p}"', 'highlight the words "{p}" with the cursor'),
        ('Select the text "{p}"',), "place", _PHRASE, ('with the words "{p}" selected', 'for the text "{p}"'), _TEXT,
    ),
    Move(
        ("select {r}", "put the selection on {r}"), ('Select the paragraph "{r}"',), "place", _REFERENCE,
        ("with {r} selected", "for {r}"), _PARAGRAPH,
    ),
    Move(
        ("go to the end of {r}", "put the cursor at the end of {r}"), ('Select the paragraph "{r}"', "Press End"), "place", _REFERENCE,
        ("at the end of {r}",), _INSERTS,
    ),
    Move(
        ('put the cursor right after the words "{p}"', 'go to the place behind "{p}"'), ('Select the text "{p}"', "Press Right"), "place",
        _PHRASE, ('right after the words "{p}"', 'directly behind the text "{p}"'), _INSERTS,
    ),
    Move(
        ("go to the end of the document", "jump to the very end of the document"), ("Press ctrl+End",), "place", {},
        ("at the end of the document", "at the very end of the document"), _INSERTS,
    ),
    Move(
        ("go to the start of the document", "jump to the top of the document"), ("Press ctrl+Home",), "place", {},
        ("at the beginning of the document", "at the top of the document"), _INSERTS,
    ),
    Move(
        ("select table {n}", "mark the whole of table {n}"), ("Select table {n}",), "place", {"n": ("1", "2", "3", "4", "5", "6")},
        ("with table {n} selected", "for table {n}"), _TABLE,
    ),
    Move(
        ("go to cell {c}", "put the cursor in cell {c} of the table"), ('Select the cell "{c}"',), "place", {"c": values.CELLS},
        ("in cell {c}", "from cell {c} of the table"), _TABLE,
    ),
    Move(
        ("select the whole document", "select everything"), ("Press ctrl+a",), "place", {},
        ("with the whole document selected", "with everything selected"), _TEXT,
    ),
)  # fmt: skip

_SIZES = {"rows": tuple(map(str, range(2, 16))), "columns": tuple(map(str, range(2, 9)))}
OTHERS = (
    Move(
        ('type "{s}" on a new line at the end', 'add the sentence "{s}" as the last paragraph', 'write "{s}" below the last line'),
        ("Press ctrl+End", "Press Return", 'Type "{s}"'), "either", {"s": values.SENTENCES},
    ),
    Move(
        ("insert a table of {rows} rows and {columns} columns at the end",
         "add a table with {rows} rows and {columns} columns below the text"),
        ("Press ctrl+End", 'Insert a table of "{rows}" rows and "{columns}" columns'), "either", _SIZES,
    ),
    Move(
        ("put a page break at the end of the document", "start a new page at the end of the document"),
        ("Press ctrl+End", "Press ctrl+Return"),
    ),
    Move(
        ('make the words "{p}" bold', 'set "{p}" in bold', 'turn the text "{p}" bold'), ('Select the text "{p}"', "Press ctrl+b"), "either",
        _PHRASE,
    ),
    Move(
        ('put "{p}" in italics', 'make the words "{p}" italic'), ('Select the text "{p}"', "Press ctrl+i"), "either", _PHRASE,
    ),
    Move(
        ('underline the words "{p}"', 'underline "{p}"'), ('Select the text "{p}"', "Press ctrl+u"), "either", _PHRASE,
    ),
    Move(
        ('delete the words "{p}"', 'take out the text "{p}"', 'remove "{p}" from the text'), ('Select the text "{p}"', "Press Delete"),
        "either", _PHRASE,
    ),
    Move(
        ('replace the words "{p}" with "{q}"', 'write "{q}" instead of "{p}"'), ('Select the text "{p}"', 'Type "{q}"'), "either",
        {"p": values.PHRASES, "q": values.PHRASES},
    ),
    Move(
        ('set the words "{p}" in {f}', 'change the font of "{p}" to {f}'), ('Select the text "{p}"', 'Set the font to "{f}"'), "either",
        {"p": values.PHRASES, "f": values.FONTS},
    ),
    Move(
        ('set the words "{p}" to {z} points', 'change the size of "{p}" to {z} pt'),
        ('Select the text "{p}"', 'Set the font size to "{z}"'),
        "either", {"p": values.PHRASES, "z": values.SIZES},
    ),
    Move(
        ("make {r} a first-level heading", "turn {r} into a main heading"), ('Select the paragraph "{r}"', "Press ctrl+1"), "either",
        _REFERENCE,
    ),
    Move(("centre {r}", "put {r} in the middle of the line"), ('Select the paragraph "{r}"', "Press ctrl+e"), "either", _REFERENCE),
    Move(("align {r} to the right", "right-align {r}"), ('Select the paragraph "{r}"', "Press ctrl+r"), "either", _REFERENCE),
    Move(("justify {r}", "align {r} on both sides"), ('Select the paragraph "{r}"', "Press ctrl+j"), "either", _REFERENCE),
    Move(
        ("turn {r} into a bulleted item", "put a bullet before {r}"), ('Select the paragraph "{r}"', "Press shift+F12"), "either",
        _REFERENCE,
    ),
    Move(
        ("zoom to {z} percent", "set the zoom to {z} percent", "show the page at {z}%"),
        (
            "Choose View > Zoom > Zoom...", 'Click the radio button "Variable:"', 'Set the spin button "Variable" to "{z}"',
            'Click the push button "OK"',
        ),
        "either", {"z": values.PERCENTS},
    ),
    Move(
        ('set the title in the document properties to "{t}"', 'give the file the title "{t}" in its properties'),
        (
            "Choose File > Properties...", 'Click the page tab "Description"', 'Set the entry "Title" to "{t}"',
            'Click the push button "OK"',
        ),
        "either", {"t": values.TITLES},
    ),
    Move(
        ('bookmark the words "{p}" as "{b}"', 'set a bookmark named "{b}" at "{p}"'),
        (
            'Select the text "{p}"', "Choose Insert > Bookmark...", 'Set the entry "Name" to "{b}"', 'Click the push button "Insert"',
        ),
        "either", {"p": values.PHRASES, "b": values.FILES},
    ),
    Move(
        ('attach the comment "{k}" to the words "{p}"', 'comment on "{p}" with "{k}"'),
        ('Select the text "{p}"', 'Click the push button "Comment"', 'Type "{k}"', "Press Escape"), "either",
        {"p": values.PHRASES, "k": values.REMARKS},
    ),
    Move(
        ('add the footnote "{k}" to the words "{p}"', 'put a footnote saying "{k}" at "{p}"'),
        ('Select the text "{p}"', 'Click the push button "Footnote"', 'Type "{k}"'), "after", {"p": values.PHRASES, "k": values.REMARKS},
    ),
    Move(
        ('replace every "{w}" with "{x}"', 'change "{w}" to "{x}" throughout the document'),
        (
            "Choose Edit > Find and Replace... (check menu item)", 'Set the combo box "Find" to "{w}"',
            'Set the combo box "Replace" to "{x}"', 'Click the push button "Replace All"', 'Click the push button "Close"',
        ),
        "either", {"w": values.WORDS, "x": values.WORDS},
    ),
    Move(
        ('link the words "{p}" to {u}', 'make "{p}" a link to {u}'),
        (
            'Select the text "{p}"', "Choose Insert > Hyperlink... (check menu item)", 'Set the combo box "URL" to "{u}"',
            'Click the push button "OK"',
        ),
        "either", {"p": values.PHRASES, "u": values.URLS},
    ),
    Move(
        ('save the document as "{name}" in {kind} format', 'save a copy called "{name}" ({kind})', 'store everything as {name}.{kind}'),
        ('Save the document as "{name}" in the format "{kind}"',), "after", {"name": values.FILES, "kind": values.FORMATS},
    ),
    Move(
        ('keep a backup as "{name}" in {kind} format', 'save the present state as "{name}" ({kind})'),
        ('Save the document as "{name}" in the format "{kind}"',), "before", {"name": values.FILES, "kind": values.FORMATS},
    ),
    Move(("go back to the top of the document", "jump to the beginning of the document"), ("Press ctrl+Home",), "after"),
    Move(("undo the last change", "take the last change back"), ("Press ctrl+z",), "undo"),
    Move(
        ("close it again with Escape", "leave it by Escape without changing anything", "press Escape to leave it unchanged"),
        ("Press Escape",), "escape",
    ),
)  # fmt: skip
