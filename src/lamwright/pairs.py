"""A task with the steps that do it: what documents yield, what evolution multiplies, what the first training phase learns."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where a pair comes from: the documented pair at its root, the pair it was made from, by which operator, how many times removed.

    Splits go by `root`, so that no evolved sibling of a test pair is trained on. A composition has the roots of all its parts.
    """

    roots: tuple[str, ...]
    parent: str = ""
    operator: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """A task and its plan.

    `task` is one imperative sentence, each step of `plan` does one thing. Steps are written as `steps.say` writes them where they name a
    control that the application has, else in the document's own words. `source` is the reader's name (help, folder, wikihow, queries,
    suite), `origin` the page or record, `application` what the task is done in ("writer", or "" where it is no application's).
    """

    id: str
    task: str
    plan: tuple[str, ...]
    source: str
    origin: str
    licence: str
    attribution: str
    application: str
    lineage: Lineage

    @property
    def documented(self) -> bool:
        return not self.lineage.depth
