"""A small model, made on the spot and untrained: quick, and without the pretrained weights."""

from functools import cache
from random import Random

from tests.model.synthetic import FEW_WORDINGS, FUNCTIONS, Synthetic

from lamwright.example import EpisodeExample, StepExample
from lamwright.grammar import TYPES_BY_FUNCTION, Target
from lamwright.model.config import DecoderShape, EncoderShape, ModelConfig
from lamwright.model.embedded_model import EmbeddedModel, encoder_folder, new_model
from lamwright.model.tokens import Tokens
from lamwright.observation import Control, Observation, Rectangle
from lamwright.policy import Situation, Turn
from lamwright.training.vocabulary import vocabulary_of

WORDS = ("annual", "report", "garden", "winter", "letter", "budget", "meeting", "copper", "river", "friend", "summer", "station")
EVERY_FUNCTION = (*FUNCTIONS, *TYPES_BY_FUNCTION)


@cache
def tokens() -> Tokens:
    return Tokens(encoder_folder() / "tokenizer.json")


@cache
def few() -> Synthetic:
    """An invented word processor with seven kinds of request."""
    return Synthetic(FEW_WORDINGS, WORDS)


def few_examples(count: int, seed: int = 0) -> list[EpisodeExample]:
    rng = Random(seed)
    return [few().sample(rng) for _ in range(count)]


@cache
def small_config() -> ModelConfig:
    encoder = EncoderShape(width=32, layers=1, heads=2, feed_forward=64)
    decoder = DecoderShape(width=32, layers=2, heads=2, feed_forward=64)
    return ModelConfig(vocabulary_of(few_examples(80), tokens()), encoder, decoder, pretrained=False)


@cache
def small_model() -> EmbeddedModel:
    model = new_model(small_config(), seed=3)
    model.network.eval()
    return model


def observation_of(step: StepExample) -> Observation:
    """A window that offers the step's targets and reads as its state."""
    return window(*(target for target in step.targets if target.text), title=step.state.split("; ")[0])


def window(*targets: Target, title: str = "window document") -> Observation:
    kind, _, name = title.partition(" ")
    nowhere, enabled = Rectangle(0, 0, 1, 1), frozenset({"enabled"})
    controls = tuple(Control(label, target.text, target.type, nowhere, enabled) for label, target in enumerate(targets, 1))
    return Observation(name, controls, modal=kind == "dialog")


def situation(request: str, observation: Observation, *history: Turn) -> Situation:
    return Situation(request, observation, history, EVERY_FUNCTION)
