"""Where things are kept on this machine, by the XDG conventions."""

import os
from pathlib import Path

from lamwright.errors import UsageError

SHIPPED_NAME = "shipped"
SHIPPED = Path(__file__).parent / "model" / "shipped"
"""The model that comes with the package; `python -m recipes.ship` writes it."""


def state_folder() -> Path:
    """Records of single runs."""
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state") / "lamwright"


def default_model() -> Path:
    """The shipped model. Raises UsageError where there is none, in a checkout without it."""
    if not (SHIPPED / "model.safetensors").is_file():
        raise UsageError(f"The shipped model is not in {SHIPPED}. Name one with --model; train one in minutes with: lamwright demo")
    return SHIPPED


def model_folder(name: str) -> Path:
    """The folder that a name means: the package's own of "shipped", else the name is the folder's."""
    return SHIPPED if name == SHIPPED_NAME else Path(name)
