"""A run folder in, a file or folder in one of four formats out, its data card beside it."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from lamwright.data.card import run_card
from lamwright.data.export.conversation import messages, sharegpt
from lamwright.data.export.parquet import write_parquet
from lamwright.data.export.select import Selection, Wanted, succeeded
from lamwright.data.export.whole import check_new, put_whole
from lamwright.data.ufo.rows import rows_of
from lamwright.data.ufo.write import execution_form
from lamwright.errors import ActionError, UsageError
from lamwright.records import Episode, read_episodes, read_manifest, write_whole

Format = Literal["messages", "sharegpt", "parquet", "ufo"]
OnEpisode = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: `left_out` counts the episodes that were not, by reason."""

    path: Path
    card: Path
    episodes: int
    steps: int
    left_out: Mapping[str, int]


def export_run(
    run: Path, form: Format, out: Path, wanted: Wanted = "train", failures: bool = False, on_episode: OnEpisode = lambda done: None
) -> Exported:
    """Write the run's successes (or its failures) of one split; in UFO's format as a folder of files, else as one file.

    Raises RecordError where `run` is no run, UsageError where `out` exists or nothing is left to write.
    """
    read_manifest(run)
    card = out.with_name(f"{out.name}.card.md")
    check_new(out)
    check_new(card)
    selection = Selection(wanted, failures, no_ufo_form if form == "ufo" else lambda episode: "")
    with put_whole(out) as beside:
        _WRITERS[form](beside, _counted(selection, run, on_episode))
        if not selection.episodes:
            raise UsageError(f"{run} holds nothing to export{_why(selection)}.")
    write_whole(card, run_card(run, selection))
    return Exported(out, card, selection.episodes, selection.steps, dict(selection.left_out))


def _counted(selection: Selection, run: Path, on_episode: OnEpisode) -> Iterable[Episode]:
    for episode in selection(read_episodes(run)):
        yield episode
        on_episode(selection.episodes)


def _why(selection: Selection) -> str:
    told = ", ".join(f"{times} x {reason}" for reason, times in selection.left_out.most_common())
    return f": left out were {told}" if told else ": it has no episodes"


def _lines(line: Callable[[Episode], dict[str, Any]]) -> Callable[[Path, Iterable[Episode]], None]:
    def write(path: Path, episodes: Iterable[Episode]) -> None:
        with path.open("w", encoding="utf-8") as stream:
            for episode in episodes:
                stream.write(json.dumps(line(episode), ensure_ascii=False) + "\n")

    return write


def _write_ufo(folder: Path, episodes: Iterable[Episode]) -> None:
    """A file an episode, as UFO keeps them: successes in one folder, failures in another."""
    for name in ("execution_pass", "execution_fail"):
        (folder / name).mkdir(parents=True)
    for number, episode in enumerate(episodes):
        unique_id = str(episode.extra.get("number", number))
        place = folder / ("execution_pass" if succeeded(episode) else "execution_fail")
        form = execution_form(unique_id, episode)
        (place / f"{unique_id}.json").write_text(json.dumps(form, indent=2, ensure_ascii=False) + "\n", "utf-8")


def no_ufo_form(episode: Episode) -> str:
    """Why the episode cannot be written in UFO's format; "" where it can."""
    try:
        rows_of(step.action for step in episode.trajectory.steps)
    except ActionError:
        return "an action without a form in UFO's format"
    return ""


_WRITERS: Mapping[Format, Callable[[Path, Iterable[Episode]], None]] = {
    "messages": _lines(messages),
    "sharegpt": _lines(sharegpt),
    "parquet": write_parquet,
    "ufo": _write_ufo,
}
