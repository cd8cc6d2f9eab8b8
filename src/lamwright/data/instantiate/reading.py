"""The steps of a pair as actions: canonical ones as they say, open ones ("Select the text") as selections that grounding fills in."""

import re
from collections.abc import Sequence

from lamwright.actions import Action, SelectCell, SelectParagraph, SelectTable, SelectText
from lamwright.data.instantiate.results import Unfit
from lamwright.errors import ActionError
from lamwright.steps import read

_SELECT = (
    r"(?:first |now |then )?(?:select|highlight|mark|choose|place the cursor in|put the cursor in|click in) "
    r"(?:all of )?(?:the |a |an |some |any |your )?(?:\w+ )?"
)
_OPEN: tuple[tuple[re.Pattern[str], Action], ...] = (
    (
        re.compile(rf"{_SELECT}(?:text|words?|phrase|characters?|passage)\b(?! (?:box|frame|field|document|tab)).*", re.IGNORECASE),
        SelectText(""),
    ),
    (re.compile(rf"{_SELECT}paragraphs?\b(?! (?:style|tab)).*", re.IGNORECASE), SelectParagraph("")),
    (re.compile(rf"{_SELECT}(?:table )?cells?\b.*", re.IGNORECASE), SelectCell("")),
    (re.compile(rf"{_SELECT}table\b(?! (?:style|tab|properties)).*", re.IGNORECASE), SelectTable(1)),
)


def read_steps(plan: Sequence[str]) -> tuple[Action, ...]:
    """Raises Unfit at the first step in words of its own."""
    return tuple(action for step in plan for action in _read(step))


def _read(step: str) -> tuple[Action, ...]:
    try:
        return read(step)
    except ActionError:
        opened = next((action for pattern, action in _OPEN if pattern.fullmatch(step.strip())), None)
        if opened is None:
            raise Unfit("read", "a step says no action", f"The step says no action that can be done: {step}") from None
        return (opened,)
