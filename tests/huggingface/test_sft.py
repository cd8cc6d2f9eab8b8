"""Supervised fine-tuning: by our loop and by TRL's, killed and gone on, in one process and in two, and when things go wrong."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from tests.huggingface.learning import CONFIG
from tests.huggingface.small import checkpoint, examples

from lamwright.errors import UsageError
from lamwright.huggingface.checkpoint import Checkpoint
from lamwright.huggingface.config import SftConfig
from lamwright.huggingface.lora import OR_ELSE
from lamwright.huggingface.rows import batch_of, rows_of
from lamwright.huggingface.sft import arguments, fit_sft, fit_trl
from lamwright.huggingface.sft_lean import fit_lean, sft_loss
from lamwright.huggingface.text_form import Written
from lamwright.training.faults import NO_NUMBER, out_of_memory
from lamwright.training.loop import Progress

ROOT = Path(__file__).parents[2]
LEARN = SftConfig(lora_rank=0, rate=6e-3, epochs=6, batch=8, per_device=8, precision="fp32")
IGNORED = pytest.mark.filterwarnings("ignore")


def loss_on(trained: Checkpoint, kept: list[Written]) -> float:
    with torch.inference_mode():
        return sft_loss(trained.model, batch_of(rows_of(kept, 4096)), "fp32").value.item()


def run(*command: str, **more: Any) -> "subprocess.Popen[str]":
    path = os.pathsep.join((str(ROOT), str(ROOT / "src")))
    settings = {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": "", "HF_HUB_OFFLINE": "1"}
    return subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more
    )


def curve(file: Path) -> dict[int, float]:
    lines = file.read_text().splitlines() if file.exists() else []
    return {int(step): float(loss) for step, loss in (line.split() for line in lines if len(line.split()) == 2)}


@IGNORED
def test_our_loop_reaches_the_loss_that_trl_reaches() -> None:
    every = examples(checkpoint().tokenizer)
    learnt, kept = every[:64], every[160:]
    ours = loss_on(fit_lean(checkpoint(), learnt, LEARN, lambda progress: None), kept)
    theirs = loss_on(fit_trl(checkpoint(), learnt, LEARN, lambda progress: None), kept)
    assert loss_on(checkpoint(), kept) > 6
    assert ours < 2
    assert ours == pytest.approx(theirs, rel=0.2)


@IGNORED
def test_an_adapter_learns_and_the_models_own_weights_stay() -> None:
    small = checkpoint()
    every = examples(small.tokenizer, 48)
    before = {name: weight.clone() for name, weight in small.model.named_parameters()}
    trained = fit_lean(small, every, replace(LEARN, lora_rank=8, epochs=1), lambda progress: None)
    assert loss_on(trained, every) < loss_on(checkpoint(), every) - 0.2
    own = dict(trained.model.get_base_model().named_parameters())
    assert all(torch.equal(weight, own[name.replace("proj.weight", "proj.base_layer.weight")]) for name, weight in before.items())


def test_training_that_was_killed_goes_on_with_the_same_losses(tmp_path: Path) -> None:
    whole, broken, state = tmp_path / "whole", tmp_path / "broken", tmp_path / "state"
    fit_sft(checkpoint(), examples(checkpoint().tokenizer, 96), CONFIG, _writes(whole))
    begun = run("-m", "tests.huggingface.learning", "lean", str(broken), str(state))
    assert begun.stdout
    while len(curve(broken)) < 5 and begun.poll() is None:
        with suppress(subprocess.TimeoutExpired):
            begun.wait(0.02)
    begun.send_signal(signal.SIGKILL)
    begun.wait()
    begun.stdout.close()
    assert state.exists()
    fit_sft(checkpoint(), examples(checkpoint().tokenizer, 96), CONFIG, _writes(broken), state)
    assert curve(broken) == pytest.approx(curve(whole), abs=1e-5)
    assert not state.exists()


def _writes(file: Path) -> Callable[[Progress], None]:
    def note(progress: Progress) -> None:
        with file.open("a") as stream:
            stream.write(f"{progress.step} {progress.loss}\n")

    return note


@IGNORED
def test_trl_that_was_stopped_goes_on_with_the_same_losses(tmp_path: Path) -> None:
    found = examples(checkpoint().tokenizer, 24)
    config = replace(CONFIG, trainer="trl", per_device=8, save_steps=1)
    whole: dict[int, float] = {}
    fit_sft(checkpoint(), found, config, lambda progress: whole.update({progress.step: progress.loss}))
    parts: dict[int, float] = {}

    def stops(progress: Progress) -> None:
        parts[progress.step] = progress.loss
        if progress.step == 2:
            raise KeyboardInterrupt

    state = tmp_path / "state"
    with pytest.raises(KeyboardInterrupt):
        fit_sft(checkpoint(), found, config, stops, state)
    (state.with_suffix(".trl") / "checkpoint-9").mkdir()  # torn: a kill while it was written
    fit_sft(checkpoint(), found, config, lambda progress: parts.update({progress.step: progress.loss}), state)
    assert parts == pytest.approx(whole, abs=1e-4)
    assert not state.with_suffix(".trl").exists()


@IGNORED
def test_two_processes_learn_with_the_losses_of_one(tmp_path: Path) -> None:
    found = examples(checkpoint().tokenizer, 32)
    fit_sft(checkpoint(), found, replace(CONFIG, trainer="trl"), _writes(tmp_path / "one"))
    two = run(
        "-m", "torch.distributed.run", "--nproc-per-node", "2", "--standalone",
        "-m", "tests.huggingface.learning", "trl", str(tmp_path / "two"),
    )  # fmt: skip
    told = two.communicate(timeout=200)[0]
    assert two.returncode == 0, told
    assert len(curve(tmp_path / "one")) == 4
    assert curve(tmp_path / "two") == pytest.approx(curve(tmp_path / "one"), abs=2e-3)


@pytest.mark.parametrize("trainer", ["lean", "trl"])
@IGNORED
def test_a_loss_that_is_no_number_stops_with_the_weights_from_before(trainer: str) -> None:
    small = checkpoint()
    found = examples(small.tokenizer, 32)
    seen: list[Progress] = []

    def spoil(progress: Progress) -> None:
        seen.append(progress)
        if progress.step == 2:
            kept.update({name: weight.detach().clone() for name, weight in small.model.named_parameters()})
            hook.append(small.model.base_model.embed_tokens.register_forward_hook(lambda module, given, out: out * torch.nan))

    kept: dict[str, torch.Tensor] = {}
    hook: list[Any] = []
    trained = fit_sft(small, found, replace(CONFIG, trainer=trainer, per_device=8, epochs=2), spoil)
    assert [progress.note for progress in seen] == ["", "", NO_NUMBER]
    assert all(torch.equal(weight, kept[name]) for name, weight in trained.model.named_parameters())


@pytest.mark.parametrize(
    "fault", [torch.OutOfMemoryError("CUDA out of memory"), RuntimeError("DefaultCPUAllocator: can't allocate memory")]
)
def test_too_little_memory_says_what_to_lower(fault: Exception) -> None:
    small = checkpoint()

    def fails(module: object, given: object) -> None:  # noqa: ARG001 - as torch calls it
        raise fault

    small.model.base_model.register_forward_pre_hook(fails)
    with pytest.raises(UsageError) as caught:
        fit_lean(small, examples(small.tokenizer, 8), CONFIG, lambda progress: None)
    assert str(caught.value) == out_of_memory(f"row_tokens, batch or max_tokens, {OR_ELSE}")


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (replace(CONFIG, trainer="lien"), "Unknown trainer 'lien'. Use one of: lean, trl."),
        (replace(CONFIG, fsdp=True), "The trainer 'lean' has no fsdp and no quantise. Set trainer to: trl"),
        (replace(CONFIG, precision="fp16"), "Unknown precision 'fp16'. Use bf16 or fp32."),
        (replace(CONFIG, lora_rank=-1), "No adapter has rank -1, alpha 32, dropout 0.0. Use a rank and alpha from 1, a dropout below 1."),
    ],
    ids=["trainer", "fsdp", "precision", "rank"],
)
def test_settings_that_cannot_be_are_said(config: SftConfig, message: str) -> None:
    small = checkpoint()
    with pytest.raises(UsageError) as caught:
        fit_sft(small, examples(small.tokenizer, 8), config, lambda progress: None)
    assert str(caught.value) == message


def test_nothing_to_learn_from_and_an_uneven_batch_are_said() -> None:
    with pytest.raises(UsageError, match=r"^There is nothing to learn from: the data holds no example of this split\.$"):
        fit_sft(checkpoint(), [], CONFIG, lambda progress: None)
    with pytest.raises(
        UsageError, match=r"^A batch of 6 cannot be shared by 1 processes of 4 examples each\. Set batch to a multiple of 4\.$"
    ):
        arguments(replace(CONFIG, batch=6), None)
    with pytest.raises(
        UsageError, match=r"^Sharding \(fsdp\) needs CUDA devices, and torchrun to start a process for each\. Set fsdp to false\.$"
    ):
        arguments(replace(CONFIG, fsdp=True), None)
