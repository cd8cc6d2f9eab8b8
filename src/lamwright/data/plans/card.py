"""The data card of a set of pairs."""

from collections.abc import Mapping

from lamwright.data.card_text import Section, card_text, counts, funnel_text, table
from lamwright.data.plans.build import REMEMBERED
from lamwright.data.plans.stats import Statistics
from lamwright.records import Manifest

_GROUNDED = """Of the steps that name a control, those whose every named control the application map has. The building leaves out pairs
whose ways through menus the map lacks; "documented, before verify" counts these too, and near-duplicates."""


def card(manifest: Manifest, found: Statistics, splits: Mapping[str, int] | None = None, evolution_seed: int | None = None) -> str:
    """`splits` counts pairs by split, where they are known; `evolution_seed` is that of the evolution, None where there was none."""
    sections = (
        Section("Sources", counts("source", found.by_source, "pairs")),
        Section("Licences", counts("licence", found.licences, "pairs")),
        Section("Splits by lineage", table(("split", "pairs"), (splits or {}).items())),
        Section("How they were made", counts("how", found.by_operator, "pairs")),
        Section("Grounded steps", _grounding(found)),
        Section("Funnel", funnel_text(found.funnel, reasons=20)),
        Section("How to make it again", _made_by(manifest, found, evolution_seed)),
    )
    return card_text("Task-plan pairs", _summary(found), found.licences, ("text-generation",), found.pairs, sections)


def _summary(found: Statistics) -> str:
    steps, nearly = (count / found.pairs if found.pairs else 0.0 for count in (found.steps, found.near_duplicates))
    return (
        f"{found.pairs:,} pairs of a task and the steps that do it, {found.documented:,} of them documented, {found.evolved:,} evolved "
        f"from these; {steps:.1f} steps a plan. {100 * nearly:.2f}% nearly repeat one of the {REMEMBERED:,} pairs before them. "
        "Each pair names its source, licence, attribution and lineage."
    )


def _grounding(found: Statistics) -> str:
    if not found.groundings:
        return ""
    rows = (
        (name, f"{count.grounded:,} of {count.naming:,}", f"{100 * count.rate:.1f}%", count.steps)
        for name, count in {"all": found.grounding, **found.groundings}.items()
    )
    return f"{_GROUNDED}\n\n{table(('pairs', 'grounded of naming', 'rate', 'steps in all'), rows)}"


def _made_by(manifest: Manifest, found: Statistics, evolution_seed: int | None) -> str:
    settings = ", ".join(f"{name} {value}" for name, value in manifest.config.items())
    built = (
        f"`lamwright {manifest.command}` with seed {manifest.seed}; {settings or 'no further settings'}. "
        f"Made by lamwright {manifest.version}{f' ({manifest.commit})' if manifest.commit else ''} on {manifest.started}."
    )
    if evolution_seed is None:
        return built
    return f"{built}\n\nThen evolved: `lamwright plans evolve --count {found.evolved}` with seed {evolution_seed}."
