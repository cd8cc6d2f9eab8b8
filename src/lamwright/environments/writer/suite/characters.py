"""Kinds of task about characters: how a phrase, a paragraph or the whole document is written."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from lamwright.actions import (
    Action,
    ClickInput,
    ControlRef,
    KeyboardInput,
    SelectParagraph,
    SelectText,
    SetEditText,
    SetFontName,
    SetFontSize,
    TypeText,
)  # fmt: skip
from lamwright.environments.writer.document import Document
from lamwright.environments.writer.edits import Place, places
from lamwright.environments.writer.suite.kind import Draw, Kind, Scene
from lamwright.environments.writer.suite.spans import (
    Change,
    bare,
    delete,
    everything,
    only_text,
    pieces,
    put,
    respell,
    rewrite,
    undisturbed,
    whole_block,
)
from lamwright.environments.writer.suite.values import FONTS, SIZES, WORDS, draw_passage, phrases
from lamwright.tasks import Part

Actions = Callable[[Part], tuple[Action, ...]]
GROUP = "characters"
NEW_WORDS = (*WORDS, *(f"{one} {other}" for one, other in product(WORDS, WORDS) if one != other))
_EVERYTHING = KeyboardInput("ctrl+a")
_TRIES = 60


def _click(name: str, type: str = "toggle button") -> Action:
    return ClickInput(ControlRef(name, type))


def _text_menu(item: str, type: str = "menu item") -> tuple[Action, ...]:
    return _click("Format", "menu"), _click("Text", "menu"), _click(item, type)


@dataclass(frozen=True, slots=True)
class Look:
    """A look of text, and what gives it to the selection."""

    properties: Mapping[str, str]
    actions: tuple[Action, ...]

    def missing(self, document: Document, places: Sequence[Place]) -> bool:
        """Whether nothing there has it yet: the buttons take away what is there already."""
        return not any(
            {**base, **dict(run.properties)}.get(name) == value
            for run, base in pieces(document, places)
            for name, value in self.properties.items()
        )


# The buttons that have an arrow beside them are push buttons, though they toggle.
LOOKS: Mapping[str, Look] = {
    "bold_text": Look({"font-weight": "bold"}, (_click("Bold"),)),
    "italic_text": Look({"font-style": "italic"}, (KeyboardInput("ctrl+i"),)),
    "underline_text": Look({"text-underline-style": "solid"}, (_click("Underline", "push button"),)),
    "strikethrough_text": Look({"text-line-through-style": "solid"}, (_click("Strikethrough"),)),
    "superscript_text": Look({"text-position": "super 58%"}, (_click("Superscript"),)),
    "subscript_text": Look({"text-position": "sub 58%"}, (_click("Subscript"),)),
    "highlight_text": Look({"background-color": "#ffff00"}, (_click("Character Highlighting Color", "push button"),)),
    "red_text": Look({"color": "#c9211e"}, (_click("Font Color", "push button"),)),
    "shadow_text": Look({"text-shadow": "1pt 1pt"}, _text_menu("Shadow", "check menu item")),
    "outline_text": Look({"text-outline": "true"}, _text_menu("Outline Font Effect", "check menu item")),
    "bold_paragraph": Look({"font-weight": "bold"}, (KeyboardInput("ctrl+b"),)),
    "italic_paragraph": Look({"font-style": "italic"}, (_click("Italic"),)),
    "underline_paragraph": Look({"text-underline-style": "solid"}, (KeyboardInput("ctrl+u"),)),
}


def _meant(document: Document, part: Part) -> tuple[Place, ...]:
    """What the part speaks of: its phrase, its paragraph, or everything."""
    if "text" in part.slots:
        return places(document, part["text"])
    return everything(document) if part.at is None else whole_block(document, part.at)


def _select(part: Part) -> Action:
    if "text" in part.slots:
        return SelectText(part["text"])
    return _EVERYTHING if part.at is None else SelectParagraph(part["paragraph"])


def _kind(
    name: str,
    change: Callable[[Part], Change],
    actions: Actions,
    suits: Callable[[Document, Sequence[Place]], bool] = lambda document, places: True,
    values: Mapping[str, Sequence[str]] | None = None,
) -> Kind:
    """A kind that changes a phrase ("..._text"), a paragraph ("..._paragraph") or everything ("..._document").

    `suits` says whether it can be done there; where it makes no difference there is no task either.
    """

    def expected(document: Document, part: Part) -> Document:
        return rewrite(document, _meant(document, part), change(part))

    def sample(scene: Scene, draw: Draw) -> Part | None:
        slots = {slot: draw.choose(pool) for slot, pool in (values or {}).items()}
        document = scene.document
        for part in _candidates(name, slots, scene, draw):
            if suits(document, _meant(document, part)) and expected(document, part) != document:
                return part
        return None

    return Kind(name, GROUP, sample, lambda part: (_select(part), *actions(part)), expected, composable=not name.endswith("_document"))


def _candidates(name: str, slots: Mapping[str, str], scene: Scene, draw: Draw) -> Iterator[Part]:
    """Parts that act on one phrase, one paragraph or everything, in the order that they are drawn."""
    if name.endswith("_text"):
        for phrase in draw.own(phrases(scene.document))[:_TRIES]:
            yield Part(name, {**slots, "text": phrase})
    elif name.endswith("_paragraph"):
        at = draw_passage(scene, draw, ("paragraph", "item"))
        if at is not None:
            yield Part(name, slots, at)
    else:
        yield Part(name, slots)


def formatted_kind(name: str, look: Look) -> Kind:
    return _kind(name, lambda part: put(look.properties), lambda part: look.actions, look.missing)


def font_kind(name: str, actions: Actions) -> Kind:
    return _kind(name, lambda part: put({"font-name": part["font"]}), actions, values={"font": FONTS})


def size_kind(name: str, actions: Actions) -> Kind:
    return _kind(name, lambda part: put({"font-size": f"{part['size']}pt"}), actions, values={"size": SIZES})


def case_kind(name: str, item: str, change: Callable[[str], str]) -> Kind:
    return _kind(name, lambda part: respell(change), lambda part: _text_menu(item), only_text)


def _capitalised(text: str) -> str:
    return re.sub(r"\b\w", lambda letter: letter.group().upper(), text)


def _native_font(part: Part) -> tuple[Action, ...]:
    return (SetFontName(part["font"]),)


def _native_size(part: Part) -> tuple[Action, ...]:
    return (SetFontSize(part["size"]),)


KINDS: tuple[Kind, ...] = (
    *(formatted_kind(name, look) for name, look in LOOKS.items()),
    font_kind("font_text", _native_font),
    font_kind("font_paragraph", lambda part: (SetEditText(ControlRef("Font Name", "combo box"), part["font"]),)),
    font_kind("font_document", _native_font),
    size_kind("size_text", _native_size),
    size_kind("size_paragraph", lambda part: (SetEditText(ControlRef("Font Size", "combo box"), part["size"]),)),
    size_kind("size_document", _native_size),
    case_kind("uppercase_text", "UPPERCASE", str.upper),
    case_kind("lowercase_text", "lowercase", str.lower),
    case_kind("capitalize_text", "Capitalize Every Word", _capitalised),
    _kind("clear_text", lambda part: bare, lambda part: (_click("Clear", "push button"),)),
    _kind("delete_text", lambda part: delete, lambda part: (KeyboardInput("Delete"),), undisturbed),
    _kind(
        "replace_text",
        lambda part: respell(lambda text: part["new"]),
        lambda part: (TypeText(part["new"]),),
        undisturbed,
        {"new": NEW_WORDS},
    ),
)
