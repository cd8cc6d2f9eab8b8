"""The floor: whatever the grammar allows, and nothing that reaches beyond the document."""

from random import Random

import pytest

from lamwright.actions import FUNCTIONS, ClickInput, KeyboardInput, SaveAs, TypeText
from lamwright.errors import UsageError
from lamwright.grammar import target_of, targets
from lamwright.observation import Control, Observation, Rectangle
from lamwright.policy import Situation
from lamwright.random_policy import RandomPolicy
from lamwright.safety import needs_approval

BOX, ON = Rectangle(0, 0, 9, 9), frozenset({"enabled"})
SEEN = Observation("Writer", (Control(1, "Bold", "toggle button", BOX, ON), Control(2, "Print...", "push button", BOX, ON)))
REQUEST = "make the second paragraph bold please"


def drawn(count: int, observation: Observation = SEEN, functions: tuple[str, ...] = tuple(FUNCTIONS)) -> list[object]:
    policy = RandomPolicy(Random(1))
    return [policy.decide(Situation(REQUEST, observation, (), functions)) for _ in range(count)]


def test_every_draw_is_allowed_by_the_grammar_and_every_allowed_harmless_target_is_drawn() -> None:
    allowed = {target for target in targets(SEEN, FUNCTIONS) if target.text != "Print..."}
    assert {target_of(action) for action in drawn(600)} == allowed  # type: ignore[arg-type]


def test_nothing_that_needs_approval_is_drawn_but_saving_into_the_instances_own_folder() -> None:
    risky = [action for action in drawn(600) if needs_approval(action, modal=False)]  # type: ignore[arg-type]
    assert risky
    assert all(isinstance(action, SaveAs) for action in risky)


def test_words_come_from_the_request_as_they_stand_there() -> None:
    texts = [action.text for action in drawn(200, functions=("type_text",)) if isinstance(action, TypeText)]
    assert len(texts) == 200
    assert all(text in REQUEST for text in texts)
    assert {1, 2, 6} <= {len(text.split()) for text in texts}


def test_what_has_no_control_to_act_on_presses_keys_of_the_grammar() -> None:
    assert all(isinstance(action, KeyboardInput) for action in drawn(50, Observation("Writer", ()), ("keyboard_input", "click_input")))


def test_a_window_that_allows_nothing_is_told() -> None:
    only = Observation("Writer", (Control(1, "Print...", "push button", BOX, ON),))
    with pytest.raises(UsageError) as caught:
        drawn(1, only, (ClickInput.function,))
    assert str(caught.value) == "Nothing can be done in 'Writer': it has no controls, and no function is allowed."
