"""Which how-tos are left out before anything is made of them, and why."""

import re

from lamwright.data.documents.howto import HowTo, unmarked
from lamwright.data.plans.tasks import is_imperative

LEAST_FUNCTION_WORDS = 0.07
ENOUGH_WORDS = 12
MOST_STEPS = 25
MOST_LETTERS = 700
_FUNCTION_WORDS = frozenset(
    """the a an of to in on and or is are be it that this with for from by as at you your if not then into can will all when which
    its""".split()
)
_OTHERS = re.compile(
    r"\b(?:Calc|Impress|Draw|Math|Base|spreadsheets?|presentations?|slides?|databases?|Basic IDE|slide show|Microsoft Excel|PowerPoint)\b"
)
_OURS = re.compile(r"\bWriter\b|\btext documents?\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"^click to\b|\b(?:click|see|type|enter|choose|press) (?:here|above|below)\b|\bthe following(?: \w+)?:?$|\bas follows:?$", re.IGNORECASE
)
_VAGUE = re.compile(r"\b(?:do (?:this|so|it)|this [a-z]+|these|the following)\b|^\S+ (?:it|them|its)\b", re.IGNORECASE)
_VAGUE_STEP = re.compile(
    r"\bthis (?:check ?box|box|option|icon|list|list box|field|button|command|function|dialog|tab|label|link|entry|area|menu|window"
    r"|page)\b",
    re.IGNORECASE,
)


def reason_against(how_to: HowTo, application: str) -> str:
    """Why the how-to is left out, "" where it is not."""
    words = unmarked(" ".join((how_to.title, *how_to.steps)))
    if how_to.application not in (application, ""):
        return f"of another application: {how_to.application}"
    about = f"{words} {how_to.summary}"
    if _OTHERS.search(about) and not _OURS.search(about):
        return "tells of another application"
    if not is_english(words):
        return "not English"
    if not how_to.title.strip():
        return "it has no title"
    if how_to.form == "bullets" and not all(map(is_imperative, how_to.steps)):
        return "its bullet list is not one of steps"
    if len(how_to.steps) > MOST_STEPS or any(len(step) > MOST_LETTERS for step in how_to.steps):
        return "too long"
    if how_to.form == "sentence" and _VAGUE.search(how_to.title):
        return "its title points elsewhere"
    if how_to.form == "sentence" and any(_VAGUE_STEP.search(step) for step in how_to.steps):
        return "a step points elsewhere"
    return "a step points elsewhere" if any(_ELSEWHERE.search(unmarked(step).strip(" .")) for step in how_to.steps) else ""


def is_english(text: str) -> bool:
    """Whether enough of the words are English function words; a text of few words is taken to be English where its letters are Latin."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    if sum(not word.isascii() for word in words) * 4 > len(words):
        return False
    return len(words) < ENOUGH_WORDS or sum(word in _FUNCTION_WORDS for word in words) >= LEAST_FUNCTION_WORDS * len(words)
