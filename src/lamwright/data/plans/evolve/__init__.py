"""Many pairs from few: operators that make tasks more specific, more demanding, composed, reworded, and the loop that applies them."""

from lamwright.data.plans.evolve.evolution import evolve_pairs
from lamwright.data.plans.evolve.growing import Grown, evolve_set
from lamwright.data.plans.evolve.operator import Operator, child

__all__ = ["Grown", "Operator", "child", "evolve_pairs", "evolve_set"]
