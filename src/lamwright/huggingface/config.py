"""The settings of each phase of training a Hugging Face model; `phases.config` reads and writes them as YAML."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SftConfig:
    """How to learn plans or actions from examples.

    `trainer` is "lean" (our loop, one process) or "trl" (TRL's SFTTrainer: several processes, FSDP, QLoRA). `lora_rank` 0 trains all
    weights; `quantise` loads the model in 4 bits (QLoRA: needs a CUDA device, bitsandbytes and the trainer "trl"); `fsdp` shards it.
    """

    trainer: str = "lean"
    episodes: int = 2000
    """Episodes that are drawn from the experts' runs, re-worded each time; plans are learnt as they are, once each."""
    epochs: float = 2.0
    batch: int = 16
    """Examples an optimiser step, over all processes."""
    per_device: int = 4
    """Examples at once on a device ("trl"); the rest of a batch is accumulated."""
    rate: float = 2e-4
    warm_up: float = 0.05
    weight_decay: float = 0.0
    clip: float = 1.0
    max_tokens: int = 4096
    """A longer example is left out, and counted."""
    row_tokens: int = 4096
    """Examples with a common beginning share a row of at most so many tokens (trainer "lean")."""
    lora_rank: int = 16
    lora_alpha: int = 32
    lora_dropout: float = 0.0
    quantise: bool = False
    gradient_checkpointing: bool = False
    precision: str = "bf16"
    fsdp: bool = False
    save_steps: int = 100
    state_seconds: float = 60.0
    seed: int = 0
    threads: int = 1


@dataclass(frozen=True, slots=True)
class RewardConfig:
    """How the reward model learns: mean squared error on +1 and -1, for every step and once more for every whole trajectory."""

    epochs: int = 2
    batch: int = 4
    """Episodes an optimiser step."""
    rate: float = 1e-4
    head_rate: float = 1e-3
    trajectory: float = 1.0
    """The weight of the trajectory's error (its last step's number) beside the steps'."""
    lora_rank: int = 16
    lora_alpha: int = 32
    lora_dropout: float = 0.0
    max_tokens: int = 4096
    precision: str = "bf16"
    state_seconds: float = 60.0
    seed: int = 0
    threads: int = 1


@dataclass(frozen=True, slots=True)
class PpoConfig:
    """How the policy learns from logged episodes: the value head alone for `value_epochs`, then all for `epochs` times through them."""

    epochs: int = 2
    value_epochs: int = 1
    batch: int = 4
    """Episodes an optimiser step."""
    rate: float = 1e-5
    value_rate: float = 1e-3
    clip: float = 0.2
    gamma: float = 0.0
    """The reward model's number for a step looks ahead already: at 0 it is not counted again at later steps."""
    lam: float = 0.95
    kl: float = 0.1
    value: float = 0.5
    lora_rank: int = 16
    lora_alpha: int = 32
    max_tokens: int = 4096
    precision: str = "fp32"
    """bf16 rounds log-probabilities: the ratio of an unchanged policy is then only nearly 1."""
    state_seconds: float = 60.0
    seed: int = 0
    threads: int = 1
