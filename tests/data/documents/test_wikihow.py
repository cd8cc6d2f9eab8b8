"""The public forms of how-to articles, on samples written by us, and on bad ones."""

from pathlib import Path

import pytest

from lamwright.data.documents.wikihow import LICENCE, read_wikihow
from lamwright.data.plans.funnel import Funnel
from lamwright.data.plans.sources import SAMPLES
from lamwright.errors import UsageError


def read(path: Path, funnel: Funnel | None = None) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.title, each.steps) for each in read_wikihow(path, funnel or Funnel())]


def test_json_ld_is_read_a_section_a_how_to() -> None:
    menu, keyboard = read_wikihow(SAMPLES / "insert-a-table.html", Funnel())
    assert menu.title == keyboard.title == "How to Put a Table into a Writer Document"
    assert menu.steps[1] == "Choose Table - Insert Table."
    assert (keyboard.context, keyboard.licence, keyboard.attribution) == (("With the keyboard",), "Apache-2.0", "The lamwright authors")


def test_microdata_is_read() -> None:
    (found,) = read_wikihow(SAMPLES / "count-words.html", Funnel())
    assert found.title == "How to Count the Words of a Chapter"
    assert found.steps[1:3] == ("Choose Tools - Word Count.", "Read the number beside the word Words.")


def test_the_csv_of_whole_articles_has_a_step_a_line() -> None:
    first, second = read(SAMPLES / "wikihowAll.csv")
    assert first[1][-2:] == ("Click Export.", "Choose a folder.")
    assert second[0] == "How to Lay Out a Formal Letter"


def test_the_csv_of_sections_joins_the_rows_of_one() -> None:
    preparing, inserting = read(SAMPLES / "wikihowSep.csv")
    assert (len(preparing[1]), len(inserting[1])) == (2, 3)


def test_json_is_read_with_and_without_methods() -> None:
    numbers, recipe = read(SAMPLES / "wikihow.json")
    assert numbers[1] == ("Choose Tools - Line Numbering.", "Select the Show numbering check box.", "Click OK.")
    assert recipe[1][0] == "Choose Format - Page Style."


def test_an_article_s_licence_is_wikihow_s_where_it_states_none() -> None:
    assert {each.licence for each in read_wikihow(SAMPLES / "wikihow.json", Funnel())} == {LICENCE}


def test_bad_files_rows_and_lines_are_counted(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>Nothing here</p><script type='application/ld+json'>{broken</script>")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    (tmp_path / "long.csv").write_text("title,headline\nHow to Wait," + "x" * 200_000 + "\nHow to Go,Open the door.\n")
    (tmp_path / "broken.json").write_text("[1, 2")
    (tmp_path / "lines.jsonl").write_text(
        '{"title": "How to Sit", "steps": ["Pull the chair."]}\nnonsense\n{"title": "How to Stand"}\n{"steps": []}\n'
    )
    funnel = Funnel()
    assert read(tmp_path, funnel) == [("How to Sit", ("Pull the chair.",)), ("How to Go", ("Open the door.",))]
    assert funnel.stages["read WikiHow"].rejected == {
        "a page without schema.org HowTo": 1, "a CSV file without the columns title and headline": 1, "a row that is no CSV": 1,
        "not JSON": 1, "a line that is no JSON": 1, "an article without title or steps": 1,
    }  # fmt: skip


def test_what_is_named_like_a_file_and_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "foo.csv").mkdir()
    (tmp_path / "foo.csv" / "one.jsonl").write_text('{"title": "How to Sit\\ud83d", "steps": ["Pull \\udc00the chair."]}\n')
    (tmp_path / "gone.csv").symlink_to(tmp_path / "none")
    (found,) = read_wikihow(tmp_path, Funnel())
    assert (found.title, found.steps, found.origin) == ("How to Sit\ufffd", ("Pull \ufffdthe chair.",), "foo.csv/one.jsonl")


@pytest.mark.parametrize("name", ["one.csv", "one.jsonl"])
def test_a_file_that_fails_while_it_is_read_is_counted(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / name).touch()

    def failing(*_given: object, **_other: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", failing)
    funnel = Funnel()
    assert read(tmp_path, funnel) == []
    assert funnel.stages["read WikiHow"].rejected == {"cannot be read: Input/output error": 1}


def test_no_file_and_an_empty_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as missing:
        read(tmp_path / "none")
    assert str(missing.value) == f"{tmp_path / 'none'} does not exist. Name a saved page, a CSV or JSON file, or a folder of them."
    with pytest.raises(UsageError) as empty:
        read(tmp_path)
    assert str(empty.value) == f"{tmp_path} holds no WikiHow page or data file (.csv, .json, .jsonl, .html, .htm, .xhtml)."
