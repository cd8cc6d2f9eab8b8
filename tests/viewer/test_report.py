"""The page about one run."""

from pathlib import Path

from lxml import html
from tests.evaluation.runs import task, write_run

from lamwright.viewer.report import write_report


def test_every_episode_stands_there_with_its_number_its_steps_and_why_it_failed(tmp_path: Path) -> None:
    page = write_report(write_run(tmp_path, [(task("a"), True), (task("b"), False)]))
    good, bad = html.parse(str(page)).getroot().iter("details")
    assert good.find_class("kind")[0].text_content() == "episode 0, bold_paragraph, wordings"
    assert "The saved document is what it should be, and nothing else changed." in good.text_content()
    assert "2. click_input toggle button “Bold” (label 1)" in good.text_content()
    assert [one.text_content().strip() for one in bad.find_class("reasons")] == ["not bold"]


def test_what_succeeded_can_be_hidden(tmp_path: Path) -> None:
    page = html.parse(str(write_report(write_run(tmp_path, [(task("a"), True), (task("b"), False)])))).getroot()
    assert [one.get("class") for one in page.iter("details")] == ["episode succeeded", "episode"]
    assert page.xpath("string(//label)").strip() == "Only what failed (1)"
