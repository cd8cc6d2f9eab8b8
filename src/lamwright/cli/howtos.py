"""`lamwright howtos`: what the application's documentation tells to do, done in the application by rules alone."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from lamwright.application_map import read_map
from lamwright.cli.options import AppName, Json, MapFile, Resume, RunFolder, Screenshots, Workers
from lamwright.cli.show import machine, people, progress
from lamwright.cli.suite import check_application
from lamwright.data.documents.help import read_help
from lamwright.data.howto.atlas import Atlas
from lamwright.data.howto.measure import known_how_tos, measured
from lamwright.data.howto.prepare import DISTINCT, EFFECT, EXECUTED, Prepared, prepared
from lamwright.data.howto.run import COMMAND, execute
from lamwright.data.plans.funnel import Funnel, funnel_table, read_funnel
from lamwright.data.plans.store import FUNNEL
from lamwright.environments.writer.mapping import is_denied
from lamwright.environments.writer.programs import require_programs
from lamwright.environments.writer.shipped_map import SHIPPED_MAP
from lamwright.errors import UsageError
from lamwright.judge_error import read_judge_errors, write_judge_errors
from lamwright.records import check_run_folder, read_manifest

app = typer.Typer(no_args_is_help=True, help="What the documentation tells to do, done by rules alone.")
REASONS = 10


@app.callback()
def _group() -> None:
    """What the documentation tells to do, done by rules alone."""


@app.command("run")
def run(
    out: RunFolder,
    count: Annotated[int | None, typer.Option(min=1, help="At most so many how-tos are executed. Default: all.")] = None,
    workers: Workers = 1,
    resume: Resume = False,
    pictures: Screenshots = False,
    application_map: MapFile = None,
    app_name: AppName = "writer",
    as_json: Json = False,
) -> None:
    """Parse the how-tos of the installed help into plans, execute them, judge them by what they should do, record them."""
    check_application(app_name)
    require_programs()
    check_run_folder(out, resume)
    funnel = Funnel()
    ready = prepared(read_help(Funnel()), app_name, Atlas(read_map(application_map or SHIPPED_MAP)), is_denied, funnel)
    with _shown(min(len(ready), count or len(ready))) as ended:
        execute(
            out,
            ready,
            funnel,
            count=count,
            workers=workers,
            resume=resume,
            pictures=pictures,
            application_map=application_map,
            on_end=ended,
        )
    _report(out, funnel, as_json)


@app.command("report")
def report(
    folder: Annotated[Path, typer.Argument(help="The run folder.")],
    as_json: Json = False,
) -> None:
    """Show the funnel of a run again."""
    _check_is_ours(folder, COMMAND)
    _report(folder, read_funnel(folder / FUNNEL), as_json)


@app.command("judge")
def judge(
    folder: Annotated[Path, typer.Argument(help="The run folder that the figures are for; they are kept there.")],
    count: Annotated[int, typer.Option(min=1, help="Tasks of the suite; each is run three times.")] = 60,
    how_to_count: Annotated[
        int, typer.Option("--howtos", min=0, help="How-tos, every sort of effect in turn; three times each, too.")
    ] = 60,
    workers: Workers = 1,
    seed: int = 0,
    as_json: Json = False,
) -> None:
    """Measure how often the judge of these runs is wrong, on tasks of the suite where the document's state tells, and on how-tos."""
    _check_is_ours(folder, COMMAND, "execute")
    require_programs()
    used = Path(read_manifest(folder).config.get("map") or SHIPPED_MAP)
    ready = prepared(read_help(Funnel()), "writer", Atlas(read_map(used)), is_denied, Funnel())
    how_tos = list(known_how_tos(ready, how_to_count, seed))
    with progress() as bar:
        line = bar.add_task("runs whose verdict is known", total=3 * count + len(how_tos), note="")
        error, mistaken = measured(count, seed, used, workers, lambda form: bar.update(line, advance=1), how_tos)
    write_judge_errors(folder, [*(other for other in read_judge_errors(folder) if other.judge != error.judge), error])
    _renew_card(folder)
    for form in mistaken[:REASONS]:
        people.print(f"  wrong about: {form['task']} ({form['notes']['run']}): {form['verdict']['reasons'] or 'passed'}", markup=False)
    people.print(error.sentence(), markup=False)
    if as_json:
        machine(error.to_json())


def _renew_card(folder: Path) -> None:
    """A card tells of the judges too."""
    from lamwright.data.card import CARD, write_run_card

    if (folder / CARD).exists():
        write_run_card(folder)


def _check_is_ours(folder: Path, *commands: str) -> None:
    if read_manifest(folder).command not in commands:
        raise UsageError(f"{folder} holds a run of '{read_manifest(folder).command}', not of '{COMMAND}'. Name another folder.")


@contextmanager
def _shown(total: int) -> Iterator[Callable[[Prepared, Mapping[str, Any]], None]]:
    """A progress bar; gives what is to be told of each end."""
    tally: Counter[str] = Counter()
    with progress() as bar:
        line = bar.add_task("how-tos", total=total, note="")

        def ended(_one: Prepared, form: Mapping[str, Any]) -> None:
            tally["done" if form["verdict"] and form["verdict"]["success"] else "not"] += 1
            bar.update(line, advance=1, note=f"{tally['done']} did what they should, {tally['not']} did not or cannot be told")

        yield ended


def _report(out: Path, funnel: Funnel, as_json: bool) -> None:
    people.print(funnel_table(funnel, f"Help how-tos of Writer in {out}", REASONS))
    errors = read_judge_errors(out)
    told = [error.sentence() for error in errors] or [f"How often the judge is wrong was not measured: lamwright howtos judge {out}"]
    for sentence in told:
        people.print(sentence, markup=False)
    if as_json:
        machine(
            {
                "howtos": next((stage.entered for stage in funnel.stages.values()), 0),
                "executable": funnel.stage(DISTINCT).entered,
                "distinct": funnel.stage(DISTINCT).passed,
                "executed": funnel.stage(EXECUTED).passed,
                "effect_confirmed": funnel.stage(EFFECT).passed,
                "funnel": funnel.to_json(),
                "reasons": [{"stage": stage, "reason": reason, "howtos": times} for stage, reason, times in funnel.reasons(REASONS)],
                "judge_error": [error.to_json() for error in errors],
            }
        )
