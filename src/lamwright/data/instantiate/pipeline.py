"""One pair in, one instantiated task or the reason for discarding it out; a whole set with its funnel."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from random import Random

from lamwright.actions import Action, GiveUp, InsertTable, SelectCell, SelectTable
from lamwright.application_map import MappedControl
from lamwright.data.instantiate.choose import BySimilarity, Chooser, suitable
from lamwright.data.instantiate.content import content
from lamwright.data.instantiate.ground import ground_task
from lamwright.data.instantiate.match import MapMatcher
from lamwright.data.instantiate.reading import read_steps
from lamwright.data.instantiate.results import STAGES, Discarded, Instantiated, Unfit
from lamwright.data.instantiate.suite_parts import ROOT, suite_parts
from lamwright.data.plans.funnel import Funnel
from lamwright.data.ufo.rows import rows_of
from lamwright.environments.writer.suite.kind import Draw
from lamwright.environments.writer.template import Template, template
from lamwright.errors import ActionError
from lamwright.pairs import Pair

_SEVERAL = re.compile(r"\b(?:cells|rows|columns)\b", re.IGNORECASE)
"""What a task wants of a table that one cell is not enough for."""
ProsePlanner = Callable[[Pair], tuple[str, tuple[Action, ...]]]
"""Plans a pair whose steps are in a document's own words: a template's name, and the actions there. Raises Unfit."""


@dataclass(frozen=True, slots=True)
class Instantiation:
    """How pairs are instantiated. The same seed and pair give the same task."""

    matcher: MapMatcher
    chooser: Chooser = field(default_factory=BySimilarity)
    prose: ProsePlanner | None = None
    seed: int = 0
    held_out: bool = False

    def __call__(self, pair: Pair) -> Instantiated | Discarded:
        try:
            return self.plan(pair, read_steps(pair.plan))
        except Unfit as unfit:
            if unfit.discarded.stage != "read" or self.prose is None:
                return unfit.discarded
        try:
            name, actions = self.prose(pair)
            return self._on(template(name), pair, actions)
        except Unfit as unfit:
            return unfit.discarded

    def plan(self, pair: Pair, actions: tuple[Action, ...]) -> Instantiated:
        """The pair's task with these actions, on a template where the state can judge it if there is one. Raises Unfit."""
        if not actions or any(isinstance(action, GiveUp) for action in actions):
            raise Unfit("read", "the plan does nothing", f"The plan of '{pair.task}' does nothing.")
        from_suite = _from_suite(pair)
        first: Instantiated | None = None
        if not from_suite and not _stands_in_table(actions) and any(map(_acts_in_table, self.matcher.controls(actions))):
            actions = (SelectTable(1) if _SEVERAL.search(pair.task) else SelectCell(""), *actions)
        able = suitable(actions)
        while able and (first is None or from_suite):
            chosen = self.chooser.choose(pair.task, pair.plan, able, self._random(pair))
            made = self._on(chosen, pair, actions)
            if not from_suite or suite_parts(made):
                return made
            first = first or made
            able.remove(chosen)
        assert first
        return first

    def _on(self, chosen: Template, pair: Pair, actions: tuple[Action, ...]) -> Instantiated:
        draw = Draw(self._random(pair), self.held_out)
        request, grounded = ground_task(pair.task, actions, content(chosen.name), draw, complete=_from_suite(pair))
        return made_of(pair, request, chosen.name, self.matcher.match(grounded))

    def _random(self, pair: Pair) -> Random:
        return Random(f"{self.seed}/{pair.id}")


def _stands_in_table(actions: Iterable[Action]) -> bool:
    """Whether the plan goes to a table by itself, or makes one."""
    return any(isinstance(action, SelectCell | SelectTable | InsertTable) for action in actions)


def _acts_in_table(control: MappedControl) -> bool:
    """Whether the map has seen it only, or only enabled, while the cursor was in a table."""
    return "in a table" in control.condition or (control.place.startswith("menu Table") and bool(control.condition))


def made_of(pair: Pair, request: str, template: str, plan: tuple[Action, ...]) -> Instantiated:
    """Raises Unfit where an action has no row."""
    try:
        rows = rows_of(plan)
    except ActionError as error:
        raise Unfit("controls", "an action has no form in a plan", str(error)) from error
    return Instantiated(pair.id, pair.task, request, template, plan, rows, pair.lineage, pair.source, pair.licence, pair.attribution)


def _from_suite(pair: Pair) -> bool:
    return all(root.startswith(ROOT) for root in pair.lineage.roots)


def instantiate(pairs: Iterable[Pair], how: Callable[[Pair], Instantiated | Discarded], funnel: Funnel) -> Iterator[Instantiated]:
    """The pairs that can be run, one at a time; the others are counted in the funnel with their reason."""
    for pair in pairs:
        result = how(pair)
        count(result, funnel)
        if isinstance(result, Instantiated):
            yield result


def count(result: Instantiated | Discarded, funnel: Funnel) -> None:
    """How far a pair came."""
    for stage in STAGES if isinstance(result, Instantiated) else STAGES[: STAGES.index(result.stage)]:
        funnel.passed(stage)
    if isinstance(result, Discarded):
        funnel.rejected(result.stage, result.kind)
