"""The ledger as rows of text: a metric each, the paper's figure, every model's, every gain."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lamwright.evaluation.scores import Evaluation
from lamwright.metrics import Comparison, Difference, OverSeeds
from lamwright.metrics.figures import clusters_of, is_rate
from lamwright.viewer.ledger import Gained, Section, all_scores
from lamwright.viewer.paper import PAPER
from lamwright.viewer.plots import PARTS
from lamwright.viewer.texts import chance_text, change_text, interval_text, metric_text, value_text

SPLIT = tuple(f"{part}_seconds" for part in PARTS)
"""Metrics that only the latency plot shows."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, what stands beside it (its interval, say) and below.

    `mark` is "good" or "bad" for a rate's gain whose interval leaves out 0.
    """

    value: str = ""
    beside: str = ""
    below: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What it is about, then a cell per column."""

    name: str
    cells: tuple[Cell, ...]


def columns(names: Sequence[str], gains: Iterable[Gained]) -> tuple[str, ...]:
    """The heads of the columns after the metric's."""
    return ("paper's LAM", "paper's GPT-4o", *names, *(f"{first} → {second}" for first, second in gains))


def metric_rows(section: Section, names: Sequence[str], gains: Sequence[Gained]) -> tuple[Row, ...]:
    """A row per metric, for these models and gains."""
    return tuple(Row(metric_text(metric), _cells(section, metric, names, gains)) for metric in section.figures if metric not in SPLIT)


def count_rows(section: Section) -> tuple[Row, ...]:
    """How many tasks each model was measured on, and how many requests each gain won and lost."""
    gains = section.gains.values()
    tasks = (*map(_tasks, section.models.values()), *(Cell(f"{gain.tasks:,}") for gain in gains))
    won = (*(Cell() for _ in section.models), *map(_won, gains))
    return Row("tasks", (Cell(), Cell(), *tasks)), *((Row("requests won, lost", (Cell(), Cell(), *won)),) if gains else ())


def _tasks(runs: Mapping[int, Evaluation]) -> Cell:
    scores = all_scores(runs)
    distinct = len(clusters_of(scores))
    return Cell(f"{len(scores):,}", below=f"{distinct:,} distinct requests" if distinct < len(scores) else "")


def _cells(section: Section, metric: str, names: Sequence[str], wanted: Sequence[Gained]) -> tuple[Cell, ...]:
    figures = section.figures[metric]
    values = [_value(metric, figures[name]) if name in figures else Cell() for name in names]
    gains = [section.gains[both].differences.get(metric) if both in section.gains else None for both in wanted]
    return (*_papers(section, metric), *values, *(_gain(metric, gain) if gain else Cell() for gain in gains))


def _value(metric: str, one: OverSeeds) -> Cell:
    low, high = (value_text(metric, value).rstrip("%") for value in (one.least, one.most))
    spread = f"seeds {low} to {high}" if len(one.seeds) > 1 else ""
    return Cell(value_text(metric, one.figure.value), interval_text(metric, one.figure.low, one.figure.high), spread)


def _gain(metric: str, gain: Difference) -> Cell:
    interval = f"[{change_text(metric, gain.low)}, {change_text(metric, gain.high)}]"
    return Cell(change_text(metric, gain.value), interval, chance_text(gain.p), _mark(gain) if is_rate(metric) else "")


def _mark(gain: Difference) -> str:
    """Of rates alone: times and steps are those of failed tasks too, and who gives up at once is quick."""
    return "good" if gain.low > 0 else "bad" if gain.high < 0 else ""


def _won(gain: Comparison) -> Cell:
    return Cell(f"{gain.won_second:,} won, {gain.won_first:,} lost", below=f"McNemar's {chance_text(gain.p_success)}")


def _papers(section: Section, metric: str) -> tuple[Cell, Cell]:
    """The paper's last LAM that has the metric, those before it beside it; and its GPT-4o."""
    paper = PAPER[section.kind].get(metric, {})
    *before, last = [(name, value) for name, value in paper.items() if name.startswith("LAM")] or [("", 0.0)]
    first = ", ".join(f"{name} {value_text(metric, value).rstrip('%')}" for name, value in before)
    seeing = paper.get("GPT-4o with screenshots")
    return (
        Cell(value_text(metric, last[1]), last[0], first) if paper else Cell(),
        Cell(value_text(metric, paper["GPT-4o"]), below=f"seeing {value_text(metric, seeing)}" if seeing else "") if paper else Cell(),
    )
