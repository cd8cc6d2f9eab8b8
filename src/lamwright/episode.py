"""The one loop: observe, decide, ground, act. Collection, evaluation and the live agent all run it."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from lamwright.actions import Action, Finish, GiveUp
from lamwright.environments.contract import Environment
from lamwright.errors import ActionError
from lamwright.grounding import ground, in_figures
from lamwright.judge import Judge
from lamwright.policy import Policy, ScoredPolicy, Situation, Turn
from lamwright.safety import ApproveCallable, needs_approval
from lamwright.trajectory import Behaviour, Failure, Outcome, Step, StepSeconds, Trajectory


@dataclass(frozen=True, slots=True)
class Limits:
    """When an episode is given up: after so many steps, so many seconds, or so many refused actions in a row."""

    steps: int = 24
    seconds: float = 90.0
    refusals: int = 3


@dataclass(frozen=True, slots=True)
class Watch:
    """Who looks on: `step` is called after each step; `picture` takes a screenshot's bytes and gives the name to record it by.

    A picture is taken before each step, numbered as the step is, and one more after the last.
    """

    step: Callable[[Step], None] = lambda step: None
    picture: Callable[[int, bytes], str] | None = None


def run_episode(
    environment: Environment,
    document: Path | None,
    policy: Policy,
    request: str,
    *,
    judge: Judge | None = None,
    approve: ApproveCallable = lambda action: True,
    limits: Limits = Limits(),
    watch: Watch = Watch(),
    perturb: Callable[[], None] = lambda: None,
) -> Trajectory:
    """Reset, act until the policy ends it or a limit does, then judge.

    `perturb` changes the start before the policy's first look: the judge has seen the start as it was before.

    Whatever goes wrong inside is classified here, once, and recorded as the trajectory's failure: a failed episode is data.
    """
    steps: list[Step] = []
    outcome: Outcome = "failed"
    started = perf_counter()
    reset_seconds = 0.0
    last_picture = None
    try:
        environment.reset(document)
        reset_seconds = perf_counter() - started
        if judge:
            judge.begin()
        perturb()
        started = perf_counter()
        outcome, failure = _turns(environment, policy, request, approve, limits, watch, steps)
        seconds = perf_counter() - started
        last_picture = _picture(environment, watch, len(steps))
        verdict = judge.verdict(outcome) if judge else None
    except Exception as error:  # noqa: BLE001 - the episode's boundary, the one place
        seconds, verdict = perf_counter() - started, None
        failure = Failure(type(error).__name__, str(error), traceback.format_exc())
        outcome = "failed"
    notes = {"reset_seconds": f"{reset_seconds:.3f}"}
    return Trajectory(request, outcome, tuple(steps), seconds, verdict, failure, notes=notes, last_screenshot=last_picture)


def _picture(environment: Environment, watch: Watch, number: int) -> str | None:
    return watch.picture(number, environment.screenshot()) if watch.picture else None


def _turns(
    environment: Environment, policy: Policy, request: str, approve: ApproveCallable, limits: Limits, watch: Watch, steps: list[Step]
) -> tuple[Outcome, Failure | None]:
    deadline = perf_counter() + limits.seconds
    history: tuple[Turn, ...] = ()
    refusals = 0
    while len(steps) < limits.steps and perf_counter() < deadline:
        step, outcome = _turn(environment, policy, request, approve, history, watch, len(steps))
        steps.append(step)
        watch.step(step)
        if outcome:
            return outcome, None
        refusals = refusals + 1 if step.feedback else 0
        if refusals >= limits.refusals:
            return "gave_up", None
        history = (*history, Turn(step.observation, step.action, step.feedback))
    return "failed", Failure("LimitReached", f"The task was not finished within {limits.steps} steps and {limits.seconds:g} seconds.", "")


def _turn(
    environment: Environment, policy: Policy, request: str, approve: ApproveCallable, history: tuple[Turn, ...], watch: Watch, number: int
) -> tuple[Step, Outcome | None]:
    """One turn. A refused action changes nothing, and its reason is the feedback of the next turn."""
    begun = perf_counter()
    observation = environment.observe()
    observed = perf_counter()
    named = _picture(environment, watch, number)
    pictured = perf_counter()
    situation = Situation(request, observation, history, environment.functions, environment.passages, environment.screenshot)
    action, behaviour = _decision(policy, situation)
    decided = perf_counter()
    outcome: Outcome | None = None
    feedback = ""
    match action:
        case Finish():
            outcome = "finished"
        case GiveUp():
            outcome = "gave_up"
        case _ if needs_approval(action, observation.modal) and not approve(action):
            outcome, feedback = "refused", "The action was not approved."
        case _:
            try:
                action = ground(action, observation, environment.passages)
                environment.act(in_figures(action))
            except ActionError as refusal:
                feedback = str(refusal)
    seconds = StepSeconds(observed - begun, decided - pictured, perf_counter() - decided)
    return Step(observation, action, seconds, feedback, named, behaviour), outcome


def _decision(policy: Policy, situation: Situation) -> tuple[Action, Behaviour | None]:
    if isinstance(policy, ScoredPolicy):
        scored = policy.decide_scored(situation)
        return scored.action, scored.behaviour
    return policy.decide(situation), None


def with_task(trajectory: Trajectory, task: str, **notes: str) -> Trajectory:
    """The trajectory with its task's name and notes."""
    return replace(trajectory, task=task, notes={**trajectory.notes, **notes})
