"""A set's card after evolution, and where a set cannot be made."""

from pathlib import Path

import pytest

from lamwright.data.plans.making import Recipe, build_set, write_card
from lamwright.data.plans.sources import Source
from lamwright.data.plans.store import PairWriter
from lamwright.errors import RecordError
from lamwright.pairs import Lineage, Pair


@pytest.fixture
def recipe(tmp_path: Path) -> Recipe:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "table.md").write_text("# Adding a Table\n\n1. Choose **Table - Insert Table**.\n2. Click **Insert**.\n")
    return Recipe((Source("folder", tmp_path / "pages"),))


def child(name: str, operator: str) -> Pair:
    root = "folder/table.md/list/1"
    return Pair(name, f"Add a {name}", ("Press F5",), "folder", "o", "l", "a", "writer", Lineage((root,), root, operator, 1))


def test_the_card_of_an_evolved_set_tells_both_commands_and_counts_queries_apart(tmp_path: Path, recipe: Recipe) -> None:
    out = tmp_path / "set"
    build_set(out, recipe)
    with PairWriter(out) as writer:
        for pair in (child("chair", "rewording"), child("bench", "query"), child("stool", "instance")):
            writer.add(pair)
    (out / "evolution.json").write_text('{"schema": 1, "seed": 5}')
    form = write_card(out, None).to_json()
    assert (form["pairs"], form["documented"], form["evolved"], form["grounded_step_rate"]) == (4, 1, 1, None)
    told = (out / "card.md").read_text()
    assert "4 pairs of a task and the steps that do it, 1 of them documented, 1 evolved from these" in told
    assert "Then evolved: `lamwright plans evolve --count 1` with seed 5." in told


def test_a_set_in_a_folder_that_cannot_be_made_is_told(tmp_path: Path, recipe: Recipe) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordError) as caught:
        build_set(tmp_path / "file" / "set", recipe)
    assert str(caught.value) == f"{tmp_path / 'file' / '.set.part'} cannot be made: Not a directory. Choose another folder."
