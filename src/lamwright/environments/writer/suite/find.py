"""Kinds of task about every occurrence of a word: replaced, removed, formatted."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from lamwright.actions import Action, ClickInput, ControlRef, KeyboardInput, SetEditText
from lamwright.environments.writer.document import Document, Note, Shape, every_paragraph
from lamwright.environments.writer.edits import Place, places
from lamwright.environments.writer.suite.characters import LOOKS, NEW_WORDS, Look
from lamwright.environments.writer.suite.kind import Draw, Kind, Scene
from lamwright.environments.writer.suite.spans import Change, delete, put, respell, rewrite, undisturbed
from lamwright.tasks import Part

Find = Callable[[Document, str], tuple[Place, ...]]
GROUP = "find"
_LEAST_TIMES = 2
_WORD = re.compile(r"(?<![^\s(\"])[A-Za-z]{4,}(?![\w'-])")
_PLAIN = (
    "about after also been both does each ever even every from have here into just more most only other over some such than that their "
    "them then there these they this those very what when where which while will with would your yours"
)
"""Words that nobody asks to have replaced."""


def _click(name: str, type: str = "push button") -> Action:
    return ClickInput(ControlRef(name, type))


def _write(entry: str, text: str) -> Action:
    return SetEditText(ControlRef(entry, "combo box"), text)


# By the menu, whose dots tell that a dialog comes and is to be waited for. What is selected before is replaced by what is written there.
_OPEN = (_click("Edit", "menu"), _click("Find and Replace...", "check menu item"))
_CLOSE = _click("Close")


def _replace_plan(part: Part, *options: Action) -> tuple[Action, ...]:
    return (*_OPEN, _write("Find", part["find"]), _write("Replace", part["replace"]), *options, _click("Replace All"), _CLOSE)


def _select_plan(part: Part, *then: Action) -> tuple[Action, ...]:
    """Select every occurrence at once, then act on them."""
    return (*_OPEN, _write("Find", part["find"]), _click("Find All"), _CLOSE, *then)


def anywhere(document: Document, phrase: str) -> tuple[Place, ...]:
    """Every place of the phrase, in capital or small letters, in longer words too."""
    return places(document, phrase, match_case=False, whole_words=False)


def exact(document: Document, phrase: str) -> tuple[Place, ...]:
    return places(document, phrase, match_case=True, whole_words=False)


def whole_words(document: Document, phrase: str) -> tuple[Place, ...]:
    return places(document, phrase, match_case=False, whole_words=True)


def _kind(
    name: str,
    find: Find,
    change: Callable[[Part], Change],
    plan: Callable[[Part], tuple[Action, ...]],
    suits: Callable[[Document, str], bool],
) -> Kind:
    """A kind that changes every place of a phrase; `suits` says whether the request makes sense for that phrase.

    The dialog keeps its check boxes for the next search: a kind that checks one cannot stand beside another search.
    """

    def expected(document: Document, part: Part) -> Document:
        return rewrite(document, find(document, part["find"]), change(part))

    def sample(scene: Scene, draw: Draw) -> Part | None:
        phrase = next((phrase for phrase in draw.own(_repeated(scene.document)) if suits(scene.document, phrase)), None)
        if phrase is None:
            return None
        slots = {"find": phrase}
        return Part(name, {**slots, "replace": _other_word(scene, draw)} if name.startswith("replace") else slots)

    return Kind(name, GROUP, sample, plan, expected, composable=name not in ("replace_case", "replace_word"))


def _other_word(scene: Scene, draw: Draw) -> str:
    return draw.choose([word for word in NEW_WORDS if word not in scene.document.text.casefold()])


@lru_cache(maxsize=256)
def _repeated(document: Document) -> tuple[str, ...]:
    """Words that stand several times in the text, whole or in longer words, and in no box or note; each spelling of them once."""
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    boxes = "\n".join(_boxed(document)).casefold()
    plain_words = _PLAIN.split()
    words = {word: word.casefold() for word in _WORD.findall(text)}
    return tuple(
        word
        for word, plain in words.items()
        if plain not in plain_words and plain not in boxes and text.casefold().count(plain) >= _LEAST_TIMES
    )


def _boxed(document: Document) -> Iterator[str]:
    """The texts of shapes and notes: whether a search looks there depends on much."""
    inside = [part for paragraph in document.paragraphs for part in paragraph.content if isinstance(part, Shape | Note)]
    for part in (*document.shapes, *inside):
        yield from (paragraph.text for paragraph in every_paragraph(part.blocks))


def _replaceable(document: Document, phrase: str) -> bool:
    return undisturbed(document, anywhere(document, phrase))


def _removable(document: Document, phrase: str) -> bool:
    """Whether taking it out leaves no pieces of longer words."""
    return _replaceable(document, phrase) and _always_whole(document, phrase)


def _always_whole(document: Document, phrase: str) -> bool:
    return len(whole_words(document, phrase)) == len(anywhere(document, phrase))


def _in_both_cases(document: Document, phrase: str) -> bool:
    """Whether capitals make a difference."""
    return _replaceable(document, phrase) and len(exact(document, phrase)) < len(anywhere(document, phrase))


def _in_longer_words(document: Document, phrase: str) -> bool:
    """Whether it makes a difference that only whole words are meant."""
    return _replaceable(document, phrase) and not _always_whole(document, phrase)


def _replace_kind(name: str, find: Find, suits: Callable[[Document, str], bool], *options: Action) -> Kind:
    return _kind(name, find, lambda part: respell(lambda text: part["replace"]), lambda part: _replace_plan(part, *options), suits)


def _format_kind(name: str, look: Look) -> Kind:
    return _kind(
        name,
        anywhere,
        lambda part: put(look.properties),
        lambda part: _select_plan(part, *look.actions),
        lambda document, phrase: _always_whole(document, phrase) and look.missing(document, anywhere(document, phrase)),
    )


KINDS: tuple[Kind, ...] = (
    _replace_kind("replace_all", anywhere, _replaceable),
    _replace_kind("replace_case", exact, _in_both_cases, _click("Match case", "check box")),
    _replace_kind("replace_word", whole_words, _in_longer_words, _click("Whole words only", "check box")),
    _kind(
        "remove_all",
        anywhere,
        lambda part: delete,
        lambda part: _select_plan(part, KeyboardInput("Delete")),
        _removable,
    ),
    _format_kind("bold_all", LOOKS["bold_text"]),
    _format_kind("highlight_all", LOOKS["highlight_text"]),
)
