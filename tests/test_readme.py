"""What the documentation shows works: its Python runs, its commands exist with those options."""

import re
import shlex
from pathlib import Path

import pytest
import typer.main

from lamwright.cli.main import app

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        for number, (name, options, text) in enumerate(BLOCK.findall(page.read_text("utf-8"))):
            if name == language and "no-run" not in options:
                found.append((f"{page.name}:{number}", text))
    return found


def commands() -> list[str]:
    return [line.removeprefix("$ ") for _, text in blocks("console") for line in text.splitlines() if line.startswith("$ lamwright ")]


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in blocks("python")])
def test_python_runs(text: str) -> None:
    exec(compile(text, "block", "exec"), {})  # noqa: S102 - the documentation of this very repository


@pytest.mark.parametrize("line", commands())
def test_commands_exist_with_these_options(line: str) -> None:
    command = typer.main.get_command(app)
    arguments = shlex.split(line)[1:]
    while hasattr(command, "commands"):
        command = command.commands[arguments.pop(0)]
    context = command.make_context("lamwright", arguments)
    assert context.params


def test_python_that_is_not_run_compiles() -> None:
    for page in PAGES:
        for name, _, text in BLOCK.findall(page.read_text("utf-8")):
            if name == "python":
                compile(text, str(page), "exec")
