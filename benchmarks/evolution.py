"""How many pairs a second does evolution make from a set of documented ones, in how much memory, and how like one another are they?

python -m benchmarks.evolution SET [--count 76672] [--json]

SET is a folder that `lamwright plans build` made; it is only read. One process, one core, no model.
"""

import argparse
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lamwright.data.plans.duplicates import near_duplicate_rate
from lamwright.data.plans.evolve.evolution import evolve_pairs
from lamwright.data.plans.evolve.operator import EVOLVED
from lamwright.data.plans.funnel import Funnel
from lamwright.data.plans.store import read_pairs
from lamwright.data.splits import split_of
from lamwright.pairs import Pair

_TELL_EVERY = 10_000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("set", type=Path)
    options.add_argument("--count", type=int, default=76_672)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    documented = [pair for pair in read_pairs(given.set) if not pair.id.startswith(EVOLVED)]
    funnel, begun, cpu = Funnel(), time.perf_counter(), time.process_time()
    pairs = list(evolve_pairs(documented, given.count, given.seed, _tell, funnel=funnel))
    seconds, cpu_seconds = time.perf_counter() - begun, time.process_time() - cpu
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    result = {
        "pairs_per_second": round(len(pairs) / seconds, 1),
        "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu_seconds, 1),
        "peak_mib": round(peak_mib),
        **described(documented, pairs),
        "funnel": funnel.to_json(),
    }
    print(json.dumps(result) if given.json else "\n".join(f"{name}: {value}" for name, value in result.items()))


def described(documented: Sequence[Pair], pairs: Sequence[Pair]) -> dict[str, Any]:
    """The pairs are held in memory here, which evolution itself does not do: `peak_mib` is more than it needs."""
    operators = Counter(name for pair in pairs for name in pair.lineage.operator.split(" > "))
    return {
        "documented": len(documented),
        "evolved": sum(pair.source != "suite" for pair in pairs),
        "suite": sum(pair.source == "suite" for pair in pairs),
        "near_duplicate_rate": near_duplicate_rate([*documented, *pairs]),
        "mean_steps": round(sum(len(pair.plan) for pair in pairs) / max(1, len(pairs)), 2),
        "mean_task_words": round(sum(len(pair.task.split()) for pair in pairs) / max(1, len(pairs)), 2),
        "operator_shares": {name: round(times / len(pairs), 3) for name, times in operators.most_common()},
        "splits": dict(Counter(map(split_of, pairs))),
    }


def _tell(made: int) -> None:
    if made % _TELL_EVERY == 0:
        print(f"{made:,} pairs", file=sys.stderr)


if __name__ == "__main__":
    main()
