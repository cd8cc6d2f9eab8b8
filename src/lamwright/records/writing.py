"""One run on its way to disk, episode by episode."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from lamwright.records.controls import read_table
from lamwright.records.files import append_line, make_folder, open_to_append, write_whole
from lamwright.records.manifest import CONTROLS, EPISODES, MANIFEST, SCREENSHOTS, Manifest, check_run_folder


class RunWriter:
    """Writes one run; with `resume`, continues the one of the same settings that the folder holds. Use as a context manager."""

    def __init__(self, folder: Path, manifest: Manifest, resume: bool = False) -> None:
        check_run_folder(folder, resume, manifest)
        self.folder = folder
        self._table = read_table(folder)
        make_folder(folder / SCREENSHOTS)
        if not (resume and (folder / MANIFEST).exists()):
            write_whole(folder / MANIFEST, json.dumps(asdict(manifest), indent=2))
        self._episodes = open_to_append(folder / EPISODES)
        self._controls = open_to_append(folder / CONTROLS)

    def add(self, form: Mapping[str, Any]) -> None:
        """Append one episode: `trajectory_to_json`'s form, with any further keys (the task, say) beside it."""
        written = dict(form)
        for digest, rows in written.pop("controls").items():
            if digest not in self._table.lists:
                line = self._table.line(digest, rows)
                append_line(self._controls, line)
                self._table.take(line)
        append_line(self._episodes, written)

    def close(self) -> None:
        self._episodes.close()
        self._controls.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
