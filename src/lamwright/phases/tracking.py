"""Training's figures by step in TensorBoard or Weights & Biases, for who asks; a checkpoint keeps its own learning curve anyway."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self
from uuid import uuid4

from lamwright.errors import PrerequisiteError, UsageError

if TYPE_CHECKING:
    from lamwright.training.loop import Progress

Setting = bool | int | float | str


class Tracker(Protocol):
    """Where figures go."""

    def log(self, step: int, figures: Mapping[str, float]) -> None: ...

    def finish(self) -> None: ...


Opener = Callable[[Path, Mapping[str, Setting], int], Tracker]
"""Opens a tracker for the training of a checkpoint folder with these settings, which begins (or goes on) with that step."""


class TensorBoard:
    """Event files in `tensorboard/` beside the checkpoint, one folder a model: tensorboard --logdir RUNS/tensorboard."""

    def __init__(self, out: Path, settings: Mapping[str, Setting], first: int) -> None:
        from torch.utils.tensorboard import SummaryWriter
        from torch.utils.tensorboard.summary import hparams

        folder = out.parent / "tensorboard" / out.name
        try:
            # What an earlier run or a killed one wrote from this step on does not show any more.
            self._writer = SummaryWriter(str(folder), purge_step=first)
        except OSError as error:
            raise UsageError(f"{folder} cannot be written: {error.strerror}. Train without --report-to tensorboard.") from error
        for summary in hparams(dict(settings), {"loss": 0.0}):  # type: ignore[no-untyped-call]
            self._writer.file_writer.add_summary(summary)  # type: ignore[attr-defined]

    def log(self, step: int, figures: Mapping[str, float]) -> None:
        for name, value in figures.items():
            self._writer.add_scalar(name, value, step)

    def finish(self) -> None:
        self._writer.close()


class WeightsAndBiases:
    """A run of the project `lamwright` with the checkpoint's name; what it keeps here stands in `wandb/` beside the checkpoint.

    Training that goes on after a kill goes on in the same run, whose id is kept beside the checkpoint.
    """

    def __init__(self, out: Path, settings: Mapping[str, Setting], first: int) -> None:
        import wandb

        note = out.parent / "wandb" / f"{out.name}.id"
        try:
            goes_on = first > 1 and note.is_file()
            name = note.read_text("utf-8").strip() if goes_on else uuid4().hex[:8]
            note.parent.mkdir(parents=True, exist_ok=True)
            note.write_text(name, encoding="utf-8")
            self._run = wandb.init(project="lamwright", name=out.name, id=name, resume="allow", dir=str(out.parent), config=dict(settings))
        except OSError as error:
            raise UsageError(f"{note} cannot be written: {error.strerror}. Train without --report-to wandb.") from error
        except wandb.Error as error:
            told = " ".join(str(error).split())
            raise UsageError(f"Weights & Biases opened no run ({told}). Run: wandb login, or set WANDB_MODE=offline") from error

    def log(self, step: int, figures: Mapping[str, float]) -> None:
        self._run.log(dict(figures), step=step)

    def finish(self) -> None:
        self._run.finish()


TRACKERS: Mapping[str, Opener] = {"tensorboard": TensorBoard, "wandb": WeightsAndBiases}


class Tracking:
    """Tells every progress to the trackers, which open with the first: training that never begins leaves nothing. A context manager."""

    def __init__(self, out: Path, config: Any, openers: Sequence[Opener] = ()) -> None:
        self._out, self._settings, self._openers = out, settings_of(config), openers
        self._open: list[Tracker] = []

    def note(self, progress: "Progress") -> None:
        for opens in self._openers[len(self._open) :]:  # one by one: where another cannot open, those before it are finished
            self._open.append(opens(self._out, self._settings, progress.step))
        for tracker in self._open:
            tracker.log(progress.step, figures_of(progress))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for tracker in self._open:
            tracker.finish()


def openers_of(names: Sequence[str]) -> tuple[Opener, ...]:
    """Of names like "tensorboard" or "tensorboard,wandb". Raises UsageError for another, PrerequisiteError where its package is missing."""
    wanted = dict.fromkeys(name.strip() for each in names for name in each.split(","))
    for name in wanted:
        if name not in TRACKERS:
            raise UsageError(f"Unknown tracker '{name}'. Use one of: {', '.join(TRACKERS)}.")
        if find_spec(name) is None:
            raise PrerequisiteError(f"Reporting to {name} needs a package that is not installed. Run: pip install 'lamwright[tracking]'")
    return tuple(TRACKERS[name] for name in wanted)


def figures_of(progress: "Progress") -> dict[str, float]:
    """What is shown by step: the loss, the speeds, the phase's own figures."""
    return {"loss": progress.loss, **speeds_of(progress), **progress.figures}


def speeds_of(progress: "Progress") -> dict[str, float]:
    """The speeds that the phase tells. Steps are of episodes: an observation and the action that followed it."""
    speeds = {
        "examples_per_second": progress.examples_per_second,
        "tokens_per_second": progress.tokens_per_second,
        "steps_per_second": progress.steps_per_second,
    }
    return {name: value for name, value in speeds.items() if value}


def settings_of(config: Any) -> dict[str, Setting]:
    """A phase's settings as trackers take them."""
    return {name: value if isinstance(value, Setting) else str(value) for name, value in asdict(config).items()}
