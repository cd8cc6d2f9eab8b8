"""The recorded steps of successful expert episodes, decided again one by one: at each step the policy sees what the expert saw and did.

A replay is recorded as an episode like any other: its steps hold the policy's own actions, its verdict says whether all were right.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any

from lamwright.actions import Action, GiveUp
from lamwright.data.collect import PolicyFor, recorded
from lamwright.data.recorded import task_from_json
from lamwright.environments.desktop.actor import FUNCTIONS as DESKTOP_FUNCTIONS
from lamwright.environments.writer.native import NATIVE_FUNCTIONS
from lamwright.environments.writer.passages import passages_of
from lamwright.environments.writer.suite.generate import scene
from lamwright.errors import ActionError, ModelError, RecordError, UsageError
from lamwright.evaluation.policies import about_answer
from lamwright.metrics import StepScore, TaskScore, decisions_score, missing_step, score_step
from lamwright.observation import Passage
from lamwright.phases.checkpoints import weights_hash
from lamwright.places import model_folder
from lamwright.policy import Policy, Situation, Turn
from lamwright.records import Episode, RunWriter, new_manifest, read_episodes, trajectory_to_json
from lamwright.steps import say
from lamwright.tasks import Task
from lamwright.trajectory import Step, StepSeconds, Trajectory, Verdict
from lamwright.version import commit, version

COMMAND = "eval decisions"


@dataclass(frozen=True, slots=True)
class Decided:
    """One replayed task: the policy's own steps, and how right each was."""

    episode: Episode
    steps: tuple[Step, ...]
    scores: tuple[StepScore, ...]


def expert_episodes(run: Path, count: int | None = None) -> list[Episode]:
    """The successful episodes of held-out tasks in a run, the first `count`. Raises UsageError where there are none."""
    every = list(read_episodes(run))
    if not any(episode.trajectory.verdict for episode in every):
        raise UsageError(f"{run} holds no episode with a verdict, so nobody knows which actions were right. {_HOW}")
    held_out = [episode for episode in every if (episode.extra.get("suite") or {}).get("tier", "train") != "train"]
    if not held_out:
        raise UsageError(f"{run} holds no held-out task: a model may have been trained on its steps. {_HOW}")
    good = [episode for episode in held_out if episode.trajectory.verdict and episode.trajectory.verdict.success]
    if not good:
        raise UsageError(f"{run} holds no successful episode to measure on. {_HOW}")
    return good[:count]


_HOW = "Record expert episodes with: lamwright eval online --model expert --out RUN"


def evaluate_decisions(
    run: Path,
    out: Path,
    model: str,
    policy: Callable[[], PolicyFor],
    *,
    seed: int = 0,
    count: int | None = None,
    resume: bool = False,
    on_end: Callable[[TaskScore], None] = lambda score: None,
) -> list[TaskScore]:
    """Replay the expert's episodes of `run` with a policy, record the replays in `out`, and score them."""
    episodes, policy_for = expert_episodes(run, count), policy()
    config = {"model": model, "weights": weights_hash(model_folder(model)), "run": str(run), "count": count}
    with RunWriter(out, new_manifest(COMMAND, config, seed, version(), commit()), resume) as writer:
        for score in read_decisions(out):
            on_end(score)
        done = recorded(read_episodes(out)).names
        for number, episode in enumerate(episodes):
            if episode.trajectory.task not in done:
                decided = replay(episode, policy_for(task_of(episode)), run)
                writer.add({**_form(decided), "number": number})
                on_end(_score(episode, decided.scores))
    return read_decisions(out)


def replay(episode: Episode, policy: Policy, run: Path) -> Decided:
    """Ask the policy at every recorded step, whatever it answered before."""
    passages = _passages(episode)
    steps, scores = [], []
    for situation, step in zip(situations(episode, passages, run), episode.trajectory.steps, strict=True):
        begun = perf_counter()
        made, why = _decision(policy, situation)
        seconds = StepSeconds(0.0, perf_counter() - begun, 0.0)
        score = score_step(step.action, made, step.observation, passages) if made else missing_step(step.action)
        said = "" if score.whole else f"{why} " if why else ""
        told = "" if score.whole else f"{said}The expert's action here: {say(step.action)}."
        steps.append(Step(step.observation, made or GiveUp(), seconds, told))
        scores.append(score)
    return Decided(episode, tuple(steps), tuple(scores))


def situations(episode: Episode, passages: Sequence[Passage], run: Path) -> Iterator[Situation]:
    """What the policy knew at each step of an episode that `run` records; the picture, too, where one was taken.

    `passages` are those of the document at the start: the record does not hold what became of them.
    """
    history: tuple[Turn, ...] = ()
    for step in episode.trajectory.steps:
        picture = (run / step.screenshot).read_bytes if step.screenshot else None
        yield Situation(episode.trajectory.request, step.observation, history, WRITER_FUNCTIONS, lambda: tuple(passages), picture)
        history = (*history, Turn(step.observation, step.action, step.feedback))


WRITER_FUNCTIONS: Collection[str] = DESKTOP_FUNCTIONS | NATIVE_FUNCTIONS | {"finish", "give_up"}


def read_decisions(folder: Path) -> list[TaskScore]:
    """The scores of recorded replays. Raises RecordError where the run holds something else."""
    found = []
    for episode in read_episodes(folder):
        try:
            scores = [StepScore(*flags) for flags in episode.extra["decisions"]]
        except (KeyError, TypeError) as error:
            raise RecordError(f"{folder} holds episodes that are no replays. Make them with: lamwright {COMMAND}") from error
        found.append(_score(episode, scores))
    return found


def task_of(episode: Episode) -> Task:
    """The task of a recorded episode; its plan is what was done."""
    trajectory = episode.trajectory
    task = task_from_json(trajectory.task, trajectory.request, episode.extra["suite"])
    return replace(task, plan=tuple(step.action for step in trajectory.steps))


def _decision(policy: Policy, situation: Situation) -> tuple[Action | None, str]:
    """The policy's action, or why there is none. Raises ModelError where the endpoint is at fault: that says nothing about the model."""
    try:
        return policy.decide(situation), ""
    except ActionError as error:
        return None, str(error)
    except ModelError as error:
        return None, about_answer(error)


def _passages(episode: Episode) -> tuple[Passage, ...]:
    return passages_of(scene(episode.extra["suite"]["template"]).document)


def _score(episode: Episode, scores: Sequence[StepScore]) -> TaskScore:
    suite, trajectory = episode.extra["suite"], episode.trajectory
    return decisions_score(trajectory.task, scores, {"group": suite["group"], "tier": suite["tier"]}, trajectory.request)


def _form(decided: Decided) -> dict[str, Any]:
    """The record of a replay: a trajectory with the policy's own actions, and the scores beside it."""
    trajectory = decided.episode.trajectory
    wrong = tuple(f"step {number}: {step.feedback}" for number, step in enumerate(decided.steps, 1) if step.feedback)
    seconds = sum(step.seconds.decide for step in decided.steps)
    verdict = Verdict(not wrong, "replay", wrong)
    replayed = Trajectory(trajectory.request, "finished", decided.steps, seconds, verdict, task=trajectory.task)
    return {
        **trajectory_to_json(replayed),
        "suite": decided.episode.extra["suite"],
        "decisions": [list(astuple(score)) for score in decided.scores],
    }
