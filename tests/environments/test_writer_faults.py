"""Writer dies, hangs, loses its display: the call in flight says so, and the next reset brings everything back."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lamwright.actions import SelectText
from lamwright.environments.desktop.processes import ProcessId
from lamwright.environments.writer import environment as environment_module
from lamwright.environments.writer.environment import WriterEnvironment
from lamwright.environments.writer.template import templates
from lamwright.errors import ApplicationFault

BACK_SECONDS = 20.0
"""About 1.5 s on a machine with nothing else to do; the limit leaves room for a loaded one."""
DOCUMENT = templates()[0].path


@pytest.fixture(scope="module")
def mortal() -> Iterator[WriterEnvironment]:
    with WriterEnvironment() as environment:
        environment.reset(DOCUMENT)
        yield environment


def processes(environment: WriterEnvironment) -> dict[str, int]:
    """The recorded processes of the instance that still run, by program."""
    folder = environment.saved_folder.parent
    pids = [int(line.split()[0]) for line in (folder / "processes").read_text().splitlines()]
    return {Path(f"/proc/{pid}/comm").read_text().strip(): pid for pid in pids if ProcessId.of(pid)}


def act_and_look(environment: WriterEnvironment) -> None:
    """More than once: a server may have been asked for the last time already."""
    for _ in range(20):
        environment.act(SelectText("the"))
        environment.observe()


def assert_it_comes_back(environment: WriterEnvironment) -> None:
    start = time.monotonic()
    observation = environment.reset(DOCUMENT)
    assert time.monotonic() - start < BACK_SECONDS
    assert observation.window.startswith(DOCUMENT.stem)
    assert environment.truth() == environment.start_document


@pytest.mark.parametrize("program", ["soffice.bin", "python3", "Xvfb"])
def test_after_the_death_of_a_program_a_call_faults_and_a_reset_brings_it_back(mortal: WriterEnvironment, program: str) -> None:
    os.kill(processes(mortal)[program], signal.SIGKILL)
    with pytest.raises(ApplicationFault):
        act_and_look(mortal)
    assert_it_comes_back(mortal)


def test_a_death_between_two_episodes_is_mended_by_reset(mortal: WriterEnvironment) -> None:
    restarts = mortal.resets["restart"]
    os.kill(processes(mortal)["soffice.bin"], signal.SIGKILL)
    assert_it_comes_back(mortal)
    assert mortal.resets["restart"] == restarts + 1


def test_a_hanging_writer_times_out_and_is_replaced(mortal: WriterEnvironment) -> None:
    hanging = processes(mortal)["soffice.bin"]
    os.kill(hanging, signal.SIGSTOP)
    with pytest.raises(ApplicationFault):
        mortal.observe()
    assert_it_comes_back(mortal)
    assert ProcessId.of(hanging) is None


def test_close_leaves_no_process_and_may_be_called_twice() -> None:
    environment = WriterEnvironment()
    environment.reset(None)
    running = [ProcessId.of(pid) for pid in processes(environment).values()]
    folder = environment.saved_folder.parent
    environment.close()
    environment.close()
    assert len(running) >= 5
    assert not any(process.alive() for process in running if process)
    assert not folder.exists()


def test_a_writer_that_grew_too_large_is_replaced_at_the_next_reset(mortal: WriterEnvironment, monkeypatch: pytest.MonkeyPatch) -> None:
    mortal.reset(DOCUMENT)
    grown = processes(mortal)["soffice.bin"]
    monkeypatch.setattr(environment_module, "LARGEST_MIB", 1)
    assert_it_comes_back(mortal)
    assert ProcessId.of(grown) is None
