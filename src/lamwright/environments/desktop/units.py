"""Numbers with a unit, as people write them into spin buttons."""

import re
from typing import Final

from lamwright.errors import ActionError

MILLIMETRES: Final = {
    "mm": 1.0, "cm": 10.0, "in": 25.4, "inch": 25.4, "inches": 25.4, '"': 25.4, "″": 25.4, "pt": 25.4 / 72, "pi": 25.4 / 6, "pc": 25.4 / 6,
}  # fmt: skip
_NUMBER = re.compile(r"\s*([-+]?\d*[.,]?\d+)\s*([^\d\s]*)\s*")


def number_in(text: str, shown: str) -> float:
    """The number that a spin button is to hold: what `text` says, in the unit of what it shows now (such as 0.79").

    Raises ActionError where it is no number, or is in a unit that cannot be converted.
    """
    match = _NUMBER.fullmatch(text)
    if not match:
        raise ActionError(f"'{text}' is not a number such as 2 or 1.5.")
    value, unit = float(match[1].replace(",", ".")), match[2].casefold()
    held = _NUMBER.fullmatch(shown)
    own = held[2].casefold() if held else ""
    if not unit or unit == own or unit.rstrip(".") == own:
        return value
    if unit not in MILLIMETRES or own not in MILLIMETRES:
        raise ActionError(f"'{text}' is in '{match[2]}', but this control is in '{own or 'plain numbers'}'.")
    return value * MILLIMETRES[unit] / MILLIMETRES[own]
