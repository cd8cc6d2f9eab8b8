"""`lamwright doctor`: what is installed, what is missing, and the line that installs it."""

from typing import Annotated

import typer

from lamwright.cli.packages import install_line, missing_packages
from lamwright.cli.show import machine, people
from lamwright.environments.writer.programs import INSTALL_LINE, missing_programs
from lamwright.errors import UsageError
from lamwright.places import default_model


def doctor(as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False) -> None:
    """Say what is installed, what is missing, and the line that installs it."""
    programs = missing_programs()
    packages = missing_packages(training=True)
    try:
        model = str(default_model())
    except UsageError:
        model = ""
    advice = [*([INSTALL_LINE] if programs else []), *([install_line(training=True)] if packages else [])]
    people.print(f"Writer and its desktop: {'missing ' + ', '.join(programs) if programs else 'installed'}")
    people.print(f"Packages of the model: {'missing ' + ', '.join(packages) if packages else 'installed'}")
    people.print(f"Trained model: {model or 'none yet; train one with: lamwright demo'}")
    for line in advice:
        people.print(f"To install what is missing: {line}", style="bold")
    if as_json:
        machine({"missing_programs": list(programs), "missing_packages": list(packages), "model": model, "advice": advice})
    raise typer.Exit(3 if advice else 0)
