"""`lamwright doctor`: what is installed, what is missing, and the line that installs it."""

from dataclasses import dataclass
from pathlib import Path

import typer

from lamwright.cli.options import Json
from lamwright.cli.packages import install_line, missing_extras, missing_packages
from lamwright.cli.show import machine, people
from lamwright.data.documents.help import HELP
from lamwright.data.documents.help import INSTALL_LINE as HELP_INSTALL_LINE
from lamwright.environments.writer.programs import INSTALL_LINE, missing_programs
from lamwright.errors import UsageError
from lamwright.model.weights import Summary, summary_of
from lamwright.places import default_model


@dataclass(frozen=True, slots=True)
class DefaultModel:
    """The model that `lamwright run` takes where none is named. `fault` says why it cannot be used, "" where it can."""

    folder: Path
    summary: Summary | None = None
    fault: str = ""

    def __str__(self) -> str:
        return self.fault or f"{self.folder} ({self.summary})"


def doctor(as_json: Json = False) -> None:
    """Say what is installed, what is missing, and the line that installs it."""
    programs = missing_programs()
    packages = missing_packages(training=True)
    model = _default_model()
    advice = [*([INSTALL_LINE] if programs else []), *([install_line(training=True)] if packages else [])]
    people.print(f"Writer and its desktop: {'missing ' + ', '.join(programs) if programs else 'installed'}")
    people.print(f"Packages of the model: {'missing ' + ', '.join(packages) if packages else 'installed'}")
    people.print(f"Model that `lamwright run` uses: {model or 'none yet; train one with: lamwright demo'}", markup=False)
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
        machine({**missing, "help": HELP.is_dir(), **_form(model), "advice": advice})
    raise typer.Exit(3 if advice or (model and model.fault) else 0)


def _default_model() -> DefaultModel | None:
    try:
        folder = default_model()
    except UsageError:
        return None
    try:
        return DefaultModel(folder, summary_of(folder))
    except UsageError as error:
        return DefaultModel(folder, fault=str(error))


def _form(model: DefaultModel | None) -> dict[str, object]:
    summary = model.summary if model else None
    return {
        "model": str(model.folder) if model else "",
        "model_phase": summary.phase if summary else "",
        "model_bytes": summary.size if summary else 0,
        "model_fault": model.fault if model else "",
    }
