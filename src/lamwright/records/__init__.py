"""A run on disk: append-only JSON lines and a manifest, which training, evaluation and viewer read and nothing else.

    RUN/manifest.json        schema, version, commit, command, configuration, seed, start
    RUN/episodes.jsonl       one trajectory a line
    RUN/controls.jsonl       every distinct list of controls once, by its digest (observations name it), and every distinct control once
    RUN/screenshots/         pictures that steps name

A line of controls.jsonl is {"digest": ..., "new": [row, ...], "rows": [[first, count], ...]}. A row is one control: text, type,
[x, y, width, height], states, value. Rows are numbered from 0 as they come, those of `new` first; `rows` are the numbers that make up
the list, as runs. Controls are labelled 1, 2, 3 ... in the list, or as "labels" says.

One process writes a run. A line is written and flushed whole; a torn last line (the writer was killed) is cut off at the next opening.

    manifest         what made a run, and whether a folder may take one
    controls         lists of controls as rows, each written once
    trajectories     trajectories in JSON
    writing          one run, episode by episode
    reading          its episodes again
    files            whole files and whole lines
"""

from lamwright.records.files import write_whole
from lamwright.records.manifest import EPISODES, SCREENSHOTS, Manifest, check_kind, check_run_folder, new_manifest, read_manifest
from lamwright.records.reading import Episode, read_episodes, read_forms, text_bytes
from lamwright.records.trajectories import trajectory_of, trajectory_to_json
from lamwright.records.writing import RunWriter

__all__ = [
    "EPISODES",
    "SCREENSHOTS",
    "Episode",
    "Manifest",
    "RunWriter",
    "check_kind",
    "check_run_folder",
    "new_manifest",
    "read_episodes",
    "read_forms",
    "read_manifest",
    "text_bytes",
    "trajectory_of",
    "trajectory_to_json",
    "write_whole",
]
