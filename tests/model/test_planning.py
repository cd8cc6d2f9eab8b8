"""Plans: written as decisions, learnt, and said again as sentences."""

from pathlib import Path
from random import Random

import pytest
from tests.model.small import small_config, small_model, tokens

from lamwright.errors import UsageError
from lamwright.example import PlanExample
from lamwright.grammar import Target
from lamwright.model.config import ModelConfig
from lamwright.model.embedded_model import EmbeddedModel, grown, new_model
from lamwright.model.planning import EmbeddedPlanner
from lamwright.planner import executable
from lamwright.training.sft import SftConfig, go_on
from lamwright.training.vocabulary import joined, vocabulary_of
from lamwright.written_steps import planned_steps

WORDS = ("garden", "winter", "letter", "budget", "copper", "river", "friend", "summer", "station", "harbour")
DOCUMENTED = "Read the note about the garden"


def plan_example(rng: Random) -> PlanExample:
    word = rng.choice(WORDS)
    task, plan = rng.choice(
        (
            (f"Make {word} bold", (f'Select the text "{word}"', 'Click the toggle button "Bold"')),
            (f"Insert a bookmark called {word}", ("Choose Insert > Bookmark...", f'Set the entry "Name" to "{word}"')),
            (f"Protect the section {word}", (f'Type "{word}" in the Name box', "Ask a friend")),
        )
    )
    return PlanExample(task, planned_steps(task, plan))


@pytest.fixture(scope="module")
def planning() -> EmbeddedModel:
    rng = Random(1)
    extra = (Target("click_input", "Never Used", "push button"),)
    vocabulary = vocabulary_of([plan_example(rng) for _ in range(60)], tokens(), extra)
    small = small_config()
    model = new_model(ModelConfig(vocabulary, small.encoder, small.decoder, pretrained=False), seed=1)
    config = SftConfig(seconds=1e9, examples=2400, batch=16, pool=2, rate=5e-3, encoder_rate=5e-3, threads=1)
    return go_on(model, plan_example, config, lambda progress: None)


def test_a_small_model_learns_to_write_plans(planning: EmbeddedModel) -> None:
    planner = EmbeddedPlanner(planning)
    assert planner.plan("Make river bold") == ('Select the text "river"', 'Click the toggle button "Bold"')
    assert planner.plan("Insert a bookmark called river") == ("Choose Insert > Bookmark...", 'Set the entry "Name" to "river"')
    assert planner.plan("Protect the section river") == ('Type "river" in the Name box', "Ask a friend")


def test_a_plan_may_hold_steps_that_the_map_offers_and_no_example_had(planning: EmbeddedModel) -> None:
    assert Target("click_input", "Never Used", "push button") in planning.config.vocabulary.steps


def test_a_plan_model_survives_its_checkpoint(planning: EmbeddedModel, tmp_path: Path) -> None:
    planning.save(tmp_path / "plans")
    again = EmbeddedPlanner.load(tmp_path / "plans")
    assert again.plan("Make river bold") == EmbeddedPlanner(planning).plan("Make river bold")


def test_a_model_that_has_learnt_no_plans_says_so() -> None:
    with pytest.raises(UsageError) as refusal:
        EmbeddedPlanner(small_model())
    assert str(refusal.value) == "This model has learnt no plans. Train one with: lamwright train plans"


def test_a_model_with_more_names_plans_as_it_did(planning: EmbeddedModel) -> None:
    both = grown(planning, joined(planning.config.vocabulary, small_config().vocabulary))
    assert set(both.config.vocabulary.names) > set(small_config().vocabulary.names)
    assert EmbeddedPlanner(both).plan("Make river bold") == EmbeddedPlanner(planning).plan("Make river bold")


def test_a_plan_is_executable_up_to_the_step_that_is_no_action() -> None:
    functions = [action.function for action in executable(("Choose Insert > Bookmark...", "Ask a friend", 'Type "x"'))]
    assert functions == ["click_input", "click_input", "give_up"]


def test_a_key_that_no_model_may_press_stays_in_the_documents_words() -> None:
    steps = planned_steps("Toggle between insert mode and overwrite mode", ("Press Insert",))
    assert steps[0].target == Target("follow", "Press Insert", "step")
