"""What the questions have cost so far, and how many came to nothing."""

from collections import Counter
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Prices:
    """In US dollars for a million tokens."""

    input: float
    output: float


@dataclass(slots=True)
class Usage:
    """Counted over every thread that asks.

    `answered` questions got a usable answer, `cached` of them without a request. `requests` are those behind the replies that came, the
    client's own retries among them. `rejected` counts single answers that could not be
    used, by reason, and faults of the endpoint; `given_up` counts questions that stayed without an answer. `unmetered` answers came without
    a count of tokens.
    """

    prices: Prices | None = None
    questions: int = 0
    answered: int = 0
    cached: int = 0
    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    unmetered: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    given_up: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def asked(self) -> None:
        with self._lock:
            self.questions += 1

    def replied(self, requests: int, input_tokens: int | None, output_tokens: int | None) -> None:
        """One reply came, after so many requests."""
        with self._lock:
            self.requests += requests
            if input_tokens is None or output_tokens is None:
                self.unmetered += 1
            self.input_tokens += input_tokens or 0
            self.output_tokens += output_tokens or 0

    def accepted(self, *, cached: bool) -> None:
        with self._lock:
            self.answered += 1
            self.cached += cached

    def refused(self, reason: str) -> None:
        with self._lock:
            self.rejected[reason] += 1

    def gave_up(self, reason: str) -> None:
        with self._lock:
            self.given_up[reason] += 1

    @property
    def cost(self) -> float | None:
        """In US dollars; None where no prices were given."""
        if self.prices is None:
            return None
        return (self.input_tokens * self.prices.input + self.output_tokens * self.prices.output) / _MILLION

    def to_json(self) -> dict[str, Any]:
        with self._lock:
            return {
                "questions": self.questions,
                "answered": self.answered,
                "cached": self.cached,
                "requests": self.requests,
                "input_tokens": self.input_tokens,
                "output_tokens": self.output_tokens,
                "unmetered": self.unmetered,
                "cost_usd": None if self.cost is None else round(self.cost, 6),
                "rejected": dict(self.rejected),
                "given_up": dict(self.given_up),
            }

    def sentence(self) -> str:
        """For people."""
        cost = "" if self.cost is None else f", {self.cost:.4f} US dollars"
        tokens = f"{self.input_tokens:,} tokens in and {self.output_tokens:,} out"
        bad = "; ".join(f"{count} {reason}" for reason, count in self.rejected.most_common())
        told = f" Rejected: {bad}." if bad else ""
        return f"{self.answered:,} of {self.questions:,} questions answered ({self.cached:,} kept from before), {tokens}{cost}.{told}"
