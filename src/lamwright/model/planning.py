"""The embedded model as a planner: it writes a task's steps before it has seen a window."""

from pathlib import Path

import torch

from lamwright.actions import Finish
from lamwright.errors import UsageError
from lamwright.example import PlannedStep
from lamwright.grammar import Target
from lamwright.model.decoding import Chooser, Reading, Vectors, choose_action
from lamwright.model.embedded_model import EmbeddedModel
from lamwright.model.layout import PLAN_LINE, Mark
from lamwright.written_steps import said

LONGEST = 40
"""A plan of more decisions than this is cut: it runs in a circle."""


class EmbeddedPlanner:
    """Writes plans by a model that was trained on them. Raises UsageError for one that was not."""

    def __init__(self, model: EmbeddedModel) -> None:
        if not model.config.vocabulary.steps:
            raise UsageError("This model has learnt no plans. Train one with: lamwright train plans")
        self._model, self._vectors, self._chooser = model, Vectors(model), Chooser()
        model.network.eval()

    @classmethod
    def load(cls, folder: Path, *, threads: int = 1) -> "EmbeddedPlanner":
        """The planner of a checkpoint folder. Raises UsageError where the folder holds no model that this version reads."""
        torch.set_num_threads(threads)
        return cls(EmbeddedModel.load(folder))

    @torch.inference_mode()
    def plan(self, request: str) -> tuple[str, ...]:
        """The steps, each one sentence."""
        reading = Reading(self._model, self._vectors, request)
        reading.read([*self._model.tokens.state(PLAN_LINE), Mark.DECIDE])
        steps: list[PlannedStep] = []
        while len(steps) < LONGEST:
            decided = choose_action(reading, self._model.config.vocabulary.steps, self._model, self._chooser)
            target = decided[0].choice
            assert isinstance(target, Target)
            if target.function == Finish.function:
                break
            steps.append(PlannedStep(target, tuple(reading.text(one.choice) for one in decided[1:])))
            reading.read([decided[-1].choice])
        return said(steps)
