"""What every phase leaves in its checkpoint beside the weights: where it comes from, its settings, its learning curve."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from lamwright.errors import RecordError, UsageError
from lamwright.model.config import Origin
from lamwright.phases.config import write_config
from lamwright.version import commit

if TYPE_CHECKING:
    from lamwright.training.loop import Progress

CURVE = "training.jsonl"
SETTINGS = "phase.yaml"
EVERY = 10
"""One line of the learning curve for so many steps."""
Reporter = Callable[["Progress"], None]


def data_hash(files: Iterable[Path]) -> str:
    """Of the files' content, in their order. Raises UsageError."""
    digest = hashlib.sha256()
    for file in files:
        try:
            with file.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
        except OSError as error:
            raise UsageError(f"{file} cannot be read: {error.strerror}.") from error
    return digest.hexdigest()[:16]


def weights_hash(folder: Path) -> str:
    """Of a model's weights, to tell one training of a folder from the next; "" where there are none. Raises UsageError."""
    files = sorted(folder.glob("*.safetensors"))
    return data_hash(files) if files else ""


def origin_of(phase: str, config: Any, data: str, parent: Path | None) -> Origin:
    """Where a checkpoint comes from. `parent` is the folder of the model that it started from."""
    above = data_hash([parent / "model.safetensors"]) if parent else ""
    settings = json.loads(json.dumps(asdict(config)))
    return Origin(phase, int(settings.get("seed", 0)), data, above, commit(), settings)


def state_file(out: Path) -> Path:
    """Where a killed run leaves what it goes on from: beside the checkpoint that it would have written."""
    whole = out.resolve()
    return whole.with_name(f".{whole.name}.state")


class Curve:
    """The learning curve, written as training goes and put into the checkpoint at its end. Use as a context manager."""

    def __init__(self, out: Path, on_progress: Reporter) -> None:
        self._file = state_file(out).with_suffix(".curve")
        self._on_progress = on_progress
        self._resumed = state_file(out).exists()
        self._fault = ""

    def __enter__(self) -> Self:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self._file.open("a" if self._resumed else "w", encoding="utf-8")
        except OSError as error:
            raise RecordError(f"{self._file} cannot be written: {error.strerror}.") from error
        return self

    def note(self, progress: "Progress") -> None:
        from lamwright.training.loop import log_line

        if progress.step % EVERY == 0 or progress.note:
            self._stream.write(log_line(progress) + "\n")
            self._stream.flush()
        self._fault = self._fault or progress.note
        self._on_progress(progress)

    def judged(self, origin: Origin) -> Origin:
        """With the reason why training stopped before its end, where it did."""
        return replace(origin, fault=self._fault)

    def put_into(self, out: Path, config: Any) -> None:
        """Move it to the checkpoint, with the phase's settings, which `--config` takes again. A step that was done twice is there once."""
        write_config(out / SETTINGS, config)
        self._stream.flush()
        lines = {json.loads(line)["step"]: line for line in self._file.read_text("utf-8").splitlines() if line.endswith("}")}
        (out / CURVE).write_text("".join(f"{lines[step]}\n" for step in sorted(lines)), encoding="utf-8")
        self._stream.close()
        self._file.unlink()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stream.close()
