"""What pairs are made from, as people name it: help, samples, folder:PATH, wikihow:PATH, queries:PATH."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lamwright.data.documents.folder import read_folder
from lamwright.data.documents.help import read_help
from lamwright.data.documents.howto import HowTo, sound
from lamwright.data.documents.wikihow import read_wikihow
from lamwright.data.plans.funnel import Funnel
from lamwright.errors import UsageError

SAMPLES = Path(__file__).parents[1] / "samples"
SAMPLE_QUERIES = SAMPLES / "queries.tsv"
DEFAULT = ("help", "samples")
_WITH_PATH = ("folder", "wikihow", "queries")
_ALONE = ("help", "samples")
_IN_SAMPLES = ("wikihow", "queries")


@dataclass(frozen=True, slots=True)
class Source:
    """`path` is None for those that need none."""

    kind: str
    path: Path | None = None

    def __str__(self) -> str:
        return f"{self.kind}:{self.path}" if self.path else self.kind


def source_of(text: str) -> Source:
    """Raises UsageError."""
    kind, _, path = text.partition(":")
    if kind in _ALONE and not path:
        return Source(kind)
    if kind in _WITH_PATH and path:
        return Source(kind, Path(path))
    if kind in _WITH_PATH:
        raise UsageError(f"The source {kind!r} needs a path: {kind}:PATH.")
    raise UsageError(f"Unknown source {text!r}. The sources are: help, samples, folder:PATH, wikihow:PATH, queries:PATH.")


def how_tos_of(source: Source, sources: Sequence[Source], funnel: Funnel, application: str) -> Iterator[HowTo]:
    """The how-tos of one of the sources; queries have none. Where others are of its kind, its name stands before their origins."""
    is_alone = _is_alone(source, sources)
    for how_to in _read(source, funnel, application):
        yield how_to if is_alone else replace(how_to, origin=sound(f"{source}/{how_to.origin}"))


def _is_alone(source: Source, sources: Sequence[Source]) -> bool:
    """Whether origins tell its pages from those of all other sources. What is shipped has the same origins in every set."""
    kinds = [kind for each in sources for kind in (_IN_SAMPLES if each.kind == "samples" else (each.kind,))]
    return source.kind in _ALONE or kinds.count(source.kind) == 1


def _read(source: Source, funnel: Funnel, application: str) -> Iterator[HowTo]:
    match source.kind, source.path:
        case "help", _:
            yield from read_help(funnel)
        case "samples", _:
            yield from read_wikihow(SAMPLES, funnel, licence="Apache-2.0", attribution="The lamwright authors")
        case "folder", Path() as path:
            yield from read_folder(path, funnel, application)
        case "wikihow", Path() as path:
            yield from read_wikihow(path, funnel)


def query_files(sources: Sequence[Source]) -> dict[str, Path]:
    """The files of queries, each by the origin that its pairs have."""
    given = {
        sound(source.path.name if _is_alone(source, sources) else str(source)): source.path
        for source in sources
        if source.kind == "queries" and source.path
    }
    return {**given, SAMPLE_QUERIES.name: SAMPLE_QUERIES} if Source("samples") in sources else given
