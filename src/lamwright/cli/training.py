"""`lamwright train`: the phases, each from records to a checkpoint."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from rich.live import Live
from rich.text import Text

from lamwright.cli.options import (
    Batch,
    EncoderRate,
    Epochs,
    Examples,
    Json,
    Minutes,
    Out,
    Pairs,
    Rate,
    ReportTo,
    Resume,
    RewardModel,
    RunFolder,
    Runs,
    Seed,
    Settings,
    Start,
    Threads,
    TrainWorkers,
)
from lamwright.cli.packages import require_packages
from lamwright.cli.show import machine, people, progress
from lamwright.data.collect import Tally
from lamwright.environments.writer.programs import require_programs
from lamwright.errors import TrainingError, UsageError
from lamwright.phases.config import read_config
from lamwright.phases.experts import ExpertsConfig, train_experts
from lamwright.phases.explore import ExploreConfig, Explored
from lamwright.phases.explore import explore as explore_tasks
from lamwright.phases.plans import PlansConfig, train_plans
from lamwright.phases.ppo import PpoPhaseConfig, train_ppo
from lamwright.phases.reward import RewardPhaseConfig, train_reward
from lamwright.phases.tracking import Tracking, openers_of, speeds_of
from lamwright.records import check_run_folder
from lamwright.tasks import Task

if TYPE_CHECKING:
    from lamwright.phases.checkpoints import Reporter
    from lamwright.training.loop import Progress

LINE_SECONDS = 15.0
Config = TypeVar("Config", bound=Any)

app = typer.Typer(no_args_is_help=True, help="The phases of training: plans, experts, explore, reward, ppo.")


@app.callback()
def _group() -> None:
    """The phases of training: plans, experts, explore, reward, ppo."""


@app.command("plans")
def plans(
    data: Pairs,
    out: Out,
    settings: Settings = None,
    minutes: Minutes = None,
    examples: Examples = None,
    batch: Batch = None,
    seed: Seed = None,
    threads: Threads = None,
    report_to: ReportTo = None,
    as_json: Json = False,
) -> None:
    """LAM1: from a task to its plan, on the pairs of a set."""
    config = settings_of(PlansConfig(), settings, **_budget(minutes, examples), batch=batch, seed=seed, threads=threads)
    _trained(out, as_json, lambda show: train_plans(data, out, config, show), "reading the pairs ...", config, report_to)


@app.command("experts")
def experts(
    data: Runs,
    out: Out,
    start: Annotated[Path | None, typer.Option("--from", help="The checkpoint to start from, such as LAM1.")] = None,
    plans: Annotated[Path | None, typer.Option(help="A set of pairs: learn its plans beside, so that they are not forgotten.")] = None,
    plan_share: Annotated[float | None, typer.Option(help="The share of examples that are plans, from 0 to 1.")] = None,
    own: Annotated[list[Path] | None, typer.Option(help="A run of exploration: its successes are learnt from, too.")] = None,
    own_share: Annotated[float | None, typer.Option(help="The share of episodes that are such successes, from 0 to 1.")] = None,
    settings: Settings = None,
    minutes: Minutes = None,
    examples: Examples = None,
    rate: Rate = None,
    encoder_rate: EncoderRate = None,
    batch: Batch = None,
    seed: Seed = None,
    threads: Threads = None,
    pretrained: Annotated[bool | None, typer.Option(help="Start from the pretrained sentence encoder, or from nothing.")] = None,
    report_to: ReportTo = None,
    as_json: Json = False,
) -> None:
    """LAM2, and LAM3 with the runs of exploration: from a state to the next action, on successful episodes."""
    if plan_share is not None and plans is None:
        raise UsageError("--plan-share says how many of the examples are plans, and there are none. Name a set of pairs with --plans.")
    if own_share is not None and not own:
        raise UsageError("--own-share says how many of the episodes are successes of exploration. Name its run with --own.")
    given = {**_budget(minutes, examples), "batch": batch, "seed": seed, "threads": threads, "pretrained": pretrained}
    rates = {"rate": rate, "encoder_rate": encoder_rate}
    config = settings_of(ExpertsConfig(), settings, plan_share=plan_share, own_share=own_share, **rates, **given)

    def train(show: "Reporter") -> None:
        train_experts(data, out, config, show, start, plans, own or ())

    _trained(out, as_json, train, "reading the trajectories ...", config, report_to)


@app.command("explore")
def explore(
    data: Runs,
    start: Start,
    out: RunFolder,
    settings: Settings = None,
    tries: Annotated[int | None, typer.Option(min=1, help="Tries a task; the first success ends them.")] = None,
    temperature: Annotated[float | None, typer.Option(min=0.01)] = None,
    count: Annotated[int | None, typer.Option(min=0, help="Tasks of the expert's at most; 0 means all.")] = None,
    unplanned: Annotated[int | None, typer.Option(min=0, help="New composed requests beside, whose plan is withheld.")] = None,
    workers: TrainWorkers = None,
    seed: Seed = None,
    resume: Resume = False,
    as_json: Json = False,
) -> None:
    """Try in Writer what the expert failed at, and new requests whose plan is withheld.

    Successes are data for LAM3, all tries for the reward model and LAM4.
    """
    require_programs()
    require_packages()
    check_run_folder(out, resume)
    given = {"tries": tries, "temperature": temperature, "count": count, "unplanned": unplanned, "workers": workers, "seed": seed}
    config = settings_of(ExploreConfig(), settings, **given)
    found = _explored(data, start, out, config, resume)
    people.print(f"Solved {found}.", markup=False)
    if as_json:
        machine(found.to_json() | {"run": str(out)})


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
    batch: Batch = None,
    seed: Seed = None,
    threads: Threads = None,
    report_to: ReportTo = None,
    as_json: Json = False,
) -> None:
    """The reward model: what a step is worth, learnt from successes and failures."""
    config = settings_of(RewardPhaseConfig(), settings, epochs=epochs, batch=batch, seed=seed, threads=threads)
    more: dict[str, Any] = {}

    def train(show: "Reporter") -> None:
        more.update(train_reward(data, start, out, config, show).to_json())

    _trained(out, as_json, train, "reading the trajectories ...", config, report_to, more)
    people.print(f"On tasks kept back: AUC {more['episode_auc']:.3f} (episodes), {more['step_auc']:.3f} (steps).", markup=False)


@app.command("ppo")
def ppo(
    data: Runs,
    start: Start,
    reward_model: RewardModel,
    out: Out,
    settings: Settings = None,
    epochs: Epochs = None,
    batch: Batch = None,
    seed: Seed = None,
    threads: Threads = None,
    report_to: ReportTo = None,
    as_json: Json = False,
) -> None:
    """LAM4: offline PPO on the model's own logged episodes, failures among them."""
    config = settings_of(PpoPhaseConfig(), settings, epochs=epochs, batch=batch, seed=seed, threads=threads)
    more: dict[str, Any] = {}

    def train(show: "Reporter") -> None:
        more["episodes"] = train_ppo(data, start, reward_model, out, config, show)

    _trained(out, as_json, train, "reading the trajectories ...", config, report_to, more)


