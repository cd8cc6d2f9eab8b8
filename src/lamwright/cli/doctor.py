"""`lamwright doctor`: what is installed, what is missing, and the line that installs it."""

from typing import Annotated

import typer

from lamwright.cli.packages import install_line, missing_extras, missing_packages
from lamwright.cli.show import machine, people
from lamwright.data.documents.help import HELP
from lamwright.data.documents.help import INSTALL_LINE as HELP_INSTALL_LINE
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
    extras = missing_extras()
    people.print(f"Extras: {'missing ' + ', '.join(extras) if extras else 'installed'}")
    people.print(f"The help's how-tos: {'installed' if HELP.is_dir() else 'missing'}")
    if extras:
        people.print(f"To have an extra: pip install 'lamwright[{extras[0]}]'", markup=False)
    if not HELP.is_dir():
        people.print(f"To have the help's how-tos: {HELP_INSTALL_LINE}", markup=False)
    for line in advice:
        people.print(f"To install what is missing: {line}", style="bold")
    if as_json:
        missing = {"missing_programs": list(programs), "missing_packages": list(packages), "missing_extras": list(extras)}
        machine({**missing, "help": HELP.is_dir(), "model": model, "advice": advice})
    raise typer.Exit(3 if advice else 0)
