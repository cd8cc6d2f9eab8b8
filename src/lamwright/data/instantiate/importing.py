"""UFO's instantiated plans as tasks of ours: read, put into our functions, grounded in a template of ours, their controls matched."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PureWindowsPath
from random import Random

from lamwright.data.instantiate.choose import Chooser
from lamwright.data.instantiate.pipeline import Instantiation, count
from lamwright.data.instantiate.results import Discarded, Instantiated, Unfit
from lamwright.data.plans.funnel import Funnel
from lamwright.data.ufo.read import UfoPlan, read_ufo, ufo_files
from lamwright.data.ufo.rows import actions_of
from lamwright.environments.writer.template import Template
from lamwright.errors import ActionError, UsageError
from lamwright.pairs import Lineage, Pair

SOURCE = "ufo"
APPS = ("word", "writer")
"""Applications whose plans are for a word processor."""


OnFile = Callable[[Path, str], None]
"""Told after each file: why it was left, "" where it was not."""


def import_ufo(path: Path, how: Instantiation, funnel: Funnel, on_file: OnFile) -> Iterator[Instantiated]:
    """Every plan of a file or folder that can be run here. Raises UsageError for a single file that is no result of UFO's."""
    files = ufo_files(path)
    for file in files:
        try:
            read = read_ufo(file)
        except UsageError as error:
            if len(files) == 1:
                raise
            funnel.rejected("file", "not a result of UFO's instantiation")
            on_file(file, str(error))
            continue
        funnel.passed("file")
        result = import_plan(read, file, how)
        count(result, funnel)
        on_file(file, result.reason if isinstance(result, Discarded) else "")
        if isinstance(result, Instantiated):
            yield result


def import_plan(read: UfoPlan, file: Path, how: Instantiation) -> Instantiated | Discarded:
    """One plan."""
    if read.app.casefold() not in APPS:
        return Discarded("read", "for another application", f"The plan is for '{read.app}', not for a word processor.")
    if read.refused:
        return Discarded("read", "refused by the judge of its own file", f"The file's own judge refused it: {read.refused}")
    pair = Pair(
        id=f"{SOURCE}:{read.unique_id}",
        task=read.request,
        plan=tuple(row.subtask for row in read.rows),
        source=SOURCE,
        origin=file.name,
        licence=read.licence,
        attribution=read.attribution,
        application="writer",
        lineage=Lineage(read.roots or (f"{SOURCE}:{read.unique_id}",)),
    )
    try:
        actions = actions_of(read.rows, how.matcher.type_of)
    except ActionError as error:
        return Discarded("read", "a function that cannot be done here", str(error))
    try:
        made = replace(how, chooser=Given(PureWindowsPath(read.template).stem, how.chooser)).plan(pair, actions)
    except Unfit as unfit:
        return unfit.discarded
    return replace(made, task=read.task)


@dataclass(frozen=True, slots=True)
class Given:
    """The template of that name where it is one of ours that suits, else whatever `other` chooses."""

    name: str
    other: Chooser

    def choose(self, task: str, plan: Sequence[str], suitable: Sequence[Template], rng: Random) -> Template:
        named = next((template for template in suitable if template.name == self.name), None)
        return named or self.other.choose(task, plan, suitable, rng)