def _budget(minutes: float | None, examples: int | None) -> dict[str, Any]:
    """As settings: minutes put aside the examples that a file of settings names. Raises UsageError where both are given."""
    if minutes and examples:
        raise UsageError("Training ends by --minutes or by --examples. Give one of them.")
    return {"minutes": minutes, "examples": 0 if minutes else examples}


def settings_of(default: Config, settings: Path | None, **given: Any) -> Config:
    """The phase's settings: the file's, over the defaults; what was given as an option, over both."""
    config = read_config(settings, default) if settings else default
    return replace(config, **{name: value for name, value in given.items() if value is not None})


def _trained(
    out: Path,
    as_json: bool,
    train: "Callable[[Reporter], None]",
    reading: str,
    config: Any,
    report_to: list[str] | None,
    more: dict[str, Any] | None = None,
) -> None:
    tracking = Tracking(out, config, openers_of(report_to or ()))
    require_packages(training=True)
    check_out(out)
    trained = train_shown(out, train, reading, tracking)
    if as_json:
        machine({"model": str(out), **trained.to_json(), **(more or {})})


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


@dataclass(frozen=True, slots=True)
class Trained:
    """How long training took, reading and judging too, and where it stood at its end."""

    seconds: float
    last: "Progress | None"

    def to_json(self) -> dict[str, float]:
        """The speeds are those of training alone. Steps are of episodes: an observation and the action that followed."""
        form = {"seconds": round(self.seconds, 1)}
        if self.last:
            form |= {"optimiser_steps": self.last.step, "examples": self.last.examples, "loss": round(self.last.loss, 4)}
            form |= {name: round(value, 1) for name, value in speeds_of(self.last).items()}
        return form


def train_shown(out: Path, train: "Callable[[Reporter], None]", reading: str, tracking: Tracking | None = None) -> Trained:
    """Train under a live line of loss and speed (a line now and then where there is no terminal).

    Raises TrainingError where it stopped before its end; the checkpoint is written then too.
    """
    begun = perf_counter()
    last: Progress | None = None
    with tracking or nullcontext(), _live(reading) as live:
        printed = begun

        def show(progress: "Progress") -> None:
            nonlocal printed, last
            last = progress
            if tracking:
                tracking.note(progress)
            if live:
                live.update(Text(shown(progress)))
            elif perf_counter() - printed > LINE_SECONDS:
                people.print(shown(progress), markup=False)
                printed = perf_counter()

        train(show)
    if last:
        people.print(shown(last), markup=False)
    if last and last.note:
        raise TrainingError(f"{last.note} What was learnt until then is in {out}.")
    people.print(f"Trained in {perf_counter() - begun:.0f} s: {out}", markup=False)
    return Trained(perf_counter() - begun, last)


def _live(reading: str) -> AbstractContextManager[Live | None]:
    """A line that changes in place; where there is no terminal nothing can."""
    if people.is_terminal:
        return Live(Text(reading), console=people, refresh_per_second=2, transient=True)
    people.print(reading)
    return nullcontext()


def shown(progress: "Progress") -> str:
    """One line about where training stands."""
    figures = "".join(f"   {name} {value:.3g}" for name, value in progress.figures.items())
    speeds = "".join(f", {value:,.0f} {name.removesuffix('_per_second')}/s" for name, value in speeds_of(progress).items())
    done = f"step {progress.step:,}   loss {progress.loss:.3f}   {progress.examples:,} examples{speeds}"
    return f"{done}   {progress.seconds_left:,.0f} s left{figures}"
