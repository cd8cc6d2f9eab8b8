"""Watching a trainer of transformers: progress, and a stop before a gradient that is no number can spoil the weights."""

import math
import time
from typing import Any

import torch

from lamwright.training.faults import NO_NUMBER
from lamwright.training.loop import OnProgress, Progress


def watcher(on_progress: OnProgress) -> Any:
    """A callback for the trainer."""
    from transformers import TrainerCallback

    class Watcher(TrainerCallback):
        """Tells where training stands after every step."""

        def __init__(self) -> None:
            self._begun, self._first, self._note = time.monotonic(), 0, ""

        def on_train_begin(self, args: Any, state: Any, control: Any, **given: Any) -> None:  # noqa: ARG002
            self._begun, self._first = time.monotonic(), state.global_step

        def on_pre_optimizer_step(self, args: Any, state: Any, control: Any, model: Any = None, **given: Any) -> None:  # noqa: ARG002
            """Leaves out the step where a gradient is not finite: the weights stay numbers."""
            gradients = [weight.grad for weight in model.parameters() if weight.grad is not None]
            if gradients and not all(bool(torch.isfinite(gradient).all()) for gradient in gradients):
                for weight in model.parameters():
                    weight.grad = None
                self._note = NO_NUMBER
                control.should_training_stop = True

        def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **given: Any) -> None:  # noqa: ARG002
            if logs and "loss" in logs and state.is_world_process_zero:
                on_progress(_progress(args, state, logs, time.monotonic() - self._begun, self._first, self._note))

    return Watcher()


def _progress(args: Any, state: Any, logs: Any, seconds: float, first: int, note: str) -> Progress:
    batch = args.train_batch_size * args.gradient_accumulation_steps * args.world_size
    done = max(state.global_step - first, 1)
    left = (state.max_steps - state.global_step) * seconds / done
    loss = math.nan if note else float(logs["loss"])
    tokens = float(logs.get("num_tokens", 0.0)) / max(seconds, 1e-9)
    figures = {name: float(logs[name]) for name in ("grad_norm", "learning_rate") if name in logs}
    speed = done * batch / max(seconds, 1e-9)
    return Progress(state.global_step, state.global_step * batch, loss, speed, left, note, seconds, tokens, figures=figures)
