"""Search queries: both forms, bad lines, and the documented tasks that they resemble."""

from pathlib import Path

import pytest

from lamwright.data.documents.queries import Query, read_queries
from lamwright.data.plans.asked import asked_pairs, task_of_query
from lamwright.data.plans.funnel import Funnel
from lamwright.errors import UsageError
from lamwright.pairs import Lineage, Pair


def documented(name: str, task: str) -> Pair:
    return Pair(name, task, ("Choose A > B",), "help", "page", "MPL-2.0", "The authors", "writer", Lineage((name,)))


def test_tab_separated_lines_and_json_lines_are_read_and_bad_ones_counted(tmp_path: Path) -> None:
    path = tmp_path / "queries.txt"
    lines = ["query\tcount", "insert a table\t12", "no count", '{"query": "add a note", "count": 3}', "", "x\tmany",
             '{"query": "add \\ud83d"}', '{"q": 1}', "y" * 400, '{"query": 5}']  # fmt: skip
    path.write_text("\n".join(lines))
    funnel = Funnel()
    assert list(read_queries(path, funnel)) == [
        Query("insert a table", 12, 2), Query("no count", 1, 3), Query("add a note", 3, 4), Query("add \ufffd", 1, 7),
    ]  # fmt: skip
    assert funnel.stages["read queries"].rejected == {
        "a count that is no number": 1, "a line that is no query": 2, "a line that is too long": 1,
    }  # fmt: skip


@pytest.mark.parametrize(("query", "task"), [
    ("how to insert a page break in libreoffice writer", "Insert a page break"), ("libreoffice writer count words", "Count words"),
    ("how to freeze rows in excel", ""), ("libreoffice writer download", ""), ("How do I add a footnote in Writer 7.4?", "Add a footnote"),
])  # fmt: skip
def test_a_query_asks_for_a_task_or_for_none_here(query: str, task: str) -> None:
    assert task_of_query(query) == task


def test_a_query_takes_the_plan_of_the_documented_task_that_is_most_like_it() -> None:
    known = [documented("help/1", "Insert a page break"), documented("help/2", "Insert a table"), documented("help/3", "Delete a table")]
    funnel = Funnel()
    queries = [Query("how to insert page breaks in writer", 9, 1), Query("rotate a picture", 4, 2), Query("best fonts", 2, 3)]
    (found,) = asked_pairs(queries, known, "log.tsv", funnel)
    assert (found.task, found.plan, found.licence) == ("Insert page breaks", ("Choose A > B",), "MPL-2.0")
    assert found.lineage == Lineage(("help/1",), "help/1", "query", 1)
    assert funnel.stages["match queries"].rejected == {"no documented task is like it": 1, "it asks for no task here": 1}


def test_without_documented_pairs_no_query_finds_a_plan() -> None:
    assert list(asked_pairs([Query("insert a table", 1, 1)], [], "log.tsv", Funnel())) == []


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        list(read_queries(tmp_path / "none.tsv", Funnel()))
    told = "cannot be read: No such file or directory. Name a file of queries and counts (TSV or JSON lines)."
    assert str(caught.value) == f"{tmp_path / 'none.tsv'} {told}"
