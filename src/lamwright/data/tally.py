"""Counts of a run of tasks while its episodes end: how many were done, from which start, and why the others were not."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lamwright.data.plans.funnel import Funnel
from lamwright.data.recorded import LIMIT, start_name

MADE, STARTED, FOLLOWED, JUDGED = "task made", "start made", "plan followed", "judged a success"
START_FAILED = "start_failed"
"""The note of an episode whose perturbed start could not be made."""
_LONGEST_REASON = 100


@dataclass(slots=True)
class Tally:
    """What has ended so far. `failures` counts first reasons; `before` are the episodes that the run held when it was continued."""

    episodes: int = 0
    succeeded: int = 0
    failed: int = 0
    before: int = 0
    seconds: float = 0.0
    failures: Counter[str] = field(default_factory=Counter)
    resets: Counter[str] = field(default_factory=Counter)
    starts: dict[str, Counter[str]] = field(default_factory=dict)
    judges: Counter[str] = field(default_factory=Counter)
    funnel: Funnel = field(default_factory=Funnel)
    without_pictures: int = 0
    bytes: int = 0

    def add(self, form: Mapping[str, Any]) -> None:
        """Count an episode by its recorded form."""
        success = bool(form["verdict"] and form["verdict"]["success"])
        self.episodes += 1
        self.succeeded += success
        self.failed += not success
        if not success:
            self.failures[f"{form['task'].split('/')[0]}: {first_reason(form)[:120]}"] += 1
        self.resets[form["notes"].get("reset", "none")] += 1
        self.judges[form["verdict"]["judge"] if form["verdict"] else "none"] += 1
        self.starts.setdefault(start_name(form.get("suite") or {}), Counter())["succeeded" if success else "failed"] += 1
        self._through(form, success)

    def _through(self, form: Mapping[str, Any], success: bool) -> None:
        """Count it in the funnel, up to the stage where it ended."""
        self.funnel.passed(MADE)
        broken = form["failure"] and form["failure"]["type"] != LIMIT
        if START_FAILED in form["notes"]:
            self.funnel.rejected(STARTED, plain(first_reason(form)))
            return
        self.funnel.passed(STARTED)
        if broken or (not success and form["outcome"] != "finished"):
            self.funnel.rejected(FOLLOWED, plain(_refusal(form) or first_reason(form)))
            return
        self.funnel.passed(FOLLOWED)
        if success:
            self.funnel.passed(JUDGED)
        else:
            self.funnel.rejected(JUDGED, plain(first_reason(form)))

    @property
    def per_hour(self) -> float:
        """Of the episodes that ended since the run was begun or continued."""
        return 3600 * (self.episodes - self.before) / self.seconds if self.seconds else 0.0


def first_reason(form: Mapping[str, Any]) -> str:
    """Why an episode is no success."""
    verdict = form["verdict"]
    return str(form["failure"]["message"] if form["failure"] else verdict["reasons"][0] if verdict else "no verdict")


def _refusal(form: Mapping[str, Any]) -> str:
    """Why the last refused action was refused."""
    return next((str(step["feedback"]) for step in reversed(form["steps"]) if step["feedback"]), "")


def plain(reason: str) -> str:
    """The reason without the names and numbers of its case, so that equal ones can be counted; its first sentence."""
    without = re.sub(r"\d+(\.\d+)?", "#", re.sub(r"'[^']*'", "'...'", reason))
    return re.split(r"(?<=\.) ", without)[0][:_LONGEST_REASON]
