"""Every error that lamwright raises on purpose.

    LamwrightError
    ├── UsageError           wrong arguments, a file that cannot be read or written     exit code 2
    ├── PrerequisiteError    a program or package is missing; says the line that installs it   exit code 3
    ├── RecordError          a run folder that cannot be read or continued              exit code 2
    ├── ModelError           a model's answer, or the endpoint it comes from, cannot be used   exit code 1
    ├── TrainingError        training stopped before its end; what it had learnt is kept   exit code 1
    ├── ActionError          an action that cannot be done here; the reason goes back to the model
    └── ApplicationFault     the application (or its display, buses, sidecar) died or hangs
        └── ApplicationTimeout   it did not answer in time

A message says what happened, where, and what to do next: it is shown to people as it stands.
"""


class LamwrightError(Exception):
    """The root: catch it to catch everything lamwright raises on purpose."""

    exit_code = 1


class UsageError(LamwrightError):
    """What was asked for cannot be: wrong arguments, or a file that cannot be used."""

    exit_code = 2


class PrerequisiteError(LamwrightError):
    """Something must be installed first; the message holds the line that does it."""

    exit_code = 3


class RecordError(LamwrightError):
    """A run folder is of another version, torn, or not a run folder."""

    exit_code = 2


class TrainingError(LamwrightError):
    """Training stopped before its end. The message says why, and where what it had learnt is kept."""


class ActionError(LamwrightError):
    """An action cannot be done in this state; the message is feedback that a model can act on."""


class ModelError(LamwrightError):
    """A model's answer, or the endpoint it should come from, cannot be used. `reason` is the word that it is counted by."""

    def __init__(self, message: str, reason: str = "unusable") -> None:
        super().__init__(message)
        self.reason = reason


class ApplicationFault(LamwrightError):
    """The application died or broke its connection; the instance must be started again."""


class ApplicationTimeout(ApplicationFault):
    """The application did not answer within its limit."""
