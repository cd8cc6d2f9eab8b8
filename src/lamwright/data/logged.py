"""Recorded episodes as the reward model and offline PPO read them: failures too, each step with how the model came to it."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lamwright.actions import FUNCTIONS
from lamwright.data.recorded import LIMIT, TRY, training_task
from lamwright.example import LoggedEpisode, LoggedStep
from lamwright.grammar import Target, targets
from lamwright.observation import Observation
from lamwright.prompts import brief_state
from lamwright.records import Episode
from lamwright.trajectory import Trajectory

HELD_OUT_PERCENT = 20
"""So many of a hundred tasks are kept to see how good a reward model is."""


@dataclass(frozen=True, slots=True)
class Logged:
    """One episode with the name of its task: what splits go by."""

    task: str
    episode: LoggedEpisode

    @property
    def held_out(self) -> bool:
        """The same in every run and for every try: it depends on the task's name alone."""
        return zlib.crc32(f"reward/{self.task.partition(TRY)[0]}".encode()) % 100 < HELD_OUT_PERCENT


def logged(episodes: Iterable[Episode]) -> Iterator[Logged]:
    """Every judged episode that has steps; one that the application's fault ended says nothing about its actions, and is left out.

    Raises UsageError where one was made to measure with: nothing held out is learnt from.
    """
    known: dict[tuple[object, ...], tuple[Target, ...]] = {}
    for episode in episodes:
        trajectory = episode.trajectory
        training_task(episode.extra, trajectory.task or trajectory.request)
        cut = trajectory.failure is not None and trajectory.failure.type == LIMIT
        if trajectory.steps and (trajectory.failure is None or cut):
            success = trajectory.verdict is not None and trajectory.verdict.success
            yield Logged(trajectory.task, LoggedEpisode(trajectory.request, tuple(_steps(trajectory, known)), success, not cut))


def _steps(trajectory: Trajectory, known: dict[tuple[object, ...], tuple[Target, ...]]) -> Iterator[LoggedStep]:
    feedback = ""
    for step in trajectory.steps:
        yield LoggedStep(brief_state(step.observation, feedback), _targets(step.observation, known), step.action, step.behaviour)
        feedback = step.feedback


def _targets(observation: Observation, known: dict[tuple[object, ...], tuple[Target, ...]]) -> tuple[Target, ...]:
    key = tuple((control.text, control.type, "enabled" in control.states) for control in observation.controls)
    if key not in known:
        known[key] = targets(observation, FUNCTIONS)
    return known[key]
