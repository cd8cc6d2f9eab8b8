"""`lamwright train huggingface`: the phases with any Hugging Face causal language model in place of the embedded one."""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lamwright.cli.options import Json, Out, Pairs, ReportTo, RewardModel, Runs, Seed, Settings
from lamwright.cli.show import machine, people
from lamwright.cli.training import check_out, settings_of, train_shown
from lamwright.errors import PrerequisiteError
from lamwright.huggingface.config import PpoConfig, RewardConfig, SftConfig
from lamwright.phases.tracking import Tracking, openers_of

if TYPE_CHECKING:
    from lamwright.phases.checkpoints import Reporter

PACKAGES = ("torch", "transformers", "trl", "peft", "datasets", "accelerate", "llguidance")
Model = Annotated[str, typer.Option("--from", help="The model to start from: a folder, or a name such as owner/name.")]
Train = Callable[["Reporter"], dict[str, Any]]

app = typer.Typer(no_args_is_help=True, help="The same phases with any Hugging Face causal language model.")


@app.callback()
def _group() -> None:
    """The same phases with any Hugging Face causal language model."""


@app.command("plans")
def plans(
    data: Pairs,
    start: Model,
    out: Out,
    settings: Settings = None,
    seed: Seed = None,
    report_to: ReportTo = None,
    as_json: Json = False,
) -> None:
    """LAM1: from a task to its plan."""
    config = settings_of(SftConfig(), settings, seed=seed)

    def train(show: "Reporter") -> dict[str, Any]:
        from lamwright.huggingface.phases import train_plans

        return {"pairs": train_plans(data, start, out, config, show)}

    _trained(out, train, as_json, config, report_to)


@app.command("experts")
def experts(
    data: Runs,
    start: Model,
    out: Out,
    settings: Settings = None,
    seed: Seed = None,
    report_to: ReportTo = None,
    as_json: Json = False,
) -> None:
    """LAM2, and LAM3 with the runs of exploration."""
    config = settings_of(SftConfig(), settings, seed=seed)

    def train(show: "Reporter") -> dict[str, Any]:
        from lamwright.huggingface.phases import train_experts

        return {"steps": train_experts(data, start, out, config, show)}

    _trained(out, train, as_json, config, report_to)


@app.command("reward")
def reward(
    data: Runs,
    start: Model,
    out: Out,
    settings: Settings = None,
    seed: Seed = None,
    report_to: ReportTo = None,
    as_json: Json = False,
) -> None:
    """The reward model."""
    config = settings_of(RewardConfig(), settings, seed=seed)

    def train(show: "Reporter") -> dict[str, Any]:
        from lamwright.huggingface.phases import train_reward

        return train_reward(data, start, out, config, show).to_json()

    _trained(out, train, as_json, config, report_to)


@app.command("ppo")
def ppo(
    data: Runs,
    start: Model,
    reward_model: RewardModel,
    out: Out,
    settings: Settings = None,
    seed: Seed = None,
    report_to: ReportTo = None,
    as_json: Json = False,
) -> None:
    """LAM4: offline PPO."""
    config = settings_of(PpoConfig(), settings, seed=seed)

    def train(show: "Reporter") -> dict[str, Any]:
        from lamwright.huggingface.phases import train_ppo

        return {"episodes": train_ppo(data, start, reward_model, out, config, show)}

    _trained(out, train, as_json, config, report_to)


def _trained(out: Path, train: Train, as_json: bool, config: Any, report_to: list[str] | None) -> None:
    tracking = Tracking(out, config, openers_of(report_to or ()))
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if missing:
        raise PrerequisiteError(f"These Python packages are not installed: {', '.join(missing)}. Run: pip install 'lamwright[huggingface]'")
    check_out(out, "lamwright.json")
    answer: dict[str, Any] = {}
    trained = train_shown(out, lambda show: answer.update(train(show)), "reading the data ...", tracking)
    people.print(", ".join(f"{name}: {value}" for name, value in answer.items() if not isinstance(value, list)), markup=False)
    if as_json:
        machine({"model": str(out), **trained.to_json(), **answer})
