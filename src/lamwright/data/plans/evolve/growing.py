"""A set of pairs on disk that grows by evolution; what was interrupted goes on where it was, with nothing twice."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lamwright.data.plans.evolve.evolution import Progress, evolve_pairs
from lamwright.data.plans.evolve.operator import EVOLVED, OperatorFor
from lamwright.data.plans.funnel import Funnel, read_funnel, write_funnel
from lamwright.data.plans.store import CARD, FUNNEL, PairWriter, read_pairs
from lamwright.errors import RecordError
from lamwright.pairs import Pair
from lamwright.records import write_whole

EVOLUTION = "evolution.json"
_OURS = ("evolve: ", "suite tasks")


@dataclass(frozen=True, slots=True)
class Grown:
    """What a run of evolution did: pairs that were there, pairs that were added, and why the others were not."""

    kept: int
    added: int
    funnel: Funnel


@dataclass(frozen=True, slots=True)
class _Begun:
    """What is in the set: what to evolve (documented pairs and what queries made of them), and the ids of what was evolved, in order."""

    documented: list[Pair]
    evolved: list[str]


def evolve_set(
    folder: Path, count: int, seed: int, on_progress: Progress = lambda made: None, model: OperatorFor | None = None, model_name: str = ""
) -> Grown:
    """Evolve the documented pairs of a set until `count` evolved ones stand behind them in it.

    Evolution is made again from the start and what is there already is not written twice: that costs time, not pairs, and a model's
    answers must be kept (lamwright.chat.cache). However it ends, the funnel is that of the pairs in the set; the data card, which no longer
    counts them all, is taken away with the first new pair. Raises RecordError where the set was begun with another seed, model, or other
    documented pairs.
    """
    begun = _read(folder)
    _check_same(folder, {"schema": 1, "seed": seed, "model": model_name, "documented": _digest(begun.documented)}, bool(begun.evolved))
    funnel, made, kept = Funnel(), 0, len(begun.evolved)
    operator = model(begun.documented, funnel) if model else None
    try:
        with PairWriter(folder) as writer:
            for pair in evolve_pairs(begun.documented, count, seed, on_progress, operator, funnel):
                if made == kept:
                    (folder / CARD).unlink(missing_ok=True)
                if made >= kept:
                    writer.add(pair)
                elif pair.id != begun.evolved[made]:
                    raise RecordError(
                        f"{folder}: evolved pair {made + 1} is another one than now. Another version made it; start a new set."
                    )
                made += 1
    finally:
        if made >= kept:
            _add_to_funnel(folder / FUNNEL, funnel)
    return Grown(kept, max(0, made - kept), funnel)


def _read(folder: Path) -> _Begun:
    begun = _Begun([], [])
    for pair in read_pairs(folder):
        if pair.id.startswith(EVOLVED):
            begun.evolved.append(pair.id)
        else:
            begun.documented.append(pair)
    return begun


def _digest(documented: Sequence[Pair]) -> str:
    digest = hashlib.sha256()
    for pair in documented:
        digest.update("\n".join((pair.id, pair.task, *pair.plan, "")).encode())
    return digest.hexdigest()[:16]


def _check_same(folder: Path, settings: dict[str, Any], begun: bool) -> None:
    path = folder / EVOLUTION
    if not begun:
        write_whole(path, json.dumps(settings, indent=2) + "\n")
        return
    try:
        written = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise RecordError(f"{path} cannot be read: {error}. Without it the evolution of {folder} cannot go on; start a new set.") from error
    for name, value in settings.items():
        if not isinstance(written, dict) or written.get(name) != value:
            was = written.get(name) if isinstance(written, dict) else None
            raise RecordError(f"{folder} was evolved with {name} {was!r}, not {value!r}. Continue it so, or start a new set.")


def _add_to_funnel(path: Path, funnel: Funnel) -> None:
    """In place of the stages that an earlier evolution wrote, behind those of the building."""
    whole = read_funnel(path) if path.exists() else Funnel()
    built = Funnel({name: counts for name, counts in whole.stages.items() if not name.startswith(_OURS)})
    built.add(funnel)
    write_funnel(path, built)
