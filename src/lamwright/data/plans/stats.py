"""What a set of pairs holds: counts, near-duplicates, lengths, and how many steps name controls that the application has."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lamwright.application_map import ApplicationMap
from lamwright.data.plans.atlas import Atlas
from lamwright.data.plans.build import REMEMBERED
from lamwright.data.plans.duplicates import TO_MEASURE, NearDuplicates
from lamwright.data.plans.funnel import Funnel, read_funnel
from lamwright.data.plans.grounded import Grounding, counted_grounding, grounding_of
from lamwright.data.plans.store import FUNNEL, read_pairs
from lamwright.pairs import Pair

NOT_EVOLVED = ("query", "instance")
"""Operators of pairs that are neither documented nor evolved: a query with a documented plan, a task of the suite."""

DOCUMENTED = "documented"


@dataclass(slots=True)
class Statistics:
    """`groundings` is by source and, for what is documented, "documented", "documented SOURCE" and, with the pairs that the building left
    out because their menus are not the application's or as near-duplicates, "documented, before verify"; empty without a map.
    `near_duplicates` are looked for among the last REMEMBERED pairs: in a larger set they are at least so many.
    """

    pairs: int = 0
    documented: int = 0
    near_duplicates: int = 0
    steps: int = 0
    task_words: int = 0
    longest_plan: int = 0
    roots: set[str] = field(default_factory=set)
    by_source: Counter[str] = field(default_factory=Counter)
    by_operator: Counter[str] = field(default_factory=Counter)
    licences: Counter[str] = field(default_factory=Counter)
    groundings: dict[str, Grounding] = field(default_factory=dict)
    funnel: Funnel = field(default_factory=Funnel)

    def add(self, pair: Pair) -> None:
        self.pairs += 1
        self.documented += pair.documented
        self.steps += len(pair.plan)
        self.task_words += len(pair.task.split())
        self.longest_plan = max(self.longest_plan, len(pair.plan))
        self.roots.update(pair.lineage.roots)
        self.by_source[pair.source] += 1
        self.by_operator[pair.lineage.operator or "documented"] += 1
        self.licences[pair.licence] += 1

    def ground(self, name: str, grounding: Grounding) -> None:
        self.groundings[name] = self.groundings.get(name, Grounding()) + grounding

    @property
    def grounding(self) -> Grounding:
        return sum((count for name, count in self.groundings.items() if not name.startswith(DOCUMENTED)), Grounding())

    @property
    def evolved(self) -> int:
        return self.pairs - self.documented - sum(self.by_operator[name] for name in NOT_EVOLVED)

    def to_json(self) -> dict[str, Any]:
        """Rates are 0 to 1; those of grounding are None without a map."""
        return {
            "pairs": self.pairs,
            "documented": self.documented,
            "evolved": self.evolved,
            "near_duplicate_rate": self.near_duplicates / self.pairs if self.pairs else 0.0,
            "grounded_step_rate": self.grounding.rate if self.groundings else None,
            "funnel": self.funnel.to_json(),
            "grounding": {
                name: _grounding_form(count) for name, count in {"all": self.grounding, **self.groundings}.items() if self.groundings
            },
            "by_source": dict(self.by_source.most_common()),
            "by_operator": dict(self.by_operator.most_common()),
            "licences": dict(self.licences.most_common()),
            "roots": len(self.roots),
            "lengths": {
                "steps_mean": self.steps / self.pairs if self.pairs else 0.0,
                "steps_most": self.longest_plan,
                "task_words_mean": self.task_words / self.pairs if self.pairs else 0.0,
            },
        }


def _grounding_form(count: Grounding) -> dict[str, float]:
    share = count.grounded / count.steps if count.steps else 0.0
    return {"grounded": count.grounded, "naming": count.naming, "steps": count.steps, "rate": count.rate, "share_of_all_steps": share}


def statistics(folder: Path, application_map: ApplicationMap | None) -> Statistics:
    """Reads the set once. Raises RecordError."""
    total = statistics_of(read_pairs(folder), application_map)
    if (folder / FUNNEL).exists():
        total.funnel = read_funnel(folder / FUNNEL)
    before = counted_grounding(total.funnel)
    if before and application_map:
        total.ground(f"{DOCUMENTED}, before verify", before)
    return total


def statistics_of(pairs: Iterable[Pair], application_map: ApplicationMap | None) -> Statistics:
    total, seen = Statistics(), NearDuplicates(TO_MEASURE, seed=2, most=REMEMBERED)
    atlas = Atlas(application_map) if application_map else None
    for pair in pairs:
        total.add(pair)
        total.near_duplicates += not seen.hold(pair)
        if atlas:
            grounding = grounding_of(pair.plan, atlas)
            for name in _groups(pair):
                total.ground(name, grounding)
    return total


def _groups(pair: Pair) -> Iterator[str]:
    yield pair.source
    if pair.documented:
        yield DOCUMENTED
        yield f"{DOCUMENTED} {pair.source}"
