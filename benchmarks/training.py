"""How many tokens a second does our loop learn from, against TRL's SFTTrainer on the same model, data and machine?

Tokens are those of the examples as they are, one by one, padding not counted, for both. TRL runs at the precision asked for and at fp32,
and the faster of the two counts. Time is the process's own CPU time on one thread, since other work may share the machine.

python -m benchmarks.training [--steps 6] [--precision bf16] [--json]
"""

import argparse
import copy
import json
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import torch

from benchmarks.huggingface_scenes import general_tokenizer, scenes, small_model
from lamwright.huggingface.checkpoint import Checkpoint
from lamwright.huggingface.config import SftConfig
from lamwright.huggingface.conversation import asked
from lamwright.huggingface.sft import fit_trl
from lamwright.huggingface.sft_lean import fit_lean
from lamwright.huggingface.text_form import TextForm, Written
from lamwright.training.loop import OnProgress, Progress

Fit = Callable[[Checkpoint, list[Written], SftConfig, OnProgress], Any]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--steps", type=int, default=6, help="optimiser steps of TRL; ours goes through the same examples")
    options.add_argument("--batch", type=int, default=16)
    options.add_argument("--per-device", type=int, default=4, help="examples at once in TRL")
    options.add_argument("--precision", choices=("bf16", "fp32"), default="bf16")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    warnings.simplefilter("ignore")
    result = measured(given.steps, given.batch, given.per_device, given.precision)
    print(json.dumps(result) if given.json else "\n".join(f"{name}: {value}" for name, value in result.items()))


def measured(steps: int, batch: int, per_device: int, precision: str) -> dict[str, Any]:
    tokenizer = general_tokenizer()
    form = TextForm(tokenizer)
    every = [form.action(one) for scene in scenes(200, seed=0) for one in asked(scene.example())]
    examples = every[: steps * batch]
    model = small_model(tokenizer)
    config = SftConfig(lora_rank=0, rate=1e-3, epochs=1, batch=batch, per_device=per_device, precision=precision)
    ours = _speed(fit_lean, model, examples, config)
    peers = {name: _speed(fit_trl, model, examples, _at(config, name)) for name in dict.fromkeys((precision, "fp32"))}
    return {
        "ratio": round(ours / max(peers.values()), 2),
        "ours_tokens_per_cpu_second": round(ours),
        "peer_tokens_per_cpu_second": round(max(peers.values())),
        "peer_by_precision": {name: round(speed) for name, speed in peers.items()},
        "parameters": sum(weight.numel() for weight in model.model.parameters()),
        "examples": len(examples),
        "tokens_per_example": round(sum(len(one.ids) for one in examples) / len(examples)),
        "learnt_tokens_per_example": round(sum(len(one.answer) for one in examples) / len(examples), 1),
        "precision": precision,
        "batch": batch,
        "threads": 1,
        "torch": torch.__version__,
    }


def _at(config: SftConfig, precision: str) -> SftConfig:
    """The settings at another precision, which accelerate takes up only from a clean state."""
    from accelerate.state import AcceleratorState

    AcceleratorState._reset_state(reset_partial_state=True)
    return replace(config, precision=precision)


def _speed(fit: Fit, model: Checkpoint, examples: list[Written], config: SftConfig) -> float:
    """Tokens of examples a CPU second, from the end of the first step to the end of the last."""
    marks: list[tuple[float, int]] = []

    def note(progress: Progress) -> None:
        marks.append((time.process_time(), progress.examples))
        print(f"{fit.__name__} {config.precision}: step {progress.step}, loss {progress.loss:.3f}", file=sys.stderr, flush=True)

    fit(Checkpoint(copy.deepcopy(model.model), model.tokenizer, model.name), examples, config, note)
    tokens = sum(len(one.ids) for one in examples) / len(examples)
    return (marks[-1][1] - marks[0][1]) * tokens / (marks[-1][0] - marks[0][0])


if __name__ == "__main__":
    main()
