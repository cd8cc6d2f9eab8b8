"""The ledger as one Markdown table, for a README."""

from collections.abc import Iterable, Sequence

from lamwright.metrics.figures import clusters_of
from lamwright.viewer.ledger import Ledger, Section, all_scores
from lamwright.viewer.ledger_rows import Cell, Row, columns, metric_rows
from lamwright.viewer.texts import INTERVALS


def ledger_markdown(ledger: Ledger) -> str:
    """Every metric, the paper's LAM, every model, every gain; under it how many tasks, which seeds and which commit."""
    heads = ["metric", *columns(ledger.names, ledger.gains)]
    lines = [_line(_without_gpt(heads)), _line(["---", *("---:" for _ in heads[2:])])]
    for section in ledger.sections:
        lines.append(_line([f"**{section.kind}**", *("" for _ in heads[2:])]))
        lines += [_line(_without_gpt(_texts(row))) for row in metric_rows(section, ledger.names, ledger.gains)]
    return "\n".join(lines) + f"\n\n{_note(ledger)}\n"


def _without_gpt(cells: Sequence[str]) -> list[str]:
    """The paper's GPT-4o stands on the page only: the table is wide enough."""
    return [*cells[:2], *cells[3:]]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _texts(row: Row) -> list[str]:
    return [row.name, *map(_text, row.cells)]


def _text(cell: Cell) -> str:
    return "<br>".join(filter(None, (f"{cell.value} {cell.beside}".strip(), cell.below)))


def _note(ledger: Ledger) -> str:
    counts = ", ".join(f"{section.kind} {_tasks(section)}" for section in ledger.sections)
    seeds = ", ".join(map(str, ledger.seeds))
    commits = f"commit {', '.join(ledger.commits)}; " if ledger.commits else ""
    gains = "gains are on the tasks of both, of rates in percentage points; " if ledger.gains else ""
    return (
        f"Tasks: {counts}; seeds {seeds}; {commits}{gains}{INTERVALS}. "
        "They are about other tasks of these trainings: what another training would change, the seeds' own values show."
    )


def _tasks(section: Section) -> str:
    """How many tasks a model was measured on, all seeds together, and how many distinct requests they make."""
    scores = list(map(all_scores, section.models.values()))
    every, distinct = _span(map(len, scores)), _span(map(len, map(clusters_of, scores)))
    return every if every == distinct else f"{every} ({distinct} distinct requests)"


def _span(numbers: Iterable[int]) -> str:
    """One number where it is the same for all."""
    ranked = sorted(set(numbers))
    return f"{ranked[0]:,}" + (f" to {ranked[-1]:,}" if len(ranked) > 1 else "")
