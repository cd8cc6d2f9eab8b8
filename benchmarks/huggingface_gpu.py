"""How fast do models of usual size learn and read on a GPU: tokens a second, model FLOPs utilisation, peak memory?

Random weights in bf16: a 0.5B model with all its weights learning, and a 7B one with an adapter. Needs a CUDA device; where there is none,
nothing is measured and the output says so.

python -m benchmarks.huggingface_gpu [--sizes 0.5B 7B] [--steps 8] [--tokens 16384] [--json]
"""

import argparse
import json
import sys
import time
from dataclasses import dataclass
from typing import Any

import torch

from lamwright.huggingface.lora import with_adapter
from lamwright.huggingface.rows import batch_of, rows_of
from lamwright.huggingface.sft_lean import sft_loss
from lamwright.huggingface.text_form import Written

PEAK_TFLOPS = {"H100": 989.0, "H200": 989.0, "A100": 312.0, "L40": 181.0}
"""Dense bf16, by the makers' data sheets."""
PROMPT, ANSWER = 984, 40


@dataclass(frozen=True, slots=True)
class Size:
    """The shape of a Qwen2 model; `rank` 0 trains all its weights."""

    width: int
    feed_forward: int
    layers: int
    heads: int
    groups: int
    tied: bool
    rank: int


SIZES = {"0.5B": Size(896, 4864, 24, 14, 2, True, 0), "7B": Size(3584, 18944, 28, 28, 4, False, 16)}
"""The published shapes of Qwen2.5 0.5B and 7B, whose vocabulary has 151,936 tokens."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", nargs="+", choices=tuple(SIZES), default=tuple(SIZES))
    options.add_argument("--steps", type=int, default=8)
    options.add_argument("--tokens", type=int, default=16384, help="tokens a step")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    if not torch.cuda.is_available():
        print("Not run: this machine has no CUDA device.", file=sys.stderr)
        print(json.dumps({"run": False, "reason": "no CUDA device"}))
        return
    result = {"run": True, "device": torch.cuda.get_device_name(), "torch": torch.__version__}
    sizes = {name: measured(SIZES[name], given.steps, given.tokens) for name in given.sizes}
    print(json.dumps({**result, "sizes": sizes}) if given.json else json.dumps({**result, "sizes": sizes}, indent=2))


def measured(size: Size, steps: int, tokens: int) -> dict[str, Any]:
    """Steps with prompts that share nothing: every token is read."""
    torch.cuda.empty_cache()
    torch.cuda.reset_peak_memory_stats()
    own = model_of(size)
    parameters = sum(weight.numel() for weight in own.parameters())
    model = with_adapter(own, size.rank, 32)
    model.gradient_checkpointing_enable()
    if size.rank:
        model.enable_input_require_grads()
    model.train()
    learning = [weight for weight in model.parameters() if weight.requires_grad]
    optimiser = torch.optim.AdamW(learning, lr=1e-5, fused=True)
    batch = batch_of(rows_of(_examples(max(1, tokens // (PROMPT + ANSWER))), PROMPT + ANSWER))
    begun = 0.0
    for step in range(steps + 2):
        if step == 2:
            torch.cuda.synchronize()
            begun = time.perf_counter()
        sft_loss(model, batch, "bf16").value.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
    torch.cuda.synchronize()
    speed = steps * batch.tokens / (time.perf_counter() - begun)
    return {
        "tokens_per_second": round(speed),
        "mfu": _utilisation(parameters, size, speed),
        "peak_gib": round(torch.cuda.max_memory_allocated() / 2**30, 1),
        "parameters": parameters,
        "learning": sum(weight.numel() for weight in learning),
        "gradient_checkpointing": True,
    }


def _utilisation(parameters: int, size: Size, speed: float) -> float | None:
    """The share of the device's peak that learning needs: 6 N operations a token, 4 N where the weights stay; attention left out."""
    peak = next((tflops for name, tflops in PEAK_TFLOPS.items() if name in torch.cuda.get_device_name()), None)
    return round((4 if size.rank else 6) * parameters * speed / (peak * 1e12), 3) if peak else None


def model_of(size: Size, device: str = "cuda") -> Any:
    """Random weights in bf16."""
    from transformers import Qwen2Config, Qwen2ForCausalLM

    config = Qwen2Config(
        vocab_size=151936,
        hidden_size=size.width,
        intermediate_size=size.feed_forward,
        num_hidden_layers=size.layers,
        num_attention_heads=size.heads,
        num_key_value_heads=size.groups,
        tie_word_embeddings=size.tied,
        max_position_embeddings=32768,
    )
    torch.manual_seed(0)
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.bfloat16)
    try:
        with torch.device(device):
            return Qwen2ForCausalLM(config)
    finally:
        torch.set_default_dtype(before)


def _examples(count: int) -> list[Written]:
    draw = torch.Generator().manual_seed(0)
    ids = torch.randint(10, 151000, (count, PROMPT + ANSWER), generator=draw).tolist()
    return [Written(tuple(row[:PROMPT]), tuple(row[PROMPT:])) for row in ids]


if __name__ == "__main__":
    main()
