"""What instantiation ends in: a concrete request with a plan that can be run, or the reason why there is none."""

from dataclasses import dataclass

from lamwright.actions import Action
from lamwright.data.ufo.rows import Row
from lamwright.pairs import Lineage


@dataclass(frozen=True, slots=True)
class Instantiated:
    """A task on one template document.

    `request` says every target and value that `plan` uses. `rows` is the plan in UFO's form. `id`, `task` and `lineage` are the pair's,
    `source` too: splits go by the lineage's roots.
    """

    id: str
    task: str
    request: str
    template: str
    plan: tuple[Action, ...]
    rows: tuple[Row, ...]
    lineage: Lineage
    source: str = ""
    licence: str = ""
    attribution: str = ""


STAGES = ("read", "template", "target", "controls")
"""In order: the steps become actions; a template fits; what is acted on stands in it; every control is there."""


@dataclass(frozen=True, slots=True)
class Discarded:
    """`stage` is one of STAGES; `kind` is the reason without names, as the funnel counts it, `reason` the whole of it."""

    stage: str
    kind: str
    reason: str


class Unfit(Exception):
    """Ends the instantiation of one pair; caught where the pair came in."""

    def __init__(self, stage: str, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.discarded = Discarded(stage, kind, reason)
