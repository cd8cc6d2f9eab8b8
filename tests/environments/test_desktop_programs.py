"""Real programs, read and driven: mousepad (GTK, asked in one answer) and FeatherPad (Qt, walked)."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lamwright.actions import (
    Action,
    ClickInput,
    ControlRef,
    Finish,
    KeyboardInput,
    SelectOption,
    SelectTable,
    SetEditText,
    TypeText,
    WheelMouseInput,
)
from lamwright.environments.checker import check_environment
from lamwright.environments.desktop.desktop import Desktop
from lamwright.environments.desktop.environment import DesktopEnvironment
from lamwright.environments.desktop.processes import instances_folder
from lamwright.errors import ActionError, ApplicationFault, PrerequisiteError, UsageError
from lamwright.observation import Control, Observation

TEXT = "First line\nSecond line about foxes\nThird\n"
QT = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
SIZE = (1280, 960)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.txt"
    path.write_text(TEXT)
    return path


@pytest.fixture
def mousepad() -> Iterator[DesktopEnvironment]:
    with DesktopEnvironment(["mousepad"]) as environment:
        yield environment


@pytest.fixture
def featherpad() -> Iterator[DesktopEnvironment]:
    with DesktopEnvironment(["featherpad"], environment=QT) as environment:
        yield environment


def named(seen: Observation, text: str, kind: str = "") -> Control:
    return next(control for control in seen.controls if control.text == text and kind in ("", control.type))


def ref(seen: Observation, text: str, kind: str = "") -> ControlRef:
    control = named(seen, text, kind)
    return ControlRef(control.text, control.type, control.label)


def click(environment: DesktopEnvironment, text: str, kind: str = "") -> Observation:
    return done(environment, ClickInput(ref(environment.observe(), text, kind)))


def done(environment: DesktopEnvironment, action: Action) -> Observation:
    environment.act(action)
    return environment.observe()


def content(seen: Observation) -> str:
    return next(control.value for control in seen.controls if control.type == "text")


def test_mousepad_keeps_the_contract(mousepad: DesktopEnvironment, notes: Path) -> None:
    check_environment(mousepad, notes, SIZE)
    assert notes.read_text() == TEXT, "the document itself is never opened"


def test_featherpad_keeps_the_contract(featherpad: DesktopEnvironment, notes: Path) -> None:
    check_environment(featherpad, notes, SIZE)


def test_menus_open_show_their_items_and_close_when_something_else_is_done(mousepad: DesktopEnvironment, notes: Path) -> None:
    start = mousepad.reset(notes)
    seen = click(mousepad, "Edit", "menu")
    assert "enabled" not in named(seen, "Undo", "menu item").states
    seen = click(mousepad, "Convert", "menu")
    assert named(seen, "To Uppercase", "menu item").rectangle.x > named(seen, "Edit").rectangle.x
    seen = done(mousepad, ClickInput(ref(seen, "", "text")))
    assert [control.text for control in seen.controls] == [control.text for control in start.controls]


def test_a_dialog_is_waited_for_and_listed_alone(mousepad: DesktopEnvironment, notes: Path) -> None:
    mousepad.reset(notes)
    click(mousepad, "Search", "menu")
    seen = click(mousepad, "Find and Replace...")
    assert seen.modal
    assert seen.window == "Find and Replace"
    assert not [control for control in seen.controls if control.type == "menu"]
    seen = done(mousepad, SetEditText(ref(seen, "Search for"), "line"))
    assert named(seen, "Search for", "combo box").value == "line"
    seen = done(mousepad, SelectOption(ref(seen, "Search direction"), " up "))
    assert named(seen, "Search direction").value == "Up"
    with pytest.raises(ActionError, match=r"'Search direction' has no option 'sideways'\. The nearest are: '(Up|Down)', '(Up|Down)'\."):
        mousepad.act(SelectOption(ref(seen, "Search direction"), "sideways"))
    assert not click(mousepad, "Close", "push button").modal


def test_text_is_typed_where_the_focus_is(mousepad: DesktopEnvironment, notes: Path) -> None:
    seen = mousepad.reset(notes)
    mousepad.act(ClickInput(ref(seen, "", "text")))
    mousepad.act(KeyboardInput("ctrl+Home"))
    seen = done(mousepad, TypeText("Grüße — 漢\nnext "))
    assert content(seen) == "Grüße — 漢\nnext " + TEXT
    mousepad.act(KeyboardInput("shift+Home"))
    assert mousepad.observe().selection == "next "
    seen = done(mousepad, TypeText("last "))
    assert content(seen) == "Grüße — 漢\nlast " + TEXT


def test_text_is_typed_into_a_qt_program_too(featherpad: DesktopEnvironment, notes: Path) -> None:
    seen = featherpad.reset(notes)
    featherpad.act(ClickInput(ref(seen, "", "text")))
    featherpad.act(KeyboardInput("ctrl+End"))
    assert content(done(featherpad, TypeText("Grüße — 漢"))) == TEXT + "Grüße — 漢"


def test_a_qt_dialog_that_holds_back_its_answer_is_no_hang(featherpad: DesktopEnvironment, notes: Path) -> None:
    featherpad.reset(notes)
    click(featherpad, "Options", "menu")
    seen = click(featherpad, "Preferences")
    assert seen.modal
    assert named(seen, "Files", "page tab")
    assert not click(featherpad, "Close", "push button").modal


def test_what_cannot_be_done_is_refused_with_a_reason_and_changes_nothing(featherpad: DesktopEnvironment, notes: Path) -> None:
    seen = featherpad.reset(notes)
    for action, reason in (
        (ClickInput(ref(seen, "Undo", "push button")), r"^'Undo' \(push button\) is disabled: it can do nothing in this state\.$"),
        (ClickInput(ControlRef("x", "y", 99)), r"^There is no control 99 in the last observation: its labels are 1 to \d+\.$"),
        (SetEditText(ref(seen, "Find", "push button"), "x"), r"takes no text\. Click it, or select an option of it\.$"),
        (SelectOption(ref(seen, "Find", "push button"), "x"), r"has no options to select\. Click it instead\.$"),
        (ClickInput(ref(seen, "Find", "push button"), button="fourth"), r"^There is no mouse button 'fourth'"),
        (KeyboardInput("ctrl+foo"), r"^There is no key 'foo'"),
        (SelectTable(1), r"^'select_table' cannot be done here\. The functions are: click_input,"),
    ):
        with pytest.raises(ActionError, match=reason):
            featherpad.act(action)
    assert featherpad.observe() == seen


def test_the_wheel_turns_over_a_control(mousepad: DesktopEnvironment, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("\n".join(f"line {number}" for number in range(200)))
    seen = mousepad.reset(path)
    before = mousepad.screenshot()
    mousepad.act(WheelMouseInput(ref(seen, "", "text"), -10))
    assert mousepad.screenshot() != before


def test_finishing_does_nothing(mousepad: DesktopEnvironment, notes: Path) -> None:
    start = mousepad.reset(notes)
    assert done(mousepad, Finish()) == start


def test_instances_run_side_by_side_and_know_nothing_of_each_other(mousepad: DesktopEnvironment, notes: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Something else")
    with DesktopEnvironment(["mousepad"]) as second:
        one, two = mousepad.reset(notes), second.reset(other)
        assert (content(one), content(two)) == (TEXT, "Something else")


def test_a_dead_program_is_noticed_at_once_and_reset_brings_a_new_one(mousepad: DesktopEnvironment, notes: Path) -> None:
    start = mousepad.reset(notes)
    os.kill(mousepad.desktop.application.pid, signal.SIGKILL)
    began = time.monotonic()
    with pytest.raises(ApplicationFault):
        mousepad.observe()
    assert time.monotonic() - began < 2
    assert content(mousepad.reset(notes)) == content(start)


def test_a_dead_screen_is_noticed_and_reset_brings_a_new_one(mousepad: DesktopEnvironment, notes: Path) -> None:
    mousepad.reset(notes)
    os.kill(screen_of(mousepad.desktop), signal.SIGKILL)
    with pytest.raises(ApplicationFault, match=r"ended|closed the connection|broke"):
        mousepad.act(KeyboardInput("a"))
    with pytest.raises(ApplicationFault, match=r"^The screen cannot be photographed: its X server ended\.$"):
        mousepad.screenshot()
    assert content(mousepad.reset(notes)) == TEXT


def test_a_program_that_hangs_is_given_up_after_its_limit(
    mousepad: DesktopEnvironment, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mousepad.reset(notes)
    application = mousepad.desktop.application
    monkeypatch.setattr(application._bus, "seconds", 0.3)
    os.kill(application.pid, signal.SIGSTOP)
    try:
        with pytest.raises(ApplicationFault, match=r"^No answer to org\.a11y\.atspi\.\S+ from \S+ within 0\.3 s\.$"):
            mousepad.observe()
    finally:
        os.kill(application.pid, signal.SIGCONT)


def test_closing_leaves_no_process_and_no_folder(notes: Path) -> None:
    environment = DesktopEnvironment(["mousepad"])
    environment.reset(notes)
    folder = environment.desktop.session.folder
    assert folder.parent == instances_folder()
    environment.close()
    environment.close()
    assert not folder.exists()
    assert not [path for path in Path("/proc").glob("[0-9]*") if runs_in(path, folder)]


def test_a_program_that_is_not_installed_is_named() -> None:
    with pytest.raises(PrerequisiteError, match=r"^no-such-editor is not installed\."):
        DesktopEnvironment(["no-such-editor"])


def test_a_document_that_is_not_there_is_named(mousepad: DesktopEnvironment, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"missing\.txt cannot be read: No such file or directory\.$"):
        mousepad.reset(tmp_path / "missing.txt")


def screen_of(desktop: Desktop) -> int:
    """The process number of the X server: the first that the session started."""
    return int((desktop.session.folder / "processes").read_text().split()[0])


def runs_in(process: Path, folder: Path) -> bool:
    try:
        return str(folder).encode() in (process / "environ").read_bytes()
    except OSError:
        return False
