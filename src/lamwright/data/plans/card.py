"""The data card of a set of pairs: Markdown with a head in YAML, as data hubs read it."""

from collections.abc import Mapping

from lamwright.data.plans.stats import Statistics
from lamwright.records import Manifest

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_HUB_LICENCES = {"Apache-2.0": "apache-2.0", "MPL-2.0": "mpl-2.0", "CC-BY-NC-SA-3.0": "cc-by-nc-sa-3.0"}


def card(manifest: Manifest, found: Statistics, splits: Mapping[str, int] | None = None, evolution_seed: int | None = None) -> str:
    """`splits` counts pairs by split, where they are known; `evolution_seed` is that of the evolution, None where there was none."""
    parts = [_head(found), _summary(found), _table("Sources", found.by_source), _table("Licences", found.licences)]
    if splits:
        parts.append(_table("Splits by lineage", splits))
    parts += [_table("How they were made", found.by_operator), _grounding(found), _funnel(found), _made_by(manifest)]
    if evolution_seed is not None:
        parts.append(f"Then evolved: `lamwright plans evolve --count {found.evolved}` with seed {evolution_seed}.\n")
    return "\n".join(part for part in parts if part)


def _head(found: Statistics) -> str:
    licences = "".join(f"- {_HUB_LICENCES.get(name, 'other')}\n" for name in found.licences)
    size = next((name for most, name in _SIZES if found.pairs < most), "n>1M")
    return f"---\nlicense:\n{licences}task_categories:\n- text-generation\nlanguage:\n- en\nsize_categories:\n- {size}\n---\n"


def _summary(found: Statistics) -> str:
    steps = found.steps / found.pairs if found.pairs else 0.0
    return (
        f"# Task-plan pairs\n\n{found.pairs:,} pairs of a task and the steps that do it, {found.documented:,} of them documented, "
        f"{found.evolved:,} evolved from these; {steps:.1f} steps a plan. Each pair names its source, licence, attribution and lineage.\n"
    )


def _table(title: str, counts: Mapping[str, int]) -> str:
    rows = "".join(f"| {name} | {count:,} |\n" for name, count in counts.items())
    return f"## {title}\n\n| what | pairs |\n|---|---|\n{rows}" if rows else ""


def _grounding(found: Statistics) -> str:
    if not found.groundings:
        return ""
    rows = "".join(
        f"| {name} | {count.grounded:,} of {count.naming:,} | {100 * count.rate:.1f}% | {count.steps:,} |\n"
        for name, count in {"all": found.grounding, **found.groundings}.items()
    )
    return (
        "## Grounded steps\n\nOf the steps that name a control, those whose every named control the application map has.\n\n"
        f"| pairs | grounded of naming | rate | steps in all |\n|---|---|---|---|\n{rows}"
    )


def _funnel(found: Statistics) -> str:
    if not found.funnel.stages:
        return ""
    rows = "".join(f"| {name} | {counts.entered:,} | {counts.passed:,} |\n" for name, counts in found.funnel.stages.items())
    reasons = "".join(f"| {stage} | {reason} | {times:,} |\n" for stage, reason, times in found.funnel.reasons(20))
    told = f"\nThe commonest reasons for leaving something out:\n\n| stage | reason | times |\n|---|---|---|\n{reasons}" if reasons else ""
    return f"## Funnel\n\n| stage | in | out |\n|---|---|---|\n{rows}{told}"


def _made_by(manifest: Manifest) -> str:
    settings = ", ".join(f"{name} {value}" for name, value in manifest.config.items())
    return (
        f"## How to make it again\n\n`lamwright {manifest.command}` with seed {manifest.seed}; {settings or 'no further settings'}. "
        f"Made by lamwright {manifest.version}{f' ({manifest.commit})' if manifest.commit else ''} on {manifest.started}.\n"
    )
