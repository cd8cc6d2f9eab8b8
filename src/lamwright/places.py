"""Where things are kept on this machine, by the XDG conventions."""

import os
from pathlib import Path

from lamwright.errors import UsageError


def data_folder() -> Path:
    """What is worth keeping: the model that was trained here."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "lamwright"


def state_folder() -> Path:
    """Records of single runs."""
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state") / "lamwright"


def default_model() -> Path:
    """The model that was trained here last. Raises UsageError where there is none."""
    folder = data_folder() / "model"
    if not (folder / "model.safetensors").is_file():
        raise UsageError("There is no model on this machine yet. Train one in minutes with: lamwright demo (or name one with --model)")
    return folder
