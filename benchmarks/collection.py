"""How many expert episodes an hour, with four instances of Writer side by side on this machine, and how much room do they take up?

python -m benchmarks.collection [--count 400] [--workers 4] [--perturbed 0.79] [--json]
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from lamwright.cli.collecting import PERTURBED_SHARE, tally_form
from lamwright.data.collect import Collecting, Tally, collect
from lamwright.records import text_bytes


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=400)
    options.add_argument("--workers", type=int, default=4)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--perturbed", type=float, default=PERTURBED_SHARE)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        wanted = Collecting(given.count, given.seed, given.workers, given.perturbed)
        tally = collect(run, wanted, on_end=lambda task, form, tally: None)
        result = measured(tally, run, given.workers)
    print(json.dumps(result) if given.json else "\n".join(f"{name}: {value}" for name, value in result.items()))
    for reason, times in tally.failures.most_common(10):
        print(f"{times} x {reason}", file=sys.stderr)


def measured(tally: Tally, run: Path, workers: int) -> dict[str, Any]:
    form = tally_form(tally)
    return {
        "episodes_per_hour": form["episodes_per_hour"],
        "mib_per_1000_episodes": round(1000 * text_bytes(run) / (1 << 20) / max(1, tally.episodes), 2),
        "workers": workers,
        "cores": os.cpu_count(),
        **form,
    }


if __name__ == "__main__":
    main()
