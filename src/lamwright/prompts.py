"""How a situation reads as text to a model."""

from collections.abc import Iterator

from lamwright.observation import Control, Observation

SELECTION_LETTERS = 40
"""Of the selected text, of the text at the caret, of what a field holds."""
FEEDBACK_LETTERS = 80
COMBO_BOXES = 4
"""So many values of a window's combo boxes are told, in reading order: in a word processor the style, font and size at the cursor."""
FIELDS = 8
"""So many filled fields of a dialog are told, in reading order."""
SWITCHES = 8
"""So many names of what is switched on."""
CARETS = 2
"""So many texts in which the caret stands: a comment's and the paragraph's to which it belongs."""
_FIELDS = frozenset({"combo box", "entry", "spin button"})


def refusal(feedback: str) -> str:
    """The part of a line of state that says why the last action was refused."""
    return f"refused {feedback[:FEEDBACK_LETTERS]}"


def shortened(text: str) -> str:
    """As a line of state tells it: its parts are divided by semicolons."""
    return text[:SELECTION_LETTERS].strip().replace(";", ",")


def brief_state(observation: Observation, feedback: str = "") -> str:
    """A line of state for a small model: where it is, which menus are open, what is selected, where the caret stands, what is switched on,
    what fields hold, what was refused.

    The list of controls is left out: the grammar carries it.
    """
    parts = [part.replace(";", ",") for part in (_dialog if observation.modal else _window)(observation)]
    return "; ".join([*parts, refusal(feedback)] if feedback else parts)


def _window(observation: Observation) -> Iterator[str]:
    yield "window document"
    if opened := [control.text for control in observation.controls if control.type == "menu" and "selected" in control.states]:
        yield f"menu {', '.join(opened)}"
    if observation.selection:
        yield f"selected {shortened(observation.selection)}"
    for control in [control for control in observation.controls if _has_caret(control)][:CARETS]:
        yield f"at {shortened(control.value)}"  # an empty one is told too: a note that was just begun
    yield from _switched_on(observation)
    if held := [control.value for control in observation.controls if control.value and control.type == "combo box"]:
        yield f"set {', '.join(held[:COMBO_BOXES])}"


def _dialog(observation: Observation) -> Iterator[str]:
    yield f"dialog {observation.window}"
    if observation.selection:
        yield f"selected {shortened(observation.selection)}"
    if focused := [control.text for control in observation.controls if control.text and "focused" in control.states]:
        yield f"focus {focused[0]}"
    yield from _switched_on(observation)
    for control in [control for control in observation.controls if control.value and control.type in _FIELDS][:FIELDS]:
        yield f"field {control.text}: {shortened(control.value)}"


def _has_caret(control: Control) -> bool:
    return control.type not in _FIELDS and {"editable", "focused"} <= control.states


def _switched_on(observation: Observation) -> Iterator[str]:
    if on := [control.text for control in observation.controls if control.text and "checked" in control.states]:
        yield f"on {', '.join(on[:SWITCHES])}"
