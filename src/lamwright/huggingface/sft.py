"""Supervised fine-tuning by TRL's SFTTrainer: several processes (torchrun), FSDP, LoRA and QLoRA."""

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch

from lamwright.errors import UsageError
from lamwright.huggingface.checkpoint import Checkpoint, load
from lamwright.huggingface.config import SftConfig
from lamwright.huggingface.lora import OR_ELSE, adapter_config
from lamwright.huggingface.sft_lean import fit_lean
from lamwright.huggingface.text_form import Written, columns
from lamwright.huggingface.watching import watcher
from lamwright.training.faults import says_what_to_lower
from lamwright.training.loop import OnProgress
from lamwright.training.resume import fingerprint

TRAINERS = ("lean", "trl")
_RUN, _WHOLE = "run.json", "whole"


def fit_sft(
    checkpoint: Checkpoint,
    examples: Sequence[Written],
    config: SftConfig,
    on_progress: OnProgress,
    state: Path | None = None,
    data: str = "",
) -> Checkpoint:
    """Train on examples by the trainer that the settings name. `state` is where a killed run goes on from. Raises UsageError."""
    if config.trainer not in TRAINERS:
        raise UsageError(f"Unknown trainer '{config.trainer}'. Use one of: {', '.join(TRAINERS)}.")
    if config.trainer == "lean" and (config.fsdp or config.quantise):
        raise UsageError("The trainer 'lean' has no fsdp and no quantise. Set trainer to: trl")
    if not examples:
        raise UsageError("There is nothing to learn from: the data holds no example of this split.")
    try:
        return (fit_lean if config.trainer == "lean" else fit_trl)(checkpoint, examples, config, on_progress, state, data)
    finally:
        _leave_group()


def fit_trl(
    checkpoint: Checkpoint,
    examples: Sequence[Written],
    config: SftConfig,
    on_progress: OnProgress,
    state: Path | None = None,
    data: str = "",
) -> Checkpoint:
    """The same by TRL, whose own checkpoints stand in the folder `state` until the end."""
    from datasets import Dataset
    from transformers import PrinterCallback
    from trl import SFTTrainer  # type: ignore[attr-defined]

    torch.set_num_threads(config.threads)
    folder = state.with_suffix(".trl") if state else None
    last = _last(folder, fingerprint(config, data)) if folder else None
    trainer = SFTTrainer(
        model=checkpoint.model,
        args=arguments(config, folder),
        train_dataset=Dataset.from_list(list(columns(examples))),
        processing_class=checkpoint.tokenizer,
        peft_config=adapter_config(config.lora_rank, config.lora_alpha, config.lora_dropout) if config.lora_rank else None,
        callbacks=[watcher(on_progress)],
    )
    trainer.remove_callback(PrinterCallback)  # it writes to stdout, which is for machines
    with says_what_to_lower(f"per_device or max_tokens, {OR_ELSE}", folder):
        trainer.train(resume_from_checkpoint=str(last) if last else None)
    if config.fsdp and folder:
        trainer.save_model(str(folder / _WHOLE))  # every process has a share of the weights
        return load(str(folder / _WHOLE))
    if folder and trainer.is_world_process_zero():
        shutil.rmtree(folder, ignore_errors=True)
    trained: Any = trainer.model
    trained.eval()
    return Checkpoint(trained, checkpoint.tokenizer, checkpoint.name)


def arguments(config: SftConfig, folder: Path | None) -> Any:
    """TRL's settings. A batch is `per_device` examples on each process, as often as it takes."""
    from trl import SFTConfig  # type: ignore[attr-defined]

    processes = _processes()
    together = config.per_device * processes
    if config.batch % together:
        raise UsageError(
            f"A batch of {config.batch} cannot be shared by {processes} processes of {config.per_device} examples each. "
            f"Set batch to a multiple of {together}."
        )
    cpu = not torch.cuda.is_available()
    return SFTConfig(
        output_dir=str(folder or "runs/trl"),
        num_train_epochs=config.epochs,
        per_device_train_batch_size=config.per_device,
        gradient_accumulation_steps=config.batch // together,
        learning_rate=config.rate,
        warmup_steps=config.warm_up,
        lr_scheduler_type="cosine",
        weight_decay=config.weight_decay,
        max_grad_norm=config.clip,
        max_length=config.max_tokens,
        dataset_kwargs={"skip_prepare_dataset": True},
        gradient_checkpointing=config.gradient_checkpointing,
        bf16=config.precision == "bf16",
        use_cpu=cpu,
        ddp_backend="gloo" if cpu and processes > 1 else None,
        dataloader_pin_memory=not cpu,
        report_to="none",
        logging_steps=1,
        save_strategy="steps" if folder else "no",
        save_steps=config.save_steps,
        save_total_limit=2,
        seed=config.seed,
        disable_tqdm=True,
        **_sharding(config),
    )


def _sharding(config: SftConfig) -> Mapping[str, Any]:
    """Fully sharded training: weights, gradients and moments of every layer are shared by the processes (torchrun)."""
    if not config.fsdp:
        return {}
    if not torch.cuda.is_available():
        raise UsageError("Sharding (fsdp) needs CUDA devices, and torchrun to start a process for each. Set fsdp to false.")
    return {"fsdp": True, "fsdp_config": {"version": 2, "auto_wrap_policy": "TRANSFORMER_BASED_WRAP", "state_dict_type": "FULL_STATE_DICT"}}


def _leave_group() -> None:
    """Part from torchrun's other processes: what still listens to them when Python ends aborts the process now and then."""
    if torch.distributed.is_available() and torch.distributed.is_initialized():
        torch.distributed.destroy_process_group()


def _processes() -> int:
    return int(os.environ.get("WORLD_SIZE", "1"))


def is_first_process() -> bool:
    """Whether this is the one of torchrun's processes that writes what they learnt."""
    return os.environ.get("RANK", "0") == "0"


def _last(folder: Path, run: str) -> Path | None:
    """The newest whole checkpoint of the same run: its trainer_state.json is written last. Raises UsageError where it is another run's."""
    note = folder / _RUN
    try:
        if note.is_file() and json.loads(note.read_text("utf-8")) != run:
            raise UsageError(f"{folder} was left by training with other settings or data. Train with those, or delete it to start afresh.")
        folder.mkdir(parents=True, exist_ok=True)
        note.write_text(json.dumps(run), encoding="utf-8")
    except (OSError, ValueError) as error:
        raise UsageError(f"{folder} cannot hold the training's state: {error}. Delete it, or name another output folder.") from error
    found = sorted(folder.glob("checkpoint-*"), key=lambda one: int(one.name.rpartition("-")[2]))
    for each in reversed(found):
        if _whole(each / "trainer_state.json"):
            return each
    return None


def _whole(file: Path) -> bool:
    try:
        return isinstance(json.loads(file.read_text("utf-8")), dict)
    except (OSError, ValueError):
        return False
