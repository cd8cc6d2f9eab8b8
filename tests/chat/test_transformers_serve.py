"""A real server of models, `transformers serve`, with a tiny model made on the spot: its text is random, what is tested is the way to it.

It takes no notice of the schema that is asked for: every answer must end as a counted rejection.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from time import perf_counter
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import pytest
from tests.chat.asking import QUESTION, Count

from lamwright.chat.answers import BAD_ANSWERS
from lamwright.chat.many import ask_many
from lamwright.chat.named import named_model
from lamwright.chat.openai_chat import OpenAIChat
from lamwright.errors import ModelError

NEEDED = ("torch", "transformers", "tokenizers", "fastapi", "uvicorn")
MISSING = [name for name in NEEDED if find_spec(name) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"transformers serve needs {', '.join(MISSING)}: pip install 'transformers[serving]'")

TEMPLATE = "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}{% endfor %}<|assistant|>"
STARTS_WITHIN_SECONDS = 90
MAKE = """
import sys
import torch
from tokenizers import ByteLevelBPETokenizer
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast
torch.manual_seed(0)
bpe = ByteLevelBPETokenizer()
texts = ["how many rows are there", "choose insert table", "click the push button"] * 4
bpe.train_from_iterator(texts, vocab_size=300, special_tokens=["<s>", "</s>"])
tokenizer = PreTrainedTokenizerFast(tokenizer_object=bpe._tokenizer, bos_token="<s>", eos_token="</s>", pad_token="</s>")
tokenizer.chat_template = sys.argv[2]
config = LlamaConfig(vocab_size=len(tokenizer), hidden_size=32, intermediate_size=64, num_hidden_layers=1, num_attention_heads=2,
    max_position_embeddings=2048, bos_token_id=0, eos_token_id=1, pad_token_id=1)
LlamaForCausalLM(config).save_pretrained(sys.argv[1])
tokenizer.save_pretrained(sys.argv[1])
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The model's name and the base URL. The server is ended by its own process id, whatever happens."""
    folder = tmp_path_factory.mktemp("served") / "tiny"
    quiet = {**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
    subprocess.run([sys.executable, "-c", MAKE, str(folder), TEMPLATE], env=quiet, check=True, timeout=120, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("transformers")), "serve", str(folder), "--device", "cpu", "--host", "127.0.0.1"]
    log = (folder.parent / "log").open("wb")
    server = subprocess.Popen([*command, "--port", str(port)], env=quiet, stdout=log, stderr=subprocess.STDOUT)
    try:
        _await(f"http://127.0.0.1:{port}/health", server, folder.parent / "log")
        yield str(folder), f"http://127.0.0.1:{port}/v1"
    finally:
        _end(server)
        log.close()


def _await(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    opener = build_opener(ProxyHandler({}))
    deadline = perf_counter() + STARTS_WITHIN_SECONDS
    while True:
        try:
            opener.open(url, timeout=5).close()
        except URLError:
            assert server.poll() is None, f"the server ended: {log.read_text(errors='replace')[-800:]}"
            assert perf_counter() < deadline, f"the server did not come up: {log.read_text(errors='replace')[-800:]}"
            Event().wait(0.2)
        else:
            return


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(10)


@pytest.fixture
def chat(served: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenAIChat]:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    name, url = served
    named = named_model(f"openai:{name}", url, cache=tmp_path / "answers", prices="1,2")
    made = replace(named, answer_tokens=12, tries=2).open()
    yield made
    made.close()


def test_random_text_ends_as_counted_rejections_and_its_tokens_are_counted(chat: OpenAIChat) -> None:
    with pytest.raises(ModelError) as caught:
        chat.ask(QUESTION, Count)
    usage = chat.usage
    assert caught.value.reason in BAD_ANSWERS
    assert usage.rejected.total() == usage.requests == 2
    assert usage.given_up.total() == 1
    assert usage.input_tokens > 2 * len(QUESTION[0].text.split())
    assert 0 < usage.output_tokens <= 24
    assert usage.cost == pytest.approx((usage.input_tokens + 2 * usage.output_tokens) / 1e6)
    with pytest.raises(ModelError) as again:
        chat.ask(QUESTION, Count)
    assert (str(again.value), usage.requests) == (str(caught.value), 2)


def test_many_questions_at_once_each_end_counted(chat: OpenAIChat) -> None:
    results = list(ask_many(lambda _: chat.ask(QUESTION, Count), range(4), threads=2))
    assert all(isinstance(result, ModelError) and result.reason in BAD_ANSWERS for result in results)
    assert chat.usage.given_up.total() == 4


def test_a_model_that_is_not_served_is_one_sentence(served: tuple[str, str]) -> None:
    chat = named_model("openai:no-such-model", served[1]).open()
    with pytest.raises(ModelError) as caught:
        chat.ask(QUESTION, Count)
    chat.close()
    assert str(caught.value).startswith(served[1])
    assert "\n" not in str(caught.value)
