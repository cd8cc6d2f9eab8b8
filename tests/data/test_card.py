"""The data card: every number worked out from a small run by hand."""

from pathlib import Path

from tests.data.recorded_runs import mixed_run, of_lineage, trajectory, write_run

from lamwright.data.card import write_run_card
from lamwright.data.card_text import Section, card_text, size_category, table
from lamwright.data.plans.funnel import Funnel, write_funnel
from lamwright.judge_error import Known, measure, write_judge_errors
from lamwright.records import RunWriter, new_manifest
from lamwright.trajectory import Verdict


def card(run: Path) -> str:
    return write_run_card(run).read_text("utf-8")


def test_the_head_is_one_that_the_hub_reads(tmp_path: Path) -> None:
    head = card(mixed_run(tmp_path / "run")).split("---\n")[1]
    assert head == (
        "license:\n- apache-2.0\n- mpl-2.0\ntask_categories:\n- text-generation\n- reinforcement-learning\n"
        "language:\n- en\nsize_categories:\n- n<1K\n"
    )


def test_counts_splits_tiers_starts_and_judges_are_those_of_the_run(tmp_path: Path) -> None:
    text = card(mixed_run(tmp_path / "run"))
    # Three successes of 3 steps, a failure of 2 (set the line, finish), an error of none.
    for row in (
        "| episodes | 5 |",
        "| successes | 3 |",
        "| failures | 2 |",
        "| steps | 11 |",
        "| finished | 4 |",
        "| failed | 1 |",
        "| help | MPL-2.0 | 1 |",
        "| suite | Apache-2.0 | 4 |",
        "| test | 1 | 1 |",
        "| train | 4 | 2 |",
        "| wordings | 1 | 1 |",
        "| dialog | 1 | 0 |",
        "| as the document opens | 4 | 3 |",
        "| plan | 1 | 1 |",
        "| state | 3 | 2 |",
        "| none | 1 | 0 |",
    ):
        assert row in text, row
    assert "Their error was not measured in this run." in text


def test_a_licence_that_nobody_stated_is_not_made_up(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", [(trajectory("add four"), of_lineage("ufo:1", source="ufo", licence=""))])
    assert "| ufo | not stated | 1 |" in card(run)
    assert card(run).startswith("---\nlicense: other\n")


def test_it_says_how_to_make_the_run_again(tmp_path: Path) -> None:
    text = card(mixed_run(tmp_path / "my run"))
    assert "    lamwright collect --out 'my run' --count 4 --perturbed 0.25 --seed 7\n" in text
    assert "lamwright 0.1.0, commit abc1234, started " in text


def test_settings_are_told_as_the_command_takes_them(tmp_path: Path) -> None:
    settings = {"tasks": "my tasks", "count": None, "workers": 2, "pictures": "webp"}
    with RunWriter(tmp_path / "run", new_manifest("execute", settings, 0, "0.1.0", "")):
        pass
    expected = "    lamwright execute --out run 'my tasks' --workers 2 --screenshots --picture-format webp\n\nlamwright 0.1.0, started "
    assert expected in card(tmp_path / "run")


def test_measured_errors_and_the_funnel_stand_in_it(tmp_path: Path) -> None:
    run = mixed_run(tmp_path / "run")
    passed = Verdict(True, "state")
    error = measure("state", [Known.of("golden", passed), Known.of("no-op", Verdict(False, "state", ("nothing was done",)))])
    write_judge_errors(run, [error])
    funnel = Funnel()
    funnel.passed("read", 3)
    funnel.rejected("read", "no | rule")
    write_funnel(run / "funnel.json", funnel)
    text = card(run)
    assert f"- {error.sentence()}" in text
    assert "| read | 4 | 3 |" in text
    assert "| read | no \\| rule | 1 |" in text


def test_disk_use_is_that_of_the_files(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", [(trajectory("add four"), {})])
    (run / "screenshots" / "000000-00.webp").write_bytes(bytes(3 << 20))
    assert "| screenshots | 3.00 |" in card(run)


def test_a_size_has_the_hubs_name() -> None:
    assert [size_category(items) for items in (0, 999, 1_000, 76_672, 2_000_000)] == [
        "n<1K",
        "n<1K",
        "1K<n<10K",
        "10K<n<100K",
        "1M<n<10M",
    ]


def test_a_table_of_nothing_is_nothing_and_an_empty_section_is_left_out() -> None:
    assert table(("a", "b"), []) == ""
    text = card_text("T", "S.", ["MIT"], ["text-generation"], 1, [Section("Full", "x"), Section("Empty", "")])
    assert text.endswith("# T\n\nS.\n\n## Full\n\nx\n")
    assert text.startswith("---\nlicense: mit\n")
