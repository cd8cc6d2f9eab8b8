"""LAM2 and LAM3: learning to act, and plans beside so that they are not forgotten."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from tests.data.recorded_runs import suite, trajectory, write_pairs, write_run
from tests.model.small import small_model

from lamwright.data.examples import sources
from lamwright.data.plan_examples import PlanStream
from lamwright.data.plans.store import read_pairs
from lamwright.environments.writer.shipped_map import writer_map
from lamwright.errors import UsageError
from lamwright.example import Example, PlanExample
from lamwright.grammar import Target
from lamwright.model.embedded_model import EmbeddedModel
from lamwright.phases.checkpoints import SETTINGS, state_file
from lamwright.phases.config import read_config
from lamwright.phases.experts import ExpertsConfig, _stream, train_experts
from lamwright.phases.plans import SAMPLE
from lamwright.records import read_episodes
from lamwright.training.loop import Progress
from lamwright.trajectory import Verdict

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


@pytest.mark.parametrize("share", [0.25, 0.75])
def test_plans_are_the_share_of_examples_that_is_said(made: Path, share: float) -> None:
    found, plans = sources(read_episodes(made / "run")), PlanStream(read_pairs(made / "pairs"))
    draw, rng = _stream(found, (), plans, replace(CONFIG, plan_share=share)), Random(0)
    drawn = sum(isinstance(draw(rng), PlanExample) for _ in range(1000)) / 1000
    assert drawn == pytest.approx(share, abs=0.05)


@pytest.mark.parametrize("share", [0.2, 0.6])
def test_own_successes_are_the_share_of_episodes_that_is_said(made: Path, share: float) -> None:
    found = sources(read_episodes(made / "run"))
    own = [replace(source, request="add five", steps=source.steps * 2) for source in found]
    draw, rng = _stream(found, own, None, replace(CONFIG, own_share=share)), Random(0)
    drawn = sum(draw(rng).request == "add five" for _ in range(1000)) / 1000
    assert drawn == pytest.approx(share, abs=0.05)


def test_own_successes_are_among_the_data_that_a_checkpoint_names(made: Path, tmp_path: Path) -> None:
    train_experts([made / "run"], tmp_path / "out", CONFIG, lambda progress: None, made / "small", own=[made / "run"])
    assert origin(tmp_path / "out")["data"] != origin(made / WITHOUT)["data"]


def test_an_exploration_without_a_success_is_refused(made: Path, tmp_path: Path) -> None:
    failed = replace(trajectory("add four"), verdict=Verdict(False, "state"))
    write_run(tmp_path / "explored", [(failed, suite())])
    with pytest.raises(UsageError) as refusal:
        train_experts([made / "run"], tmp_path / "out", CONFIG, lambda progress: None, made / "small", own=[tmp_path / "explored"])
    assert str(refusal.value).startswith(f"{tmp_path / 'explored'}: no successful episode to learn from.")


class KilledError(Exception):
    pass


def test_killed_training_goes_on_only_with_its_own_share_of_plans(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(progress: Progress) -> None:
        if progress.step == 2:
            raise KilledError

    def again(config: ExpertsConfig, report: Callable[[Progress], None] = lambda progress: None) -> None:
        train_experts([made / "run"], tmp_path / "out", config, report, made / "small", made / "pairs")

    config = replace(CONFIG, examples=12)
    monkeypatch.setattr("lamwright.training.loop.time", SimpleNamespace(monotonic=count(0.0, 61.0).__next__))  # a state at every step
    with pytest.raises(KilledError):
        again(config, killed)
    with pytest.raises(UsageError, match="was left by training with other settings or data"):
        again(replace(config, plan_share=0.6))
    again(config)
    assert not state_file(tmp_path / "out").exists()


def test_without_an_earlier_model_names_are_found_in_as_many_plans_as_lam1_scans(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanned: list[int] = []

    def fit(_draw: object, sample: Sequence[Example], *_rest: object) -> None:
        scanned.append(sum(isinstance(example, PlanExample) for example in sample))
        raise KilledError

    monkeypatch.setattr("lamwright.training.sft.fit", fit)
    for start in (None, made / "small"):
        with pytest.raises(KilledError):
            train_experts([made / "run"], tmp_path / "out", CONFIG, lambda progress: None, start, made / "pairs")
    assert scanned[0] >= SAMPLE > scanned[1]


def test_a_set_without_a_pair_to_train_on_is_refused(made: Path, tmp_path: Path) -> None:
    write_pairs(tmp_path / "pairs", "test")
    with pytest.raises(UsageError) as refusal:
        train_experts([made / "run"], tmp_path / "out", CONFIG, lambda progress: None, made / "small", tmp_path / "pairs")
    assert str(refusal.value) == "The set holds no pair to train on. Make one with: lamwright plans build, then lamwright plans evolve"
    assert not (tmp_path / "out").exists()
