"""How many expert episodes an hour, with four instances of Writer side by side on this machine?

python -m benchmarks.collection [--count 400] [--workers 4] [--json]
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from lamwright.data.collect import collect


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=400)
    options.add_argument("--workers", type=int, default=4)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = collect(Path(folder) / "run", given.count, given.workers, given.seed, on_end=lambda task, form, tally: None)
    result = {
        "episodes_per_hour": round(tally.per_hour),
        "episodes": tally.episodes,
        "succeeded": tally.succeeded,
        "resets": dict(tally.resets),
        "workers": given.workers,
        "cores": os.cpu_count(),
    }
    print(json.dumps(result) if given.json else "\n".join(f"{name}: {value}" for name, value in result.items()))
    for reason, times in tally.failures.most_common(10):
        print(f"{times} x {reason}", file=sys.stderr)


if __name__ == "__main__":
    main()
