"""One run of training in a process of its own: python learning.py TRAINER OUT [STATE]. Writes a line with the loss after every step."""

import sys
from dataclasses import replace
from pathlib import Path

from tests.huggingface.small import checkpoint, examples

from lamwright.huggingface.config import SftConfig
from lamwright.huggingface.sft import fit_sft
from lamwright.training.loop import Progress

CONFIG = SftConfig(lora_rank=0, rate=2e-3, epochs=1, batch=8, per_device=4, precision="fp32", state_seconds=0.0)


def main() -> None:
    trainer, out, *state = sys.argv[1:]
    small = checkpoint()
    with Path(out).open("a") as stream:

        def note(progress: Progress) -> None:
            stream.write(f"{progress.step} {progress.loss}\n")
            stream.flush()

        found = examples(small.tokenizer, 32 if trainer == "trl" else 96)
        fit_sft(small, found, replace(CONFIG, trainer=trainer), note, Path(state[0]) if state else None)


if __name__ == "__main__":
    main()
