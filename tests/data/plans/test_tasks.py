"""Titles made tasks."""

import pytest

from lamwright.data.documents.howto import HowTo
from lamwright.data.plans.tasks import imperative, task_of

TITLES = {
    "To Move a Heading Up or Down in the Document": "Move a heading up or down in the document",
    "Arranging Chapters in the Navigator": "Arrange chapters in the navigator",
    "Inserting, Editing, and Saving the Images": "Insert, edit, and save the images",
    "How do I insert a footnote?": "Insert a footnote",
    "Inserts a footnote or an endnote.": "Insert a footnote or an endnote",
    "Adds and removes the signatures": "Add and remove the signatures",
    "manually update the links in a document": "Manually update the links in a document",
    "Using AutoText in PDF Files": "Use AutoText in PDF files",
    "Number Format": "",
    "Chart in a Text Document": "",
    "Print the Whole Document": "Print the whole document",
    "Spin button": "",
    "Overview": "",
}


@pytest.mark.parametrize(("title", "task"), TITLES.items())
def test_a_title_becomes_one_imperative_sentence_or_no_task(title: str, task: str) -> None:
    assert imperative(title) == task.replace("navigator", "Navigator")


def access(way: str, title: str = "Columns", summary: str = "", number: int = 1) -> HowTo:
    return HowTo(title, (way,), "help", "o", "l", "a", "writer", "access", f"access/{number}", summary=summary)


def test_a_command_s_task_is_what_its_page_says_it_does() -> None:
    assert task_of(access("Choose **Insert - Caption**.", "Caption", "Adds a numbered caption to a table.")) == (
        "Open Caption to add a numbered caption to a table"
    )
    assert task_of(access("Choose **File - Save All**.", "Save All", "Saves all modified documents.")) == "Save all modified documents"
    way = "Choose **Format - Section - Columns** tab."
    assert task_of(access(way, summary="Specifies the number of columns.")) == "Open the Columns tab to specify the number of columns"


def test_further_ways_are_told_apart() -> None:
    summary = "Copies the selection to the clipboard."
    ways = ("Choose **Edit - Copy**.", "Ctrl+C", "On the **Standard** bar, click **Copy**", "Open context menu - choose **Copy**", "Copy")
    tasks = [task_of(access(way, "Copy", summary, number)) for number, way in enumerate(ways, 1)]
    base = "Copy the selection to the clipboard"
    assert tasks == [base, f"{base} with the keyboard", f"{base} with the Standard bar", f"{base} from the context menu", ""]
