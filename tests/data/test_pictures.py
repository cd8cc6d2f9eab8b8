"""Pictures of a run: their formats, and what becomes of those that nobody will ask for."""

import io
from pathlib import Path

import pytest
from PIL import Image

from lamwright.data.pictures import Kept, in_format, picture_name, remove_unrecorded
from lamwright.errors import RecordError
from lamwright.records import SCREENSHOTS


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((320, 200), 40).save(out, "JPEG", quality=80)
    return out.getvalue()


def test_a_picture_becomes_webp_of_the_same_size_in_less_room() -> None:
    picture = jpeg()
    webp = in_format(picture, "webp")
    with Image.open(io.BytesIO(webp)) as shown:
        assert (shown.format, shown.size) == ("WEBP", (320, 200))
    assert len(webp) < len(picture)
    assert in_format(picture, "jpeg") is picture


def test_a_picture_is_named_by_episode_step_and_format() -> None:
    assert picture_name(12, 3, "webp") == "screenshots/000012-03.webp"
    assert picture_name(12, 3, "jpeg") == "screenshots/000012-03.jpg"


def test_a_disk_that_is_full_is_no_fault_of_the_task(tmp_path: Path) -> None:
    kept = Kept(tmp_path, 3)
    kept.check()
    with pytest.raises(FileNotFoundError):
        kept(0, b"picture")
    with pytest.raises(RecordError) as told:
        kept.check()
    assert str(told.value) == (f"{tmp_path} cannot keep a screenshot: No such file or directory. Make room, then continue with --resume.")


def test_pictures_of_episodes_that_were_not_recorded_go_and_all_else_stays(tmp_path: Path) -> None:
    names = ["000001-00.jpg", "000002-00.webp", "000002-01.webp", "notes.txt"]
    (tmp_path / SCREENSHOTS).mkdir()
    for name in names:
        (tmp_path / SCREENSHOTS / name).touch()
    remove_unrecorded(tmp_path, {1})
    assert sorted(path.name for path in (tmp_path / SCREENSHOTS).iterdir()) == ["000001-00.jpg", "notes.txt"]
