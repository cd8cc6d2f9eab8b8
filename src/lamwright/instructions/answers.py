"""What all answers share: exactly the fields of their schema, every one of them."""

from pydantic import BaseModel, ConfigDict


class Answered(BaseModel):
    """An answer that a model gave."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Usable(Answered):
    """An answer that may also be that the material serves for nothing: then `why_not` says why, in a few words, else it is empty."""

    usable: bool
    why_not: str


class TaskWithPlan(Usable):
    """A task and its plan, as pairs.Pair holds them."""

    task: str
    plan: tuple[str, ...]


def quoted(name: str, text: str) -> str:
    """Material between marks that it cannot close itself."""
    return f"<{name}>\n{text.replace(f'</{name}', f'< /{name}')}\n</{name}>"


def numbered(lines: tuple[str, ...]) -> str:
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
