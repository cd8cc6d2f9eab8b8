"""Throughput and memory of the text pipeline at 1, 10 and 100 times the help corpus: how-tos a second, peak resident memory.

    python -m benchmarks.text_pipeline --scales 1 10 100

Each copy of the corpus is read from disk and parsed anew. Its words are changed (the longer words that name no action get the copy's number
behind them, titles a few more words) so that near-duplicate removal does not leave the copies out. A scale runs in a process of its own,
so that its peak is its own. What is measured is the making of a whole set, its counts and card too. The indices of near-duplicates (of the
pipeline by --remember, of the counting always) remember a bounded number of pairs; they are what grows, until that bound.
"""

import argparse
import json
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

from lamwright.application_map import read_map
from lamwright.data.documents.help import HELP, read_help
from lamwright.data.documents.howto import HowTo
from lamwright.data.documents.verbs import TASKS
from lamwright.data.plans.atlas import Atlas
from lamwright.data.plans.build import REMEMBERED, Pipeline, drafts_by_rules
from lamwright.data.plans.duplicates import NearDuplicates
from lamwright.data.plans.funnel import Funnel
from lamwright.data.plans.making import Recipe, write_set

MAP = Path(__file__).parents[1] / "src" / "lamwright" / "environments" / "writer" / "map.json"
_PART = re.compile(r"\*\*[^*]*\*\*|[a-z]{5,}")


def altered(text: str, copy: int) -> str:
    """The text of one copy; names that are set off stay, since they are looked up in the map."""

    def word(found: re.Match[str]) -> str:
        plain = found.group()
        keeps = plain.startswith("**") or plain in TASKS or plain.endswith(("ing", "s"))
        return plain if keeps else f"{plain}{copy}"

    return _PART.sub(word, text) if copy else text


def _further(copy: int) -> str:
    return f" in draft{copy} of volume{copy} for reader{copy}" if copy else ""


def corpus(copies: int, funnel: Funnel, folder: Path) -> Iterator[HowTo]:
    for copy in range(copies):
        for each in read_help(funnel, folder):
            steps = tuple(altered(step, copy) for step in each.steps)
            title, summary = (f"{altered(text, copy)}{_further(copy)}" if text else "" for text in (each.title, each.summary.rstrip(".")))
            yield replace(each, title=title, summary=summary, steps=steps, origin=f"{copy}/{each.origin}")


def peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(copies: int, remember: int, limit: int, folder: Path) -> dict[str, Any]:
    known = read_map(MAP) if MAP.exists() else None
    atlas = Atlas(known) if known else None
    funnel = Funnel()
    at_start, started, used = peak_mib(), perf_counter(), process_time()
    how_tos = corpus(copies, funnel, folder)
    with TemporaryDirectory() as out:
        some = islice(how_tos, limit) if limit else how_tos
        made = Pipeline("writer", atlas, drafts_by_rules(atlas), funnel, NearDuplicates(most=remember)).pairs(some)
        pairs = write_set(Path(out) / "set", Recipe((), application_map=known), made, funnel).pairs
    seconds, cpu = perf_counter() - started, process_time() - used
    items = funnel.stages["extract"].passed
    return {
        "scale": copies,
        "pages": funnel.stages["read pages"].passed,
        "how_tos": items,
        "pairs": pairs,
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu, 2),
        "how_tos_per_second": round(items / seconds),
        "how_tos_per_cpu_second": round(items / cpu),
        "peak_mib": round(peak_mib()),
        "start_mib": round(at_start),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scales", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--remember", type=int, default=REMEMBERED, help="pairs that near-duplicates are looked for among; 0 for all")
    parser.add_argument("--limit", type=int, default=0, help="stop after so many how-tos")
    parser.add_argument("--help-folder", type=Path, default=HELP)
    parser.add_argument("--one", action="store_true", help="measure the first scale in this process")
    parser.add_argument("--json", action="store_true", help="print one JSON object on one line")
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measured(given.scales[0], given.remember, given.limit, given.help_folder)))
        return
    rest = ["--remember", str(given.remember), "--limit", str(given.limit), "--help-folder", str(given.help_folder), "--one"]
    rows = [_in_a_process([sys.executable, "-m", "benchmarks.text_pipeline", "--scales", str(scale), *rest]) for scale in given.scales]
    print(json.dumps({"remember": given.remember, "scales": rows}, indent=None if given.json else 2))


def _in_a_process(command: list[str]) -> Any:
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    print(printed.strip(), file=sys.stderr, flush=True)
    return json.loads(printed)


if __name__ == "__main__":
    main()
