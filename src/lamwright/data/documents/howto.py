"""One how-to as a document has it: a heading, steps in the document's words, and whose words they are."""

import re
from dataclasses import dataclass

MARK = "**"
"""Stands before and behind what the document sets off (bold, a menu's name), in titles and steps: "Click **OK**."."""
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class HowTo:
    """A title and its steps, not yet standardised.

    `form` says how the document tells it: "list" (an ordered list under a heading), "bullets" (a bullet list there), "access" (how a
    command is reached), "sentence" ("To X, choose A - B."), "structured" (schema.org). `name` tells the how-tos of one `origin` apart.
    `context` holds the page's title and the headings above, `summary` what the page says that its command does, `reached` how it says that
    the command is reached: steps may begin in the dialog that this opens.
    """

    title: str
    steps: tuple[str, ...]
    source: str
    origin: str
    licence: str
    attribution: str
    application: str
    form: str
    name: str
    context: tuple[str, ...] = ()
    summary: str = ""
    reached: str = ""
    keywords: tuple[str, ...] = ()


def unmarked(text: str) -> str:
    """The text without the marks."""
    return text.replace(MARK, "")


def sound(text: str) -> str:
    """The text without lone surrogates (from torn JSON, or a file name that is not UTF-8): no file can hold these."""
    return _SURROGATE.sub("\ufffd", text)


def tidy(text: str) -> str:
    """White space made one, marks that touch joined, spaces moved out of marks."""
    joined = re.sub(r"\*\*(\s*)\*\*", r"\1", " ".join(text.split()))
    return " ".join(re.sub(r"\*\*(\s*)([^*]*?)(\s*)\*\*", r"\1**\2**\3", joined).replace("****", "").split())
