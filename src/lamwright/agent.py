"""One request on one's own document: the live agent. The input file is never touched."""

import shutil
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp

from lamwright.environments.writer.environment import WriterEnvironment
from lamwright.environments.writer.files import document_kind
from lamwright.episode import Limits, Watch, run_episode
from lamwright.errors import LamwrightError, UsageError
from lamwright.policy import Policy
from lamwright.records import SCREENSHOTS, RunWriter, new_manifest, trajectory_to_json
from lamwright.safety import ApproveCallable
from lamwright.trajectory import Failure, Step, Trajectory
from lamwright.version import commit, version

LONGEST_REQUEST = 1000
FORMATS = (".odt", ".docx", ".pdf")
SAVED = "saved"
"""The folder of a run that holds what the agent itself saved on the way."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a person asks for. `save_as` is where the result goes, None for the run folder alone."""

    request: str
    file: Path | None = None
    save_as: Path | None = None
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of it. `saved` holds the files that were written, the result first."""

    trajectory: Trajectory
    saved: tuple[Path, ...]
    run: Path


def check_order(order: Order) -> None:
    """Raises UsageError, in one sentence, before anything is started or written."""
    request = order.request.strip()
    if not request:
        raise UsageError(
            "The request is empty. Say what to do, for example: lamwright run 'Make the second paragraph bold' --file letter.docx"
        )
    if len(request) > LONGEST_REQUEST:
        raise UsageError(f"The request has {len(request)} characters, the limit is {LONGEST_REQUEST}. Ask for one thing at a time.")
    if order.file:
        document_kind(order.file)
    if order.save_as:
        _check_output(order.save_as, order.file, order.overwrite)


def _check_output(out: Path, file: Path | None, overwrite: bool) -> None:
    if out.suffix.lower() not in FORMATS:
        raise UsageError(f"Cannot save as '{out.name}': use a name that ends in {', '.join(FORMATS)}.")
    if file and out.resolve() == file.resolve():
        raise UsageError(f"The output {out} is the input file, which is never changed. Choose another name with --save-as.")
    if not out.parent.is_dir():
        raise UsageError(f"The folder {out.parent} does not exist. Make it first, or choose another with --save-as.")
    if out.is_dir():
        raise UsageError(f"{out} is a folder. Name a file with --save-as.")
    if out.exists() and not overwrite:
        raise UsageError(f"{out} exists already. Choose another name, or add --overwrite.")


def fulfil(
    order: Order,
    policy: Policy,
    run: Path,
    approve: ApproveCallable,
    on_step: Callable[[Step], None] = lambda step: None,
    limits: Limits = Limits(),
) -> Delivery:
    """Do what was ordered in a Writer of its own, save the result where it finished, record it in the folder `run`.

    A result that cannot be saved is a failure of the trajectory, recorded like any other.

    Raises UsageError for an order that cannot be taken, PrerequisiteError where Writer is missing.
    """
    check_order(order)
    manifest = new_manifest("run", {"file": str(order.file), "save_as": str(order.save_as)}, 0, version(), commit())
    with RunWriter(run, manifest) as writer, WriterEnvironment() as environment:
        trajectory = run_episode(
            environment, order.file, policy, order.request.strip(), approve=approve, limits=limits, watch=Watch(on_step, _keeper(run))
        )
        delivery = _delivered(trajectory, environment, order, run)
        writer.add(trajectory_to_json(delivery.trajectory))
    return delivery


def _delivered(trajectory: Trajectory, environment: WriterEnvironment, order: Order, run: Path) -> Delivery:
    if trajectory.outcome != "finished":
        return Delivery(trajectory, (), run)
    try:
        return Delivery(trajectory, _save(environment, order, run), run)
    except LamwrightError as error:
        failure = Failure(type(error).__name__, str(error), traceback.format_exc())
        return Delivery(replace(trajectory, outcome="failed", failure=failure), (), run)


def _keeper(run: Path) -> Callable[[int, bytes], str]:
    def keep(step: int, picture: bytes) -> str:
        name = f"{SCREENSHOTS}/{step:02d}.jpg"
        (run / name).write_bytes(picture)
        return name

    return keep


def _save(environment: WriterEnvironment, order: Order, run: Path) -> tuple[Path, ...]:
    """The result, and the files that the agent itself saved on the way, which are kept in a folder of the run."""
    suffix = order.file.suffix.lower() if order.file and order.file.suffix.lower() in FORMATS else ".odt"
    result = order.save_as or run / f"result{suffix}"
    kept = _keep(environment.saved_folder, run / SAVED)
    environment.save(result)
    return (result, *kept)


def _keep(made: Path, folder: Path) -> list[Path]:
    try:
        files = sorted(made.iterdir())
        if files:
            folder.mkdir(exist_ok=True)
        return [Path(shutil.copy(file, folder)) for file in files]
    except OSError as error:
        raise UsageError(f"What the agent saved cannot be kept in {folder}: {error.strerror}.") from error


def new_run_folder(state: Path) -> Path:
    """A new folder named by the time, under the user's state folder. Raises UsageError where it cannot be made."""
    runs = state / "runs"
    try:
        runs.mkdir(parents=True, exist_ok=True)
        return Path(mkdtemp(prefix=time.strftime("%Y%m%d-%H%M%S-"), dir=runs))
    except OSError as error:
        raise UsageError(f"No folder can be made in {runs}: {error.strerror}. Set XDG_STATE_HOME to one that can be written.") from error
