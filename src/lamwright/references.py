"""What "the closing line" or "the paragraph about the deadline" points at: resolved against the document, not guessed.

Four ways to point, tried by what the words say: by position ("the third paragraph", "the last but one"), by the words that a passage
begins with ("the one that starts with Dear"), by telling words that stand in it ("the paragraph about the deadline"), by plain ones that
stand together in it alone ("the one with 'for the' in it").
"""

import re
from collections import Counter
from collections.abc import Sequence
from math import log

from rapidfuzz import fuzz

from lamwright.errors import ActionError
from lamwright.observation import Passage

_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth"
).split()
_CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_FIRST = re.compile(
    r"\b(first|opening|top|topmost|uppermost|initial|starting|begin+ing|begins?|starts?|opens?|kicks?|leads?|heads|head of the"
    r"|before all)\b"
)
_LAST = re.compile(
    r"\b(last|closing|final|concluding|bottom|bottommost|end|ending|ends?|finish(?:es|ing)?|concludes|closes|rounds"
    r"|wraps|lowest|tail( end)? of the|nothing|after all)\b"
)
_LAST_BUT_ONE = re.compile(
    r"penultimate|(second|2nd)[- ](to[- ])?(the[- ])?last|last (\w+ )?but one|next[- ]to[- ](the[- ])?last"
    r"|only one more after|but[- ]last|one[- ]before[- ](the[- ])?last"
    r"|(before|above|ahead of|preceding|precedes|prior to) (the )?(very )?(last|final|closing|end|bottom)"
    r"|(second|2nd|two) from (the )?(end|last|bottom)|one (up|back) from (the )?(end|last|bottom)"
)
_NUMBER = re.compile(r"\b(\d{1,3})(st|nd|rd|th)?\b")
_STARTS = re.compile(
    r"\b(start|begin|open|kick|lead|commenc|sets out (with|from|by)|first word|head word|first thing"
    r"|at (its|the) (beginning|start))"
)
_HOLDS = re.compile(
    r"\b(with|having|has|got|contain\w*|includ\w+|mention\w*|says?|reads?|reading|find)\b"
    r"( (it|in|there|read|the|exact|words?|phrase|wording|text))*"
    r"|\b(where|in which|wherein)( (the|words?|phrase|wording))*(?=.* (appears?|stands?|occurs?|turns? up|comes? up)\b)"
)
_TAIL = re.compile(
    r"( somewhere)?( (in (it|there)|inside|(is|are) (there|found|in it)|appears?|stands?|occurs?|turns? up|comes? up))?( somewhere)?$"
)
"""What stands before and after words that a passage is said to hold."""
_DANGLING = ("", "with", "by", "off", "off with", "out with")
"""What is left of "the paragraph it all starts with" after the verb: nothing that stands in the text."""
_AT_ITS_START = re.compile(r"\bat (its|the) (very )?(beginning|start)\b")
_RELATION = re.compile(
    r"\b(with|that|which|where|wherein|whose|about|on|concerning|regarding|containing|contains?|mention\w*|includ\w+|say\w*|talk\w*"
    r"|starting|beginning|opening with|having|has|covers?|covering|deal\w*|discuss\w*|starts|begins|to do with"
    r"|describ\w+|explain\w*|reading|reads)\b"
)
_ITEM = re.compile(r"\b(items?|bullets?|points?|entr(y|ies)|list|listed|bulleted|numbered)\b")
_HEADING = re.compile(r"\b(headings?|headline|section title|subheading)\b")
_QUOTED = re.compile(r"(?<!\w)[\"“”‘’'«»]([^\"“”«»]+?)[\"“”’'«»](?=\W|$)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PLAIN = frozenset(
    (
        "a about after all an and appear appearing appears are as at before begin beginning begins being bit block bullet by "
        "come comes commences concerning contain containing contains count counted counting covering covers deal dealing deals "
        "directly discussed discusses discussing do document else entry everything explaining explains first for found from goes has "
        "have having i in includes including inside is it item items its just line lines list listed mention mentioning "
        "mentions middle more my number occurs of off on one only open opened opening opens or others our par para "
        "paragraph paragraphs part passage phrase piece place point read regard regarding right s said say says section "
        "sentence somewhere stand stands start starting starts stuff subject talk talking talks tells text that the theme there "
        "thing things this to top topic treat treats turns up very w we when where wherein wherever which whose with word words "
        "write writes written wrote you "
    ).split()
)
_FIT = 0.75


def resolve_passage(reference: str, passages: Sequence[Passage]) -> Passage:
    """The passage that `reference` points at.

    Raises ActionError with what was looked for where nothing fits.
    """
    filled = [passage for passage in passages if passage.text.strip()]
    words = reference.casefold()
    group = _group(words, filled)
    quoted = _QUOTED.search(words)
    relation = _RELATION.search(words)
    told = quoted.group(1) if quoted else _AT_ITS_START.sub("", words[relation.end() :]) if relation else ""
    found = _by_start(told, group) if _STARTS.search(words) and (quoted or told.strip() not in _DANGLING) else None
    if found is None and (quoted or _telling(told, filled)):
        found = _by_words(told, group) or _by_words(told, filled)
    if found is None and (quoted or len(_said(told)) > 1):
        found = _by_position(words[: relation.start()] if relation and not quoted else "", group)
    elif found is None:
        found = _by_position(words, group) or _by_words(words, group)
    if found is None:
        held = told if quoted else _held(words)
        found = _by_phrase(held, group) or _by_phrase(held, filled)
    if found is None:
        raise ActionError(f"No paragraph fits '{reference.strip()}'.")
    return found


