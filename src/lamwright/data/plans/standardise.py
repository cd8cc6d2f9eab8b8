"""A how-to made into a task and a plan: one imperative sentence, steps that each do one thing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lamwright.data.documents.howto import HowTo, unmarked
from lamwright.data.plans.atlas import Atlas
from lamwright.data.plans.clauses import split_step
from lamwright.data.plans.tasks import is_imperative, task_of
from lamwright.data.plans.worded import keys_of, say_clauses


@dataclass(frozen=True, slots=True)
class Draft:
    """What is going to be a pair."""

    task: str
    plan: tuple[str, ...]


LEAST_ACTING_STEPS = 0.7
"""Of a list's items, so many must tell to do something; others may explain."""
_CONTEXT_MENU = re.compile(r"\s+[-–]\s+(?=(?:open|choose|select|click|press|context menu)\b)|\s*,\s*(?=open context menu)", re.IGNORECASE)
_WAY_START = re.compile(
    r"^(?:Choose |Open |Go to |Use |Select )?(?:the )?menu:? (?=\*\*)|^Use (?:the )?shortcut |^Key(?:s)? ", re.IGNORECASE
)


def standardise(how_to: HowTo, atlas: Atlas | None) -> Draft | str:
    """The draft, or the reason why there is none. Steps that start inside the page's dialog are led by how the page says it is reached."""
    task = task_of(how_to)
    if not task:
        return "its title names no task"
    told = [_clauses(how_to, step) for step in how_to.steps]
    clauses = tuple(clause for each in told for clause in each)
    if not clauses:
        return "no action in it"
    if sum(map(bool, told)) < LEAST_ACTING_STEPS * len(told):
        return "its list is not one of steps"
    if how_to.form != "access" and how_to.reached and not _starts_outside(clauses):
        clauses = (*way_clauses(how_to.reached), *clauses)
    plan = _without_repeats(say_clauses(clauses, atlas))
    if how_to.form == "sentence" and len(plan) == 1 and _only_begins(plan[0]):
        return "its plan only begins the task"
    return Draft(task, plan)


def _clauses(how_to: HowTo, step: str) -> tuple[str, ...]:
    """In a reader's own list what is only looked at is a step too: "Read the number"."""
    if how_to.form == "access":
        return way_clauses(step)
    is_own = how_to.source == "folder" and is_imperative(step)
    return split_step(step) or ((unmarked(step).strip(" ."),) if is_own else ())


def _only_begins(step: str) -> bool:
    """A lone step of a few words that names no control and no key: "Select text" for "Insert a section"."""
    return len(step.split()) < 5 and '"' not in step and not step.startswith(("Choose ", "Press ", "Double-click "))


def way_clauses(way: str) -> tuple[str, ...]:
    """The clauses of a line of "To access this command..."."""
    text = re.sub(r",? also (?:in|from|on) .*", "", re.sub(r"\s*\((?![^)]*\*\*)[^)]*\)", "", way)).strip()
    keys = keys_of(re.sub(r"^(?:Key|Keys|Press) ", "", text))
    if keys and len(keys) > 1:
        return (f"Press {unmarked(re.sub(r'^(?:Key|Keys|Press) ', '', text)).strip(' .')}",)
    text = _WAY_START.sub(lambda found: "Press " if "shortcut" in found.group().casefold() else "Choose ", text)
    if text.startswith("**") and " - " in text:
        text = f"Choose {text}"
    clauses: list[str] = []
    for part in _CONTEXT_MENU.split(text):
        clauses.extend(_context(split_step(part), bool(clauses)))
    return tuple(clauses)


def _context(clauses: Iterable[str], is_later: bool) -> list[str]:
    told = []
    for clause in clauses:
        opened = re.sub(r"^Open context menu\b", "Open the context menu", clause)
        is_item = is_later and re.fullmatch(r"(?:Choose|Select|Click) \*\*[^*]+\*\*", opened) and " - " not in opened
        told.append(f"{opened} from the context menu" if is_item else opened)
    return told


def _starts_outside(clauses: tuple[str, ...]) -> bool:
    """Whether the plan opens what it needs: a way through menus, a key, the mouse in the document, or a place that is named."""
    told = " | ".join(clauses)
    return bool(
        re.search(r"\*\*[^*]+ - [^*]+\*\*|\b[A-Z]\w+ - [A-Z]|context menu", told)
        or re.match(r"(?:Press (?:Ctrl|F\d|Shift|Alt)|Double-click|Right-click|Drag|Hold|Place|Open|Position|Move|On the)\b", clauses[0])
        or re.search(
            r"\b(?:document|paragraph|toolbar|[Bb]ar|sidebar|Navigator|table|ruler|object|image|cursor|word|text|page|frame|shape|footnote"
            r"|where you want)\b",
            clauses[0],
        )
    )


def _without_repeats(steps: Iterable[str]) -> tuple[str, ...]:
    """A step that says again what the one before has said is left out."""
    kept: list[str] = []
    for step in steps:
        if not kept or kept[-1] != step:
            kept.append(step)
    return tuple(kept)
