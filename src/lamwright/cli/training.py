"""`lamwright train`: the phases, each from records to a checkpoint."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from rich.live import Live
from rich.text import Text

from lamwright.cli.packages import require_packages
from lamwright.cli.show import machine, people, progress
from lamwright.data.collect import Tally
from lamwright.environments.writer.programs import require_programs
from lamwright.errors import UsageError
from lamwright.phases.config import read_config
from lamwright.phases.experts import ExpertsConfig, train_experts
from lamwright.phases.explore import ExploreConfig, Explored
from lamwright.phases.explore import explore as explore_tasks
from lamwright.phases.plans import PlansConfig, train_plans
from lamwright.phases.ppo import PpoPhaseConfig, train_ppo
from lamwright.phases.reward import RewardPhaseConfig, train_reward
from lamwright.records import check_run_folder
from lamwright.tasks import Task

if TYPE_CHECKING:
    from lamwright.phases.checkpoints import Reporter
    from lamwright.training.loop import Progress

LINE_SECONDS = 15.0
Config = TypeVar("Config", bound=Any)
Runs = Annotated[list[Path], typer.Option("--data", help="A run folder; may be given several times.")]
Out = Annotated[Path, typer.Option(help="The checkpoint folder to write.")]
Start = Annotated[Path, typer.Option("--from", help="The checkpoint to start from.")]
Settings = Annotated[Path | None, typer.Option("--config", help="A YAML file with the phase's settings; options given here win.")]
Minutes = Annotated[float | None, typer.Option(min=0.01, help="Minutes of training.")]
Examples = Annotated[int | None, typer.Option(min=1, help="Examples of training, instead of minutes: the same on any machine.")]
Epochs = Annotated[int | None, typer.Option(min=1, help="Times through the episodes.")]
Seed = Annotated[int | None, typer.Option(help="The seed of everything that is drawn.")]
Threads = Annotated[int | None, typer.Option(min=1)]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]

app = typer.Typer(no_args_is_help=True, help="The phases of training: plans, experts, explore, reward, ppo.")


@app.callback()
def _group() -> None:
    """The phases of training: plans, experts, explore, reward, ppo."""


@app.command("plans")
def plans(
    data: Annotated[Path, typer.Option(help="A set of pairs: lamwright plans build, evolve.")],
    out: Out,
    settings: Settings = None,
    minutes: Minutes = None,
    examples: Examples = None,
    seed: Seed = None,
    threads: Threads = None,
    as_json: Json = False,
) -> None:
    """LAM1: from a task to its plan, on the pairs of a set."""
    config = settings_of(PlansConfig(), settings, minutes=minutes, examples=examples, seed=seed, threads=threads)
    _trained(out, as_json, lambda show: train_plans(data, out, config, show), "reading the pairs ...")


@app.command("experts")
def experts(
    data: Runs,
    out: Out,
    start: Annotated[Path | None, typer.Option("--from", help="The checkpoint to start from, such as LAM1.")] = None,
    settings: Settings = None,
    minutes: Minutes = None,
    examples: Examples = None,
    seed: Seed = None,
    threads: Threads = None,
    pretrained: Annotated[bool | None, typer.Option(help="Start from the pretrained sentence encoder, or from nothing.")] = None,
    as_json: Json = False,
) -> None:
    """LAM2, and LAM3 with the runs of exploration: from a state to the next action, on successful episodes."""
    config = settings_of(ExpertsConfig(), settings, minutes=minutes, examples=examples, seed=seed, threads=threads, pretrained=pretrained)
    _trained(out, as_json, lambda show: train_experts(data, out, config, show, start), "reading the trajectories ...")


@app.command("explore")
def explore(
    data: Runs,
    start: Start,
    out: Annotated[Path, typer.Option(help="The run folder to write.")],
    settings: Settings = None,
    tries: Annotated[int | None, typer.Option(min=1, help="Tries a task; the first success ends them.")] = None,
    temperature: Annotated[float | None, typer.Option(min=0.01)] = None,
    count: Annotated[int | None, typer.Option(min=0, help="Tasks at most; 0 means all.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=32, help="Instances of Writer side by side.")] = None,
    seed: Seed = None,
    resume: Annotated[bool, typer.Option("--resume", help="Continue the run in this folder.")] = False,
    as_json: Json = False,
) -> None:
    """Try in Writer what the expert failed at; successes are data for LAM3, all tries for the reward model and LAM4."""
    require_programs()
    require_packages()
    check_run_folder(out, resume)
    config = settings_of(ExploreConfig(), settings, tries=tries, temperature=temperature, count=count, workers=workers, seed=seed)
    found = _explored(data, start, out, config, resume)
    people.print(f"Solved {found.solved} of {found.tasks} tasks that the expert had failed at, in {found.episodes} episodes.", markup=False)
    if as_json:
        machine({"tasks": found.tasks, "solved": found.solved, "episodes": found.episodes, "run": str(out)})


def _explored(data: list[Path], start: Path, out: Path, config: ExploreConfig, resume: bool) -> Explored:
    with progress() as bar:
        line = bar.add_task("tries", total=None, note="")

        def ended(_task: Task, _form: dict[str, Any], tally: Tally) -> None:
            bar.update(line, advance=1, note=f"{tally.succeeded} solved, {tally.failed} failed, {tally.per_hour:,.0f} an hour")

        return explore_tasks(data, start, out, config, resume=resume, on_end=ended)


@app.command("reward")
def reward(
    data: Runs,
    start: Start,
    out: Out,
    settings: Settings = None,
    epochs: Epochs = None,
    seed: Seed = None,
    threads: Threads = None,
    as_json: Json = False,
) -> None:
    """The reward model: what a step is worth, learnt from successes and failures."""
    config = settings_of(RewardPhaseConfig(), settings, epochs=epochs, seed=seed, threads=threads)
    more: dict[str, Any] = {}

    def train(show: "Reporter") -> None:
        more.update(train_reward(data, start, out, config, show).to_json())

    _trained(out, as_json, train, "reading the trajectories ...", more)
    people.print(f"On tasks kept back: AUC {more['episode_auc']:.3f} (episodes), {more['step_auc']:.3f} (steps).", markup=False)


@app.command("ppo")
def ppo(
    data: Runs,
    start: Start,
    reward_model: Annotated[Path, typer.Option("--reward", help="The reward model's checkpoint.")],
    out: Out,
    settings: Settings = None,
    epochs: Epochs = None,
    seed: Seed = None,
    threads: Threads = None,
    as_json: Json = False,
) -> None:
    """LAM4: offline PPO on the model's own logged episodes, failures among them."""
    config = settings_of(PpoPhaseConfig(), settings, epochs=epochs, seed=seed, threads=threads)
    more: dict[str, Any] = {}

    def train(show: "Reporter") -> None:
        more["episodes"] = train_ppo(data, start, reward_model, out, config, show)

    _trained(out, as_json, train, "reading the trajectories ...", more)


