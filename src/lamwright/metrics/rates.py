"""A share of successes with its interval."""

from dataclasses import dataclass
from math import sqrt

_Z95 = 1.959964


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of successes with its 95% interval, whichever that is."""

    successes: int
    n: int
    low: float
    high: float

    @property
    def value(self) -> float:
        return self.successes / self.n if self.n else 0.0

    def to_json(self) -> dict[str, object]:
        return {"task_success_rate": round(self.value, 4), "interval": [round(self.low, 4), round(self.high, 4)], "tasks": self.n}


def wilson(successes: int, n: int) -> Rate:
    """The 95% score interval of a share (Wilson, 1927).

    Its centre is (p + z²/2n) / (1 + z²/n), its half-width z·sqrt(p(1-p)/n + z²/4n²) / (1 + z²/n).
    """
    if n == 0:
        return Rate(0, 0, 0.0, 1.0)
    share = successes / n
    scale = 1 + _Z95**2 / n
    centre = (share + _Z95**2 / (2 * n)) / scale
    half = _Z95 * sqrt(share * (1 - share) / n + _Z95**2 / (4 * n * n)) / scale
    return Rate(successes, n, max(0.0, centre - half), min(1.0, centre + half))
