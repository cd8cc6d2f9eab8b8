"""The line to the UNO sidecar: what cannot be set up is told in one sentence."""

from pathlib import Path
from typing import Any

import pytest

from lamwright.environments.writer.sidecar import Sidecar
from lamwright.errors import ApplicationFault


class NoHost:
    """A host whose folder is of the test's choice, and which starts nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def spawn(self, command: list[str]) -> Any:
        raise AssertionError(f"started {command}")

    def end(self, pid: int) -> None:
        raise AssertionError(f"ended {pid}")


def test_a_socket_that_cannot_be_made_is_a_fault_of_the_application(tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 108)
    with pytest.raises(ApplicationFault) as fault:
        Sidecar(NoHost(folder), "pipe", lambda: True)
    assert str(fault.value) == f"The socket {folder / 'uno.sock'} to Writer could not be made: AF_UNIX path too long."
