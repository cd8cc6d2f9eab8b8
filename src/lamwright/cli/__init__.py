"""The command line."""

from lamwright.cli.main import main

__all__ = ["main"]
