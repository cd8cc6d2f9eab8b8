"""A data card as text: the head that the Hugging Face hub reads, a paragraph, and sections of tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lamwright.data.plans.funnel import Funnel

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_LICENCES = {
    name: name.casefold() for name in ("Apache-2.0", "MPL-2.0", "MIT", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-SA-3.0")
}  # fmt: skip
"""The hub's names for licences; any other is "other" there."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its text in Markdown."""

    title: str
    text: str


def card_text(title: str, summary: str, licences: Iterable[str], tasks: Sequence[str], items: int, sections: Iterable[Section]) -> str:
    """The card. `tasks` are the hub's task categories, `items` how many rows the set has."""
    named = sorted({_LICENCES.get(licence, "other") for licence in licences}) or ["other"]
    head = [
        "---",
        *([f"license: {named[0]}"] if len(named) == 1 else ["license:", *(f"- {name}" for name in named)]),
        "task_categories:",
        *(f"- {task}" for task in tasks),
        "language:",
        "- en",
        "size_categories:",
        f"- {size_category(items)}",
        "---",
    ]
    body = "\n\n".join(f"## {section.title}\n\n{section.text}" for section in sections if section.text)
    return "\n".join(head) + f"\n\n# {title}\n\n{summary}\n\n{body}\n"


def size_category(items: int) -> str:
    return next((name for limit, name in _SIZES if items < limit), "1M<n<10M")


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; "" where there are no rows. Whole numbers come with thousands separated."""
    lines = [f"| {' | '.join(map(_cell, row))} |" for row in rows]
    return "\n".join([f"| {' | '.join(columns)} |", "|" + " --- |" * len(columns), *lines]) if lines else ""


def counts(what: str, numbers: Mapping[str, int], of: str = "number") -> str:
    """A table of names with their numbers, the largest first."""
    ordered = sorted(numbers.items(), key=lambda row: (-row[1], row[0]))
    return table((what, of), ordered)


def funnel_text(funnel: Funnel, reasons: int = 10) -> str:
    """What each stage let pass, then the commonest reasons for the others."""
    stages = table(("stage", "in", "out"), [(name, stage.entered, stage.passed) for name, stage in funnel.stages.items()])
    told = table(("stage", "rejected because", "times"), funnel.reasons(reasons))
    return "\n\n".join(text for text in (stages, told) if text)


def _cell(value: object) -> str:
    text = f"{value:,}" if isinstance(value, int) else str(value)
    return text.replace("|", "\\|").replace("\n", " ")
