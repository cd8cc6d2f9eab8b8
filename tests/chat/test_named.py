"""`openai:NAME` and its options, read in one place."""

import pickle
from pathlib import Path

import pytest

from lamwright.chat.named import NamedModel, is_chat_name, named_model
from lamwright.chat.usage import Prices
from lamwright.errors import PrerequisiteError, UsageError


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def test_a_name_with_its_options_is_read(tmp_path: Path) -> None:
    read = named_model("openai:gpt-4o+vision", "http://127.0.0.1:8000/v1/", cache=tmp_path, prices="2.5,10")
    assert read == NamedModel("gpt-4o", "http://127.0.0.1:8000/v1", sees=True, cache=tmp_path, prices=Prices(2.5, 10.0))


def test_the_url_is_the_environments_and_else_openais_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert named_model("openai:m").base_url == "https://api.openai.com/v1"
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:1234/v1")
    assert named_model("openai:m").base_url == "http://localhost:1234/v1"


def test_a_models_name_may_hold_slashes_and_colons() -> None:
    assert named_model("openai:org/model:7b").model == "org/model:7b"


@pytest.mark.parametrize("name", ["openai:", "openai: ", "openai:+vision", "gpt-4o", "", "anthropic:x"])
def test_what_names_no_model_is_refused(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        named_model(name)
    assert str(caught.value) == f"{name!r} names no model behind an endpoint. Write openai:NAME, such as openai:gpt-4o-mini."


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://host/v1", "http://", "http://host:port/v1", "http://host:99999/v1", "v1"])
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        named_model("openai:m", url)
    assert str(caught.value) == f"{url!r} is no base URL. Write it whole, such as http://127.0.0.1:8000/v1."


def test_a_url_with_a_password_is_refused_and_not_repeated() -> None:
    with pytest.raises(UsageError) as caught:
        named_model("openai:m", "https://me:secret@host/v1")
    assert str(caught.value) == "The base URL holds a password. Put the key into OPENAI_API_KEY and leave it out of the URL."


@pytest.mark.parametrize("prices", ["1", "1,2,3", "a,b", "-1,2", "1;2"])
def test_what_are_no_prices_is_refused(prices: str) -> None:
    with pytest.raises(UsageError) as caught:
        named_model("openai:m", prices=prices)
    assert str(caught.value) == f"{prices!r} are no prices. Write dollars for a million tokens, in and out, such as 2.5,10."


def test_a_missing_key_is_named_with_the_line_that_sets_it() -> None:
    with pytest.raises(PrerequisiteError) as caught:
        named_model("openai:m").open()
    assert str(caught.value) == (
        "There is no key for https://api.openai.com/v1. Run: export OPENAI_API_KEY=... (or name a server on this machine with --base-url)"
    )


@pytest.mark.parametrize("key", ["schl\u00fcssel", "sk-\x07", "sk-a\nb"])
def test_what_cannot_be_a_key_is_refused_and_not_repeated(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", key)
    with pytest.raises(UsageError) as caught:
        named_model("openai:m").open()
    assert str(caught.value) == "OPENAI_API_KEY holds characters that no key has. Set it again."


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_a_server_on_this_machine_needs_no_key(host: str) -> None:
    chat = named_model("openai:m", f"http://{host}:8000/v1").open()
    chat.close()
    assert repr(chat) == "OpenAIChat('m')"


def test_a_missing_package_is_named_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lamwright.chat.named.find_spec", lambda name: None if name == "openai" else object())
    with pytest.raises(PrerequisiteError) as caught:
        named_model("openai:m").open()
    assert str(caught.value) == "These Python packages are not installed: openai. Run: pip install 'lamwright[llm]'"


def test_a_named_model_holds_no_key_and_can_be_handed_to_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    named = named_model("openai:m")
    assert "sk-secret" not in repr(named)
    assert pickle.loads(pickle.dumps(named)) == named  # noqa: S301 - made here


def test_names_for_endpoints_are_told_from_folders() -> None:
    assert [is_chat_name(name) for name in ("openai:m", "runs/openai", "expert")] == [True, False, False]
