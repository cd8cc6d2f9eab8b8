"""The whole story, start to finish: documents, pairs, trajectories, LAM1 to LAM4, the reward model, and how good each is.

    python -m recipes.run_all --out runs/all --size small
    python -m recipes.run_all --out runs/all --size paper --seed 0 --seed 1 --seed 2

Every stage is one `lamwright` command; its answer is kept in OUT/stages/NAME.json. Run again, stages that ended are passed over and the
one that was cut short goes on where it was; only the report, OUT/report-SEEDS.html, is made anew. The data are made once; training and
measuring once for each seed, in OUT/seed-N, each on held-out tasks of its own. With data that stand, several seeds can run side by side, a
process each.
Two cores, no graphics card: `small` is made for half an hour, `paper` for some hours; training takes a number of examples, so that
it gives the same on any machine.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from lamwright.errors import LamwrightError, UsageError
from lamwright.records import write_whole
from recipes.answers import read_answer

PHASES = (1, 2, 3, 4)
"""LAM1 to LAM4. Each writes plans; those of the first and the last are done in Writer too."""
PEERS = {"random": 5, "expert": 1}
"""Measured beside, on one in so many tasks: the floor, which draws among what the grammar allows, and the scripted plans."""
GENTLE = ("--rate", "1.5e-4", "--encoder-rate", "2e-5")
"""LAM3's rates, a tenth of LAM2's: LAM2 has come to rest, and at its full rates it would forget more than its successes teach."""
RECOVERING_SEED = 100
"""Of the expert's episodes that recover, so that their tasks are others than the blind expert's."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    evolved: int
    collected: int
    recovered: int
    """Expert episodes from other starts that the expert takes into account."""
    explored: int
    """Tasks at most that exploration tries of those that the expert failed at; 0 means all."""
    unplanned: int
    """New composed requests that exploration tries."""
    tasks: int
    """Held-out tasks of each tier, for each seed."""
    last_tasks: int
    """The same for LAM4: more, since its figures are what a user of it reads."""
    plan_examples: int
    expert_examples: int
    own_examples: int
    """Of LAM3, which starts from LAM2."""
    reward_epochs: int


