"""Put a trained LAM4 into the package, with its model card: the model that `lamwright run` uses.

    python -m recipes.ship --from runs/all/seed-0

`--from` is the folder where `recipes.run_all` wrote lam1 to lam4 and reward; the card's figures are the kept answers of its stages. The
folder is written beside and renamed, once the model in it has been loaded.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lamwright.data.card_text import table
from lamwright.data.splits import TEST_PERCENT
from lamwright.environments.writer.suite.kind import HELD_OUT_SHARE
from lamwright.environments.writer.suite.kinds import kinds
from lamwright.errors import LamwrightError, UsageError
from lamwright.model.weights import WEIGHTS, Summary, summary_of
from lamwright.phases.checkpoints import CURVE, SETTINGS, data_hash
from lamwright.places import SHIPPED
from lamwright.version import commit, version
from recipes.answers import data_made, read_answers, results

HERE = Path(__file__).parent
CARD = "README.md"
MOST_BYTES = 80_000_000
CURVE_LINES = 200
PARENTS = {"lam1": None, "lam2": "lam1", "lam3": "lam2", "reward": "lam3", "lam4": "lam3"}
"""The checkpoints of the road, in its order, with what each started from."""
_UNTOLD = ("seed", "threads")
"""Settings that the card leaves out of its table."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A phase's checkpoint. `hash` is that of its weights, `origin` what its config.json says, `last` the last line of its curve."""

    name: str
    folder: Path
    hash: str
    origin: Mapping[str, Any]
    last: Mapping[str, Any]


def ship(run: Path, to: Path, size: str) -> Summary:
    """Write the folder `to`, replacing a model that is there. Raises UsageError where the run is not whole, or `to` is something else."""
    chain = read_chain(run)
    if to.exists() and not (to / "config.json").is_file():
        raise UsageError(f"{to} is there and holds no model. Name another folder with --to.")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(mkdtemp(prefix=f".{to.name}-", dir=to.parent))
        try:
            summary = _fill(fresh, run, chain, size)
            _put(fresh, to)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)  # where something failed: otherwise it has its place and its name by now
    except OSError as error:
        raise UsageError(f"The model cannot be put into {to}: {error}") from error
    return summary


def read_chain(run: Path) -> list[Checkpoint]:
    """The checkpoints of a run. Raises UsageError where one is missing, was stopped, or did not start from the one before."""
    chain = {name: _checkpoint(name, run / name) for name in PARENTS}
    for name, parent in PARENTS.items():
        if fault := chain[name].origin.get("fault"):
            raise UsageError(f"{run / name} was not trained to its end. {fault}")
        if parent and chain[name].origin["parent"] != chain[parent].hash:
            raise UsageError(f"{run / name} did not start from {run / parent} as it is now. Train it again: python -m recipes.run_all")
    return list(chain.values())


def model_card(run: Path, chain: list[Checkpoint], summary: Summary, size: str, thinned: bool) -> str:
    """The card of the last of the chain, by the template beside this file."""
    answers = read_answers(run)
    pages = Environment(loader=FileSystemLoader(HERE), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)  # noqa: S701 - Markdown
    text = pages.get_template("model_card.md.jinja").render(
        millions=f"{summary.parameters / 1e6:.1f}",
        megabytes=f"{summary.size / 1e6:.0f}",
        seed=chain[-1].origin["seed"],
        results=results(answers),
        data=data_made(answers),
        training=_training(chain),
        ranking=_ranking(run / "reward" / "reward.json"),
        kinds=len(kinds()),
        held_out_share=HELD_OUT_SHARE,
        test_percent=TEST_PERCENT,
        thinned=thinned,
        size=size,
        commit=commit(),
        version=version(),
    )
    return text.rstrip() + "\n"


