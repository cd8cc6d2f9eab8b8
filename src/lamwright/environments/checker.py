"""The contract of environments as rules that run: `check_environment` is what a new environment's first test calls."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from lamwright.actions import FUNCTIONS, ClickInput, ControlRef, Finish, GiveUp, SetEditText
from lamwright.environments.contract import Environment
from lamwright.errors import ActionError, LamwrightError
from lamwright.observation import Control, Observation

EDITORS = frozenset({"entry", "text", "paragraph", "table cell"})
STATES = frozenset({"enabled", "checked", "focused", "selected", "expanded", "editable"})
JPEG = b"\xff\xd8\xff"
PROBE = "lamwright was here"
UNKNOWN_LABEL = 1_000_000
LATE_SECONDS = 1.0
"""A tool bar may show a moment later what can be done now."""


class ContractViolation(LamwrightError):
    """An environment breaks a rule of its contract; the message says which."""


def check_environment(environment: Environment, document: Path | None, size: tuple[int, int] | None = None) -> None:
    """Try every rule on a running environment, and close it. `size` is the screen's in pixels, if it is known.

    Raises ContractViolation with the rule that is broken.
    """
    try:
        _check_functions(environment)
        start = environment.reset(document)
        _check_observation(start, size)
        _check_looking_changes_nothing(environment)
        _check_refusals(environment)
        _check_no_ops(environment)
        _check_screenshot(environment)
        _check_passages(environment)
        _check_reset(environment, document, start)
        _check_close(environment)
    finally:
        environment.close()


def _rule(holds: bool, sentence: str) -> None:
    if not holds:
        raise ContractViolation(sentence)


def _check_functions(environment: Environment) -> None:
    unknown = environment.functions - set(FUNCTIONS)
    _rule(not unknown, f"`functions` holds only names of actions, not {sorted(unknown)}.")
    missing = {Finish.function, GiveUp.function} - environment.functions
    _rule(not missing, f"Every environment can finish and give up: {sorted(missing)} is missing from `functions`.")


def _check_observation(seen: Observation, size: tuple[int, int] | None) -> None:
    _rule(bool(seen.window), "`window` has the title of the window.")
    _rule(bool(seen.controls), "A fresh window shows at least one control.")
    labels = [control.label for control in seen.controls]
    _rule(labels == list(range(1, len(labels) + 1)), f"Labels are 1 to n in the order of the controls, not {labels[:10]}...")
    _rule(len(seen.selection) <= 80, "`selection` is shortened to 80 characters.")
    for control in seen.controls:
        _check_control(control, size)


def _check_control(control: Control, size: tuple[int, int] | None) -> None:
    _rule(bool(control.type), f"Every control has a type: {control}.")
    _rule(control.states <= STATES, f"States are of {sorted(STATES)}: {control}.")
    place = control.rectangle
    seen = place.width > 0 and place.height > 0 and place.x >= 0 and place.y >= 0
    _rule(seen, f"A listed control covers something of the screen: {control}.")
    if size:
        inside = place.x + place.width <= size[0] and place.y + place.height <= size[1]
        _rule(inside, f"Rectangles are inside the screen of {size[0]} x {size[1]}: {control}.")


def _check_looking_changes_nothing(environment: Environment) -> None:
    first, second = environment.observe(), environment.observe()
    _rule(first == second, f"Two looks without an action between them are equal. {_difference(first, second)}")


def _check_refusals(environment: Environment) -> None:
    before = environment.observe()
    with _refused("an unknown label"):
        environment.act(ClickInput(ControlRef("nothing", "push button", UNKNOWN_LABEL)))
    with _refused("a control without a label"):
        environment.act(ClickInput(ControlRef("nothing", "push button")))
    disabled = next((control for control in before.controls if "enabled" not in control.states), None)
    if disabled:
        with _refused(f"the disabled {disabled.type} '{disabled.text}'"):
            environment.act(ClickInput(ControlRef(disabled.text, disabled.type, disabled.label)))
    after = environment.observe()
    _rule(after == before, f"A refused action leaves the application as it was. {_difference(before, after)}")


def _check_no_ops(environment: Environment) -> None:
    before = environment.observe()
    environment.act(Finish())
    environment.act(GiveUp())
    after = environment.observe()
    _rule(after == before, f"To finish or give up does nothing to the application. {_difference(before, after)}")


def _check_screenshot(environment: Environment) -> None:
    _rule(environment.screenshot().startswith(JPEG), "`screenshot` gives a JPEG.")


def _check_passages(environment: Environment) -> None:
    indices = [passage.index for passage in environment.passages()]
    _rule(indices == sorted(set(indices)) and all(index >= 0 for index in indices), "Passages come in order, each index once.")


def _check_reset(environment: Environment, document: Path | None, start: Observation) -> None:
    changed = _leave_a_mark(environment)
    again = environment.reset(document)
    limit = time.monotonic() + LATE_SECONDS
    while _start_of(again) != _start_of(start) and time.monotonic() < limit:
        again = environment.observe()
    one, other = _start_of(start), _start_of(again)
    _rule(one == other, f"`reset` brings the same start each time. {_difference(one, other)}")
    if changed:
        values = " ".join(control.value for control in again.controls)
        _rule(PROBE not in values, "`reset` leaves nothing of what was done before.")


def _leave_a_mark(environment: Environment) -> bool:
    """Write into the first thing that takes text; whether there was one."""
    seen = environment.observe()
    editors = (control for control in seen.controls if control.type in EDITORS and {"editable", "enabled"} <= control.states)
    editor = next(editors, None)
    if editor is None or SetEditText.function not in environment.functions:
        return False
    environment.act(SetEditText(ControlRef(editor.text, editor.type, editor.label), PROBE))
    now = environment.observe()
    written = any(PROBE in control.value for control in now.controls)
    _rule(written, f"What is written into {editor.type} '{editor.text}' shows as the value of a control.")
    return True


def _check_close(environment: Environment) -> None:
    environment.close()
    environment.close()  # a second time is safe


def _start_of(seen: Observation) -> Observation:
    """Without the focus, which a window manager (or none) may give elsewhere."""
    controls = tuple(replace(control, states=control.states - {"focused"}) for control in seen.controls)
    return replace(seen, controls=controls)


def _difference(one: Observation, other: Observation) -> str:
    """The first control that differs, for messages."""
    pairs: Iterator[tuple[Control, Control]] = zip(one.controls, other.controls, strict=False)
    differing = next((f"{a} became {b}." for a, b in pairs if a != b), None)
    head = f"({one.window!r}, {len(one.controls)} controls) became ({other.window!r}, {len(other.controls)} controls)."
    return differing or head


@contextmanager
def _refused(what: str) -> Iterator[None]:
    try:
        yield
    except ActionError as error:
        _rule(bool(str(error)), f"A refusal gives a reason: an action on {what} has none.")
        return
    raise ContractViolation(f"An action on {what} is refused with ActionError.")
