"""Tasks in records: what is written comes back, and what is none is refused in one sentence."""

import json
from dataclasses import replace
from itertools import chain, islice

import pytest

from lamwright.data.recorded import start_name, task_from_json, task_to_json
from lamwright.environments.writer.suite.generate import make_perturbed, training_tasks
from lamwright.environments.writer.suite.perturbations import recovery, some_perturbed, some_recovering
from lamwright.errors import RecordError
from lamwright.tasks import Task


def tasks() -> list[Task]:
    held_out = (task for task in (make_perturbed("perturbed", str(seed)) for seed in range(20)) if task)
    return list(chain(islice(some_perturbed(training_tasks(2), 0.6, 1), 400), held_out))


def test_every_task_comes_back_as_it_was() -> None:
    made = tasks()
    assert {task.start.name for task in made} >= {"", "dialog", "menu", "selection", "caret", "done", "half", "window", "marks", "sidebar"}
    assert any(not task.possible for task in made)
    assert [task_from_json(task.name, task.request, json.loads(json.dumps(task_to_json(task)))) for task in made] == made


def test_a_share_of_the_tasks_from_another_start_has_a_plan_that_takes_it_into_account() -> None:
    blind = list(islice(some_perturbed(training_tasks(2), 0.6, 1), 200))
    mixed = list(some_recovering(iter(blind), 0.5, 1))
    changed = [(before, after) for before, after in zip(blind, mixed, strict=True) if before != after]
    assert list(some_recovering(iter(blind), 0, 1)) == blind
    assert 20 < len(changed) < 100
    assert all(before.start.name and after == replace(before, plan=recovery(before)) for before, after in changed)


def test_a_start_is_named_and_a_plain_one_is_plain() -> None:
    names = {start_name(task_to_json(task)) for task in tasks()}
    assert {"plain", "half"} <= names
    assert start_name({}) == "plain"


def test_what_is_no_task_is_refused() -> None:
    with pytest.raises(RecordError) as refusal:
        task_from_json("t1", "Do it", {"group": "styles"})
    assert str(refusal.value) == "The record of 't1' holds no task of the suite (KeyError('tier')). Use a run of: lamwright collect"
