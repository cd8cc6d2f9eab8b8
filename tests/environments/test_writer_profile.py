"""The profile that every Writer starts from: made once, then copied."""

from pathlib import Path

import pytest
from lxml import etree

from lamwright.environments.writer.profile import cache_folder, copy_profile

OOR = "{http://openoffice.org/2001/registry}"


def test_a_profile_is_made_once_and_each_copy_is_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    copy_profile(tmp_path / "one")
    (made,) = cache_folder().iterdir()
    marked = made / "user" / "mark"
    marked.touch()
    copy_profile(tmp_path / "two")
    assert list(cache_folder().iterdir()) == [made]
    assert (tmp_path / "two" / "user" / "mark").exists()
    assert not (tmp_path / "one" / "user" / "mark").exists()


def test_its_settings_leave_typed_text_alone_and_ask_nothing(tmp_path: Path) -> None:
    copy_profile(tmp_path / "profile")
    items = etree.parse(tmp_path / "profile" / "user" / "registrymodifications.xcu").getroot()
    values = {
        (item.get(f"{OOR}path", "").rpartition(":")[2].rpartition("/")[2], prop.get(f"{OOR}name")): prop.findtext("value")
        for item in items
        for prop in item.iter("prop")
    }
    assert values["AutoCorrect", "CapitalAtStartSentence"] == "false"
    assert values["Completion", "Enable"] == "false"
    assert values["Document", "WarnAlienFormat"] == "false"
    assert values["Scripting", "DisableMacrosExecution"] == "true"
    assert values["Undo", "Steps"] == "1000"
