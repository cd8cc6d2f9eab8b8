"""`lamwright doctor`: what is installed, what is missing, and the line that installs it."""

from importlib.util import find_spec
from typing import Annotated

import typer

from lamwright.cli.show import machine, people
from lamwright.environments.writer.programs import INSTALL_LINE, missing_programs
from lamwright.errors import UsageError
from lamwright.places import default_model

PACKAGES = ("torch", "transformers", "safetensors", "tokenizers")


def doctor(as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False) -> None:
    """Say what is installed, what is missing, and the line that installs it."""
    programs = missing_programs()
    packages = [name for name in PACKAGES if find_spec(name) is None]
    try:
        model = str(default_model())
    except UsageError:
        model = ""
    advice = [*([INSTALL_LINE] if programs else []), *(["pip install 'lamwright[train]'"] if packages else [])]
    people.print(f"Writer and its desktop: {'missing ' + ', '.join(programs) if programs else 'installed'}")
    people.print(f"Packages of the model: {'missing ' + ', '.join(packages) if packages else 'installed'}")
    people.print(f"Trained model: {model or 'none yet; train one with: lamwright demo'}")
    for line in advice:
        people.print(f"To install what is missing: {line}", style="bold")
    if as_json:
        machine({"missing_programs": list(programs), "missing_packages": packages, "model": model, "advice": advice})
    raise typer.Exit(3 if advice else 0)
