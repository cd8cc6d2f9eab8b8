"""Titles made into tasks: one imperative sentence without a full stop.

    To Move a Heading Up or Down in the Document  ->  Move a heading up or down in the document
    Arranging Chapters in the Navigator           ->  Arrange chapters in the Navigator
    Inserts a footnote or an endnote.             ->  Insert a footnote or an endnote

A title whose first word is no verb that we know is no task.
"""

import re

from lamwright.data.documents.howto import HowTo, unmarked
from lamwright.data.documents.verbs import NOUNS_TOO, imperative_of

LONGEST_SUMMARY_WORDS = 24
_PREFIX = re.compile(
    r"^(?:steps (?:for|to)|how (?:to|do i|do you|can i)|if you want to|in order to|to|(?:example|procedure|wikihow):|\d+[.)])\s+",
    re.IGNORECASE,
)
_ADVERB = re.compile(r"([A-Za-z]+ly )?(\S*)\s*(.*)")
_DETERMINERS = "the|a|an|it|or|and|to|one|its|all|any|new|them|you|your"
_KEPT = frozenset(
    """LibreOffice Writer Calc Impress Draw Math Base AutoText AutoCorrect AutoFormat AutoSpellcheck Navigator Gallery Fontwork ASCII
    Unicode Java Basic Python Microsoft Word Excel Internet Web Windows Linux Roman Arabic Asian English""".split()
)
_SETTINGS = frozenset(
    """specify set define select edit configure determine change modify choose enter adjust customize assign control manage allow contain
    format list add create provide give search""".split()
)
"""What a dialog is there for, and opening it does not yet do."""


_REFERRING = frozenset("see refer note".split())
_OF_CONTROLS = frozenset("click press drag type mark check clear right-click double-click".split())
"""What summaries of single controls begin with."""


def imperative(title: str) -> str:
    """The title as a task, "" where it is none."""
    words = " ".join(unmarked(title).split())
    stripped = _PREFIX.sub("", _PREFIX.sub("", words)).rstrip(" .:?!…")
    adverb, first, rest = _ADVERB.match(sentence_case(stripped) if words == title else stripped).groups(default="")  # type: ignore[union-attr]
    verb = imperative_of(first.strip(","))
    if not verb or not rest or (stripped == words and _is_noun(first, rest)):
        return ""
    if adverb:
        return f"{adverb[0].upper()}{adverb[1:]}{verb} {_following(first, rest)}"
    return f"{verb[0].upper()}{verb[1:]}{',' if first.endswith(',') else ''} {_following(first, rest)}"


def _following(first: str, rest: str) -> str:
    """Further verbs in the first one's form: "Inserting, Editing, and Saving Images", "Adds or removes"."""
    ending = next((end for end in ("ing", "s") if first.casefold().rstrip(",").endswith(end)), "")
    if not ending:
        return rest

    def made(found: re.Match[str]) -> str:
        return f"{found['before']}{imperative_of(found['verb']) or found['verb']}"

    is_joined = first.endswith(",") or rest.startswith(("and ", "or "))
    joined = re.sub(rf"^(?P<before>(?:and |or )?)(?P<verb>[a-z]+{ending})\b", made, rest) if is_joined else rest
    return re.sub(rf"(?P<before>(?:, | and | or |, and ))(?P<verb>[a-z]{{3,}}{ending})(?= (?:{_DETERMINERS})\b)", made, joined)


def _is_noun(first: str, rest: str) -> bool:
    """Whether the first word is rather a thing: nothing behind it says what is done to what."""
    return first.casefold() in NOUNS_TOO and not re.match(rf"(?:{_DETERMINERS}|multiple|several|text|two|your)\b", rest, re.IGNORECASE)


def is_imperative(step: str) -> bool:
    """Whether a list's item begins with a verb and tells to do something, not to look elsewhere."""
    first, _, rest = unmarked(step).strip().partition(" ")
    if not rest or first.casefold() in _REFERRING:
        return False
    return imperative_of(first) == first.casefold() and not _is_noun(first, rest) and not re.match(r"(?:is|are|can|has|have)\b", rest)


def sentence_case(title: str) -> str:
    """Title Case made sentence case; names, abbreviations and words with inner capitals stay."""
    words = title.split()
    long = [word for word in words[1:] if len(word) > 3]
    if sum(word[0].isupper() for word in long) * 2 <= len(long):
        return title
    return " ".join(word if _is_kept(word) else word.lower() for word in words)


def _is_kept(word: str) -> bool:
    letters = re.sub(r"\W", "", word)
    return letters in _KEPT or any(letter.isupper() for letter in letters[1:])


def task_of(how_to: HowTo) -> str:
    """One imperative sentence, "" where the document gives none."""
    if how_to.form == "access":
        return _access_task(how_to)
    found = imperative(how_to.title)
    if found or how_to.form == "sentence":
        return found
    return next((task for heading in reversed(how_to.context) if (task := imperative(heading))), "") if how_to.form == "list" else ""


def _access_task(how_to: HowTo) -> str:
    """What the command does by its page's summary; to open it, where it is there to set something; told apart by the way where several."""
    way = unmarked(" ".join(how_to.steps))
    purpose = _summary(how_to.summary)
    purpose = "" if purpose.split(" ")[0].casefold() in _OF_CONTROLS else purpose
    title = how_to.title.split(" (")[0].split(" - ")[-1]
    is_tab = bool(re.search(r"\btab\W*$", way))
    if is_tab or not purpose or purpose.split()[0].casefold() in _SETTINGS:
        opened = f"Open the {title} tab" if is_tab and not title.endswith("tab") else imperative(title) or f"Open {title}"
        base = f"{opened} to {purpose[0].lower()}{purpose[1:]}" if purpose and opened.startswith("Open ") else opened
    else:
        base = purpose
    suffix = "" if how_to.name.endswith("/1") else _by_way(way)
    return base if how_to.name.endswith("/1") else f"{base} {suffix}" if suffix else ""


def _summary(summary: str) -> str:
    """The first sentence as a task, "" where it is long or begins with no verb."""
    first = re.split(r"(?<=[.!?])\s", summary)[0]
    points_elsewhere = re.search(r"\b(?:this|these|current) (?:tab|page|dialog|command|function|option|icon|box|feature|toolbar)\b", first)
    return imperative(first) if len(first.split()) <= LONGEST_SUMMARY_WORDS and not points_elsewhere else ""


def _by_way(way: str) -> str:
    if re.search(r"context menu|^right-click", way, re.IGNORECASE):
        return "from the context menu"
    bar = re.search(r"\b(?:on|in) (?:the )?([A-Z][\w& -]+?) (?:tool ?)?bar\b", way, re.IGNORECASE)
    if bar:
        return f"with the {bar[1]} bar"
    if re.match(r"press|[a-z]+\s?\+|f\d", way, re.IGNORECASE):
        return "with the keyboard"
    menu = re.match(r"(?:choose |open )?(?:menu )?((?:[A-Z][\w& ]{1,24} - ){1,2})", way, re.IGNORECASE)
    return f"from the {menu[1].rstrip(' -').replace(' - ', ' > ')} menu" if menu else ""
