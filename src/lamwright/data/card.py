"""The data card of a run of trajectories: what is in it, where it comes from, how far its judges can be trusted, how to make it again."""

import json
import shlex
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from lamwright.actions import action_to_json
from lamwright.data.card_text import Section, card_text, counts, funnel_text, table
from lamwright.data.export.select import Selection, origin_of, roots_of, split_of_episode, succeeded
from lamwright.data.plans.funnel import read_funnel
from lamwright.instructions.state import say_window
from lamwright.judge_error import read_judge_errors
from lamwright.records import Episode, Manifest, read_episodes, read_manifest, write_whole

CARD = "card.md"
SUITE, _OWN_LICENCE, _NO_LICENCE = "suite", "Apache-2.0", "not stated"
_ARGUMENTS = ("tasks", "pairs", "path")
"""Settings that commands take without an option's name."""
_SEEDLESS = ("execute", "howtos run")
"""Commands in which nothing is drawn."""
_LETTERS_A_TOKEN = 4
"""What English text comes to with the usual tokenizers; lists of controls take somewhat more tokens."""
_SUMMARY = (
    "Trajectories of a real application, step by step: the request, the live controls, the action, and a verdict on the end. "
    "Made by lamwright. Successes and failures are told apart by the verdict; which judge gave it stands with each."
)


@dataclass(slots=True)
class Inventory:
    """What a run holds, counted while its episodes go by."""

    episodes: int = 0
    succeeded: int = 0
    steps: int = 0
    letters: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    sources: Counter[tuple[str, str]] = field(default_factory=Counter)
    splits: Counter[tuple[str, bool]] = field(default_factory=Counter)
    roots: dict[str, set[str]] = field(default_factory=dict)
    tiers: Counter[tuple[str, bool]] = field(default_factory=Counter)
    starts: Counter[tuple[str, bool]] = field(default_factory=Counter)
    judges: Counter[tuple[str, bool]] = field(default_factory=Counter)

    def add(self, episode: Episode) -> None:
        trajectory, success = episode.trajectory, succeeded(episode)
        suite = episode.extra.get("suite") or {}
        split = split_of_episode(episode)
        self.episodes += 1
        self.succeeded += success
        self.steps += len(trajectory.steps)
        for step in trajectory.steps:
            self.letters += len(say_window(step.observation)) + len(json.dumps(action_to_json(step.action)))
        self.outcomes[trajectory.outcome] += 1
        origin = origin_of(episode)
        source = str(origin.get("source") or SUITE)
        self.sources[source, str(origin.get("licence") or (_OWN_LICENCE if source == SUITE else _NO_LICENCE))] += 1
        self.splits[split, success] += 1
        self.roots.setdefault(split, set()).update(roots_of(episode))
        self.tiers[str(suite.get("tier") or "none"), success] += 1
        self.starts[str((suite.get("start") or {}).get("name") or "as the document opens"), success] += 1
        self.judges[trajectory.verdict.judge if trajectory.verdict else "none", success] += 1


def inventory(episodes: Iterable[Episode]) -> Inventory:
    found = Inventory()
    for episode in episodes:
        found.add(episode)
    return found


def write_run_card(run: Path) -> Path:
    """Raises RecordError where the folder is no run."""
    path = run / CARD
    write_whole(path, run_card(run))
    return path


def run_card(run: Path, exported: Selection | None = None) -> str:
    """The card of a run folder, or of what was exported from it. Raises RecordError where the folder is no run."""
    manifest, found = read_manifest(run), inventory(read_episodes(run))
    sections = [
        Section("Exported", _exported(exported) if exported else ""),
        Section("Counts", _counts(found)),
        Section("Sources and licences", _sources(found)),
        Section("Splits", _splits(found)),
        Section("Tiers", _with_successes("tier", found.tiers)),
        Section("Starts", _with_successes("start", found.starts)),
        Section("Judges", _judges(found, run)),
        Section("Funnel", _funnel(run)),
        Section("Disk use", _disk(run)),
        Section("How to make it again", _again(manifest, run)),
    ]
    licences = {licence for _, licence in found.sources}
    rows = exported.episodes if exported else found.episodes
    title = f"Trajectories: {run.absolute().name}"
    return card_text(title, _SUMMARY, licences, ("text-generation", "reinforcement-learning"), rows, sections)


