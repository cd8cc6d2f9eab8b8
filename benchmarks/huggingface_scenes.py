"""What the benchmarks of Hugging Face models read: windows of Writer from its application map, a tokenizer and a model made on the spot."""

import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from lamwright.actions import FUNCTIONS, Action, ClickInput, ControlRef, Finish
from lamwright.application_map import MAIN_WINDOW, MappedControl, MapStep
from lamwright.environments.writer.shipped_map import writer_map
from lamwright.example import EpisodeExample, StepExample
from lamwright.grammar import targets
from lamwright.huggingface.checkpoint import TEMPLATE, Checkpoint, ready
from lamwright.observation import Control, Observation, Rectangle
from lamwright.policy import Situation, Turn
from lamwright.prompts import brief_state

SHOWN = 70
"""So many controls of the main window show at once on a screen of usual size."""
_SOMEWHERE = Rectangle(0, 0, 1, 1)


@dataclass(frozen=True, slots=True)
class Scene:
    """A request with what is seen and done at each step."""

    request: str
    steps: tuple[tuple[Observation, Action], ...]

    def example(self) -> EpisodeExample:
        steps = (StepExample(brief_state(seen), targets(seen, FUNCTIONS), action) for seen, action in self.steps)
        return EpisodeExample(self.request, tuple(steps))

    def situations(self) -> Iterator[Situation]:
        """Each step as a policy meets it, the steps before done as they should be."""
        history: tuple[Turn, ...] = ()
        for seen, action in self.steps:
            yield Situation(self.request, seen, history, tuple(FUNCTIONS))
            history = (*history, Turn(seen, action, ""))


def scenes(count: int, seed: int) -> list[Scene]:
    """Requests for entries of menus: the clicks that lead there, the dialog that opens, the end."""
    entries = [
        control
        for control in writer_map().controls
        if control.place.startswith("menu ") and control.type == "menu item" and not control.condition
    ]
    return [_scene(control) for control in Random(seed).sample(entries, min(count, len(entries)))]


def _scene(entry: MappedControl) -> Scene:
    found = writer_map()
    main = [control for control in found.in_place(MAIN_WINDOW) if not control.condition][:SHOWN]
    shown, steps, place = list(main), list[tuple[Observation, Action]](), "menu"
    for click in (*entry.path, MapStep(entry.text, entry.type)):
        steps.append((_observation("letter.odt", shown), ClickInput(ControlRef(click.text, click.type))))
        place = f"{place} {click.text}" if place == "menu" else f"{place} > {click.text}"
        shown += found.in_place(place)
    if entry.opens.startswith("dialog "):
        inside = [*found.in_place(entry.opens), MappedControl("OK", "push button", entry.opens)]
        steps.append((_observation(entry.opens.removeprefix("dialog "), inside, modal=True), ClickInput(ControlRef("OK", "push button"))))
    steps.append((_observation("letter.odt", main), Finish()))
    path = ", ".join((*(step.text for step in entry.path), entry.text))
    return Scene(f"Use {entry.text.rstrip('.')}, which is at {path}", tuple(steps))


def _observation(window: str, shown: list[MappedControl], modal: bool = False) -> Observation:
    on = frozenset({"enabled"})
    controls = (Control(label, one.text, one.type, _SOMEWHERE, on) for label, one in enumerate(shown, 1))
    return Observation(window, tuple(controls), modal)


def general_tokenizer(vocabulary: int = 8192) -> Any:
    """A tokenizer of program text in general (Python's own library), as large models have one: it knows nothing of windows."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    inner = Tokenizer(models.BPE())
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=["<|pad|>", "<|end|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    inner.train([str(path) for path in sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))], trainer)
    made: Any = PreTrainedTokenizerFast
    return made(tokenizer_object=inner, eos_token="<|end|>", pad_token="<|pad|>", chat_template=TEMPLATE)  # noqa: S106


def small_model(tokenizer: Any, seed: int = 0) -> Checkpoint:
    """A Llama of about 6M parameters at random weights."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(seed)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=256,
        intermediate_size=768,
        num_hidden_layers=4,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=4096,
        tie_word_embeddings=True,
        bos_token_id=None,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    return ready(Checkpoint(LlamaForCausalLM(config), tokenizer, "a Llama at random weights"))
