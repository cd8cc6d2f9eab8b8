"""Pictures of a run: their formats, and what becomes of those that nobody will ask for."""

import io
from pathlib import Path

from PIL import Image

from lamwright.data.pictures import in_format, picture_name, remove_unrecorded
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


def test_pictures_of_episodes_that_were_not_recorded_go_and_all_else_stays(tmp_path: Path) -> None:
    names = ["000001-00.jpg", "000002-00.webp", "000002-01.webp", "notes.txt"]
    (tmp_path / SCREENSHOTS).mkdir()
    for name in names:
        (tmp_path / SCREENSHOTS / name).touch()
    remove_unrecorded(tmp_path, {1})
    assert sorted(path.name for path in (tmp_path / SCREENSHOTS).iterdir()) == ["000001-00.jpg", "notes.txt"]
