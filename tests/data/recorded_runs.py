"""Small runs on disk, made by the real loop in the fake application, and small sets of pairs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from lamwright.actions import Action, ClickInput, ControlRef, SetEditText
from lamwright.data.plans.store import PairWriter, new_set_manifest, write_manifest
from lamwright.data.splits import Split, split_of_root
from lamwright.environments.fake import FakeEnvironment
from lamwright.episode import run_episode
from lamwright.pairs import Lineage, Pair
from lamwright.policy import PlanPolicy
from lamwright.records import RunWriter, new_manifest, trajectory_to_json
from lamwright.trajectory import Failure, Trajectory, Verdict

MANIFEST = new_manifest("collect", {"count": 4, "perturbed": 0.25, "screenshots": False}, 7, "0.1.0", "abc1234")
PLAN: tuple[Action, ...] = (SetEditText(ControlRef("Line", "entry"), "Four"), ClickInput(ControlRef("Add", "push button")))


def trajectory(request: str, success: bool = True, judge: str = "state") -> Trajectory:
    """Adds a line in the fake application; where it fails, without the last click."""
    done = run_episode(FakeEnvironment(), None, PlanPolicy(PLAN if success else PLAN[:1]), request)
    reasons = () if success else ("the line 'Four' is missing",)
    return replace(done, task=request.replace(" ", "_"), verdict=Verdict(success, judge, reasons))


def broken(request: str) -> Trajectory:
    """One that ended with an error before its first step."""
    return Trajectory(request, "failed", (), 0.5, failure=Failure("ApplicationFault", "it died", "Traceback ..."), task="broken")


def suite(tier: str = "train", kind: str = "bold_text", start: str = "") -> dict[str, Any]:
    parts: list[dict[str, Any]] = [{"kind": kind, "slots": {}, "at": None}]
    form = {"kinds": kind, "group": "x", "tier": tier, "template": "invoice", "possible": True, "parts": parts}
    return {"suite": {**form, "start": {"name": start, "actions": [], "planned": 0, "size": None} if start else None}}


def of_lineage(*roots: str, source: str = "help", licence: str = "MPL-2.0") -> dict[str, Any]:
    return {"lineage": asdict(Lineage(roots)), "source": source, "licence": licence}


def write_run(folder: Path, episodes: Sequence[tuple[Trajectory, Mapping[str, Any]]]) -> Path:
    with RunWriter(folder, MANIFEST) as writer:
        for number, (each, extra) in enumerate(episodes):
            writer.add({**trajectory_to_json(each), "number": number, **extra})
    return folder


def root_of_split(split: Split) -> str:
    """A root whose name falls to that split."""
    return next(f"help/{number}" for number in range(999) if split_of_root(f"help/{number}") == split)


def write_pairs(folder: Path, split: Split) -> Path:
    """A set of one pair, of that split."""
    write_manifest(folder, new_set_manifest("plans build", {}, 0, "0.1.0", "abc1234"))
    with PairWriter(folder) as writer:
        lineage = Lineage((root_of_split(split),))
        writer.add(Pair("1", "Make it bold", ("Press ctrl+b",), "help", "a page", "MPL-2.0", "", "writer", lineage))
    return folder


def mixed_run(folder: Path) -> Path:
    """Two training successes, a training failure, a held-out success, an error without a step."""
    episodes = [
        (trajectory("add four"), suite()),
        (trajectory("add four please", success=False), suite(start="dialog")),
        (trajectory("add 4", judge="plan"), of_lineage(root_of_split("train"))),
        (trajectory("add four, held out"), suite("wordings")),
        (broken("add five"), suite()),
    ]
    return write_run(folder, episodes)
