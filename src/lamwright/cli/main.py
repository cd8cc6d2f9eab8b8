"""The command `lamwright`: its commands, and its exit codes."""

import signal
import sys
from types import FrameType

import typer

from lamwright.cli import (
    collecting,
    demo,
    doctor,
    evaluating,
    exporting,
    howtos,
    instantiating,
    mapping,
    other_models,
    plans,
    running,
    suite,
    training,
)
from lamwright.errors import LamwrightError

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Large Action Models: act in real applications."
)
app.command("doctor")(doctor.doctor)
app.command("demo")(demo.demo)
app.command("run")(running.run)
app.add_typer(suite.app, name="tasks")
app.command("map")(mapping.map_application)
app.add_typer(plans.app, name="plans")
app.add_typer(howtos.app, name="howtos")
app.command("instantiate")(instantiating.instantiate)
app.command("execute")(instantiating.execute)
app.command("collect")(collecting.collect)
app.command("export")(exporting.export)
app.command("import")(exporting.import_)
training.app.add_typer(other_models.app, name="huggingface")
app.add_typer(training.app, name="train")
app.add_typer(evaluating.app, name="eval")


class _Stopped(BaseException):
    """Ctrl-C, or being asked to end. Not KeyboardInterrupt: typer takes that for itself, and ends without a word."""


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Unwinds everything: records are whole, processes are gone."""
    raise _Stopped


def main() -> None:
    """Exit codes: 0 done, 1 the task failed or was given up, 2 wrong use, 3 a prerequisite is missing, 130 stopped by Ctrl-C."""
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _stop)
        app()
    except LamwrightError as error:
        print(f"lamwright: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except (_Stopped, KeyboardInterrupt):
        print("lamwright: stopped. What had ended is recorded.", file=sys.stderr)
        sys.exit(130)
