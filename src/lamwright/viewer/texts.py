"""How metrics, their values and chances are written, for tables and plots alike."""

from lamwright.metrics import Figure
from lamwright.metrics.figures import RESAMPLES, is_rate

INTERVALS = (
    f"95% intervals: bootstrap over tasks, those with one request drawn together, {RESAMPLES} resamples; "
    "Wilson's where a rate is 0% or 100%"
)
"""Which they are, wherever a table says so."""


def metric_text(metric: str) -> str:
    return metric.replace("_", " ") + (", seconds" if metric.endswith("latency") else "")


def value_text(metric: str, value: float) -> str:
    """A rate in percent, anything else in its own unit."""
    return f"{100 * value:.1f}%" if is_rate(metric) else f"{value:.3g}"


def change_text(metric: str, value: float) -> str:
    """A difference, with its sign: of rates in percentage points."""
    return f"{100 * value:+.1f}" if is_rate(metric) else f"{value:+.3g}"


def interval_text(metric: str, low: float, high: float) -> str:
    return f"[{value_text(metric, low).rstrip('%')}, {value_text(metric, high).rstrip('%')}]"


def figure_text(metric: str, figure: Figure) -> str:
    """The value with its interval."""
    return f"{value_text(metric, figure.value)} {interval_text(metric, figure.low, figure.high)}"


def chance_text(p: float) -> str:
    return f"p = {p:.3f}" if p >= 0.001 else "p < 0.001"
