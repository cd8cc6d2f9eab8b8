"""LibreOffice Help: lists, access boxes and sentences of pages in its form; the installed pages where they are there."""

from pathlib import Path

import pytest
from tests.data.documents.help_page import ACCESS, LISTS, page

from lamwright.data.documents.help import HELP, INSTALL_LINE, read_help
from lamwright.data.documents.howto import HowTo, tidy, unmarked
from lamwright.data.plans.funnel import Funnel
from lamwright.errors import PrerequisiteError


def written(folder: Path, name: str, body: str, title: str = "Kites") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(title, body), "utf-8")
    return path


def read(folder: Path) -> dict[str, HowTo]:
    return {f"{each.origin}/{each.name}": each for each in read_help(Funnel(), folder)}


def test_a_list_is_read_with_its_switches_icons_continuations_and_alternatives(tmp_path: Path) -> None:
    written(tmp_path, "swriter/guide/kites.html", LISTS)
    found = read(tmp_path)
    fly = found["swriter/guide/kites/list/1"]
    assert fly.title == "To Fly a Kite"
    assert fly.steps == (
        "Choose **Tools - Options - Kites**.",
        "Click the **Paper Kite** icon.",
        "Click the **String** icon .",
        "Click **OK**.",
    )
    assert fly.context == ("Kites", "Flying Kites in Text Documents", "To Fly a Kite")
    assert (fly.application, fly.licence, fly.keywords) == ("writer", "MPL-2.0", ("kites;flying",))


def test_nested_steps_stand_in_place_of_the_step_that_leads_to_them(tmp_path: Path) -> None:
    written(tmp_path, "swriter/guide/kites.html", LISTS)
    assert read(tmp_path)["swriter/guide/kites/list/2"].steps == ("Click the string.", "Click the tail.", "Press Delete.")


def test_a_sentence_that_tells_how_is_a_how_to(tmp_path: Path) -> None:
    written(tmp_path, "swriter/guide/kites.html", LISTS)
    told = read(tmp_path)["swriter/guide/kites/sentence/1"]
    assert (told.title, told.steps) == ("tie a kite to a page", ("choose **Insert - Kite**.",))


def test_an_access_box_gives_one_how_to_a_way(tmp_path: Path) -> None:
    written(tmp_path, "shared/01/kite.html", ACCESS)
    found = read(tmp_path)
    assert [found[f"shared/01/kite/access/{number}"].steps for number in (1, 2, 3)] == [
        ("Choose **Insert - Kite**.",), ("On **Kites** bar, click **Insert Kite**",), ("Ctrl+K",),
    ]  # fmt: skip
    assert found["shared/01/kite/access/1"].summary == "Inserts a kite into the text document."
    assert found["shared/01/kite/sentence/1"].reached == "Choose **Insert - Kite**."


def test_pages_of_other_applications_are_read_and_say_so(tmp_path: Path) -> None:
    written(tmp_path, "scalc/guide/kites.html", LISTS)
    written(tmp_path, "swriter/guide/broken.html", "<ol><li><p>Open</ul></b> the door<li>Close the door</div></div>")
    funnel = Funnel()
    assert {each.application for each in read_help(funnel, tmp_path) if "kites" in each.origin} == {"calc"}
    assert funnel.stages["read pages"].passed == 2


def test_a_missing_help_is_told_with_the_line_that_installs_it(tmp_path: Path) -> None:
    with pytest.raises(PrerequisiteError) as caught:
        list(read_help(Funnel(), tmp_path / "none"))
    assert str(caught.value) == f"LibreOffice Help is not in {tmp_path / 'none'}. On Debian or Ubuntu run: {INSTALL_LINE}"


def test_marks_are_joined_and_spaces_stand_outside() -> None:
    assert tidy("Choose **Insert** ** - Kite **now") == "Choose **Insert - Kite** now"
    assert unmarked("Click **OK**") == "Click OK"


@pytest.mark.skipif(not HELP.is_dir(), reason=f"LibreOffice Help is not installed: {INSTALL_LINE}")
def test_the_installed_help_tells_hundreds_of_how_tos_of_writer() -> None:
    funnel = Funnel()
    forms = [each.form for each in read_help(funnel, HELP / "swriter")]
    assert forms.count("list") >= 200
    assert forms.count("access") >= 200
    assert funnel.stages["read pages"].rejected.total() == 0
