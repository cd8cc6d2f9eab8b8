"""Was the task done? By the application's own state first."""

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from lamwright.trajectory import Outcome, Verdict

State = TypeVar("State")


class Judge(Protocol):
    """Sees the start, then gives a verdict on the end."""

    def begin(self) -> None: ...

    def verdict(self, outcome: Outcome) -> Verdict: ...


class StateJudge(Generic[State]):
    """Compares the state at the end with the one that should have resulted: success is that nothing differs."""

    def __init__(self, truth: Callable[[], State], check: Callable[[State, State, Outcome], tuple[str, ...]]) -> None:
        self._truth = truth
        self._check = check
        self._before: State | None = None

    def begin(self) -> None:
        self._before = self._truth()

    def verdict(self, outcome: Outcome) -> Verdict:
        if self._before is None:
            raise RuntimeError("verdict() before begin()")
        reasons = self._check(self._before, self._truth(), outcome)
        return Verdict(not reasons, "state", reasons)
