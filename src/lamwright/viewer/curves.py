"""Learning curves: the training log that a checkpoint folder keeps."""

import json
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from lamwright.errors import UsageError

LOG = "training.jsonl"


@dataclass(frozen=True, slots=True)
class Curve:
    """One training: its loss by step, in the order of the log, and its mean speed."""

    name: str
    steps: tuple[int, ...]
    losses: tuple[float, ...]
    seconds: float
    tokens_per_second: float


def read_curve(name: str, checkpoint: Path) -> Curve:
    """Read CHECKPOINT/training.jsonl, one JSON object a line with step, seconds, loss, tokens_per_second. Raises UsageError."""
    path = checkpoint / LOG if checkpoint.is_dir() else checkpoint
    try:
        forms = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        rows = [(int(form["step"]), float(form["loss"]), float(form["seconds"])) for form in forms]
        speeds = [float(form["tokens_per_second"]) for form in forms if form.get("tokens_per_second")]
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}. A checkpoint folder keeps its log there; train it again.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path} is no training log: {error!r}. Each line holds step, seconds, loss and tokens_per_second.") from error
    rows = [row for row in rows if isfinite(row[1])]
    if not rows:
        raise UsageError(f"{path} holds no step: there is no learning curve to plot.")
    speed = sum(speeds) / len(speeds) if speeds else 0.0
    return Curve(name, tuple(row[0] for row in rows), tuple(row[1] for row in rows), rows[-1][2], speed)
