"""A whole set of documented pairs, from its sources to its folder."""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lamwright.application_map import ApplicationMap
from lamwright.chat.contract import Chat
from lamwright.data.documents.queries import read_queries
from lamwright.data.plans.asked import asked_pairs
from lamwright.data.plans.atlas import Atlas
from lamwright.data.plans.build import REMEMBERED, Drafter, Pipeline, drafts_by_rules
from lamwright.data.plans.by_model import asked_by_model, drafts_by_model
from lamwright.data.plans.card import card
from lamwright.data.plans.duplicates import NearDuplicates
from lamwright.data.plans.evolve.growing import EVOLUTION
from lamwright.data.plans.funnel import Funnel, write_funnel
from lamwright.data.plans.sources import Source, how_tos_of, query_files
from lamwright.data.plans.stats import Statistics, statistics
from lamwright.data.plans.store import (
    CARD,
    FUNNEL,
    check_set_folder,
    new_set_manifest,
    read_pairs,
    read_set_manifest,
    write_manifest,
    write_pairs,
)
from lamwright.data.splits import split_of
from lamwright.errors import RecordError
from lamwright.pairs import Pair
from lamwright.records import write_whole
from lamwright.version import commit, version


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a set is made from. `map_name` and `model_name` are for the record."""

    sources: tuple[Source, ...]
    application: str = "writer"
    application_map: ApplicationMap | None = None
    map_name: str = ""
    chat: Chat | None = None
    model_name: str = ""
    seed: int = 0


def build_set(out: Path, recipe: Recipe, on_pair: Callable[[int], None] = lambda made: None) -> Statistics:
    """The set of the recipe's sources in a new folder; none where no pair is kept. Raises ModelError, RecordError, UsageError."""
    funnel = Funnel()
    return write_set(out, recipe, _shown(documented_pairs(recipe, funnel), on_pair), funnel)


def write_set(out: Path, recipe: Recipe, pairs: Iterable[Pair], funnel: Funnel) -> Statistics:
    """Make the set beside `out`, then rename it: one that is stopped, or keeps no pair, leaves none. The pairs fill the funnel."""
    check_set_folder(out)
    whole = out.resolve()
    beside = whole.with_name(f".{whole.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    config = {
        "sources": list(map(str, recipe.sources)),
        "application": recipe.application,
        "map": recipe.map_name,
        "model": recipe.model_name,
    }
    write_manifest(beside, new_set_manifest("plans build", config, recipe.seed, version(), commit()))
    try:
        write_pairs(beside, pairs)
        write_funnel(beside / FUNNEL, funnel)
        found = write_card(beside, recipe.application_map)
        if found.pairs:
            _rename(beside, whole)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return found


def _rename(beside: Path, out: Path) -> None:
    try:
        beside.rename(out)
    except OSError as error:
        raise RecordError(f"{out} cannot be written: {error.strerror}. Choose another folder.") from error


def documented_pairs(recipe: Recipe, funnel: Funnel) -> Iterator[Pair]:
    """The pairs of all sources, queries last, since they take their plans from the others."""
    atlas = Atlas(recipe.application_map) if recipe.application_map else None
    pipeline = Pipeline(recipe.application, atlas, _drafter(recipe.chat, atlas), funnel, NearDuplicates(most=REMEMBERED))
    sources = tuple(dict.fromkeys(recipe.sources))
    files = query_files(sources)
    kept: list[Pair] = []
    for source in sources:
        for pair in pipeline.pairs(how_tos_of(source, sources, funnel, recipe.application)):
            if files:
                kept.append(pair)
            yield pair
    for origin, path in files.items():
        queries = read_queries(path, funnel)
        if recipe.chat:
            asked = asked_by_model(recipe.chat, queries, kept, origin, recipe.application, funnel)
        else:
            asked = asked_pairs(queries, kept, origin, funnel)
        yield from filter(pipeline.keeps, asked)


def _drafter(chat: Chat | None, atlas: Atlas | None) -> Drafter:
    return drafts_by_model(chat) if chat else drafts_by_rules(atlas)


def _shown(pairs: Iterator[Pair], on_pair: Callable[[int], None]) -> Iterator[Pair]:
    for number, pair in enumerate(pairs, 1):
        on_pair(number)
        yield pair


def write_card(folder: Path, application_map: ApplicationMap | None) -> Statistics:
    """Count the set anew and write its data card."""
    found = statistics(folder, application_map)
    splits: dict[str, int] = dict.fromkeys(("train", "validation", "test"), 0)
    for pair in read_pairs(folder):
        splits[split_of(pair)] += 1
    write_whole(folder / CARD, card(read_set_manifest(folder), found, splits, _evolution_seed(folder / EVOLUTION)))
    return found


def _evolution_seed(path: Path) -> int | None:
    try:
        return int(json.loads(path.read_text("utf-8"))["seed"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
