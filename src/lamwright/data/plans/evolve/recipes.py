"""Which operators follow one another, and how often. Rewording comes last: what it makes is no clause that another could build on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random

from lamwright.data.plans.evolve.operator import Operator, roots_of
from lamwright.pairs import Lineage, Pair

Recipe = tuple[str, ...]
RECIPES: Mapping[Recipe, int] = {
    ("arguments", "rewording"): 5,
    ("arguments", "constraints"): 8,
    ("arguments", "constraints", "rewording"): 26,
    ("arguments", "composition"): 8,
    ("arguments", "composition", "rewording"): 30,
    ("arguments", "composition", "constraints"): 6,
    ("arguments", "composition", "constraints", "rewording"): 10,
    ("rewording",): 2,
}
"""With weights. An operator that does not suit a pair is left out: most plans leave no value open."""
WITH_MODEL: Mapping[Recipe, int] = {**RECIPES, ("model",): 50, ("arguments", "model"): 50}
JOIN = " > "


@dataclass(frozen=True, slots=True)
class Kitchen:
    """The operators by name, and the recipes that they are used by."""

    operators: Mapping[str, Operator]
    recipes: Mapping[Recipe, int]

    def make(self, pair: Pair, rng: Random) -> Pair | None:
        """A pair evolved from a documented one; its parent is that one, its operator all those that were used. None where none suits."""
        recipe = rng.choices(list(self.recipes), list(self.recipes.values()))[0]
        made, used = pair, list[str]()
        for name in recipe:
            evolved = self.operators[name].evolve(made, rng)
            if evolved is not None:
                made = evolved
                used.append(evolved.lineage.operator)
        return _named(made, pair, used) if used else None


def _named(made: Pair, documented: Pair, used: list[str]) -> Pair:
    return replace(made, lineage=Lineage(roots_of(made), documented.id, JOIN.join(used), documented.lineage.depth + len(used)))
