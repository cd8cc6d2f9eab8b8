"""Exploration without Writer: what the expert failed at is tried again, until it succeeds or the tries are used up."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from tests.data.fake_collecting import FakeSetup, wanted

from lamwright.actions import ClickInput, ControlRef
from lamwright.data.collect import collect
from lamwright.data.examples import unsolved
from lamwright.environments.fake import FakeEnvironment
from lamwright.episode import run_episode, with_task
from lamwright.errors import UsageError
from lamwright.judge import StateJudge
from lamwright.phases.explore import ExploreConfig, explore
from lamwright.policy import PlanPolicy
from lamwright.records import read_episodes
from lamwright.trajectory import Trajectory
from lamwright.workers import Job

CONFIG = ExploreConfig(tries=3, workers=1)


class LuckyRunner:
    """Succeeds at the second try, and never where the window is small."""

    def run(self, job: Job) -> Trajectory:
        right = job.task.name.endswith("#2") and job.task.start.name != "window"
        judge = StateJudge(lambda: 0, lambda before, after, outcome: () if right else ("not yet",))
        done = run_episode(
            FakeEnvironment(), None, PlanPolicy([ClickInput(ControlRef("Add", "push button"))]), job.task.request, judge=judge
        )
        return with_task(done, job.task.name)

    def close(self) -> None:
        pass


@dataclass(frozen=True)
class Lucky:
    def __call__(self) -> LuckyRunner:
        return LuckyRunner()


@pytest.fixture
def experts(tmp_path: Path) -> Path:
    run = tmp_path / "experts"
    collect(run, wanted(16), setup=FakeSetup(run), on_end=lambda *ended: None)
    return run


def test_tries_end_with_the_first_success(experts: Path, tmp_path: Path) -> None:
    failed = unsolved(experts)
    hopeless = sum(task.start.name == "window" for task in failed)
    found = explore([experts], tmp_path / "model", tmp_path / "out", CONFIG, setup=Lucky(), on_end=lambda *ended: None)
    assert (found.tasks, found.solved) == (len(failed), len(failed) - hopeless)
    assert found.episodes == 2 * (len(failed) - hopeless) + 3 * hopeless
    tried = {episode.trajectory.task.partition("#")[0] for episode in read_episodes(tmp_path / "out")}
    assert tried == {task.name for task in failed}


def test_an_exploration_goes_on_where_it_was(experts: Path, tmp_path: Path) -> None:
    out, ended = tmp_path / "out", []

    class StoppedError(Exception):
        pass

    def stop(*args: object) -> None:
        ended.append(args)
        if len(ended) == 3:
            raise StoppedError

    with pytest.raises(StoppedError):
        explore([experts], tmp_path / "model", out, CONFIG, setup=Lucky(), on_end=stop)
    found = explore([experts], tmp_path / "model", out, CONFIG, resume=True, setup=Lucky(), on_end=lambda *ended: None)
    names = [episode.trajectory.task for episode in read_episodes(out)]
    assert len(set(names)) == len(names) == found.episodes


def test_some_tasks_are_the_same_some_for_the_same_seed(experts: Path, tmp_path: Path) -> None:
    few = ExploreConfig(tries=1, count=3, workers=1)
    names = []
    for place in ("a", "b"):
        explore([experts], tmp_path / "model", tmp_path / place, few, setup=Lucky(), on_end=lambda *ended: None)
        names.append({episode.trajectory.task for episode in read_episodes(tmp_path / place)})
    assert names[0] == names[1]
    assert len(names[0]) == 3


def test_where_the_expert_solved_everything_nothing_is_explored(tmp_path: Path) -> None:
    run = tmp_path / "experts"

    collect(run, replace(wanted(4), perturbed=0.0), setup=FakeSetup(run), on_end=lambda *ended: None)
    with pytest.raises(UsageError) as refusal:
        explore([run], tmp_path / "model", tmp_path / "out", CONFIG, setup=Lucky(), on_end=lambda *ended: None)
    assert str(refusal.value) == (
        "There is nothing to explore: the expert solved every task. Collect more with: lamwright collect --perturbed 0.6"
    )
