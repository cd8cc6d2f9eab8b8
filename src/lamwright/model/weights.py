"""What a checkpoint folder says of itself, told without loading it or anything heavy."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from lamwright.errors import UsageError

WEIGHTS = "model.safetensors"
_LFS = b"version https://git-lfs"


@dataclass(frozen=True, slots=True)
class Summary:
    """A model in few words: the phase of training that wrote it, its parameters, and its size on the disk."""

    phase: str
    parameters: int
    size: int

    def __str__(self) -> str:
        return f"phase {self.phase or 'not named'}, {self.parameters / 1e6:.1f} million parameters, {self.size / 1e6:.1f} MB"


def summary_of(folder: Path) -> Summary:
    """Raises UsageError where the folder holds no whole model."""
    check_weights(folder)
    file = folder / "config.json"
    try:
        form = json.loads(file.read_text("utf-8"))
        phase, parameters = str(form["origin"]["phase"]), int(form["parameters"])
        return Summary(phase, parameters, sum(path.stat().st_size for path in folder.iterdir()))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{file}: missing or broken ({error}). Fetch or train the model again.") from error


def check_weights(folder: Path) -> None:
    """Whether the weights are all there, by the head of their file. Raises UsageError where they are not."""
    file = folder / WEIGHTS
    try:
        size = file.stat().st_size
        with file.open("rb") as stream:
            whole = _whole_size(stream, size)
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.") from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise UsageError(f"{file}: these are no weights in safetensors. Fetch or train the model again.") from error
    if not whole:
        raise UsageError(f"{file} is a pointer of Git LFS, not the weights themselves. Fetch them: git lfs pull")
    if size != whole:
        raise UsageError(f"{file} has {size:,} bytes where its head names {whole:,}: a part is missing. Fetch or train the model again.")


def _whole_size(stream: IO[bytes], size: int) -> int:
    """What the file's head says that its size is: eight bytes, so many bytes of JSON, the tensors one after the other; 0 of a pointer."""
    begin = stream.read(len(_LFS))
    if begin == _LFS:
        return 0
    head = int.from_bytes(begin[:8], "little")
    if len(begin) < 8 or head > size:
        raise ValueError(f"a head of {head} bytes")
    stream.seek(8)
    tensors: dict[str, Any] = json.loads(stream.read(head))
    return 8 + head + max((form["data_offsets"][1] for name, form in tensors.items() if name != "__metadata__"), default=0)
