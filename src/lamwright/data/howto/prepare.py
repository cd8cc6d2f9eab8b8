"""How-tos made ready to be executed: filtered, parsed, grounded, each rejection counted with its reason."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lamwright.actions import Action, ClickInput, KeyboardInput
from lamwright.data.documents.howto import HowTo, unmarked
from lamwright.data.howto.atlas import Atlas
from lamwright.data.howto.clauses import said
from lamwright.data.howto.expecting import Expected, expected_of
from lamwright.data.howto.ground import plan_of
from lamwright.data.howto.plan import EXECUTABLE, PARSED, Discarded, Planned, Ticked
from lamwright.data.howto.said import Choose, Context, Place, Press, Select, Skipped
from lamwright.data.plans.filters import reason_against
from lamwright.data.plans.funnel import Funnel
from lamwright.data.plans.tasks import task_of
from lamwright.data.splits import split_of_root
from lamwright.effect import Untold
from lamwright.pairs import Lineage
from lamwright.tasks import Task

ALL, DISTINCT, EXECUTED, EFFECT = "how-tos for the application", "distinct", "executed", "effect as it should be"
GROUP = "howto"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A how-to that can be executed. `task` asks for it, `expected` is what its plan should do."""

    task: Task
    planned: Planned
    expected: Expected
    steps: tuple[str, ...]
    source: str
    origin: str
    licence: str
    attribution: str
    lineage: Lineage

    @property
    def by_keys(self) -> bool:
        """Whether it is done by pressing keys alone."""
        return all(isinstance(one.deed, KeyboardInput) for one in self.planned.done if not one.prepared)


def prepared(
    how_tos: Iterable[HowTo], application: str, atlas: Atlas, is_denied: Callable[[Sequence[str]], bool], funnel: Funnel
) -> list[Prepared]:
    """Those of the how-tos that are executable, each plan once."""
    ready: list[Prepared] = []
    seen: set[tuple[object, ...]] = set()
    for how_to in how_tos:
        against = reason_against(how_to, application)
        if against:
            funnel.rejected(ALL, against)
            continue
        funnel.passed(ALL)
        made = _plan(how_to, atlas, is_denied)
        if isinstance(made, Discarded):
            _count(made, funnel)
            continue
        funnel.passed(PARSED)
        funnel.passed(EXECUTABLE)
        key = (made.template, *(one.deed for one in made.done if not one.prepared))
        if key in seen:
            funnel.rejected(DISTINCT, "the same plan as another how-to")
            continue
        seen.add(key)
        funnel.passed(DISTINCT)
        ready.append(_prepared(how_to, made, atlas))
    return [_by_sibling(one, ready) for one in ready]


def _by_sibling(one: Prepared, every: Sequence[Prepared]) -> Prepared:
    """A command's keys should do what the page's other way to it does: its menus tell what that is."""
    if not isinstance(one.expected.effect, Untold) or not one.by_keys:
        return one
    others = [other for other in every if other.origin == one.origin and "/access/" in other.task.name and "/access/" in one.task.name]
    told = [other.expected for other in others if not isinstance(other.expected.effect, Untold)]
    return replace(one, expected=told[0]) if told else one


def _plan(how_to: HowTo, atlas: Atlas, is_denied: Callable[[Sequence[str]], bool]) -> Planned | Discarded:
    """Steps that start inside the page's dialog are led by how the page says that it is reached."""
    steps, title = tuple(map(unmarked, how_to.steps)), unmarked(how_to.title)
    plain_plan = plan_of(steps, title, atlas, is_denied)
    if not how_to.reached or how_to.form == "access" or (_starts_outside(steps) and isinstance(plain_plan, Planned)):
        return plain_plan
    led = plan_of((unmarked(how_to.reached), *steps), title, atlas, is_denied)
    return led if isinstance(led, Planned) else plain_plan


def _starts_outside(steps: Sequence[str]) -> bool:
    """Whether the first thing said needs no dialog: a way through menus, keys, the document."""
    first = next((one for step in steps for one in said(step) if not isinstance(one, Skipped)), None)
    return isinstance(first, Choose | Press | Select | Place | Context)


def _count(made: Discarded, funnel: Funnel) -> None:
    if made.stage == PARSED:
        funnel.rejected(PARSED, made.kind)
    else:
        funnel.passed(PARSED)
        funnel.rejected(EXECUTABLE, made.kind)


def _prepared(how_to: HowTo, planned: Planned, atlas: Atlas) -> Prepared:
    name = f"{how_to.source}/{how_to.origin}/{how_to.name}"
    tier: Literal["train", "parameters"] = "train" if split_of_root(name) == "train" else "parameters"
    task = Task(name, GROUP, tier, _request(how_to, planned), planned.template, (), actions_of(planned))
    return Prepared(
        task,
        planned,
        expected_of(planned.deeds, atlas),
        tuple(map(unmarked, how_to.steps)),
        how_to.source,
        how_to.origin,
        how_to.licence,
        how_to.attribution,
        Lineage((name,)),
    )


def actions_of(planned: Planned) -> tuple[Action, ...]:
    """The plan as actions alone: what is to be ticked is clicked."""
    return tuple(ClickInput(deed.control) if isinstance(deed, Ticked) else deed for deed in planned.deeds)


def _request(how_to: HowTo, planned: Planned) -> str:
    """The task in a sentence, with the values that the how-to leaves open."""
    task = task_of(how_to) or unmarked(how_to.title)
    task = f"{task[0].upper()}{task[1:]}".rstrip(" .:")
    values = "; ".join(f'{name}: "{value}"' for name, value in dict(planned.values).items())
    return f"{task}. Use {values}." if values else f"{task}."
