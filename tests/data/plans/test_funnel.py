"""What a pipeline counts."""

from collections import Counter
from pathlib import Path

import pytest
from rich.console import Console

from lamwright.data.plans.funnel import Funnel, Stage, funnel_from_json, funnel_table, read_funnel, write_funnel
from lamwright.errors import RecordError


def counted() -> Funnel:
    funnel = Funnel()
    funnel.passed("read", 3)
    funnel.rejected("read", "a binary file")
    funnel.rejected("filter", "not English", 2)
    return funnel


def test_what_entered_is_what_passed_and_what_was_rejected() -> None:
    assert counted().to_json() == {
        "read": {"entered": 4, "passed": 3, "rejected": {"a binary file": 1}},
        "filter": {"entered": 2, "passed": 0, "rejected": {"not English": 2}},
    }


def test_funnels_of_two_workers_add_up_and_keep_the_order_of_the_stages() -> None:
    whole, other = counted(), counted()
    other.passed("verify")
    whole.add(other)
    assert list(whole.stages) == ["read", "filter", "verify"]
    assert (whole.stages["read"].passed, whole.stages["filter"].rejected["not English"]) == (6, 4)


def test_the_commonest_reasons_of_all_stages_come_first() -> None:
    assert list(counted().reasons()) == [("filter", "not English", 2), ("read", "a binary file", 1)]


def test_a_funnel_is_read_back_from_disk(tmp_path: Path) -> None:
    write_funnel(tmp_path / "funnel.json", counted())
    assert read_funnel(tmp_path / "funnel.json") == counted() == funnel_from_json(counted().to_json())


def test_a_funnel_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "funnel.json"
    path.write_text('{"schema": 2, "stages": {}}')
    with pytest.raises(RecordError) as caught:
        read_funnel(path)
    assert str(caught.value) == f"{path}: schema 2, this lamwright reads 1. Use the version that wrote it."


def test_people_see_each_stage_with_its_reasons() -> None:
    console = Console(width=100)
    with console.capture() as captured:
        console.print(funnel_table(counted()))
    assert "2 x not English" in captured.get()


def test_the_reasons_that_are_not_named_are_summed_up_so_that_the_table_adds_up() -> None:
    (column,) = funnel_table(Funnel({"read": Stage(0, Counter(a=5, b=4, c=3, d=2))}), reasons=2).columns[3:]
    assert list(column.cells) == ["5 x a\n4 x b\n5 x other reasons"]
