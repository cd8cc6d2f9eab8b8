"""How much sooner is an action written, against `generate` of transformers on the same checkpoint, prompts and grammar?

The peer reads every prompt from its start and asks for every token, its choices held to the same grammar by a logits processor, which has
the peer write forced tokens as we do: what both write must be equal, token for token. A small Llama is trained on some episodes first, so
that its answers are of usual length; prompts are those of other episodes, each step after the one before. Time is the process's own CPU
time on one thread, since other work may share the machine.

python -m benchmarks.decoding [--episodes 6] [--train 96] [--json]
"""

import argparse
import json
import sys
import time
import warnings
from collections.abc import Sequence
from statistics import median
from typing import Any

import torch
from torch import Tensor

from benchmarks.huggingface_scenes import general_tokenizer, scenes, small_model
from lamwright.grammar import Target
from lamwright.huggingface.checkpoint import Checkpoint
from lamwright.huggingface.config import SftConfig
from lamwright.huggingface.conversation import action_messages, asked, write_action
from lamwright.huggingface.decoding import allowed
from lamwright.huggingface.live_grammar import Grammars
from lamwright.huggingface.policy import HuggingFacePolicy, vocabulary_of
from lamwright.huggingface.sft_lean import fit_lean
from lamwright.huggingface.text_form import TextForm


class GrammarProcessor:
    """A logits processor of transformers: only what the grammar allows may come next."""

    def __init__(self, matcher: Any, prompt: int, eos: int) -> None:
        self._matcher, self._taken, self._eos = matcher, prompt, eos

    def __call__(self, ids: Tensor, scores: Tensor) -> Tensor:
        new = ids[0, self._taken :].tolist()
        self._matcher.consume_tokens(new)
        self._taken += len(new)
        must = self._matcher.compute_ff_tokens()
        mask = torch.zeros(scores.shape[-1], dtype=torch.bool)
        if must:
            mask[must[0]] = True
        elif self._matcher.is_stopped() or self._matcher.is_accepting():
            mask[self._eos] = True
        else:
            mask = allowed(self._matcher, scores.shape[-1])
        return scores.masked_fill(~mask, -torch.inf)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--episodes", type=int, default=6)
    options.add_argument("--train", type=int, default=96, help="episodes to train on first")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    result = measured(given.episodes, given.train)
    print(json.dumps(result) if given.json else "\n".join(f"{name}: {value}" for name, value in result.items()))


def measured(count: int, train: int) -> dict[str, Any]:
    drawn = scenes(train + count, seed=1)
    checkpoint = _trained(drawn[:train])
    grammars = Grammars(checkpoint.tokenizer, vocabulary_of(checkpoint))
    form, policy, ours, peers, right, tokens = TextForm(checkpoint.tokenizer), HuggingFacePolicy(checkpoint), [], [], 0, []
    for scene in drawn[train:]:
        for situation, one in zip(scene.situations(), asked(scene.example()), strict=True):
            begun = time.process_time()
            scored = policy.decide_scored(situation)
            ours.append(time.process_time() - begun)
            prompt = form.prompt(action_messages(one.question))
            begun = time.process_time()
            written = peer(checkpoint, prompt, one.question.targets, grammars)
            peers.append(time.process_time() - begun)
            own = [int(choice[0]) for choice in scored.behaviour.choices]
            if own != written:
                raise SystemExit(f"The two wrote different answers: {form.read(own)} and {form.read(written)}")
            right += write_action(scored.action) == write_action(one.action)
            tokens.append(len(written))
    return {
        "ratio": round(sum(peers) / sum(ours), 2),
        "ours_ms": round(1000 * median(ours), 1),
        "peer_ms": round(1000 * median(peers), 1),
        "steps": len(ours),
        "equal": True,
        "right_share": round(right / len(ours), 2),
        "answer_tokens": round(sum(tokens) / len(tokens), 1),
        "read_tokens_per_step": round(policy.writer.read / len(ours), 1),
        "reused_token_share": round(policy.writer.reused / (policy.writer.reused + policy.writer.read), 3),
        "parameters": sum(weight.numel() for weight in checkpoint.model.parameters()),
        "threads": 1,
    }


def peer(checkpoint: Checkpoint, prompt: Sequence[int], offered: Sequence[Target], grammars: Grammars) -> list[int]:
    """What `generate` writes, without the end token."""
    eos = checkpoint.tokenizer.eos_token_id
    ids = torch.tensor([list(prompt)])
    found = checkpoint.model.generate(
        ids,
        attention_mask=torch.ones_like(ids),
        max_new_tokens=1024,
        do_sample=False,
        logits_processor=[GrammarProcessor(grammars.action(offered), len(prompt), eos)],
        pad_token_id=checkpoint.tokenizer.pad_token_id,
        eos_token_id=eos,
    )
    return [int(token) for token in found[0, len(prompt) :] if int(token) != eos]


def _trained(drawn: Sequence[Any]) -> Checkpoint:
    tokenizer = general_tokenizer()
    form = TextForm(tokenizer)
    examples = [form.action(one) for scene in drawn for one in asked(scene.example())]
    config = SftConfig(lora_rank=0, rate=2e-3, epochs=2, batch=8)

    def note(progress: Any) -> None:
        print(f"training: step {progress.step}, loss {progress.loss:.3f}, {progress.seconds_left:.0f} s left", file=sys.stderr, flush=True)

    return fit_lean(small_model(tokenizer), examples, config, note)


if __name__ == "__main__":
    main()
