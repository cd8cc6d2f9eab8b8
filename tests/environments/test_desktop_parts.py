"""The parts of the desktop that need no screen: units, keys, addresses, processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lamwright.environments.desktop import processes
from lamwright.environments.desktop.bus import Call, _form, _pack, _socket_path
from lamwright.environments.desktop.keys import keysyms_of
from lamwright.environments.desktop.processes import ProcessId, ProcessLedger, instances_folder, sweep
from lamwright.environments.desktop.roles import ROLES, State, states_in_words
from lamwright.environments.desktop.units import number_in
from lamwright.errors import ActionError, ApplicationFault


@pytest.fixture(autouse=True)
def own_runtime_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


@pytest.mark.parametrize(
    ("text", "shown", "number"),
    [
        ("2", '0.79"', 2.0),
        ("1,5", "0.79", 1.5),
        ("2.54 cm", '0.79"', 1.0),  # an inch is 2.54 cm
        ("0.5 inch", "2.00 cm", 1.27),
        ("72pt", '1"', 1.0),  # a point is 1/72 inch
        ("12 pt", "12 pt", 12.0),
        ("-3", "0", -3.0),
        ("50%", "100%", 50.0),
    ],
)
def test_a_number_is_read_in_the_unit_of_the_control(text: str, shown: str, number: float) -> None:
    assert number_in(text, shown) == pytest.approx(number)


def test_what_is_no_number_is_refused_with_an_example() -> None:
    with pytest.raises(ActionError, match=r"^'wide' is not a number such as 2 or 1\.5\.$"):
        number_in("wide", '0.79"')


def test_a_unit_that_cannot_be_converted_is_refused() -> None:
    with pytest.raises(ActionError, match=r"^'2 cm' is in 'cm', but this control is in 'plain numbers'\.$"):
        number_in("2 cm", "3")


def test_a_combination_is_its_keysyms_in_order() -> None:
    assert keysyms_of("ctrl+alt+Up") == [0xFFE3, 0xFFE9, 0xFF52]
    assert keysyms_of("Return") == keysyms_of("enter") == [0xFF0D]
    assert keysyms_of("ctrl++") == [0xFFE3, ord("+")]
    assert keysyms_of("F5") == keysyms_of("f5") == [0xFFC2]


def test_a_key_that_there_is_not_is_refused_with_examples() -> None:
    with pytest.raises(ActionError, match=r"^There is no key 'foo'\. Keys have X names such as Return"):
        keysyms_of("ctrl+foo")


def test_states_are_told_in_words() -> None:
    assert states_in_words(State.ENABLED | State.CHECKED) == {"enabled", "checked"}
    assert ROLES[16] == "dialog"
    assert ROLES[43] == "push button"
    assert ROLES[61] == "text"


def test_a_call_differs_from_its_remembered_form_only_in_its_serial() -> None:
    call = Call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
    assert _form(call) == _pack(call)
    assert _form(call)[8:12] == b"\x01\0\0\0"


def test_the_socket_of_an_address_is_found() -> None:
    assert _socket_path("unix:path=/run/a%20b/bus,guid=12") == "/run/a b/bus"
    assert _socket_path("tcp:host=x;unix:abstract=/tmp/y") == "\0/tmp/y"
    with pytest.raises(ApplicationFault, match="is not a unix socket"):
        _socket_path("tcp:host=localhost")


def test_closing_ends_every_process_and_removes_the_folder() -> None:
    ledger = ProcessLedger()
    child = ledger.spawn(["sleep", "60"], dict(os.environ))
    recorded = (ledger.folder / "processes").read_text().split()
    assert recorded[0] == str(child.pid)
    ledger.close()
    ledger.close()
    assert ProcessId.of(child.pid) is None
    assert not ledger.folder.exists()


def test_a_process_that_ignores_being_asked_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "TERM_SECONDS", 0.1)
    ledger = ProcessLedger()
    child = ledger.spawn(["sh", "-c", "trap '' TERM; echo ready; while true; do sleep 1; done"], dict(os.environ))
    wait_for(lambda: ledger.log("sh") == "ready")
    ledger.close()
    assert ProcessId.of(child.pid) is None


def test_a_process_with_the_number_of_a_dead_one_is_left_alone() -> None:
    own = ProcessId.of(os.getpid())
    assert own is not None
    earlier = ProcessId(own.pid, own.started - 1)
    assert not earlier.alive()
    earlier.send(signal.SIGKILL)  # would end this test


KILLED_OWNER = """
import os, sys
from lamwright.environments.desktop.processes import ProcessLedger
ledger = ProcessLedger()
child = ledger.spawn(["sleep", "60"], dict(os.environ))
print(ledger.folder, child.pid, flush=True)
sys.stdin.read()
"""


def test_what_a_killed_owner_left_is_ended_and_swept() -> None:
    owner = subprocess.Popen([sys.executable, "-c", KILLED_OWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    folder, pid = owner.stdout.readline().split()
    assert sweep() == 0, "a living owner's folder is left alone"
    owner.kill()
    owner.communicate()
    wait_for(lambda: ProcessId.of(int(pid)) is None)  # the kernel tells the child that its parent died
    assert Path(folder).exists()
    assert sweep() == 1
    assert not Path(folder).exists()


def test_sweeping_ends_the_recorded_processes_of_a_dead_owner() -> None:
    child = subprocess.Popen(["sleep", "60"])
    process = ProcessId.of(child.pid)
    assert process is not None
    folder = instances_folder() / "999999999-1-dead"
    folder.mkdir()
    (folder / "processes").write_text(f"{process.pid} {process.started}\ntorn li")
    sweep()
    assert child.wait(timeout=5) == -signal.SIGTERM
    assert not folder.exists()


def wait_for(holds: Callable[[], bool]) -> None:
    limit = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < limit
        time.sleep(0.01)