def _exported(selection: Selection) -> str:
    what = "failures" if selection.failures else "successes"
    split = "all splits" if selection.split == "all" else f"the {selection.split} split"
    told = f"{selection.episodes:,} {what} of {split}, {selection.steps:,} steps."
    left_out = counts("left out because", selection.left_out, "episodes")
    return f"{told}\n\n{left_out}".rstrip() + "\n\nEverything below describes the run that they are from."


def _counts(found: Inventory) -> str:
    rows = [
        ("episodes", found.episodes),
        ("successes", found.succeeded),
        ("failures", found.episodes - found.succeeded),
        ("steps", found.steps),
        (f"tokens, about ({_LETTERS_A_TOKEN} letters each)", found.letters // _LETTERS_A_TOKEN),
    ]
    return table(("what", "number"), rows) + "\n\n" + counts("ended as", found.outcomes, "episodes")


def _sources(found: Inventory) -> str:
    return table(("source", "licence", "episodes"), [(*key, times) for key, times in sorted(found.sources.items())])


def _splits(found: Inventory) -> str:
    told = (
        "Splits go by lineage: everything that goes back to one root is in one split. Tasks of the suite are split by their tier, whose "
        "wordings and values are kept apart."
    )
    roots = table(("split", "roots"), [(split, len(names)) for split, names in sorted(found.roots.items())])
    return f"{told}\n\n{_with_successes('split', found.splits)}\n\n{roots}"


def _with_successes(what: str, numbers: Counter[tuple[str, bool]]) -> str:
    names = sorted({name for name, _ in numbers})
    rows = [(name, numbers[name, True] + numbers[name, False], numbers[name, True]) for name in names]
    return table((what, "episodes", "successes"), rows)


def _judges(found: Inventory, run: Path) -> str:
    errors = "\n".join(f"- {error.sentence()}" for error in read_judge_errors(run))
    measured = errors or "Their error was not measured in this run."
    return f"{_with_successes('judge', found.judges)}\n\n{measured}"


def _funnel(run: Path) -> str:
    path = run / "funnel.json"
    return funnel_text(read_funnel(path)) if path.exists() else ""


def _disk(run: Path) -> str:
    sizes: Counter[str] = Counter()
    for path in run.rglob("*"):
        if path.is_file():
            sizes[path.relative_to(run).parts[0]] += path.stat().st_size
    rows = [(name, f"{size / 2**20:.2f}") for name, size in sorted(sizes.items(), key=lambda row: -row[1])]
    return table(("file or folder", "MiB"), [*rows, ("all", f"{sizes.total() / 2**20:.2f}")])


def _again(manifest: Manifest, run: Path) -> str:
    options = " ".join(_option(name, value) for name, value in manifest.config.items() if value not in (None, False, "", [], ()))
    seed = "" if manifest.command in _SEEDLESS else f"--seed {manifest.seed}"
    command = f"lamwright {manifest.command} --out {shlex.quote(run.name)} {options} {seed}"
    version = f"lamwright {manifest.version}" + (f", commit {manifest.commit}" if manifest.commit else "")
    return f"    {' '.join(command.split())}\n\n{version}, started {manifest.started}."


def _option(name: str, value: object) -> str:
    """A setting as the command takes it."""
    if name in _ARGUMENTS:
        return shlex.quote(str(value))
    if name == "pictures":
        return "--screenshots" if value is True else f"--screenshots --picture-format {value}"
    flag = f"--{name.replace('_', '-')}"
    return flag if value is True else f"{flag} {shlex.quote(str(value))}"
