"""The page about several models: what it says, what it needs, what it refuses."""

import base64
import re
from pathlib import Path

import pytest
from lxml import etree, html
from tests.evaluation.runs import task, write_run
from tests.viewer.test_curves import write_log

from lamwright.data.collect import Expert
from lamwright.errors import PrerequisiteError, UsageError
from lamwright.evaluation.decisions import evaluate_decisions
from lamwright.viewer import plots
from lamwright.viewer.ledger import Named, write_ledger

TASKS = [task(name) for name in "abcd"]


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
    return write_ledger(folder / "pages" / "report.html", runs, [Named("LAM4", write_log(folder, 3.0, 2.0, 1.5))])


def tables(page: Path) -> list[list[list[str]]]:
    root = html.parse(str(page)).getroot()
    return [[[cell.text_content().strip() for cell in row] for row in table.iter("tr")] for table in root.iter("table")]


def pictures(page: Path) -> dict[str, str]:
    """The plots by what stands in their place for those who do not see them."""
    found = html.parse(str(page)).getroot().iter("img")
    return {str(one.get("alt")): base64.b64decode(str(one.get("src")).partition("base64,")[2]).decode() for one in found}


def test_every_metric_stands_there_with_its_interval_and_the_papers(page: Path) -> None:
    decisions, online = tables(page)[:2]
    assert online[0] == ["metric", "LAM1", "LAM4"]
    assert online[1] == ["task success rate", "0.0% [0.0, 0.0]", "100.0% [100.0, 100.0]; paper 71.0%"]
    assert online[3] == ["steps", "3 [3, 3]", "3 [3, 3]; paper 5.62"]
    assert decisions[1] == ["object accuracy", "100.0% [100.0, 100.0]; paper 87.8%"]


def test_what_each_gained_on_the_one_before_is_tested(page: Path) -> None:
    gains = tables(page)[2]
    assert gains[0][:4] == ["", "tasks", "task success, McNemar", "task success rate"]
    assert gains[1][:4] == ["LAM4 against LAM1", "4", "4 won, 0 lost, p = 0.125", "+100.0% [+100.0, +100.0]"]  # p = 2 / 2⁴


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


def test_the_page_asks_for_nothing_from_anywhere(page: Path) -> None:
    text = page.read_text("utf-8")
    assert re.findall(r'(?:src|href)="(?!data:)[^"]*', text) == []
    assert "url(" not in text
    assert "<script" not in text


def test_the_same_records_give_the_same_page(runs: list[Named], tmp_path: Path) -> None:
    first, second = (write_ledger(tmp_path / name, runs[:1]).read_text("utf-8") for name in ("a.html", "b.html"))
    assert first == second


def test_two_evaluations_of_one_kind_need_two_names(runs: list[Named], tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        write_ledger(tmp_path / "report.html", [*runs, Named("LAM1", runs[1].folder)])
    assert str(caught.value) == "'LAM1' has two evaluations of online. Give each run a name of its own: LAM2-seed1, say."


def test_no_run_is_no_page(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^There is no evaluation to report\. Name some with --run NAME=RUN\.$"):
        write_ledger(tmp_path / "report.html", [])


def test_a_missing_matplotlib_is_told_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plots, "find_spec", lambda name: None)
    with pytest.raises(PrerequisiteError, match=r"^Plots need the Python package matplotlib\. Run: pip install 'lamwright\[report\]'$"):
        plots.latency_plot({"LAM1": {"observe": 0.1}})
