"""Which tasks of the suite an instantiated plan is, so that the saved document's state can judge it.

A pair whose lineage begins in the suite ("suite:bold_text") is recognised by its plan: each kind's plan is written with marks for its
slots and laid over the plan that is there. It is the kind's task where the kind, given the slots found, makes this very plan.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import Any

from lamwright.actions import Action, Finish, action_to_json
from lamwright.data.instantiate.content import Content, content
from lamwright.data.instantiate.results import Instantiated
from lamwright.environments.writer.suite.generate import scene
from lamwright.environments.writer.suite.kind import Kind
from lamwright.environments.writer.suite.kinds import kinds
from lamwright.environments.writer.suite.wording import wordings
from lamwright.tasks import Part

ROOT = "suite:"
_SLOT = re.compile(r"\{(\w+)\}")
_POINTERS = ("paragraph", "item")
_MARK = "\N{LEFT WHITE SQUARE BRACKET}{}\N{RIGHT WHITE SQUARE BRACKET}"
_MOST_PARTS = 4


def suite_parts(made: Instantiated) -> tuple[Part, ...] | None:
    """The suite's parts that the plan does, in order; None where it is none of the suite's, or more than that."""
    names = [root.removeprefix(ROOT) for root in made.lineage.roots]
    known = kinds()
    if not names or len(names) > _MOST_PARTS or not all(root.startswith(ROOT) for root in made.lineage.roots):
        return None
    if not all(name in known for name in names):
        return None
    plan = [action for action in made.plan if not isinstance(action, Finish)]
    for order in permutations(names):
        parts = _parts([known[name] for name in order], plan, content(made.template))
        if parts and _has_effect(parts, made.template):
            return parts
    return None


def _parts(order: Sequence[Kind], plan: Sequence[Action], place: Content) -> tuple[Part, ...] | None:
    rest = list(plan)
    parts: list[Part] = []
    for kind in order:
        part = _part(kind, rest, place)
        if part is None:
            return None
        rest = rest[len(kind.plan(part)) :]
        parts.append(part)
    return None if rest else tuple(parts)


def _part(kind: Kind, plan: Sequence[Action], place: Content) -> Part | None:
    """The kind's task at the plan's beginning."""
    slots = _SLOT.findall(wordings("train")[kind.name][0])
    at = 0 if any(slot in _POINTERS for slot in slots) else None
    try:
        pattern = kind.plan(Part(kind.name, {slot: _MARK.format(slot) for slot in slots}, at))
    except (KeyError, ValueError, IndexError):
        return None  # this kind's actions follow from its values, not the other way round
    found = _overlay([action_to_json(action) for action in pattern], [action_to_json(action) for action in plan[: len(pattern)]])
    if found is None or set(found) < set(slots):
        return None
    pointer = next((slot for slot in _POINTERS if slot in found), "")
    passage = place.points_at(found[pointer]) if pointer else None
    if pointer and passage is None:
        return None
    part = Part(kind.name, found, passage.index if passage else None)
    return part if kind.plan(part) == tuple(plan[: len(pattern)]) else None


def _overlay(pattern: Any, form: Any) -> dict[str, str] | None:
    """The slots' values under which the pattern is the form; None under none."""
    if isinstance(pattern, str) and isinstance(form, str):
        return _read_marks(pattern, form)
    if isinstance(pattern, Mapping) and isinstance(form, Mapping) and pattern.keys() == form.keys():
        return _together([_overlay(pattern[key], form[key]) for key in pattern])
    if isinstance(pattern, list) and isinstance(form, list) and len(pattern) == len(form):
        return _together([_overlay(one, other) for one, other in zip(pattern, form, strict=True)])
    return {} if pattern == form else None


def _read_marks(pattern: str, text: str) -> dict[str, str] | None:
    opening, closing = _MARK.split("{}")
    written = re.escape(pattern).replace(re.escape(opening), opening).replace(re.escape(closing), closing)
    found = re.fullmatch(re.sub(rf"{opening}(\w+){closing}", r"(?P<\1>.+?)", written), text, re.DOTALL)
    return found.groupdict() if found else None


def _together(found: Sequence[dict[str, str] | None]) -> dict[str, str] | None:
    together: dict[str, str] = {}
    for slots in found:
        if slots is None or any(together.get(slot, value) != value for slot, value in slots.items()):
            return None
        together.update(slots)
    return together


def _has_effect(parts: Sequence[Part], template: str) -> bool:
    """Whether the tasks can be done on the template, and change it."""
    before = after = scene(template).document
    try:
        for part in parts:
            after = kinds()[part.kind].expected(after, part)
    except (LookupError, ValueError, StopIteration, AttributeError, TypeError, AssertionError):
        return False  # the template does not hold what the kind acts on
    return after != before
