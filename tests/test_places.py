"""Which model is taken where none is named."""

from pathlib import Path

import pytest

from lamwright import places
from lamwright.errors import UsageError
from lamwright.places import default_model, model_folder


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the shipped model would be; nothing is there."""
    monkeypatch.setattr(places, "SHIPPED", tmp_path / "shipped")
    return tmp_path / "shipped"


def test_the_shipped_model_is_the_default(shipped: Path) -> None:
    shipped.mkdir()
    (shipped / "model.safetensors").touch()
    assert default_model() == shipped


def test_without_a_model_it_is_said_how_to_have_one(shipped: Path) -> None:
    with pytest.raises(UsageError) as caught:
        default_model()
    assert str(caught.value) == (f"The shipped model is not in {shipped}. Name one with --model; train one in minutes with: lamwright demo")


def test_shipped_names_the_packages_own_folder(shipped: Path) -> None:
    assert model_folder("shipped") == shipped
    assert model_folder("runs/shipped") == Path("runs/shipped")
