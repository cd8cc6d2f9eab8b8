"""A step's text as clauses: sentences told apart, what only explains or is optional set aside, "and then" cut."""

import re
from collections.abc import Iterator

from lamwright.data.howto.said import Skipped

VERBS = (
    "choose|select|click|double-click|right-click|press|enter|type|clear|open|mark|unmark|check|uncheck|tick|set|drag|place|position|put|"
    "move|go|highlight|insert|apply|close|switch|deselect|enable|disable|activate|deactivate|specify|use|hold|release|copy|paste|save|"
    "change|repeat|unselect|turn|scroll|edit|modify|add|remove|delete|define|create|start|run|drop|resize|adjust|rename|confirm|give|"
    "show|hide|expand|double click|right click|accept|return|print|load|browse|locate|pick|assign|toggle|undo|view|format|make|ensure|"
    "navigate|do|find|extend|keep|leave|perform|draw|point|push|continue|exit|quit|import|export|attach|download|install|call|invoke"
)
_SENTENCE = re.compile(r"(?<=[.!?;])(?:\s+|(?=[A-Z][a-z]))(?=[\"“(]?[A-Z])|\s+//\s+")
_CUT = re.compile(rf"\s*(?:,? and then|, then|;? then|, and|,? &| and|;|,)\s+(?=(?:again |also )?(?:{VERBS})\b)")
_OPTIONAL = re.compile(
    r"^(?:\(?optional(?:ly)?\b|if (?:you (?:want|wish|like|need|prefer)|necessary|needed|required|desired|applicable)\b"
    r"|you (?:can|may|could)\b|alternatively\b|note\b|tip\b|when necessary|or[, ])",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"^(?:if|when|unless|as soon as|depending on|for (?!the\b))\b", re.IGNORECASE)
_EXAMPLE = re.compile(r"^(?:for example|e\.g\.|for instance|example)\b", re.IGNORECASE)
_PURPOSE = re.compile(rf"^(?:to|in order to)\s+(?!(?:{VERBS})\b.*\bto\b)[^,]*?,\s*(?=(?:{VERBS}|in|on)\b)", re.IGNORECASE)
_REPEAT = re.compile(r"^(?:repeat|continue)\b", re.IGNORECASE)
_IMPERATIVE = re.compile(rf"^(?:now |first |next |then |again |also |finally |simply |just |please )*(?:,\s*)?(?:{VERBS})\b", re.IGNORECASE)
_LED = re.compile(
    rf"^(?i:(?:now |then |next )?(?:in|on|from|under|at|with|within|inside|using|behind|beside))\b.*?(?:,\s*|\s+)(?=(?:{VERBS})\b)"
)
_LEAD_ALONE = re.compile(r"^(?:in|on|from|under|at|with|within|inside|using)\b", re.IGNORECASE)
_LEADERS = re.compile(r"^(?:now|first|next|then|again|also|finally|simply|just|please)[, ]+", re.IGNORECASE)


def clauses(step: str) -> Iterator[str | Skipped]:
    """What the step says to do, one thing each, in order; what need not be done is given as Skipped."""
    for sentence in _SENTENCE.split(" ".join(step.split())):
        sentence = sentence.strip()
        if sentence:
            yield from _of_sentence(sentence)


def _of_sentence(sentence: str) -> Iterator[str | Skipped]:
    reason = _set_aside(sentence)
    if reason:
        yield Skipped(reason, sentence)
        return
    sentence = _LEADERS.sub("", _PURPOSE.sub("", sentence))
    if not (_IMPERATIVE.match(sentence) or _LED.match(sentence) or _is_bare(sentence)):
        yield Skipped("told", sentence)
        return
    for clause in _joined(_CUT.split(sentence)):
        words = _LEADERS.sub("", clause.strip(" .;:,"))
        reason = _set_aside(words) if words else ""
        if words:
            yield Skipped(reason, words) if reason else words


def _joined(parts: list[str]) -> Iterator[str]:
    """A mere "In the Type list" goes with what is done there."""
    lead = ""
    for part in parts:
        words = f"{lead}{part}"
        if _LEAD_ALONE.match(words) and not _LED.match(words):
            lead = f"{words}, "
        else:
            yield words
            lead = ""
    if lead:
        yield lead


def _set_aside(words: str) -> str:
    """Why these words need not be done; empty where they must be."""
    if _OPTIONAL.match(words):
        return "optional"
    if _REPEAT.match(words):
        return "repeat"
    if _EXAMPLE.match(words):
        return "told"
    if _CONDITION.match(words) and not _LED.match(words):
        return "optional"
    return ""


def _is_bare(sentence: str) -> bool:
    """A menu path or a key without a verb, as the help's access lines have them."""
    return bool(re.match(r"^(?:[A-Z][\w&/.]*(?: [\w&/.,]+)* (?:-|>|▸|–) [A-Z]|(?:shift|ctrl|alt|F\d)\b)", sentence, re.IGNORECASE))
