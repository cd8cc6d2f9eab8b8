"""The checker finds what breaks the contract, each rule with an environment that breaks it."""

from dataclasses import replace
from pathlib import Path

import pytest

from lamwright.actions import Action, ClickInput
from lamwright.environments.checker import ContractViolation, check_environment
from lamwright.environments.fake import FakeEnvironment
from lamwright.observation import Observation, Rectangle


class Relabelled(FakeEnvironment):
    def observe(self) -> Observation:
        seen = super().observe()
        return replace(seen, controls=tuple(replace(control, label=control.label + 1) for control in seen.controls))


class Restless(FakeEnvironment):
    looks = 0

    def observe(self) -> Observation:
        self.looks += 1
        return replace(super().observe(), window=f"Notepad {self.looks}")


class Obliging(FakeEnvironment):
    def act(self, action: Action) -> None:
        if not isinstance(action, ClickInput):
            super().act(action)


class Forgetful(FakeEnvironment):
    resets = 0

    def reset(self, document: Path | None) -> Observation:
        self.resets += 1
        return super().reset(document)

    def observe(self) -> Observation:
        seen = super().observe()
        return replace(seen, controls=seen.controls[self.resets - 1 :] if self.resets > 1 else seen.controls)


class Unbounded(FakeEnvironment):
    def observe(self) -> Observation:
        seen = super().observe()
        first = replace(seen.controls[0], rectangle=Rectangle(-5, 0, 10, 10))
        return replace(seen, controls=(first, *seen.controls[1:]))


class Painter(FakeEnvironment):
    def screenshot(self) -> bytes:
        return b"\x89PNG"


def test_an_environment_that_keeps_the_contract_passes_and_is_closed() -> None:
    environment = FakeEnvironment()
    check_environment(environment, None, (1280, 960))
    assert environment.closed


@pytest.mark.parametrize(
    ("environment", "rule"),
    [
        (Relabelled(), "Labels are 1 to n in the order of the controls, not [2, 3, 4]..."),
        (Restless(), "Two looks without an action between them are equal."),
        (Obliging(), "An action on an unknown label is refused with ActionError."),
        (Forgetful(), "`reset` brings the same start each time."),
        (Unbounded(), "A listed control covers something of the screen"),
        (Painter(), "`screenshot` gives a JPEG."),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, FakeEnvironment) else "",
)
def test_a_broken_rule_is_named(environment: FakeEnvironment, rule: str) -> None:
    with pytest.raises(ContractViolation) as raised:
        check_environment(environment, None, (1280, 960))
    assert str(raised.value).startswith(rule)


def test_a_rectangle_outside_the_screen_is_found() -> None:
    with pytest.raises(ContractViolation, match="Rectangles are inside the screen of 100 x 100"):
        check_environment(FakeEnvironment(), None, (100, 100))


def test_an_unknown_function_is_found() -> None:
    environment = FakeEnvironment()
    environment.functions = frozenset({"dance", "finish", "give_up"})
    with pytest.raises(ContractViolation, match=r"`functions` holds only names of actions, not \['dance'\]"):
        check_environment(environment, None)
