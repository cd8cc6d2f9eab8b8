"""What a folder of a Hugging Face model says about itself, told without loading anything heavy."""

import json
from collections.abc import Mapping
from pathlib import Path

from lamwright.errors import UsageError
from lamwright.model.config import FORMAT

NOTE = "lamwright.json"
"""Where lamwright notes which phase wrote the folder, and from what."""
SCHEMA = 1


def is_hugging_face(folder: Path) -> bool:
    """Whether a folder holds a Hugging Face model, lamwright's or anybody's; the embedded model's config.json names no architecture."""
    return "model_type" in _config(folder)


def is_embedded(folder: Path) -> bool:
    """Whether a folder holds lamwright's embedded model."""
    return _config(folder).get("format") == FORMAT


def _config(folder: Path) -> Mapping[str, object]:
    """What its config.json says; nothing where it cannot be read."""
    try:
        form = json.loads((folder / "config.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return form if isinstance(form, dict) else {}


def phase_of(folder: Path) -> str:
    """The phase that wrote the folder; empty for a model that lamwright did not write. Raises UsageError where its note is broken."""
    file = folder / NOTE
    if not file.is_file():
        return ""
    try:
        note = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{file}: broken ({error}). Fetch or train the model again.") from error
    if not isinstance(note, dict) or note.get("schema") != SCHEMA:
        found = note.get("schema") if isinstance(note, dict) else "none"
        raise UsageError(f"{file}: schema {found}, this lamwright reads {SCHEMA}. Fetch or train the model again.")
    return str(note.get("phase", ""))
