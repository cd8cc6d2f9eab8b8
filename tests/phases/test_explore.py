"""Exploration without Writer: what the expert failed at, and what has no plan, is tried until it succeeds or the tries are used up."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from tests.data.fake_collecting import FakeSetup, wanted

from lamwright.actions import ClickInput, ControlRef
from lamwright.data.collect import collect
from lamwright.data.examples import sources, unsolved
from lamwright.environments.fake import FakeEnvironment
from lamwright.episode import run_episode, with_task
from lamwright.errors import UsageError
from lamwright.judge import StateJudge
from lamwright.phases.explore import ExploreConfig, Explored, explore
from lamwright.policy import PlanPolicy
from lamwright.records import read_episodes, read_forms
from lamwright.trajectory import Trajectory
from lamwright.workers import Job

CONFIG = ExploreConfig(tries=3, workers=1)
UNPLANNED = replace(CONFIG, unplanned=4)


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


@pytest.fixture(scope="module")
def all_solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of experts who solved everything."""
    run = tmp_path_factory.mktemp("all_solved") / "experts"
    collect(run, replace(wanted(4), perturbed=0.0), setup=FakeSetup(run), on_end=lambda *ended: None)
    return run


def explored(run: Path, out: Path, config: ExploreConfig = UNPLANNED) -> Explored:
    return explore([run], out.parent / "model", out, config, setup=Lucky(), on_end=lambda *ended: None)


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


def test_where_the_expert_solved_everything_nothing_is_explored(all_solved: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refusal:
        explored(all_solved, tmp_path / "out", CONFIG)
    assert str(refusal.value) == (
        "There is nothing to explore: the expert solved every task. Collect more with: lamwright collect --perturbed 0.6, "
        "or explore new requests with --unplanned N."
    )


def test_requests_without_a_plan_are_counted_apart(experts: Path, tmp_path: Path) -> None:
    failed = unsolved(experts)
    hopeless = sum(task.start.name == "window" for task in failed)
    found = explored(experts, tmp_path / "out")
    solved = len(failed) - hopeless
    assert found == Explored(len(failed), solved, unplanned=4, unplanned_solved=4, episodes=2 * solved + 3 * hopeless + 2 * 4)


@pytest.fixture(scope="module")
def without_plans(all_solved: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Explored]:
    """An exploration of nothing but requests without a plan, and what it told."""
    out = tmp_path_factory.mktemp("without_plans") / "out"
    return out, explored(all_solved, out, replace(UNPLANNED, tries=2))


def names_in(out: Path) -> list[str]:
    return sorted(episode.trajectory.task for episode in read_episodes(out))


def test_where_the_expert_solved_everything_requests_without_a_plan_are_tried(without_plans: tuple[Path, Explored]) -> None:
    out, found = without_plans
    assert found == Explored(0, 0, unplanned=4, unplanned_solved=4, episodes=8)
    tried = [name.partition("#") for name in names_in(out)]
    assert len({name for name, _, _ in tried}) == 4
    assert all("/train/explore.0." in name and number in ("1", "2") for name, _, number in tried)


def test_a_request_without_a_plan_is_a_composed_one_for_training_whose_plan_is_withheld(without_plans: tuple[Path, Explored]) -> None:
    suites = [form["suite"] for form in read_forms(without_plans[0])]
    assert {(suite["group"], suite["tier"]) for suite in suites} == {("composed", "train")}
    assert all(suite["plan"] == [] and len(suite["parts"]) > 1 for suite in suites)


def test_a_solved_request_without_a_plan_is_an_example(without_plans: tuple[Path, Explored]) -> None:
    assert len(sources(read_episodes(without_plans[0]))) == 4


def test_tries_that_failed_are_not_the_experts_failures(without_plans: tuple[Path, Explored], tmp_path: Path) -> None:
    tried = explored(without_plans[0], tmp_path / "out", replace(UNPLANNED, seed=1, tries=1))
    assert (tried.expert_failed, tried.unplanned) == (0, 4)


def test_an_exploration_reads_no_controls_to_see_what_is_solved(all_solved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(folder: Path) -> None:
        raise AssertionError(f"{folder}: the controls were read")

    monkeypatch.setattr("lamwright.records.reading.read_controls", read)
    assert explored(all_solved, tmp_path / "out").unplanned_solved == 4


def test_an_exploration_without_plans_goes_on_where_it_was(all_solved: Path, without_plans: tuple[Path, Explored], tmp_path: Path) -> None:
    out, config = tmp_path / "out", replace(UNPLANNED, tries=2)
    ended: list[object] = []

    class StoppedError(Exception):
        pass

    def stop(*args: object) -> None:
        ended.append(args)
        if len(ended) == 2:
            raise StoppedError

    with pytest.raises(StoppedError):
        explore([all_solved], tmp_path / "model", out, config, setup=Lucky(), on_end=stop)
    found = explore([all_solved], tmp_path / "model", out, config, resume=True, setup=Lucky(), on_end=lambda *ended: None)
    whole, told = without_plans
    assert names_in(out) == names_in(whole)
    assert found == told


def test_what_was_explored_is_told_to_people_and_machines() -> None:
    found = Explored(expert_failed=20, expert_failed_solved=6, unplanned=12, unplanned_solved=5, episodes=70)
    assert str(found) == "6 of 20 tasks that the expert had failed at and 5 of 12 requests whose plan was withheld, in 70 episodes"
    assert str(replace(found, unplanned=0, unplanned_solved=0)) == "6 of 20 tasks that the expert had failed at, in 70 episodes"
    new = replace(found, expert_failed=0, expert_failed_solved=0)
    assert str(new) == "5 of 12 requests whose plan was withheld, in 70 episodes"
    counts = {"expert_failed": 20, "expert_failed_solved": 6, "unplanned": 12, "unplanned_solved": 5, "episodes": 70}
    assert found.to_json() == {**counts, "tasks": 32, "solved": 11}
