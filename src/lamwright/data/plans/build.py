"""How-tos to pairs: filtered, standardised, made pairs, checked, near-duplicates left out; one at a time, each rejection counted."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lamwright.data.documents.howto import HowTo
from lamwright.data.plans.atlas import Atlas
from lamwright.data.plans.checks import NO_SUCH_WAY, fault_of
from lamwright.data.plans.duplicates import NearDuplicates
from lamwright.data.plans.filters import reason_against
from lamwright.data.plans.funnel import Funnel
from lamwright.data.plans.grounded import count_grounding
from lamwright.data.plans.standardise import Draft, standardise
from lamwright.pairs import Lineage, Pair

EXTRACT, FILTER, STANDARDISE, VERIFY, DUPLICATES = "extract", "filter", "standardise", "verify", "near-duplicates"
REMEMBERED = 10_000
"""A build looks for near-duplicates among so many of the pairs before: its memory stays bounded, at about 56 MB for these."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A how-to and the draft made of it."""

    how_to: HowTo
    draft: Draft


Drafter = Callable[[Iterable[HowTo]], Iterator[Drafted | str]]
"""Makes drafts of how-tos in their order; a reason where one gives none."""


def drafts_by_rules(atlas: Atlas | None) -> Drafter:
    def drafts(how_tos: Iterable[HowTo]) -> Iterator[Drafted | str]:
        for how_to in how_tos:
            made = standardise(how_to, atlas)
            yield made if isinstance(made, str) else Drafted(how_to, made)

    return drafts


@dataclass(slots=True)
class Pipeline:
    """The stages of one build."""

    application: str
    atlas: Atlas | None
    drafter: Drafter
    funnel: Funnel
    seen: NearDuplicates
    ids: set[str] = field(default_factory=set)

    def pairs(self, how_tos: Iterable[HowTo]) -> Iterator[Pair]:
        for drafted in self.drafter(self._wanted(how_tos)):
            if isinstance(drafted, str):
                self.funnel.rejected(STANDARDISE, drafted)
                continue
            self.funnel.passed(STANDARDISE)
            pair = pair_of(drafted.how_to, drafted.draft, self.application)
            if self.keeps(pair):
                yield pair

    def _wanted(self, how_tos: Iterable[HowTo]) -> Iterator[HowTo]:
        for how_to in how_tos:
            self.funnel.passed(EXTRACT)
            if self._passes(FILTER, reason_against(how_to, self.application)):
                yield how_to

    def keeps(self, pair: Pair) -> bool:
        """Whether the pair is as it must be, and unlike those before."""
        fault = "another pair has its id" if pair.id in self.ids else fault_of(pair, self.atlas)
        if self.atlas and pair.documented and fault in ("", NO_SUCH_WAY):
            count_grounding(pair.plan, self.atlas, self.funnel)
        if not self._passes(VERIFY, fault):
            return False
        is_kept = self._passes(DUPLICATES, "" if self.seen.keep(pair) else "nearly the same as another pair")
        if is_kept:
            self.ids.add(pair.id)
        return is_kept

    def _passes(self, stage: str, reason: str) -> bool:
        if reason:
            self.funnel.rejected(stage, reason)
        else:
            self.funnel.passed(stage)
        return not reason


def pair_of(how_to: HowTo, draft: Draft, application: str) -> Pair:
    """The documented pair: its own root."""
    name = f"{how_to.source}/{how_to.origin}/{how_to.name}"
    return Pair(
        id=name,
        task=draft.task,
        plan=draft.plan,
        source=how_to.source,
        origin=how_to.origin,
        licence=how_to.licence,
        attribution=how_to.attribution,
        application=how_to.application or ("" if how_to.source == "wikihow" else application),
        lineage=Lineage((name,)),
    )
