"""The page about several models: what it says, what it needs, what it refuses."""

import base64
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html
from tests.evaluation.runs import task, write_run
from tests.viewer.test_curves import write_log

from lamwright.data.collect import Expert
from lamwright.errors import PrerequisiteError, UsageError
from lamwright.evaluation.decisions import evaluate_decisions
from lamwright.metrics import Rate
from lamwright.viewer import ledger_page, plots
from lamwright.viewer.curves import read_curve
from lamwright.viewer.ledger import Ledger, Named, read_ledger
from lamwright.viewer.ledger_markdown import ledger_markdown
from lamwright.viewer.ledger_page import write_page
from lamwright.viewer.ledger_rows import metric_rows

TASKS = [task(name) for name in "abcd"]
ROAD = ("LAM1", "LAM2", "LAM3", "LAM4")
"""The models that a training made."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ledger")


@pytest.fixture(scope="module")
def runs(folder: Path) -> list[Named]:
    weak = write_run(folder / "lam1", [(one, False) for one in TASKS], model="models/lam1")
    strong = write_run(folder / "lam4", [(one, True) for one in TASKS], model="models/lam4")
    evaluate_decisions(strong, folder / "decisions", "expert", Expert())
    return [Named("LAM1", weak), Named("LAM4", strong), Named("LAM4", folder / "decisions")]


@pytest.fixture(scope="module")
def page(runs: list[Named], folder: Path) -> Path:
    return write_page(folder / "pages" / "report.html", read_ledger(runs, ROAD), [read_curve("LAM4", write_log(folder, 3.0, 2.0, 1.5))])


@pytest.fixture(scope="module")
def two_seeds(folder: Path) -> Ledger:
    """LAM2 did two of four tasks in seed 0 and three in seed 1; LAM3 did all."""
    won = {0: (True, True, False, False), 1: (True, True, True, False)}
    named = []
    for seed, successes in won.items():
        some = write_run(folder / f"lam2-{seed}", list(zip(TASKS, successes, strict=True)), seed=seed)
        all_ = write_run(folder / f"lam3-{seed}", [(one, True) for one in TASKS], seed=seed)
        named += [Named("LAM2", some), Named("LAM3", all_)]
    return read_ledger(named, ROAD)


def tables(page: Path) -> list[list[list[str]]]:
    root = html.parse(str(page)).getroot()
    return [[[cell.text_content().strip() for cell in row] for row in table.iter("tr")] for table in root.iter("table")]


def pictures(page: Path) -> dict[str, str]:
    """The plots by what stands in their place for those who do not see them."""
    found = html.parse(str(page)).getroot().iter("img")
    return {str(one.get("alt")): base64.b64decode(str(one.get("src")).partition("base64,")[2]).decode() for one in found}


def test_every_metric_stands_there_with_its_interval_and_the_papers(page: Path) -> None:
    decisions, online = tables(page)[:2]
    assert online[0] == ["metric", "paper's LAM", "paper's GPT-4o", "LAM1", "LAM4", "LAM1 → LAM4"]
    assert online[1][:5] == ["task success rate", "71.0% LAM4", "63.0% seeing 75.5%", "0.0% [0.0, 49.0]", "100.0% [51.0, 100.0]"]
    assert online[3][:5] == ["steps", "5.62 LAM4", "6.73 seeing 4.98", "3 [3, 3]", "3 [3, 3]"]
    assert decisions[1] == ["object accuracy", "87.8% LAM4LAM1 39.4, LAM2 85.6, LAM3 87.4", "73.2%", "100.0% [51.0, 100.0]"]


def test_what_each_gained_on_the_one_before_is_tested(page: Path) -> None:
    online = {row[0]: row[-1] for row in tables(page)[1]}
    assert online["task success rate"] == "+100.0 [+100.0, +100.0]p = 0.002"  # 2 · 1 / 1001
    assert (online["tasks"], online["requests won, lost"]) == ("4", "4 won, 0 lost McNemar's p = 0.125")  # 2 / 2⁴


def test_runs_of_one_name_are_seeds_of_one_model(two_seeds: Ledger) -> None:
    (online,) = two_seeds.sections
    lam2 = online.figures["task_success_rate"]["LAM2"]
    assert (lam2.figure.value, lam2.figure.tasks, lam2.seeds) == (0.625, 8, {0: 0.5, 1: 0.75})  # 5 of 8
    gain = online.gains["LAM2", "LAM3"]
    assert (gain.tasks, gain.only_first, gain.only_second, gain.differences["task_success_rate"].value) == (8, 0, 3, 0.375)


def test_the_table_for_a_readme_has_a_row_a_metric_and_one_line_under_it(two_seeds: Ledger) -> None:
    lines = ledger_markdown(two_seeds).splitlines()
    assert lines[0] == "| metric | paper's LAM | LAM2 | LAM3 | LAM2 → LAM3 |"
    assert lines[2] == "| **online** |  |  |  |  |"
    assert lines[3].startswith("| task success rate | 71.0% LAM4 | 62.5% [")
    assert "]<br>seeds 50.0 to 75.0 | 100.0% [51.0, 100.0]<br>seeds 100.0 to 100.0 | +37.5 [" in lines[3]
    assert lines[-1] == (
        "Tasks: online 8 (4 distinct requests); seeds 0, 1; commit abc; gains are on the tasks of both, of rates in percentage points; "
        "95% intervals: bootstrap over tasks, those with one request drawn together, 1000 resamples; Wilson's where a rate is 0% or 100%. "
        "They are about other tasks of these trainings: what another training would change, the seeds' own values show."
    )
    assert {line.count("|") for line in lines[:-2]} == {6}


def test_success_by_tier_has_the_same_interval_as_in_the_table(two_seeds: Ledger, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Mapping[str, Mapping[str, Rate]]] = []

    def plot(rates: Mapping[str, Mapping[str, Rate]], _: Mapping[str, str]) -> str:
        drawn.append(rates)
        return ""

    monkeypatch.setattr(ledger_page, "groups_plot", plot)
    write_page(folder / "tiers.html", two_seeds)
    for model, one in two_seeds.sections[0].figures["task_success_rate, wordings"].items():
        rate = drawn[0][model]["wordings"]
        assert (rate.value, rate.low, rate.high) == (one.figure.value, one.figure.low, one.figure.high)


def test_tasks_that_seeds_share_are_told_and_won_once(two_seeds: Ledger, folder: Path) -> None:
    (online,) = tables(write_page(folder / "two.html", two_seeds))
    assert next(row[3] for row in online if row[0] == "tasks") == "8 4 distinct requests"
    assert next(row[-1] for row in online if row[0] == "requests won, lost") == "2 won, 0 lost McNemar's p = 0.500"  # three tasks; 2 / 2²


def test_a_gain_over_a_model_of_another_kind_stands_in_every_table(runs: list[Named], folder: Path) -> None:
    """LAM1 and LAM3 were measured online, LAM2 between them was not."""
    lam1, lam3 = (write_run(folder / f"apart-{won}", [(one, won) for one in TASKS]) for won in (False, True))
    ledger = read_ledger([Named("LAM1", lam1), Named("LAM2", runs[2].folder), Named("LAM3", lam3)], ROAD)
    assert ledger.gains == (("LAM1", "LAM3"),)
    lines = ledger_markdown(ledger).splitlines()
    assert lines[0] == "| metric | paper's LAM | LAM1 | LAM2 | LAM3 | LAM1 → LAM3 |"
    assert "| +100.0 [+100.0, +100.0]" in next(line for line in reversed(lines) if line.startswith("| task success rate "))


def test_only_what_was_trained_gains_on_the_one_trained_before_it(runs: list[Named]) -> None:
    lam1, lam4, _ = runs
    beside = [Named("random", lam1.folder), Named("expert", lam4.folder)]
    ledger = read_ledger([*beside, lam1, Named("other", lam1.folder), lam4], ROAD)
    assert ledger.names == ("random", "expert", "LAM1", "other", "LAM4")
    assert ledger.gains == (("LAM1", "LAM4"),)
    assert read_ledger(beside).gains == ()


def test_a_rates_gain_is_good_or_bad_and_a_times_is_neither(folder: Path) -> None:
    quick = write_run(folder / "quick", [(task(one.name, plan=()), False) for one in TASKS])
    slow = write_run(folder / "slow", [(one, True) for one in TASKS])
    (online,) = read_ledger([Named("LAM1", quick), Named("LAM2", slow)], ROAD).sections
    marks = {row.name: row.cells[-1].mark for row in metric_rows(online, ("LAM1", "LAM2"), tuple(online.gains))}
    assert online.gains["LAM1", "LAM2"].differences["steps"].low > 0
    assert (marks["task success rate"], marks["steps"]) == ("good", "")


def test_every_plot_is_a_drawing_of_its_own(page: Path) -> None:
    drawn = pictures(page)
    assert [alt.removesuffix(", as a plot; the figures stand in the tables") for alt in drawn] == [
        "Decisions: every metric",
        "Decisions: task success by tier",
        "Decisions: task success by group",
        "Online: every metric",
        "Online: where a step's time goes",
        "Online: task success by tier",
        "Online: task success by group",
        "Learning curves: loss by step",
    ]
    for drawing in drawn.values():
        assert etree.fromstring(drawing.encode()).tag == "{http://www.w3.org/2000/svg}svg"


def test_seeds_are_joined_where_there_is_a_gain(two_seeds: Ledger, folder: Path) -> None:
    (online,) = two_seeds.sections
    apart = replace(two_seeds, sections=(replace(online, gains={}),))
    joined, not_joined = (pictures(write_page(folder / "lines.html", one)) for one in (two_seeds, apart))
    name = "Online: every metric, as a plot; the figures stand in the tables"
    assert joined[name] != not_joined[name]
    assert {**joined, name: ""} == {**not_joined, name: ""}


def test_a_model_has_one_colour_in_all_plots_of_a_page(runs: list[Named], folder: Path) -> None:
    """The first model was measured online alone, so LAM4 is second there and first among the decisions and the curves."""
    _, strong, decisions = runs
    ledger = read_ledger([Named("expert", strong.folder), strong, decisions], ROAD)
    drawn = pictures(write_page(folder / "colours.html", ledger, [read_curve("LAM4", write_log(folder, 3.0, 2.0, 1.5))]))
    found = {alt.partition(", as a plot")[0]: [one for one in plots.COLOURS[:2] if one in drawing] for alt, drawing in drawn.items()}
    first, second = plots.COLOURS[:2]
    assert (found["Online: every metric"], found["Online: task success by tier"]) == ([first, second], [first, second])
    assert found["Decisions: every metric"] == found["Decisions: task success by tier"] == [second]
    assert found["Learning curves: loss by step"] == [second]


def test_the_page_asks_for_nothing_from_anywhere(page: Path) -> None:
    text = page.read_text("utf-8")
    assert re.findall(r'(?:src|href)="(?!data:)[^"]*', text) == []
    assert "url(" not in text
    assert "<script" not in text


def test_the_same_records_give_the_same_page(runs: list[Named], tmp_path: Path) -> None:
    first, second = (write_page(tmp_path / name, read_ledger(runs[:1])).read_text("utf-8") for name in ("a.html", "b.html"))
    assert first == second


def test_two_evaluations_of_one_kind_and_seed_need_two_names(runs: list[Named]) -> None:
    with pytest.raises(UsageError) as caught:
        read_ledger([*runs, Named("LAM1", runs[1].folder)])
    assert str(caught.value) == (
        f"'LAM1' has two evaluations of online with seed 0: {runs[0].folder} and {runs[1].folder}. "
        "Give two models two names, or leave one out."
    )


def test_a_run_that_has_a_page_of_its_own_is_linked(runs: list[Named], folder: Path) -> None:
    (runs[0].folder / "report.html").write_text("every task")
    page = write_page(folder / "linked.html", read_ledger(runs[:1]))
    assert [one.get("href") for one in html.parse(str(page)).getroot().iter("a")] == ["lam1/report.html"]


def test_no_run_is_no_ledger() -> None:
    with pytest.raises(UsageError, match=r"^There is no evaluation to report\. Name some with --run NAME=RUN\.$"):
        read_ledger([])


def test_a_missing_matplotlib_is_told_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plots, "find_spec", lambda name: None)
    with pytest.raises(PrerequisiteError, match=r"^Plots need the Python package matplotlib\. Run: pip install 'lamwright\[report\]'$"):
        plots.latency_plot({"LAM1": {"observe": 0.1}})
