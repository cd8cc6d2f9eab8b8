"""The phases from records to checkpoints, and settings as YAML."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.data.recorded_runs import root_of_split, suite, trajectory, write_run
from tests.huggingface.small import folder

from lamwright.data.plans.store import PairWriter, new_set_manifest, write_manifest
from lamwright.environments.fake import FakeEnvironment
from lamwright.episode import Limits, run_episode
from lamwright.errors import RecordError, UsageError
from lamwright.huggingface.checkpoint import load
from lamwright.huggingface.config import PpoConfig, RewardConfig, SftConfig
from lamwright.huggingface.folder import phase_of
from lamwright.huggingface.phases import train_experts, train_plans, train_ppo, train_reward
from lamwright.huggingface.policy import HuggingFaceModel, HuggingFacePolicy
from lamwright.huggingface.reward import RewardModel
from lamwright.pairs import Lineage, Pair
from lamwright.phases.checkpoints import CURVE, SETTINGS
from lamwright.phases.config import read_config, write_config
from lamwright.planner import PlannedPolicy
from lamwright.trajectory import Trajectory, Verdict

CONFIGS = Path(__file__).parents[2] / "src" / "lamwright" / "huggingface" / "configs"
SFT = SftConfig(lora_rank=4, epochs=1, batch=8, episodes=4, precision="fp32")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder(tmp_path_factory.mktemp("base") / "model", "qwen")


def no_parts() -> dict[str, Any]:
    form = suite()
    form["suite"]["parts"] = []
    return form


def test_experts_teach_a_policy(base: Path, tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", [(trajectory("add four"), no_parts()), (trajectory("add four now"), no_parts())])
    assert train_experts([run], str(base), tmp_path / "lam2", SFT, lambda progress: None) == 12
    assert phase_of(tmp_path / "lam2") == "experts"
    assert (tmp_path / "lam2" / CURVE).is_file()
    assert read_config(tmp_path / "lam2" / SETTINGS, SftConfig()).trainer == "lean"
    assert isinstance(HuggingFaceModel(str(tmp_path / "lam2")).load(), HuggingFacePolicy)
    with pytest.raises(UsageError, match=r"/empty: no successful episode to learn from\. Collect some with: lamwright collect --out RUN$"):
        train_experts([write_run(tmp_path / "empty", [])], str(base), tmp_path / "other", SFT, lambda progress: None)
    (tmp_path / "empty" / "manifest.json").write_text('{"schema": 1, "version": "0.0.1"}')
    with pytest.raises(
        RecordError, match=r"manifest\.json: schema 1, this lamwright reads \d+\. Use the version that wrote it \(0\.0\.1\)\.$"
    ):
        train_experts([tmp_path / "empty"], str(base), tmp_path / "other", SFT, lambda progress: None)


def test_plans_teach_a_planner(base: Path, tmp_path: Path) -> None:
    pairs = tmp_path / "pairs"
    write_manifest(pairs, new_set_manifest("plans build", {}, 0, "0.1.0", "abc1234"))
    with PairWriter(pairs) as writer:
        for number in range(6):
            lineage = Lineage((root_of_split("train"),))
            plan = ('Select the paragraph "the second paragraph"', f"Press ctrl+{number}")
            writer.add(Pair(f"pair {number}", f"Make it bold {number}", plan, "help", "a page", "MPL-2.0", "", "writer", lineage))
    assert train_plans(pairs, str(base), tmp_path / "lam1", SFT, lambda progress: None) == 6
    assert isinstance(HuggingFaceModel(str(tmp_path / "lam1")).load(), PlannedPolicy)


def test_a_policys_own_episodes_teach_a_reward_model_and_the_policy(base: Path, tmp_path: Path) -> None:
    policy = HuggingFacePolicy(load(str(base)), temperature=1.0, seed=2)
    episodes = [(_played(policy, number), no_parts()) for number in range(16)]
    run = write_run(tmp_path / "run", episodes)
    reward = RewardConfig(epochs=1, batch=4, lora_rank=4, precision="fp32")
    found = train_reward([run], str(base), tmp_path / "reward", reward, lambda progress: None)
    assert 0 < found.episodes < 16
    assert RewardModel.load(tmp_path / "reward").checkpoint.model.config.model_type == "qwen2"
    ppo = PpoConfig(epochs=1, lora_rank=4)
    assert train_ppo([run], str(base), tmp_path / "reward", tmp_path / "lam4", ppo, lambda progress: None) == 16
    assert phase_of(tmp_path / "lam4") == "ppo"
    other = folder(tmp_path / "other")
    tokenizer = json.loads((other / "tokenizer.json").read_text())
    pieces = tokenizer["model"]["vocab"]
    pieces["a"], pieces["b"] = pieces["b"], pieces["a"]
    (other / "tokenizer.json").write_text(json.dumps(tokenizer))
    RewardModel(load(str(other))).save(tmp_path / "other reward")
    with pytest.raises(
        UsageError, match=r"/other reward: the reward model has another tokenizer than .+/model\. Train it from this policy"
    ):
        train_ppo([run], str(base), tmp_path / "other reward", tmp_path / "lam5", ppo, lambda progress: None)


def _played(policy: HuggingFacePolicy, number: int) -> Trajectory:
    class Ending(FakeEnvironment):
        functions = frozenset({"click_input", "finish", "give_up"})

    played = run_episode(Ending(), None, policy, f"Add line {number}", limits=Limits(steps=2))
    return replace(played, task=f"task {number}", verdict=Verdict(number % 3 != 0, "state"))


@pytest.mark.parametrize(
    "config", [SftConfig(lora_rank=3), RewardConfig(epochs=7), PpoConfig(clip=0.3)], ids=lambda one: type(one).__name__
)
def test_settings_are_read_back_as_they_were_written(config: object, tmp_path: Path) -> None:
    write_config(tmp_path / "config.yaml", config)
    assert read_config(tmp_path / "config.yaml", type(config)()) == config
    (tmp_path / "config.yaml").write_text("epoch: 3")
    with pytest.raises(UsageError, match=r"config\.yaml: unknown setting 'epoch'\. Did you mean 'epochs'\?$"):
        read_config(tmp_path / "config.yaml", config)


@pytest.mark.parametrize("file", sorted(CONFIGS.glob("*.yaml")), ids=lambda file: file.stem)
def test_the_settings_that_are_shipped_can_be_read(file: Path) -> None:
    config = read_config(file, SftConfig())
    assert (config.quantise or config.fsdp) == ("Not run by the project yet" in file.read_text())
