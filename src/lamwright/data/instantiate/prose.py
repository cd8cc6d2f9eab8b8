"""Pairs whose steps are in the help's own words, planned by the rules for how-tos."""

from lamwright.actions import Action, ClickInput
from lamwright.application_map import ApplicationMap
from lamwright.data.howto.atlas import Atlas
from lamwright.data.howto.ground import plan_of
from lamwright.data.howto.plan import Deed, Discarded, Ticked
from lamwright.data.instantiate.pipeline import ProsePlanner
from lamwright.data.instantiate.results import Unfit
from lamwright.environments.writer.mapping import is_denied
from lamwright.pairs import Pair


def by_rules(application_map: ApplicationMap) -> ProsePlanner:
    """The planner over one map."""
    atlas = Atlas(application_map)

    def plan(pair: Pair) -> tuple[str, tuple[Action, ...]]:
        planned = plan_of(pair.plan, pair.task, atlas, is_denied)
        if isinstance(planned, Discarded):
            raise Unfit("read", planned.kind, f"{planned.kind}: {planned.words}")
        return planned.template, tuple(map(_action, planned.deeds))

    return plan


def _action(deed: Deed) -> Action:
    """A box that has to be on is clicked; whether one that has to be off is on cannot be known beforehand."""
    if not isinstance(deed, Ticked):
        return deed
    if not deed.on:
        reason = f"Whether '{deed.control.text}' is checked cannot be known beforehand."
        raise Unfit("read", "a box is to be cleared, and may be clear", reason)
    return ClickInput(deed.control)
