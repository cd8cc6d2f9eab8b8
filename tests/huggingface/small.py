"""Small models made on the spot: a tokenizer trained on a few lines, Llama and Qwen at random weights, episodes of a notepad."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import torch

from lamwright.actions import Action, ClickInput, ControlRef, Finish, SelectText
from lamwright.example import EpisodeExample, LoggedEpisode, LoggedStep, StepExample
from lamwright.grammar import Target
from lamwright.huggingface.checkpoint import TEMPLATE, Checkpoint, ready
from lamwright.huggingface.conversation import action_messages, asked, write_action
from lamwright.huggingface.text_form import TextForm, Written

NAMES = ("Bold", "Italic", "Underline", "Strikethrough", "Center", "Justified", 'Say "hello"', "Größe")
WORDS = ("lamp", "river", "stone", "paper", "window", "garden", "bridge", "morning")


def targets(more: Sequence[str] = ()) -> tuple[Target, ...]:
    clicks = tuple(Target("click_input", name, "toggle button") for name in (*NAMES, *more))
    entry = Target("set_edit_text", "Font Name", "combo box")
    return (*clicks, entry, *(Target(name) for name in ("select_text", "select_table", "keyboard_input", "save_as", "finish", "give_up")))


def episode(name: str, word: str) -> EpisodeExample:
    """Select a word and click a button: three steps."""
    click = ClickInput(ControlRef(name, "toggle button"))
    steps: tuple[tuple[str, Action], ...] = (
        ("window document", SelectText(word)),
        (f"window document; selected {word}", click),
        (f"window document; selected {word}; on {name}", Finish()),
    )
    return EpisodeExample(f"Make the word {word} {name}", tuple(StepExample(state, targets(), action) for state, action in steps))


def episodes() -> list[EpisodeExample]:
    return [episode(name, word) for name in NAMES for word in WORDS]


def played(name: str, word: str, success: bool) -> LoggedEpisode:
    """The same as somebody played it; one who failed clicked another button."""
    example = episode(name, word)
    wrong = ClickInput(ControlRef(NAMES[NAMES.index(name) - 1], "toggle button"))
    actions = [example.steps[0].action, example.steps[1].action if success else wrong, Finish()]
    steps = tuple(LoggedStep(step.state, step.targets, action) for step, action in zip(example.steps, actions, strict=True))
    return LoggedEpisode(example.request, steps, success, True)


def tokenizer(vocabulary: int = 700) -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    inner = Tokenizer(models.BPE())
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = decoders.ByteLevel()
    text = [message["content"] for example in episodes()[::9] for one in asked(example) for message in action_messages(one.question)]
    text += [write_action(step.action) for example in episodes() for step in example.steps]
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=["<|pad|>", "<|end|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    inner.train_from_iterator(text, trainer)
    made: Any = PreTrainedTokenizerFast
    return made(tokenizer_object=inner, eos_token="<|end|>", pad_token="<|pad|>", chat_template=TEMPLATE)  # noqa: S106


def network(kind: str, vocabulary: int, eos: int, width: int = 64, layers: int = 2, seed: int = 0) -> Any:
    from transformers import LlamaConfig, LlamaForCausalLM, Qwen2Config, Qwen2ForCausalLM

    torch.manual_seed(seed)
    shape: dict[str, Any] = {
        "vocab_size": vocabulary,
        "hidden_size": width,
        "intermediate_size": 2 * width,
        "num_hidden_layers": layers,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 2048,
        "eos_token_id": eos,
        "bos_token_id": None,
        "pad_token_id": 0,
    }
    if kind == "llama":
        return LlamaForCausalLM(LlamaConfig(**shape))
    return Qwen2ForCausalLM(Qwen2Config(**shape))


def checkpoint(kind: str = "llama", width: int = 64, layers: int = 2, seed: int = 0) -> Checkpoint:
    own = tokenizer()
    return ready(Checkpoint(network(kind, len(own), own.eos_token_id, width, layers, seed), own, "small"))


def examples(own: Any, count: int | None = None, seed: int = 0) -> list[Written]:
    form = TextForm(own)
    every = [form.action(one) for example in episodes() for one in asked(example)]
    Random(seed).shuffle(every)
    return every[:count]


def folder(path: Path, kind: str = "llama") -> Path:
    """A checkpoint on disk as a foreign program would have left it."""
    small = checkpoint(kind)
    small.model.save_pretrained(path)
    small.tokenizer.save_pretrained(path)
    return path
