"""Episodes as a Parquet file with a row a step; `datasets.load_dataset("parquet", data_files=...)` reads it."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lamwright.data.export.conversation import answer
from lamwright.data.export.select import roots_of, split_of_episode, succeeded
from lamwright.errors import PrerequisiteError
from lamwright.instructions.state import say_window
from lamwright.observation import Control
from lamwright.records import Episode

if TYPE_CHECKING:
    import pyarrow

SUCCESS, FAILURE = 1.0, -1.0
"""A step's reward: its episode's."""
_ROWS_AT_ONCE = 256


def write_parquet(path: Path, episodes: Iterable[Episode]) -> None:
    """A few hundred rows are in memory at a time. Raises PrerequisiteError where pyarrow is missing."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise PrerequisiteError("Parquet needs pyarrow. Run: pip install 'lamwright[data]'") from error
    schema = _schema()
    rows = (row for number, episode in enumerate(episodes) for row in _rows(number, episode))
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while group := list(islice(rows, _ROWS_AT_ONCE)):
            writer.write_table(pyarrow.Table.from_pylist(group, schema=schema))


def _schema() -> "pyarrow.Schema":
    import pyarrow as pa

    control = pa.struct(
        [("label", pa.int32()), ("text", pa.string()), ("type", pa.string()), ("value", pa.string()), ("states", pa.list_(pa.string()))]
    )
    return pa.schema(
        [
            ("episode", pa.int64()),
            ("step", pa.int32()),
            ("task", pa.string()),
            ("request", pa.string()),
            ("state", pa.string()),
            ("controls", pa.list_(control)),
            ("action", pa.string()),
            ("function", pa.string()),
            ("feedback", pa.string()),
            ("reward", pa.float32()),
            ("success", pa.bool_()),
            ("judge", pa.string()),
            ("split", pa.string()),
            ("lineage", pa.list_(pa.string())),
        ]
    )


def _rows(number: int, episode: Episode) -> Iterator[dict[str, Any]]:
    trajectory, success = episode.trajectory, succeeded(episode)
    whole = {
        "episode": int(episode.extra.get("number", number)),
        "task": trajectory.task,
        "request": trajectory.request,
        "reward": SUCCESS if success else FAILURE,
        "success": success,
        "judge": trajectory.verdict.judge if trajectory.verdict else "",
        "split": split_of_episode(episode),
        "lineage": list(roots_of(episode)),
    }
    for place, step in enumerate(trajectory.steps):
        yield {
            **whole,
            "step": place,
            "state": say_window(step.observation),
            "controls": [_control(control) for control in step.observation.controls],
            "action": answer(step),
            "function": step.action.function,
            "feedback": step.feedback,
        }


def _control(control: Control) -> dict[str, Any]:
    return {
        "label": control.label, "text": control.text, "type": control.type, "value": control.value, "states": sorted(control.states),
    }  # fmt: skip