def settings_of(default: Config, settings: Path | None, **given: Any) -> Config:
    """The phase's settings: the file's, over the defaults; what was given as an option, over both."""
    config = read_config(settings, default) if settings else default
    return replace(config, **{name: value for name, value in given.items() if value is not None})


def _trained(out: Path, as_json: bool, train: "Callable[[Reporter], None]", reading: str, more: dict[str, Any] | None = None) -> None:
    require_packages(training=True)
    check_out(out)
    seconds = train_shown(out, train, reading)
    if as_json:
        machine({"model": str(out), "seconds": round(seconds, 1), **(more or {})})


def check_out(out: Path, mark: str = "config.json") -> None:
    """Raises UsageError where the model could not be written at the end. A folder that holds the file `mark` is a model's."""
    try:
        free = not out.exists() or (out / mark).is_file() or not any(out.iterdir())
        above = next(folder for folder in out.absolute().parents if folder.exists())
    except OSError as error:
        raise UsageError(f"{out} cannot be read: {error.strerror}. Name another folder with --out.") from error
    if not free:
        raise UsageError(f"{out} holds something that is no model. Name another folder with --out.")
    if not (above.is_dir() and os.access(above, os.W_OK)):
        raise UsageError(f"Nothing can be written in {above}. Name another folder with --out.")


def train_shown(out: Path, train: "Callable[[Reporter], None]", reading: str) -> float:
    """Train under a live line of loss and speed (a line now and then where there is no terminal); the seconds that it took."""
    begun = perf_counter()
    with Live(Text(reading), console=people, refresh_per_second=2) as live:
        printed = begun

        def show(progress: "Progress") -> None:
            nonlocal printed
            line = shown(progress)
            live.update(Text(line))
            if not people.is_terminal and perf_counter() - printed > LINE_SECONDS:
                people.print(line, markup=False)
                printed = perf_counter()

        train(show)
    people.print(f"Trained in {perf_counter() - begun:.0f} s: {out}", markup=False)
    return perf_counter() - begun


def shown(progress: "Progress") -> str:
    """One line about where training stands."""
    figures = "".join(f"   {name} {value:.3f}" for name, value in progress.figures.items())
    speed = f"{progress.examples:,} examples, {progress.examples_per_second:.0f} a second, {progress.tokens_per_second:,.0f} tokens/s"
    return f"loss {progress.loss:.3f}   {speed}   {progress.seconds_left:.0f} s left{figures}   {progress.note}".rstrip()
