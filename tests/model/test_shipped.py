"""The model that comes with the package, where this checkout has one."""

import pytest

from lamwright.model.embedded import EmbeddedPolicy
from lamwright.model.weights import summary_of
from lamwright.places import SHIPPED

pytestmark = pytest.mark.skipif(not SHIPPED.exists(), reason="this checkout ships no model yet: python -m recipes.ship")


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


def test_it_loads() -> None:
    EmbeddedPolicy.load(SHIPPED)
