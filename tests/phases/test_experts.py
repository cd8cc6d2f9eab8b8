"""LAM2 and LAM3: learning to act, and plans beside so that they are not forgotten."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.data.recorded_runs import root_of_split, suite, trajectory, write_run
from tests.model.small import small_model

from lamwright.data.plans.store import PairWriter, new_set_manifest, write_manifest
from lamwright.data.splits import Split
from lamwright.environments.writer.shipped_map import writer_map
from lamwright.errors import UsageError
from lamwright.grammar import Target
from lamwright.model.embedded_model import EmbeddedModel
from lamwright.pairs import Lineage, Pair
from lamwright.phases.checkpoints import SETTINGS
from lamwright.phases.config import read_config
from lamwright.phases.experts import ExpertsConfig, train_experts

CONFIG = ExpertsConfig(examples=8, batch=4, threads=1, plan_share=0.5, suite_share=3.0)
WITHOUT, WITH = "without", "with"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model, a run to learn from and a set of pairs; and what was trained without its plans and with them."""
    place = tmp_path_factory.mktemp("experts")
    small_model().save(place / "small")
    form = suite()
    form["suite"]["parts"] = []
    write_run(place / "run", [(trajectory("add four"), form)])
    write_pairs(place / "pairs", "train")
    trained(place, WITHOUT)
    trained(place, WITH, place / "pairs")
    return place


def write_pairs(folder: Path, split: Split) -> None:
    write_manifest(folder, new_set_manifest("plans build", {}, 0, "0.1.0", "abc1234"))
    with PairWriter(folder) as writer:
        lineage = Lineage((root_of_split(split),))
        writer.add(Pair("1", "Make it bold", ("Press ctrl+b",), "help", "a page", "MPL-2.0", "", "writer", lineage))


def trained(place: Path, name: str, plans: Path | None = None) -> None:
    train_experts([place / "run"], place / name, CONFIG, lambda progress: None, place / "small", plans)


def origin(model: Path) -> dict[str, Any]:
    return dict(json.loads((model / "config.json").read_text())["origin"])


def steps_of(model: Path) -> set[Target]:
    return set(EmbeddedModel.load(model).config.vocabulary.steps)


def test_where_there_are_pairs_the_model_may_plan_what_the_application_offers(made: Path) -> None:
    assert steps_of(made / WITH) >= set(writer_map().vocabulary())
    assert steps_of(made / WITHOUT) == set()


def test_pairs_are_among_the_data_that_a_checkpoint_names(made: Path) -> None:
    one, other = origin(made / WITHOUT), origin(made / WITH)
    assert one["data"] != other["data"]
    assert one["parent"] == other["parent"]
    assert {one["phase"], other["phase"]} == {"experts"}


def test_the_settings_of_plans_are_kept_beside_the_checkpoint(made: Path) -> None:
    assert read_config(made / WITH / SETTINGS, ExpertsConfig()) == CONFIG


def test_a_set_without_a_pair_to_train_on_is_refused(made: Path, tmp_path: Path) -> None:
    write_pairs(tmp_path / "pairs", "test")
    with pytest.raises(UsageError) as refusal:
        train_experts([made / "run"], tmp_path / "out", CONFIG, lambda progress: None, made / "small", tmp_path / "pairs")
    assert str(refusal.value) == "The set holds no pair to train on. Make one with: lamwright plans build, then lamwright plans evolve"
    assert not (tmp_path / "out").exists()