SIZES = {
    "small": Size(4_000, 400, 150, 20, 20, 5, 10, 6_000, 14_000, 4_000, 3),
    "paper": Size(76_672, 4_600, 1_600, 40, 60, 25, 37, 30_000, 56_000, 8_000, 1),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One command. `made` is the folder that it writes; with `resumes`, a second run of it needs --resume once that folder is there.

    A stage that is done `anew` is never passed over: what it reads may have changed.
    """

    name: str
    command: tuple[str, ...]
    made: Path
    resumes: bool = False
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Road:
    """Where everything goes, and how it is made."""

    out: Path
    size: Size
    seeds: tuple[int, ...]
    workers: int
    threads: int

    def stages(self) -> Iterator[Stage]:
        """The road, in order."""
        yield from self._data()
        for seed in self.seeds:
            yield from self._training(seed)
            yield from self._measuring(seed)
        yield self._report()

    def _data(self) -> Iterator[Stage]:
        pairs, size = self.out / "pairs", self.size
        yield Stage("pairs", ("plans", "build", "--out", str(pairs)), pairs)
        yield Stage("evolved", ("plans", "evolve", str(pairs), "--count", str(size.evolved)), pairs)
        for name, count, more in (
            ("experts", size.collected, ("--seed", "0")),
            ("recoveries", size.recovered, ("--seed", str(RECOVERING_SEED), "--perturbed", "1", "--recovering", "1")),
        ):
            made = self.out / name
            yield Stage(name, ("collect", "--out", str(made), "--count", str(count), *self._side_by_side, *more), made, resumes=True)

    def _training(self, seed: int) -> Iterator[Stage]:
        own, size = self.out / f"seed-{seed}", self.size
        lam, explored, reward = self._models(seed), own / "explored", own / "reward"
        pairs = str(self.out / "pairs")
        experts = ("--data", str(self.out / "experts"), "--data", str(self.out / "recoveries"))
        drawn = ("--seed", str(seed))
        trained = ("--threads", str(self.threads), *drawn)

        def stage(name: str, made: Path, *command: str, resumes: bool = False) -> Stage:
            return Stage(f"seed-{seed}/{name}", (*command, "--out", str(made)), made, resumes)

        yield stage("lam1", lam[1], "train", "plans", "--data", pairs, "--examples", str(size.plan_examples), *trained)
        taught = (*experts, "--plans", pairs, "--from", str(lam[1]), "--examples", str(size.expert_examples))
        yield stage("lam2", lam[2], "train", "experts", *taught, *trained)
        tries = (*experts, "--from", str(lam[2]), "--count", str(size.explored), "--unplanned", str(size.unplanned))
        yield stage("explored", explored, "train", "explore", *tries, *self._side_by_side, *drawn, resumes=True)
        runs = (*experts, "--data", str(explored))
        boosted = (*experts, "--own", str(explored), "--plans", pairs, "--from", str(lam[2]), "--examples", str(size.own_examples))
        yield stage("lam3", lam[3], "train", "experts", *boosted, *GENTLE, *trained)
        yield stage("reward", reward, "train", "reward", *runs, "--from", str(lam[3]), "--epochs", str(size.reward_epochs), *trained)
        judged = ("--data", str(explored), "--from", str(lam[3]), "--reward", str(reward))
        yield stage("lam4", lam[4], "train", "ppo", *judged, *trained)

    def _measuring(self, seed: int) -> Iterator[Stage]:
        measured, lam = self.out / f"seed-{seed}" / "measured", self._models(seed)
        drawn = ("--seed", str(seed))
        count = ("--count", str(self.size.tasks))

        def stage(name: str, *command: str) -> Stage:
            return Stage(f"seed-{seed}/{name}", (*command, "--out", str(measured / name), *drawn), measured / name, resumes=True)

        for model, of in PEERS.items():
            some = ("--count", str(-(-self.size.tasks // of)))
            yield stage(model, "eval", "online", "--model", model, *some, *self._side_by_side)
        for number in PHASES:
            done = "--execute" if number in (PHASES[0], PHASES[-1]) else "--no-execute"
            planned = ("--plans", str(self.out / "pairs"), done, *self._side_by_side)
            yield stage(f"plans-lam{number}", "eval", "plans", "--model", str(lam[number]), *planned, *count)
            replayed = ("--run", str(measured / "expert"), "--model", str(lam[number]))
            yield stage(f"decisions-lam{number}", "eval", "decisions", *replayed)
            wanted = ("--count", str(self.size.last_tasks)) if number == PHASES[-1] else count
            yield stage(f"online-lam{number}", "eval", "online", "--model", str(lam[number]), *wanted, *self._side_by_side)

    def _report(self) -> Stage:
        """Of all seeds together; the files' names tell them, so that seeds that run side by side write files of their own."""
        shown = []
        for model in PEERS:
            for seed in self.seeds:
                shown += ["--run", f"{model}={self.out / f'seed-{seed}' / 'measured' / model}"]
        for number in PHASES:
            for seed in self.seeds:
                measured = self.out / f"seed-{seed}" / "measured"
                for kind in ("plans", "decisions", "online"):
                    shown += ["--run", f"LAM{number}={measured / f'{kind}-lam{number}'}"]
                shown += ["--training", f"LAM{number}={self._models(seed)[number]}"]
        seeds = "-".join(map(str, self.seeds))
        page, table = self.out / f"report-{seeds}.html", self.out / f"ledger-{seeds}.md"
        return Stage(f"report-{seeds}", ("eval", "report", "--out", str(page), "--markdown", str(table), *shown), page, anew=True)

    def _models(self, seed: int) -> dict[int, Path]:
        return {number: self.out / f"seed-{seed}" / f"lam{number}" for number in PHASES}

    @property
    def _side_by_side(self) -> tuple[str, str]:
        return "--workers", str(self.workers)


def run(stage: Stage, answers: Path) -> None:
    """Run one stage unless it has ended already, and keep its answer.

    Raises SystemExit with the stage's exit code where it fails, UsageError where another command gave the answer that is there.
    """
    answer = answers / f"{stage.name}.json"
    answer.parent.mkdir(parents=True, exist_ok=True)
    if answer.exists() and not stage.anew:
        _check_same(stage, answer)
        print(f"{stage.name}: done before")
        return
    more = ("--resume",) if stage.resumes and stage.made.exists() else ()
    command = [sys.executable, "-m", "lamwright", *stage.command, *more, "--json"]
    print(f"{stage.name}: lamwright {' '.join((*stage.command, *more))}", flush=True)
    begun = perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        print(f"{stage.name} ended with {done.returncode}. Run the same line again: what is done is passed over.", file=sys.stderr)
        raise SystemExit(done.returncode)
    form = json.loads(done.stdout.splitlines()[-1])
    write_whole(
        answer, json.dumps({"seconds": round(perf_counter() - begun, 1), "command": stage.command, "answer": form}, indent=1) + "\n"
    )
    print(f"{stage.name}: {perf_counter() - begun:.0f} s", flush=True)


def _check_same(stage: Stage, answer: Path) -> None:
    kept = read_answer(answer)["command"]
    if _what(kept) != _what(stage.command):
        raise UsageError(
            f"{answer} is the answer of another command: lamwright {' '.join(map(str, kept))}. Name another --out, or delete it."
        )


def _what(command: Sequence[str]) -> list[str]:
    """The command without what makes it only faster."""
    fast = {place for place, word in enumerate(command) if word in ("--workers", "--threads")}
    return [word for place, word in enumerate(command) if not {place, place - 1} & fast]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m recipes.run_all", description="The whole road, from documents to LAM4 and its figures."
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--size", choices=sorted(SIZES), default="small")
    parser.add_argument("--seed", type=int, action="append", help="May be given several times. Default: 0.")
    parser.add_argument("--workers", type=int, default=4, help="Instances of Writer side by side.")
    parser.add_argument("--threads", type=int, default=2, help="Of training; 1 where several seeds run side by side.")
    given = parser.parse_args(arguments)
    road = Road(given.out, SIZES[given.size], tuple(given.seed or (0,)), given.workers, given.threads)
    try:
        for stage in road.stages():
            run(stage, given.out / "stages")
    except LamwrightError as error:
        print(f"run_all: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from error


if __name__ == "__main__":
    main()
