"""What pairs are made from, as people name it: help, samples, folder:PATH, wikihow:PATH, queries:PATH."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lamwright.data.documents.folder import read_folder
from lamwright.data.documents.help import read_help
from lamwright.data.documents.howto import HowTo
from lamwright.data.documents.wikihow import read_wikihow
from lamwright.data.plans.funnel import Funnel
from lamwright.errors import UsageError

SAMPLES = Path(__file__).parents[1] / "samples"
SAMPLE_QUERIES = SAMPLES / "queries.tsv"
DEFAULT = ("help", "samples")
_WITH_PATH = ("folder", "wikihow", "queries")
_ALONE = ("help", "samples")


@dataclass(frozen=True, slots=True)
class Source:
    """`path` is None for those that need none."""

    kind: str
    path: Path | None = None


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


def how_tos_of(source: Source, funnel: Funnel, application: str) -> Iterator[HowTo]:
    """The how-tos of a source; queries have none."""
    match source.kind, source.path:
        case "help", _:
            yield from read_help(funnel)
        case "samples", _:
            yield from read_wikihow(SAMPLES, funnel, licence="Apache-2.0", attribution="The lamwright authors")
        case "folder", Path() as path:
            yield from read_folder(path, funnel, application)
        case "wikihow", Path() as path:
            yield from read_wikihow(path, funnel)


def query_files(sources: tuple[Source, ...]) -> tuple[Path, ...]:
    given = tuple(source.path for source in sources if source.kind == "queries" and source.path)
    return (*given, SAMPLE_QUERIES) if Source("samples") in sources else given