def resolves(reference: str, passages: Sequence[Passage]) -> bool:
    """Whether the reference points at a passage at all."""
    try:
        resolve_passage(reference, passages)
    except ActionError:
        return False
    return True


def number_in(words: str) -> int | None:
    """The whole number written in digits or words, as a cardinal or an ordinal: "three", "3rd", "the third", "12 pt"."""
    digits = _NUMBER.search(words)
    if digits:
        return int(digits.group(1))
    for word in _WORD.findall(words.casefold()):
        for names in (_ORDINALS, _CARDINALS):
            if word in names:
                return names.index(word)
    return None


def _group(words: str, filled: list[Passage]) -> list[Passage]:
    """The passages that a position counts: entries where the words speak of entries, else text without headings."""
    if _ITEM.search(words) and any(passage.kind == "item" for passage in filled):
        return [passage for passage in filled if passage.kind == "item"]
    if _HEADING.search(words):
        return [passage for passage in filled if passage.kind == "heading"]
    if re.search(r"\b(title)\b", words) and any(passage.kind == "title" for passage in filled):
        return [passage for passage in filled if passage.kind == "title"]
    return [passage for passage in filled if passage.kind in ("paragraph", "item")]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _telling(told: str, passages: Sequence[Passage]) -> list[str]:
    """The words of a reference that say something: neither plain nor a position, and known to the text (a slip or an ending apart)."""
    known = {word for passage in passages for word in _words(passage.text)}
    return [word for word in _said(told) if _likeness(word, known)]


def _said(told: str) -> list[str]:
    """The words that are neither plain nor a position."""
    return [
        word
        for word in _words(told)
        if word not in _PLAIN and word not in _ORDINALS and not word.isdigit() and not _LAST.fullmatch(word) and not _FIRST.fullmatch(word)
    ]


def _by_position(words: str, group: list[Passage]) -> Passage | None:
    if not group:
        return None
    if _LAST_BUT_ONE.search(words):
        return group[-2] if len(group) > 1 else None
    bare = (
        re.sub(r"\bone(s)?\b(?! *$)|\bthe one\b|\bone of\b", " ", words)
        if re.search(r"\bthe one\b|\bone of\b|\bone (at|right|from|down)\b", words)
        else words
    )
    number = number_in(re.sub(r"\bfirst (one|of)\b", "first", bare))
    if number is not None and re.search(r"from (the )?(end|bottom|back|last)", words):
        return group[-number] if 0 < number <= len(group) else None
    if _LAST.search(words) and (number is None or number == 1):
        return group[-1]
    if number is not None:
        return group[number - 1] if 0 < number <= len(group) else None
    return group[0] if _FIRST.search(words) else None


def _by_start(told: str, group: list[Passage]) -> Passage | None:
    """The passage of whose beginning most words stand, in order, in the reference; runs that end it come first."""
    told_words = _words(told)
    best, longest = None, (0, False)
    for passage in group:
        text = _words(passage.text)
        for begin in range(len(told_words)):
            length = _common_start(told_words[begin:], text)
            rank = (length, begin + length == len(told_words))
            telling = rank[1] or any(word not in _PLAIN for word in text[:length])
            if length and telling and rank > longest:
                best, longest = passage, rank
    return best


def _common_start(one: list[str], other: list[str]) -> int:
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _by_words(told: str, group: list[Passage]) -> Passage | None:
    """The passage that holds most of the telling words, rare ones counting more, more where they stand together."""
    sought = _telling(told, group) or [word for word in _words(told) if word not in _PLAIN]
    if not sought or not group:
        return None
    texts = [_words(passage.text) for passage in group]
    spread = Counter(word for text in texts for word in set(text))
    weights = [1 + log(1 + len(texts) / (1 + spread[word])) for word in sought]
    phrase = f" {' '.join(_words(told))} "
    scores = [
        sum(weight * _likeness(word, set(text)) for word, weight in zip(sought, weights, strict=True)) / sum(weights)
        + (0.5 if phrase in f" {' '.join(text)} " else 0.0)
        for text in texts
    ]
    best = max(range(len(group)), key=scores.__getitem__)
    return group[best] if scores[best] >= _FIT else None


def _by_phrase(told: str, group: list[Passage]) -> Passage | None:
    """The one passage that holds the words letter by letter, be they ever so plain."""
    phrase = f" {' '.join(_words(told))} "
    holding = [passage for passage in group if phrase in f" {' '.join(_words(passage.text))} "]
    return holding[0] if phrase.strip() and len(holding) == 1 else None


def _held(words: str) -> str:
    """What a reference says that the passage holds, without quotation marks: "for the" in "the one with for the in it"; else nothing."""
    found = _HOLDS.search(words)
    told = _TAIL.sub("", words[found.end() :]) if found else ""
    return told if len(_words(told)) > 1 else ""


def _likeness(word: str, present: set[str]) -> float:
    if word in present:
        return 1.0
    if len(word) < 4:
        return 0.0
    best = max((fuzz.ratio(word, other) / 100 for other in present), default=0.0)
    stem = any(other.startswith(word[: max(4, len(word) - 2)]) for other in present)
    return 0.9 if best >= 0.85 or stem else 0.0
