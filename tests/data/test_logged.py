"""Recorded episodes as offline learning reads them: failures too, cut ones told apart, broken ones left out."""

from dataclasses import replace

import pytest

from lamwright.actions import FUNCTIONS, ClickInput, ControlRef, SetEditText
from lamwright.data.logged import logged
from lamwright.environments.fake import FakeEnvironment
from lamwright.episode import run_episode
from lamwright.errors import UsageError
from lamwright.grammar import targets
from lamwright.policy import PlanPolicy
from lamwright.records import Episode
from lamwright.trajectory import Behaviour, Failure, Trajectory, Verdict

PLAN = (SetEditText(ControlRef("Line", "entry"), "Four"), ClickInput(ControlRef("Add", "push button")))
TRAJECTORY = replace(run_episode(FakeEnvironment(), None, PlanPolicy(PLAN), "add four"), task="add/0", verdict=Verdict(True, "state"))


def episode(trajectory: Trajectory) -> Episode:
    return Episode(trajectory, {"suite": {"tier": "train"}})


def test_every_step_has_its_state_its_targets_and_how_the_model_came_to_it() -> None:
    behaviour = Behaviour((("finish", "", ""),), (-0.5,))
    last = replace(TRAJECTORY.steps[-1], behaviour=behaviour)
    [one] = logged([episode(replace(TRAJECTORY, steps=(*TRAJECTORY.steps[:-1], last)))])
    assert (one.task, one.episode.success, one.episode.terminated) == ("add/0", True, True)
    assert [step.behaviour for step in one.episode.steps] == [None, None, behaviour]
    assert [step.targets for step in one.episode.steps] == [targets(step.observation, FUNCTIONS) for step in TRAJECTORY.steps]


def test_a_refusal_is_part_of_the_next_state() -> None:
    refused = replace(TRAJECTORY.steps[0], feedback="No entry 'Line' here.")
    [one] = logged([episode(replace(TRAJECTORY, steps=(refused, *TRAJECTORY.steps[1:]), verdict=Verdict(False, "state")))])
    assert "No entry" in one.episode.steps[1].state
    assert not one.episode.success


def test_an_episode_that_a_limit_cut_did_not_end() -> None:
    cut = replace(TRAJECTORY, outcome="failed", failure=Failure("LimitReached", "24 steps", ""), verdict=Verdict(False, "state"))
    [one] = logged([episode(cut)])
    assert not one.episode.terminated


def test_an_episode_that_the_application_broke_off_is_left_out() -> None:
    broken = replace(TRAJECTORY, outcome="failed", failure=Failure("ApplicationFault", "It died.", ""), verdict=None)
    assert list(logged([episode(broken)])) == []


def test_what_is_held_out_is_not_learnt_from() -> None:
    with pytest.raises(UsageError) as refusal:
        list(logged([Episode(TRAJECTORY, {"suite": {"tier": "kinds"}})]))
    said = "This run cannot be trained on: its episode 'add/0' is a held-out task (tier 'kinds'). Use a run of: lamwright collect"
    assert str(refusal.value) == said


def test_a_task_is_kept_back_in_every_run_or_in_none() -> None:
    names = [f"task/{number}" for number in range(400)]
    kept = [one.held_out for name in names for one in logged([episode(replace(TRAJECTORY, task=name))])]
    again = [one.held_out for name in names for one in logged([episode(replace(TRAJECTORY, task=name))])]
    assert kept == again
    assert 0.13 < sum(kept) / len(kept) < 0.27


def test_every_try_of_a_task_is_on_the_same_side() -> None:
    tries = [replace(TRAJECTORY, task=f"add/{task}#{number}") for task in range(30) for number in (1, 2, 3)]
    sides = [one.held_out for one in logged(map(episode, tries))]
    assert 0 < sum(sides) < len(sides)
    assert all(len(set(sides[first : first + 3])) == 1 for first in range(0, len(sides), 3))
