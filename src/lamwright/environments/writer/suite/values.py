"""Values that requests carry: phrases of the document, and words, names, addresses and numbers from pools written for the suite."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from lamwright.environments.writer.document import Document
from lamwright.environments.writer.passages import passages_of
from lamwright.environments.writer.suite.kind import Draw, Scene
from lamwright.observation import PassageKind

FONTS = (
    "Arial", "Calibri", "Cambria", "Comic Sans MS", "Courier New", "DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono", "Garamond",
    "Georgia", "Helvetica",
    "Liberation Sans", "Liberation Mono", "Palatino", "Tahoma", "Times New Roman", "Trebuchet MS", "Verdana",
)  # fmt: skip
SIZES = ("8", "9", "10", "11", "13", "14", "15", "16", "18", "20", "22", "24", "26", "28", "32", "36", "40", "48")
SYMBOLS = ("€", "©", "®", "°", "£", "§", "™", "¥", "±", "½", "→", "†")
PERCENTS = ("50", "60", "70", "75", "80", "90", "110", "120", "125", "130", "140", "150", "175", "200")
MARGINS = ("1", "1.5", "2.5", "3", "3.5", "4", "1.2", "2.2", "2.8")
NUMBER_WORDS = ("two", "three", "four", "five", "six", "seven", "eight")
ADDRESSES = tuple(
    f"{head}{site}.{end}"
    for head, site, end in product(
        ("https://www.", "https://", "http://", "www."),
        ("millbrook-choir", "example", "harbour-office", "northfield", "greenways"),
        ("org", "example", "com", "net"),
    )
)
NAMES = tuple(
    f"{first}{joint}{second}"
    for first, second, joint in product(
        ("summer", "board", "project", "invoice", "Report", "Letter", "meeting", "Draft", "plan", "harvest"),
        ("2031", "final", "notes", "copy", "North", "minutes", "overview", "v2"),
        ("_", "-", ""),
    )
)  # fmt: skip
TITLES = tuple(
    f"{what} {of}"
    for what, of in product(
        ("Minutes of", "Plan for", "Report on", "Notes about", "Guide to", "Thoughts on", "Rules of"),
        ("the spring fair", "our garden", "the new office", "the winter season", "the boat house", "the training week", "the reading club"),
    )
)
MARKS = (
    "DRAFT",
    "Confidential",
    "Sample",
    "Internal",
    "Copy",
    "Proof",
    "For review",
    "Not final",
    "Preview",
    "Private",
    "Urgent",
    "Secret",
)
WORDS = (
    "lantern", "orchard", "ticket", "harvest", "window", "bridge", "copper", "violin", "compass", "blanket", "pencil", "river",
    "candle", "market",
    "ladder", "pepper", "saddle", "island", "button", "feather", "kettle", "marble", "anchor", "basket", "thunder", "meadow",
    "chimney", "barrel",
)  # fmt: skip
SENTENCES = tuple(
    f"{who} {does} {what}{end}"
    for who, does, what, end in product(
        ("Please", "All members", "We", "The team", "Our guests", "The neighbours", "Everybody"),
        ("check", "bring", "remember", "return", "prepare", "look after", "count"),
        ("the keys", "two copies", "the new timetable", "warm clothes", "the signed form", "the blue folder", "their own cups"),
        ("", " before Friday", " at the front desk", " once a month", " this week"),
    )
)
REMARKS = (
    "Checked on Monday", "Ask the treasurer about this", "Source: town archive", "This needs a second look",
    "See the appendix for details", "Is this still true?",
    "Figures from last year", "Please shorten", "Who wrote this?", "Agreed by phone", "Compare with the first draft",
    "Add a date here", "Too long in my view",
    "According to the survey", "Not yet confirmed", "Quoted from the annual review", "Double-check the amount", "Well put",
    "Rounded to full numbers",
    "Name changed on request", "Prices include delivery", "Translated from the original", "Move to the end?", "Waiting for an answer",
)  # fmt: skip
LONGEST_PHRASE = 4


@lru_cache(maxsize=256)
def phrases(document: Document) -> tuple[str, ...]:
    """Runs of one to four words that stand exactly once in the document's top-level text, within one paragraph."""
    whole = document.text.casefold()
    found = dict.fromkeys(_runs(document))
    return tuple(run for run in found if whole.count(run.casefold()) == 1)


def _runs(document: Document) -> Iterator[str]:
    for passage in passages_of(document):
        words = passage.text.split()
        for begin in range(len(words)):
            for end in range(begin + 1, min(len(words), begin + LONGEST_PHRASE) + 1):
                run = " ".join(words[begin:end]).rstrip(",.;:!?")
                if run.isascii() and all(part.replace("-", "").isalnum() for part in run.split()) and len(run) > 3:
                    yield run


def draw_passage(scene: Scene, draw: Draw, kinds: tuple[PassageKind, ...] = ("paragraph",)) -> int | None:
    """The index of a passage of one of these kinds that has text, from this split's share of the template's blocks."""
    filled = [passage.index for passage in passages_of(scene.document) if passage.kind in kinds and passage.text.strip()]
    return next(iter(draw.blocks(scene.template, filled)), None)