def thin(lines: list[str], most: int = CURVE_LINES) -> list[str]:
    """At most so many of the lines, evenly, the last among them."""
    every = -(-len(lines) // most) or 1
    return lines[::-1][::every][::-1]


def _fill(fresh: Path, run: Path, chain: list[Checkpoint], size: str) -> Summary:
    last = chain[-1].folder
    for name in (WEIGHTS, "config.json", "tokenizer.json", SETTINGS):
        if name != SETTINGS or (last / name).is_file():
            shutil.copyfile(last / name, fresh / name)
    lines = (last / CURVE).read_text("utf-8").splitlines(keepends=True)
    (fresh / CURVE).write_text("".join(thin(lines)), "utf-8")
    shutil.copyfile(HERE.parent / "LICENSE", fresh / "LICENSE")
    shutil.copyfile(HERE / "model_notice.txt", fresh / "NOTICE")
    _check(fresh)
    summary = summary_of(fresh)
    if summary.size > MOST_BYTES:
        raise UsageError(f"The model takes {summary.size:,} bytes, a package's may take {MOST_BYTES:,}. Train a smaller one.")
    (fresh / CARD).write_text(model_card(run, chain, summary, size, len(lines) > CURVE_LINES), "utf-8")
    fresh.chmod(0o755)
    return summary


def _check(folder: Path) -> None:
    """Raises UsageError where the model does not load."""
    from lamwright.model.embedded import EmbeddedPolicy

    EmbeddedPolicy.load(folder)


def _put(fresh: Path, to: Path) -> None:
    """Rename the finished folder into its place; what was there goes once the new one stands."""
    old = fresh.with_name(f"{fresh.name}-old")
    if to.exists():
        to.rename(old)
    try:
        fresh.rename(to)
    except OSError:
        if old.exists():
            old.rename(to)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _checkpoint(name: str, folder: Path) -> Checkpoint:
    summary_of(folder)
    origin = json.loads((folder / "config.json").read_text("utf-8"))["origin"]
    return Checkpoint(name, folder, data_hash([folder / WEIGHTS]), origin, _last_line(folder / CURVE))


def _last_line(curve: Path) -> Mapping[str, Any]:
    try:
        last: dict[str, Any] = json.loads(curve.read_text("utf-8").splitlines()[-1])
    except (OSError, ValueError, IndexError) as error:
        raise UsageError(f"{curve}: missing or broken ({error}). Train the phase again.") from error
    return last


def _training(chain: list[Checkpoint]) -> str:
    rows = [(one.name, *_trained(one)) for one in chain]
    return table(("", "phase", "from", "data", "examples", "minutes", "seed", "commit", "settings"), rows)


def _trained(one: Checkpoint) -> tuple[object, ...]:
    origin = one.origin
    untold = (*_UNTOLD, "minutes") if origin["config"].get("examples") else _UNTOLD
    settings = ", ".join(f"{name} {value}" for name, value in origin["config"].items() if name not in untold and value != [])
    started = origin["parent"] or "the encoder"
    minutes = f"{one.last['seconds'] / 60:.1f}"
    return origin["phase"], started, origin["data"], one.last["examples"], minutes, origin["seed"], origin["commit"], settings


def _ranking(file: Path) -> str:
    """How well the reward model ranks, of what its phase wrote; "" where it wrote nothing."""
    try:
        form = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return ""
    return f"AUC {form['episode_auc']:.3f} (episodes) and {form['step_auc']:.3f} (steps), calibration error {form['calibration_error']:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m recipes.ship", description="Put a trained LAM4 into the package, with its model card.")
    parser.add_argument("--from", dest="run", type=Path, required=True, help="a folder with lam1 to lam4 and reward, of recipes.run_all")
    parser.add_argument("--to", type=Path, default=SHIPPED)
    parser.add_argument("--size", default="paper", help="the --size that recipes.run_all was given, for the card")
    given = parser.parse_args()
    try:
        summary = ship(given.run, given.to, given.size)
    except LamwrightError as error:
        print(f"ship: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from error
    print(f"{given.to}: {summary}")


if __name__ == "__main__":
    main()
