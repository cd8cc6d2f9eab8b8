"""`lamwright plans`: task-plan pairs from documents, evolved, counted."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lamwright.cli.options import AppName, BaseUrl, ChatModel, Json, MapFile, PairSet, Prices
from lamwright.cli.show import machine, people, progress
from lamwright.cli.suite import check_application
from lamwright.errors import LamwrightError, ModelError, UsageError

if TYPE_CHECKING:
    from lamwright.application_map import ApplicationMap
    from lamwright.chat.openai_chat import OpenAIChat
    from lamwright.data.plans.evolve.operator import OperatorFor
    from lamwright.data.plans.stats import Statistics

app = typer.Typer(no_args_is_help=True, help="Task-plan pairs.")
ANSWERS = "answers"
"""The folder of a set in which evolution keeps a model's answers: with them it can go on where it was."""


@app.command()
def build(
    out: Annotated[Path, typer.Option(help="The folder of the new set.")],
    source: Annotated[
        list[str] | None, typer.Option(help="help, samples, folder:PATH, wikihow:PATH or queries:PATH; several times.")
    ] = None,
    map_file: MapFile = None,
    model: ChatModel = "",
    base_url: BaseUrl = "",
    cache: Annotated[Path | None, typer.Option(help="Keep the model's answers in this folder.")] = None,
    prices: Prices = "",
    seed: int = 0,
    app_name: AppName = "writer",
    as_json: Json = False,
) -> None:
    """Read documents, make their how-tos task-plan pairs, count what was left out (default sources: help and samples)."""
    from lamwright.data.plans.making import Recipe, build_set
    from lamwright.data.plans.sources import DEFAULT, source_of

    check_application(app_name)
    sources = tuple(map(source_of, source or DEFAULT))
    chat = _chat(model, base_url, cache, prices)
    known, name = application_map(map_file)
    recipe = Recipe(sources, app_name, known, name, chat, model, seed)
    with _usage_told(chat), progress() as bar:
        line = bar.add_task("pairs", total=None, note="")
        found = build_set(out, recipe, lambda made: bar.update(line, completed=made))
    _show(found, as_json, out, chat)
    if not found.pairs:
        raise LamwrightError(_no_pair(found))


@app.command()
def evolve(
    folder: PairSet,
    count: Annotated[int, typer.Option(min=1, help="Evolved pairs in all.")] = 76_672,
    seed: int = 0,
    model: ChatModel = "",
    base_url: BaseUrl = "",
    cache: Annotated[Path | None, typer.Option(help=f"Keep the model's answers in this folder (default: {ANSWERS} in the set's).")] = None,
    prices: Prices = "",
    map_file: MapFile = None,
    as_json: Json = False,
) -> None:
    """Multiply the set's documented pairs: more specific, more demanding, composed, reworded. Run again, it goes on where it was."""
    from lamwright.data.plans.evolve.growing import evolve_set
    from lamwright.data.plans.making import write_card

    known, _ = application_map(map_file)
    chat = _chat(model, base_url, cache, prices, folder / ANSWERS)
    with _usage_told(chat), progress() as bar:
        line = bar.add_task("evolved pairs", total=count, note="")
        try:
            evolve_set(folder, count, seed, lambda made: bar.update(line, completed=made), _operator(chat), model)
        except (ModelError, UsageError):
            write_card(folder, known)
            raise
    _show(write_card(folder, known), as_json, folder, chat)


@app.command()
def stats(folder: PairSet, map_file: MapFile = None, as_json: Json = False) -> None:
    """Count a set: pairs, near-duplicates, lengths, and how many steps name controls that the application has."""
    from lamwright.data.plans.stats import statistics

    known, _ = application_map(map_file)
    _show(statistics(folder, known), as_json, folder)


def application_map(path: Path | None) -> "tuple[ApplicationMap, str]":
    """The map and its name for the record; without one given the shipped one. Raises UsageError."""
    from lamwright.environments.writer.shipped_map import writer_map

    return writer_map(path), str(path or "shipped")


def _chat(model: str, base_url: str, cache: Path | None, prices: str, default_cache: Path | None = None) -> "OpenAIChat | None":
    if not model:
        if base_url or cache or prices:
            raise UsageError("--base-url, --cache and --prices are for a model. Name one with --model openai:NAME.")
        return None
    from lamwright.chat.named import named_model

    return named_model(model, base_url, cache=cache or default_cache, prices=prices).open()


def _operator(chat: "OpenAIChat | None") -> "OperatorFor | None":
    if chat is None:
        return None
    from lamwright.data.plans.with_model import evolution_by

    return evolution_by(chat)


@contextmanager
def _usage_told(chat: "OpenAIChat | None") -> Iterator[None]:
    """What the model was asked and what it cost, however the command ends."""
    try:
        yield
    finally:
        if chat:
            people.print(chat.usage.sentence(), markup=False)
            chat.close()


def _no_pair(found: "Statistics") -> str:
    from lamwright.data.plans.grounded import BEFORE

    every = (reason for stage, reason, _ in found.funnel.reasons(limit=100) if stage != BEFORE)
    why = next((f'the commonest reason is "{reason}"' for reason in every), "the sources hold no how-to")
    return f"No pair was kept: {why}. Nothing was written. Name other sources with --source, or mend these (docs/data.md, Pairs)."


def _show(found: "Statistics", as_json: bool, folder: Path, chat: "OpenAIChat | None" = None) -> None:
    from lamwright.data.plans.funnel import funnel_table

    if as_json:
        machine({**found.to_json(), **({"usage": chat.usage.to_json()} if chat else {})})
        return
    people.print(funnel_table(found.funnel, f"{folder}: {found.pairs:,} pairs, {found.documented:,} documented"))
    people.print(f"near-duplicates: {100 * found.near_duplicates / max(1, found.pairs):.2f}%; sources: {json.dumps(dict(found.by_source))}")
    for name, count in found.groundings.items():
        share = count.grounded / max(1, count.steps)
        told = (
            f"{count.grounded:,} of {count.naming:,} steps that name a control ({100 * count.rate:.1f}%); of all steps {100 * share:.1f}%"
        )
        people.print(f"grounded, {name}: {told}", markup=False)
