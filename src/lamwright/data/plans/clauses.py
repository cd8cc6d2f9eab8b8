"""A documented step cut into steps that each do one thing, in the document's words.

    Choose **Tools - AutoText**, and then click the **Close** button.   ->  Choose **Tools - AutoText** | Click the **Close** button
    Choose **Edit - Undo**, or press Ctrl+Z.                            ->  Choose **Edit - Undo**

What explains is dropped, of alternatives the first is kept, and a purpose said first ("To do X, click Y") is left out.
"""

import re

from lamwright.data.documents.howto import MARK
from lamwright.data.documents.verbs import ACTING, TASKS

_VERB = "|".join(sorted(ACTING, key=len, reverse=True))
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[\"“(*]*[A-Z\x00])")
_TASK_VERB = "|".join(sorted(TASKS, key=len, reverse=True))
_SEPARATOR = re.compile(
    rf"(?:,? and then|, then)\s+(?=(?:{_TASK_VERB})\b)|(?:;|, and| and|,)\s+(?=(?:then |also )?(?:{_VERB})\b)", re.IGNORECASE
)
_PLAIN_ACTS = ("click", "choose", "press", "double-click", "right-click", "type", "enter")
_ALTERNATIVE = re.compile(
    rf",? or (?:simply |by |just |you can )?(?=(?:{_VERB}|choosing|pressing|clicking|use|using|right-click)\b).*", re.IGNORECASE
)
_PURPOSE = re.compile(rf"^(?:To|In order to) [^,]+, (?=(?:{_VERB})\b)")
_LEADING = re.compile(
    r"^(?:\(optional\)|optionally|now|then|first|next|finally|also|and|please|simply|again|either)[,:]?\s+", re.IGNORECASE
)
_PLACED = re.compile(
    r"^(?:in|on|from|under|at|with|within|inside|for|if|when|while|after|still|as|by|into|below|until|once|using|without)\b", re.IGNORECASE
)
_REFERRING = re.compile(r"(?:see|refer|note|read|repeat|follow|find out|remember|make sure)\b", re.IGNORECASE)
_HELD = re.compile(r"\b(?:hold|holding|while|until|if|when|repeat|whether)\b", re.IGNORECASE)
_SAFE = re.compile(r"\*\*[^*]*\*\*|\"[^\"]*\"|“[^”]*”|\([^)]*\)")


def split_step(step: str) -> tuple[str, ...]:
    """The clauses, each beginning with a capital letter, without a closing full stop."""
    hidden: list[str] = []

    def hide(found: re.Match[str]) -> str:
        hidden.append(found.group())
        return f"\0{len(hidden) - 1}\0"

    covered = _SAFE.sub(hide, step)
    clauses = (clause for sentence in _SENTENCE.split(covered) if is_instruction(sentence) for clause in _cut(sentence))
    told = (re.sub(r"\0(\d+)\0", lambda found: hidden[int(found[1])], clause) for clause in clauses)
    return tuple(f"{clause[0].upper()}{clause[1:]}" for clause in map(_trimmed, told) if clause.replace(MARK, ""))


def is_instruction(sentence: str) -> bool:
    """Whether the sentence tells to do something: it begins with a verb, or with a place or condition that a verb follows."""
    words = _LEADING.sub("", sentence.lstrip("(*"))
    first = re.match(r"[A-Za-z-]+", words)
    if _REFERRING.match(words):
        return False
    if first and first.group().casefold() in TASKS:
        return not re.match(r"[A-Za-z-]+ (?:is|are|can|has|have|was|were)\b", words)
    if _PURPOSE.match(words):
        return True
    return bool(
        _PLACED.match(words) and re.search(rf"(?:,| |\0)\s*(?:{_VERB})\b", words) and not re.search(r"\b(?:can|will|may|is|are) ", words)
    )


def _cut(sentence: str) -> list[str]:
    words = _PURPOSE.sub("", _LEADING.sub("", sentence.strip()))
    words = _ALTERNATIVE.sub("", words)
    clauses: list[str] = []
    for part in _SEPARATOR.split(words):
        if clauses and _is_lead_in(clauses[-1]):
            clauses[-1] = f"{clauses[-1]}, {part}"
        elif clauses and _is_open(clauses[-1], part):
            clauses[-1] = f"{clauses[-1]} and {part}"
        else:
            clauses.append(part)
    return clauses


def _is_lead_in(clause: str) -> bool:
    """A place or condition that nothing is done in yet."""
    return bool(_PLACED.match(clause)) and not re.search(rf"\b(?:{_VERB})\b", clause)


def _is_open(clause: str, part: str) -> bool:
    """What goes on belongs to it: a held key, a verb alone, a purpose ("to cut and paste")."""
    is_purpose = bool(re.search(r"\bto \w+$", clause)) and not part.casefold().startswith(_PLAIN_ACTS)
    return bool(_HELD.search(clause)) or len(clause.split()) < 2 or is_purpose


def _trimmed(clause: str) -> str:
    return _LEADING.sub("", clause.strip()).rstrip(" .;:,").strip()
