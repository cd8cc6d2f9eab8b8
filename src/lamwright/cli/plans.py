"""`lamwright plans`: task-plan pairs from documents, evolved, counted."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lamwright.cli.show import machine, people, progress
from lamwright.cli.suite import check_application
from lamwright.errors import UsageError

if TYPE_CHECKING:
    from lamwright.application_map import ApplicationMap
    from lamwright.chat.contract import Chat
    from lamwright.data.plans.evolve import Operator
    from lamwright.data.plans.stats import Statistics

app = typer.Typer(no_args_is_help=True, help="Task-plan pairs.")
MapOption = Annotated[Path | None, typer.Option("--map", help="The application map (default: the one shipped).")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]
ModelOption = Annotated[str, typer.Option("--model", help="openai:NAME, to have a language model do it.")]
UrlOption = Annotated[str, typer.Option("--base-url", help="The model's endpoint.")]
CacheOption = Annotated[Path | None, typer.Option("--cache", help="Keep the model's answers in this folder.")]


@app.command()
def build(
    out: Annotated[Path, typer.Option(help="The folder of the new set.")],
    source: Annotated[
        list[str] | None, typer.Option(help="help, samples, folder:PATH, wikihow:PATH or queries:PATH; several times.")
    ] = None,
    map_file: MapOption = None,
    model: ModelOption = "",
    base_url: UrlOption = "",
    cache: CacheOption = None,
    seed: int = 0,
    app_name: Annotated[str, typer.Option("--app")] = "writer",
    as_json: JsonOption = False,
) -> None:
    """Read documents, make their how-tos task-plan pairs, count what was left out (default sources: help and samples)."""
    from lamwright.data.plans.making import Recipe, build_set
    from lamwright.data.plans.sources import DEFAULT, source_of

    check_application(app_name)
    sources = tuple(map(source_of, source or DEFAULT))
    chat = _chat(model, base_url, cache)
    known, name = application_map(map_file)
    recipe = Recipe(sources, app_name, known, name, chat, model, seed)
    with progress() as bar:
        line = bar.add_task("pairs", total=None, note="")
        found = build_set(out, recipe, lambda made: bar.update(line, completed=made))
    _show(found, as_json, out)


@app.command()
def evolve(
    folder: Annotated[Path, typer.Argument(help="A set of pairs.")],
    count: Annotated[int, typer.Option(min=1, help="Evolved pairs in all.")] = 76_672,
    seed: int = 0,
    model: ModelOption = "",
    base_url: UrlOption = "",
    cache: CacheOption = None,
    map_file: MapOption = None,
    as_json: JsonOption = False,
) -> None:
    """Multiply the set's documented pairs: more specific, more demanding, composed, reworded. Run again, it goes on where it was."""
    from lamwright.data.plans.evolve import evolve_set
    from lamwright.data.plans.making import write_card

    known, _ = application_map(map_file)
    with progress() as bar:
        line = bar.add_task("evolved pairs", total=count, note="")
        evolve_set(folder, count, seed, lambda made: bar.update(line, completed=made), _operator(model, base_url, cache), model)
    _show(write_card(folder, known), as_json, folder)


@app.command()
def stats(folder: Annotated[Path, typer.Argument(help="A set of pairs.")], map_file: MapOption = None, as_json: JsonOption = False) -> None:
    """Count a set: pairs, near-duplicates, lengths, and how many steps name controls that the application has."""
    from lamwright.data.plans.stats import statistics

    known, _ = application_map(map_file)
    _show(statistics(folder, known), as_json, folder)


def application_map(path: Path | None) -> "tuple[ApplicationMap, str]":
    """The map and its name for the record; without one given the shipped one. Raises UsageError."""
    from lamwright.environments.writer.shipped_map import writer_map

    return writer_map(path), str(path or "shipped")


def _chat(model: str, base_url: str, cache: Path | None) -> "Chat | None":
    if not model:
        if base_url or cache:
            raise UsageError("--base-url and --cache are for a model. Name one with --model openai:NAME.")
        return None
    from lamwright.chat.named import named_model

    return named_model(model, base_url, cache=cache).open()


def _operator(model: str, base_url: str, cache: Path | None) -> "Operator | None":
    chat = _chat(model, base_url, cache)
    if chat is None:
        return None
    from lamwright.data.plans.with_model import ModelEvolution

    return ModelEvolution(chat)


def _show(found: "Statistics", as_json: bool, folder: Path) -> None:
    from lamwright.data.plans.funnel import funnel_table

    if as_json:
        machine(found.to_json())
        return
    people.print(funnel_table(found.funnel, f"{folder}: {found.pairs:,} pairs, {found.documented:,} documented"))
    people.print(f"near-duplicates: {100 * found.near_duplicates / max(1, found.pairs):.2f}%; sources: {json.dumps(dict(found.by_source))}")
    for name, count in found.groundings.items():
        share = count.grounded / max(1, count.steps)
        told = (
            f"{count.grounded:,} of {count.naming:,} steps that name a control ({100 * count.rate:.1f}%); of all steps {100 * share:.1f}%"
        )
        people.print(f"grounded, {name}: {told}", markup=False)
