"""Which lamwright this is, as records note it."""

import subprocess
from importlib import metadata
from pathlib import Path


def version() -> str:
    return metadata.version("lamwright")


def commit() -> str:
    """The commit of the checkout that this package runs from, with "+" where it was changed since; "" where it is no checkout."""
    here = Path(__file__).parent
    try:
        named = subprocess.run(
            ["git", "-C", str(here), "describe", "--always", "--dirty=+", "--exclude=*"], capture_output=True, text=True, timeout=5
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return named.stdout.strip()
