"""Which episodes of a run are exported: those of one split, successes and failures apart."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from lamwright.data.splits import Split, split_of_root
from lamwright.records import Episode

Wanted = Literal["train", "validation", "test", "all"]


@dataclass(slots=True)
class Selection:
    """What is wanted, and what was left out and why, counted while the episodes go by. `unfit` says why the format has no form for one."""

    split: Wanted = "train"
    failures: bool = False
    unfit: Callable[[Episode], str] = lambda episode: ""
    episodes: int = 0
    steps: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    def __call__(self, episodes: Iterable[Episode]) -> Iterator[Episode]:
        for episode in episodes:
            reason = self._why_not(episode)
            if reason:
                self.left_out[reason] += 1
            else:
                self.episodes += 1
                self.steps += len(episode.trajectory.steps)
                yield episode

    def _why_not(self, episode: Episode) -> str:
        split = split_of_episode(episode)
        if self.split not in ("all", split):
            return f"{split} split"
        if not episode.trajectory.steps:
            return "no steps"
        if succeeded(episode) == self.failures:
            return "a success" if self.failures else "a failure"
        return self.unfit(episode)


def succeeded(episode: Episode) -> bool:
    verdict = episode.trajectory.verdict
    return bool(verdict and verdict.success)


def origin_of(episode: Episode) -> Mapping[str, Any]:
    """Where the record says that the episode's task comes from: its source, licence, roots; empty for a task of the suite."""
    return _origin(episode.extra)


def _origin(extra: Mapping[str, Any]) -> Mapping[str, Any]:
    howto: Mapping[str, Any] = extra.get("howto") or {}
    lineage: Mapping[str, Any] = extra.get("lineage") or {}
    return howto or ({**extra, "roots": lineage["roots"]} if lineage else {})


def roots_of(episode: Episode) -> tuple[str, ...]:
    """The roots of the episode's lineage; a task of the suite has its kinds for roots, anything else its own name."""
    return _roots(episode.extra, episode.trajectory.task or episode.trajectory.request)


def _roots(extra: Mapping[str, Any], name: str) -> tuple[str, ...]:
    roots = _origin(extra).get("roots")
    if roots:
        return tuple(roots)
    suite = extra.get("suite") or {}
    kinds = tuple(f"suite:{part['kind']}" for part in suite.get("parts", ()))
    return kinds or (name,)


def split_of_episode(episode: Episode) -> Split:
    """As `split_of_record` says."""
    return split_of_record(episode.extra, episode.trajectory.task or episode.trajectory.request)


def split_of_record(extra: Mapping[str, Any], name: str) -> Split:
    """By what is recorded beside the trajectory of the task of that name.

    A task of the suite goes by its tier, whose makers keep test values and wordings apart; anything else by its roots.
    Where the roots are of several splits, the strictest counts: nothing that touches a test root is trained on.
    """
    suite = extra.get("suite") or {}
    if not _origin(extra) and "tier" in suite:
        return "train" if suite["tier"] == "train" else "test"
    splits = {split_of_root(root) for root in _roots(extra, name)}
    return "test" if "test" in splits else "validation" if "validation" in splits else "train"
