"""What a pair must be: checked on each pair as it would be read again from disk."""

import json
import re

from lamwright.data.documents.verbs import imperative_of
from lamwright.data.plans.atlas import Atlas
from lamwright.data.plans.grounded import is_grounded
from lamwright.data.plans.store import pair_from_json, pair_to_json
from lamwright.pairs import Pair
from lamwright.steps import ARROW

MOST_TASK_WORDS = 40
MOST_STEPS = 30
NO_SUCH_WAY = "the application has no such way through its menus"
_TWO_ACTIONS = re.compile(r",? and then (?:click|choose|press|select|enter|type)\b|\.\s+[A-Z]\w+ ")
_BROKEN_OFF = re.compile(r"\b(?:and|or|then)[ ,.;:]*$")
_BUTTONS = re.compile(r"[A-Z][a-z]+ or (?P<button>[A-Z][A-Za-z]*)\b")
_NO_TASK = re.compile(r"^(?:See|Note|Refer|Read)\b")


def fault_of(pair: Pair, atlas: Atlas | None = None) -> str:
    """What is wrong with the pair, "" where nothing is; with an atlas, that its menus are not the application's is wrong too."""
    if pair_from_json(json.loads(json.dumps(pair_to_json(pair)))) != pair:
        return "it is not read back as it was written"
    missing = next((name for name in ("id", "source", "origin", "licence", "attribution") if not getattr(pair, name)), "")
    if missing or not pair.lineage.roots:
        return f"it has no {missing or 'root'}"
    return _fault_of_task(pair.task) or _fault_of_plan(pair.plan) or (_fault_of_ways(pair.plan, atlas) if atlas else "")


def _fault_of_task(task: str) -> str:
    words = task.split()
    adverb = words[0].casefold().endswith("ly") if words else False
    if len(words) < 2 or len(words) > MOST_TASK_WORDS:
        return "its task is too short or too long"
    if not any(imperative_of(word.strip(",")) == word.strip(",").casefold() for word in words[: 2 if adverb else 1]) or _NO_TASK.match(
        task
    ):
        return "its task is not imperative"
    joined = _BUTTONS.match(task)
    if joined and not imperative_of(joined["button"]):
        return "its task begins with buttons' names"
    return "its task is more than one sentence" if re.search(r"[.!?]\s+[A-Z]", task) else ""


def _fault_of_ways(plan: tuple[str, ...], atlas: Atlas) -> str:
    ways = (step for step in plan if step.startswith("Choose ") and ARROW in step and '"' not in step)
    return NO_SUCH_WAY if any(is_grounded(way, atlas) is False for way in ways) else ""


def _fault_of_plan(plan: tuple[str, ...]) -> str:
    if not plan or not all(step.strip() for step in plan):
        return "its plan or a step is empty"
    if len(plan) > MOST_STEPS:
        return "its plan is too long"
    if any(_BROKEN_OFF.search(step) for step in plan):
        return "a step breaks off"
    return "a step does two things" if any(_TWO_ACTIONS.search(step) for step in plan) else ""
