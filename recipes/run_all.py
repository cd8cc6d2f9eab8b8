"""The whole story, start to finish: documents, pairs, trajectories, LAM1 to LAM4, the reward model, and how good each is.

    python -m recipes.run_all --out runs/all --size small
    python -m recipes.run_all --out runs/all --size paper --seed 1

Every stage is one `lamwright` command; its answer is kept in OUT/stages/NAME.json. Run again, stages that ended are passed over and the
one that was cut short goes on where it was. Two cores, no graphics card: `small` is made for half an hour, `paper` for some hours.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from lamwright.records import write_whole


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    evolved: int
    collected: int
    explored: int
    """Tasks at most that exploration tries; 0 means all."""
    tasks: int
    """Held-out tasks of each tier."""
    plan_minutes: float
    expert_minutes: float
    own_minutes: float
    """Minutes of LAM3, which starts from LAM2."""


SIZES = {
    "small": Size(4_000, 500, 60, 6, 2.0, 4.0, 2.0),
    "paper": Size(76_672, 4_600, 0, 100, 25.0, 30.0, 15.0),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One command. `made` is the folder that it writes; with `resumes`, a second run of it needs --resume once that folder is there."""

    name: str
    command: tuple[str, ...]
    made: Path
    resumes: bool = False


def stages(out: Path, size: Size, seed: int, workers: int) -> Iterator[Stage]:
    """The road, in order."""
    pairs, experts, explored = out / "pairs", out / "experts", out / "explored"
    lam = {number: out / f"lam{number}" for number in (1, 2, 3, 4)}
    reward = out / "reward"
    runs = ("--data", str(experts), "--data", str(explored))
    drawn = ("--seed", str(seed))
    several = ("--workers", str(workers))
    yield Stage("pairs", ("plans", "build", "--out", str(pairs), *drawn), pairs)
    yield Stage("evolved", ("plans", "evolve", str(pairs), "--count", str(size.evolved), *drawn), pairs)
    yield Stage("experts", ("collect", "--out", str(experts), "--count", str(size.collected), *several, *drawn), experts, resumes=True)
    yield Stage("lam1", ("train", "plans", "--data", str(pairs), "--out", str(lam[1]), "--minutes", str(size.plan_minutes), *drawn), lam[1])
    lam2 = ("train", "experts", "--data", str(experts), "--from", str(lam[1]), "--out", str(lam[2]))
    yield Stage("lam2", (*lam2, "--minutes", str(size.expert_minutes), *drawn), lam[2])
    explore = ("train", "explore", "--data", str(experts), "--from", str(lam[2]), "--out", str(explored), "--count", str(size.explored))
    yield Stage("explored", (*explore, *several, *drawn), explored, resumes=True)
    lam3 = ("train", "experts", *runs, "--from", str(lam[2]), "--out", str(lam[3]))
    yield Stage("lam3", (*lam3, "--minutes", str(size.own_minutes), *drawn), lam[3])
    yield Stage("reward", ("train", "reward", *runs, "--from", str(lam[3]), "--out", str(reward), *drawn), reward)
    ppo = ("train", "ppo", "--data", str(explored), "--from", str(lam[3]), "--reward", str(reward), "--out", str(lam[4]))
    yield Stage("lam4", (*ppo, *drawn), lam[4])
    yield from _evaluations(out, lam, size, drawn, several)


def _evaluations(out: Path, lam: dict[int, Path], size: Size, drawn: tuple[str, ...], several: tuple[str, ...]) -> Iterator[Stage]:
    count, measured = ("--count", str(size.tasks)), out / "measured"
    planned = measured / "plans-lam1"
    plans = ("eval", "plans", "--model", str(lam[1]), "--plans", str(out / "pairs"), "--out", str(planned))
    yield Stage("plans-lam1", (*plans, *count, *drawn), planned, resumes=True)
    reference = measured / "expert"
    yield Stage(
        "expert", ("eval", "online", "--model", "expert", "--out", str(reference), *count, *several, *drawn), reference, resumes=True
    )
    shown = []
    for number, model in lam.items():
        decisions, online = measured / f"decisions-lam{number}", measured / f"online-lam{number}"
        replay = ("eval", "decisions", "--run", str(reference), "--model", str(model), "--out", str(decisions))
        yield Stage(decisions.name, (*replay, *drawn), decisions, resumes=True)
        act = ("eval", "online", "--model", str(model), "--out", str(online))
        yield Stage(online.name, (*act, *count, *several, *drawn), online, resumes=True)
        shown += ["--run", f"LAM{number}={decisions}", "--run", f"LAM{number}={online}", "--training", f"LAM{number}={model}"]
    report = out / "report.html"
    yield Stage("report", ("eval", "report", "--out", str(report), *shown), report)


def run(stage: Stage, answers: Path) -> None:
    """Run one stage unless it has ended already, and keep its answer. Raises SystemExit with the stage's exit code where it fails."""
    answer = answers / f"{stage.name}.json"
    if answer.exists():
        print(f"{stage.name}: done before")
        return
    more = ("--resume",) if stage.resumes and stage.made.exists() else ()
    command = [sys.executable, "-m", "lamwright", *stage.command, *more, "--json"]
    print(f"{stage.name}: lamwright {' '.join((*stage.command, *more))}", flush=True)
    begun = perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        print(f"{stage.name} ended with {done.returncode}. Run the same line again to go on from here.", file=sys.stderr)
        raise SystemExit(done.returncode)
    form = json.loads(done.stdout.splitlines()[-1])
    write_whole(
        answer, json.dumps({"seconds": round(perf_counter() - begun, 1), "command": stage.command, "answer": form}, indent=1) + "\n"
    )
    print(f"{stage.name}: {perf_counter() - begun:.0f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m recipes.run_all", description="The whole road, from documents to LAM4 and its figures."
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--size", choices=sorted(SIZES), default="small")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=4)
    given = parser.parse_args()
    answers = given.out / "stages"
    answers.mkdir(parents=True, exist_ok=True)
    for stage in stages(given.out, SIZES[given.size], given.seed, given.workers):
        run(stage, answers)


if __name__ == "__main__":
    main()
