"""The model and the tiers that several evaluations are asked for, as an option and checked."""

from collections.abc import Sequence
from typing import Annotated

import typer

from lamwright.cli.packages import require_packages
from lamwright.errors import UsageError
from lamwright.evaluation import Trained, policy_named
from lamwright.evaluation.policies import NAMES
from lamwright.places import default_model
from lamwright.tasks import Tier

Model = Annotated[str, typer.Option(help=f"{NAMES[0].upper()}{NAMES[1:]}. Default: the shipped model.")]


def model_or_default(model: str, base_url: str = "") -> str:
    """The model's name, once it is sure that there is one. Raises UsageError or PrerequisiteError."""
    model = model or str(default_model())
    if isinstance(policy_named(model, base_url=base_url), Trained):
        require_packages()
    return model


def tiers_named(names: Sequence[str], known: Sequence[Tier]) -> list[Tier]:
    """Raises UsageError on an unknown tier."""
    for name in names:
        if name not in known:
            raise UsageError(f"Unknown tier '{name}'. The tiers are: {', '.join(known)}.")
    return [tier for tier in known if tier in names]
