"""The model that comes with the package."""

from lamwright.model.embedded_model import EmbeddedModel
from lamwright.model.weights import summary_of
from lamwright.places import SHIPPED


def test_it_is_whole_small_and_trained_to_the_end() -> None:
    summary = summary_of(SHIPPED)
    assert summary.phase == "ppo"
    assert summary.size < 80_000_000
    assert {file.name for file in SHIPPED.iterdir()} >= {
        "LICENSE",
        "NOTICE",
        "README.md",
        "config.json",
        "tokenizer.json",
        "training.jsonl",
    }


def test_its_weights_are_those_of_its_vocabulary() -> None:
    model = EmbeddedModel.load(SHIPPED)
    assert model.network.known.num_embeddings == len(model.config.vocabulary.names) + 1
