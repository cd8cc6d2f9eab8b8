"""`lamwright instantiate`: abstract pairs become tasks on template documents. `lamwright execute`: those are run in Writer."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from heapq import nsmallest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lamwright.cli.options import AnswersBeside, BaseUrl, ChatModel, Json, MapFile, PairSet, Resume, RunFolder, TaskFolder, Workers
from lamwright.cli.show import machine, people, progress
from lamwright.data.export.select import Wanted
from lamwright.errors import LamwrightError, UsageError

if TYPE_CHECKING:
    from lamwright.chat.named import NamedModel
    from lamwright.data.instantiate.results import Discarded, Instantiated
    from lamwright.data.plans.funnel import Funnel
    from lamwright.pairs import Pair


def instantiate(
    pairs: PairSet,
    out: TaskFolder,
    count: Annotated[int | None, typer.Option(min=1, help="So many pairs at most, drawn by the seed. Default: all, in order.")] = None,
    split: Annotated[Wanted, typer.Option(help="Whose pairs, by their lineage.")] = "train",
    map_file: MapFile = None,
    model: ChatModel = "",
    base_url: BaseUrl = "",
    cache: AnswersBeside = None,
    seed: int = 0,
    as_json: Json = False,
) -> None:
    """Choose a template for each pair, make its task concrete there, match its controls, keep what can be run."""
    from lamwright.data.export.whole import check_new
    from lamwright.data.instantiate.pipeline import instantiate as instantiated
    from lamwright.data.instantiate.store import write_instantiated
    from lamwright.data.plans.funnel import Funnel, funnel_table
    from lamwright.data.plans.store import read_pairs
    from lamwright.records import new_manifest
    from lamwright.version import commit, version

    check_new(out)
    how = _how(map_file, _named(model, base_url, cache, out.with_name(f"{out.name}.answers")), seed, split)
    config = {"pairs": str(pairs), "count": count, "split": split, "model": model, "map": str(map_file or "")}
    manifest = new_manifest("instantiate", config, seed, version(), commit())
    funnel = Funnel()
    with progress() as bar:
        line = _Line(bar.add_task("pairs", total=count, note=""), funnel, bar.update)
        wanted = _drawn((pair for pair in read_pairs(pairs) if _in_split(pair, split)), count, seed)
        made = write_instantiated(out, line.shown(instantiated(line.counted(wanted), how, funnel)), funnel, manifest)
    people.print(funnel_table(funnel))
    if as_json:
        machine({"tasks": made, "pairs": line.pairs, "out": str(out), "funnel": funnel.to_json()})
    if not made:
        raise LamwrightError(
            f"No task was made of the {line.pairs:,} pairs that {pairs} has for --split {split}; {out / 'funnel.json'} tells why."
        )


def execute(
    tasks: Annotated[Path, typer.Argument(help="A folder that `lamwright instantiate` or `lamwright import` made.")],
    out: RunFolder,
    count: Annotated[int | None, typer.Option(min=1, help="The first so many tasks. Default: all.")] = None,
    workers: Workers = 2,
    resume: Resume = False,
    model: ChatModel = "",
    base_url: BaseUrl = "",
    cache: AnswersBeside = None,
    map_file: Annotated[
        Path | None, typer.Option("--map", help="An application map. Default: the one that the tasks were made with.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Run instantiated tasks in Writer, judge them by the state, their own effect or a model, record them."""
    from lamwright.data.card import write_run_card
    from lamwright.data.instantiate.execute import ExecutionSetup, judges_of
    from lamwright.data.instantiate.execute import execute as run
    from lamwright.data.instantiate.store import read_instantiated
    from lamwright.data.plans.funnel import Funnel, funnel_table
    from lamwright.environments.writer.programs import require_programs
    from lamwright.judge_error import read_judge_errors
    from lamwright.records import check_run_folder

    require_programs()
    check_run_folder(out, resume)
    if next(read_instantiated(tasks), None) is None:
        raise LamwrightError(f"{tasks} holds no task to run. Make some with: lamwright instantiate")
    with progress() as bar:
        line = bar.add_task("episodes", total=count, note="")

        def on_end(_form: dict[str, Any], funnel: Funnel) -> None:
            bar.update(line, advance=1, note=f"{funnel.stage('succeeded').passed} done")

        setup = ExecutionSetup(_named(model, base_url, cache, out / "answers"), map_file)
        funnel = run(tasks, out, workers, setup, count=count, resume=resume, on_end=on_end)
    write_run_card(out)
    people.print(funnel_table(funnel))
    errors = read_judge_errors(out)
    for error in errors:
        people.print(error.sentence(), markup=False)
    for judge in sorted(judges_of(out) - {error.judge for error in errors}):
        people.print(f"How often the judge '{judge}' is wrong was not measured: docs/data.md says how to.", markup=False)
    if as_json:
        succeeded, episodes = funnel.stage("succeeded").passed, funnel.stage("matched live").entered
        machine(
            {
                "episodes": episodes,
                "succeeded": succeeded,
                "failed": episodes - succeeded,
                "funnel": funnel.to_json(),
                "judge_error": [error.to_json() for error in errors],
            }
        )


def _how(map_file: Path | None, model: "NamedModel | None", seed: int, split: str) -> "Callable[[Pair], Instantiated | Discarded]":
    from lamwright.data.instantiate.pipeline import Instantiation
    from lamwright.data.instantiate.prose import by_rules
    from lamwright.data.instantiate.shipped import writer_matcher
    from lamwright.environments.writer.shipped_map import writer_map

    if model:
        from lamwright.data.instantiate.with_model import ModelInstantiation

        return ModelInstantiation(writer_matcher(map_file), model.open())
    return Instantiation(
        writer_matcher(map_file), prose=by_rules(writer_map(map_file)), seed=seed, held_out=split in ("validation", "test")
    )


def _named(model: str, base_url: str, cache: Path | None, beside: Path) -> "NamedModel | None":
    """The model, its answers kept in `cache` or else `beside` the result; none without a name."""
    if not model:
        if base_url or cache:
            raise UsageError("--base-url and --cache are for a model. Name one with --model openai:NAME.")
        return None
    from lamwright.chat.named import named_model

    return named_model(model, base_url, cache=cache or beside)


def _in_split(pair: "Pair", split: str) -> bool:
    from lamwright.data.splits import split_of

    return split == "all" or split_of(pair) == split


def _drawn(pairs: "Iterable[Pair]", count: int | None, seed: int) -> "Iterable[Pair]":
    """All of them as they come, or the first `count` in an order that the seed shuffles: no more than those are held."""
    if count is None:
        return pairs
    return nsmallest(count, pairs, key=lambda pair: sha256(f"{seed}/{pair.id}".encode("utf-8", "replace")).digest())


@dataclass(slots=True)
class _Line:
    """The line of progress: pairs that went in, tasks that came out."""

    task: Any
    funnel: "Funnel"
    update: Callable[..., None]
    pairs: int = 0
    tasks: int = 0

    def counted(self, pairs: "Iterable[Pair]") -> "Iterator[Pair]":
        for pair in pairs:
            self.pairs += 1
            self.update(self.task, completed=self.pairs, note=f"{self.tasks:,} tasks")
            yield pair

    def shown(self, made: "Iterable[Instantiated]") -> "Iterator[Instantiated]":
        for one in made:
            self.tasks += 1
            yield one
