"""How a situation reads as text to a model."""

from lamwright.observation import Observation

SELECTION_LETTERS = 40
FEEDBACK_LETTERS = 80
COMBO_BOXES = 4
"""So many values of a window's combo boxes are told, in reading order: in a word processor the style, font and size at the cursor."""


def refusal(feedback: str) -> str:
    """The part of a line of state that says why the last action was refused."""
    return f"refused {feedback[:FEEDBACK_LETTERS]}"


def brief_state(observation: Observation, feedback: str = "") -> str:
    """A line of state for a small model: where it is, what is selected, what is switched on and set, what was refused.

    The list of controls is left out: the grammar carries it.
    """
    kind = "dialog" if observation.modal else "window"
    title = observation.window if observation.modal else "document"
    on = [control.text for control in observation.controls if control.text and "checked" in control.states][:8]
    parts = [f"{kind} {title}"]
    if observation.selection:
        parts.append(f"selected {observation.selection[:SELECTION_LETTERS]}")
    focused = [control.text for control in observation.controls if control.text and "focused" in control.states]
    if focused and observation.modal:
        parts.append(f"focus {focused[0]}")
    if on:
        parts.append(f"on {', '.join(on)}")
    held = [control.value for control in observation.controls if control.value and control.type == "combo box"]
    if held and not observation.modal:
        parts.append(f"set {', '.join(held[:COMBO_BOXES])}".replace(";", ","))
    if feedback:
        parts.append(refusal(feedback))
    return "; ".join(parts)
