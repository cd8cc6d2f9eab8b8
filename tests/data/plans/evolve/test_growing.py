import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from tests.chat.asking import chat_at
from tests.chat.server import Act, Handler, says, serving
from tests.data.plans.evolve.documented import DOCUMENTED, SPELL

from lamwright.data.plans.evolve.growing import evolve_set
from lamwright.data.plans.funnel import Funnel, read_funnel, write_funnel
from lamwright.data.plans.store import CARD, FUNNEL, PAIRS, new_set_manifest, read_pairs, write_manifest, write_pairs
from lamwright.data.plans.with_model import ASKED, evolution_by
from lamwright.errors import ModelError, RecordError
from lamwright.pairs import Lineage


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A set of documented pairs."""
    write_manifest(tmp_path, new_set_manifest("plans build", {}, 0, "0", "0"))
    write_pairs(tmp_path, DOCUMENTED)
    built = Funnel()
    built.passed("verify", len(DOCUMENTED))
    write_funnel(tmp_path / FUNNEL, built)
    return tmp_path


class Killed(Exception):
    """Stands for a kill: raised while pairs are made."""


def killed_at(number: int) -> Callable[[int], None]:
    def progress(made: int) -> None:
        if made == number:
            raise Killed

    return progress


def test_evolved_pairs_stand_behind_the_documented_ones(folder: Path) -> None:
    grown = evolve_set(folder, 40, seed=1)
    pairs = list(read_pairs(folder))
    assert (grown.kept, grown.added) == (0, 50)
    assert pairs[: len(DOCUMENTED)] == list(DOCUMENTED)
    assert len(pairs) == len(DOCUMENTED) + 50


def test_what_was_killed_goes_on_with_nothing_lost_and_nothing_twice(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    whole = tmp_path_factory.mktemp("whole")
    write_manifest(whole, new_set_manifest("plans build", {}, 0, "0", "0"))
    write_pairs(whole, DOCUMENTED)
    evolve_set(whole, 60, seed=1)
    with pytest.raises(Killed):
        evolve_set(folder, 60, 1, killed_at(23))
    torn = folder / PAIRS
    torn.write_bytes(torn.read_bytes()[:-17])
    grown = evolve_set(folder, 60, seed=1)
    assert grown.kept == 27
    assert torn.read_bytes() == (whole / PAIRS).read_bytes()


def never_the_same() -> Act:
    """A model that says something else each time it is asked, and often nothing that can be used."""
    numbers: Iterator[int] = count()

    def act(handler: Handler) -> None:
        number = next(numbers)
        form = {"usable": True, "why_not": "", "task": f"Do task {number} of {number**5}", "plan": [f"Press ctrl+{number}"]}
        says(json.dumps(form) if number % 3 else "Well.")(handler)

    return act


def test_evolution_with_a_model_goes_on_the_same_where_its_answers_are_kept(folder: Path) -> None:
    def evolved(limit: int, on_progress: Callable[[int], None] = lambda made: None) -> int:
        chat = chat_at(endpoint.url, tries=1, cache=folder / "answers")
        try:
            return evolve_set(folder, limit, 1, on_progress, evolution_by(chat), "openai:tiny-chat").kept
        finally:
            chat.close()

    with serving(never_the_same()) as endpoint:
        with pytest.raises(Killed):
            evolved(60, killed_at(40))
        before = (folder / PAIRS).read_bytes()
        asked = len(endpoint.questions)
        assert evolved(30) == 49
        assert len(endpoint.questions) == asked
        assert evolved(60) == 49
    assert (folder / PAIRS).read_bytes().startswith(before)
    counts = read_funnel(folder / FUNNEL).stages[ASKED]
    assert counts.passed
    assert set(counts.rejected) == {"the model's answer: not JSON", "the model's answer: unfit"}


def test_an_endpoint_that_dies_leaves_a_true_funnel_and_no_card_of_before(folder: Path) -> None:
    (folder / CARD).write_text("20 pairs")
    with serving(never_the_same()) as endpoint:
        chat = chat_at(endpoint.url, tries=1, cache=folder / "answers")

        def taken_down(made: int) -> None:
            if made == 15:
                endpoint.script[:] = [says("Well.", model="another")]

        with pytest.raises(ModelError):
            evolve_set(folder, 60, 1, taken_down, evolution_by(chat), "openai:tiny-chat")
        chat.close()
    assert not (folder / CARD).exists()
    evolved = [pair for pair in read_pairs(folder) if pair.id.startswith("evolved:") and pair.source != "suite"]
    assert len(evolved) >= 15
    assert read_funnel(folder / FUNNEL).stages["evolve: near-duplicates"].passed == len(evolved)


def test_the_funnel_is_made_anew_where_it_was_lost(folder: Path) -> None:
    evolve_set(folder, 20, seed=1)
    whole = (folder / FUNNEL).read_bytes()
    (folder / FUNNEL).write_bytes(b'{"schema": 1, "stages": {"verify": {"passed": %d, "rejected": {}}}}' % len(DOCUMENTED))
    evolve_set(folder, 10, seed=1)
    assert (folder / FUNNEL).read_bytes() != whole  # of fewer pairs than stand there nothing is said
    evolve_set(folder, 20, seed=1)
    assert (folder / FUNNEL).read_bytes() == whole


def test_more_can_be_asked_for_later_and_fewer_change_nothing(folder: Path) -> None:
    evolve_set(folder, 20, seed=1)
    before = (folder / PAIRS).read_bytes()
    assert evolve_set(folder, 30, seed=1).added == 12
    after = (folder / PAIRS).read_bytes()
    assert after.startswith(before)
    assert evolve_set(folder, 10, seed=1).added == 0
    assert (folder / PAIRS).read_bytes() == after


def test_the_funnel_holds_the_building_and_the_last_evolution_once(folder: Path) -> None:
    evolve_set(folder, 20, seed=1)
    evolve_set(folder, 30, seed=1)
    stages = read_funnel(folder / FUNNEL).stages
    assert stages["verify"].passed == len(DOCUMENTED)
    assert stages["evolve: near-duplicates"].passed == 30


def test_what_a_query_made_of_a_documented_pair_is_evolved_too(tmp_path: Path) -> None:
    asked = replace(
        SPELL, id="queries/1", task="Switch the spell check on", source="queries", lineage=Lineage((SPELL.id,), SPELL.id, "query", 1)
    )
    write_manifest(tmp_path, new_set_manifest("plans build", {}, 0, "0", "0"))
    write_pairs(tmp_path, (*DOCUMENTED, asked))
    assert evolve_set(tmp_path, 60, seed=1).kept == 0
    assert [pair.lineage.depth for pair in read_pairs(tmp_path) if pair.lineage.parent == asked.id]


def test_another_seed_is_refused(folder: Path) -> None:
    evolve_set(folder, 5, seed=1)
    with pytest.raises(RecordError) as raised:
        evolve_set(folder, 10, seed=2)
    assert str(raised.value) == f"{folder} was evolved with seed 1, not 2. Continue it so, or start a new set."


def test_pairs_that_would_not_be_made_again_are_refused(folder: Path) -> None:
    evolve_set(folder, 5, seed=1)
    lines = (folder / PAIRS).read_text().splitlines()
    form = json.loads(lines[-1])
    (folder / PAIRS).write_text("\n".join((*lines[:-1], json.dumps({**form, "id": "evolved:other"}), "")))
    with pytest.raises(RecordError) as raised:
        evolve_set(folder, 10, seed=1)
    assert str(raised.value) == f"{folder}: evolved pair 6 is another one than now. Another version made it; start a new set."


def test_a_folder_without_a_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError) as raised:
        evolve_set(tmp_path / "none", 5, seed=1)
    assert "is no set of pairs" in str(raised.value)
