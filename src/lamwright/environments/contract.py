"""The door to an application: what every environment offers."""

from pathlib import Path
from typing import Protocol

from lamwright.actions import Action
from lamwright.observation import Observation, Passage


class Environment(Protocol):
    """One running instance of an application.

    Every method has a timeout of its own and raises ApplicationFault (or ApplicationTimeout) when the application died or hangs;
    `reset` then brings a fresh one. Nothing here is asynchronous.
    """

    @property
    def functions(self) -> frozenset[str]:
        """The names of the functions that `act` can do here."""

    def reset(self, document: Path | None) -> Observation:
        """Bring the application to its start with that document (or an empty one), unchanged by anything before."""

    def observe(self) -> Observation:
        """Look, once the application has settled."""

    def passages(self) -> tuple[Passage, ...]:
        """The paragraphs of the whole open document; empty where the application has none."""

    def act(self, action: Action) -> None:
        """Do a grounded action (labels refer to the last observation) and wait until the application has settled.

        Raises ActionError, and leaves the application as it was, where the action cannot be done.
        """

    def screenshot(self) -> bytes:
        """The instance's whole screen as a JPEG."""

    def close(self) -> None:
        """End every process that was started. Safe to call twice."""
