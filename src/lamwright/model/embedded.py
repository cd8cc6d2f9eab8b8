"""The embedded model as a policy: reads the episode as it goes on and writes the next action under the grammar."""

from pathlib import Path

import torch

from lamwright.actions import Action
from lamwright.errors import UsageError
from lamwright.grammar import Target, action_of, target_of, targets, values_of
from lamwright.model.decoding import Chooser, Reading, Stands, Vectors, choose_action
from lamwright.model.embedded_model import EmbeddedModel
from lamwright.model.layout import Choice, Element, Mark, past_choices_of
from lamwright.model.spans import Request
from lamwright.policy import ScoredAction, Situation
from lamwright.prompts import brief_state
from lamwright.trajectory import Behaviour


class EmbeddedPolicy:
    """Decides by the embedded model. Greedy, or drawn at random at a temperature for exploration.

    Keeps the current episode's reading: a situation that goes on from the last one costs only its new step.
    """

    def __init__(self, model: EmbeddedModel, temperature: float = 0.0, seed: int = 0) -> None:
        self._model = model
        self._chooser = Chooser(temperature, seed)
        self._vectors = Vectors(model)
        self._reading: Reading | None = None
        self._choices: dict[tuple[Target, tuple[str, ...]], tuple[Choice, ...]] = {}
        model.network.eval()

    @classmethod
    def load(cls, folder: Path, *, temperature: float = 0.0, seed: int = 0, threads: int = 1) -> "EmbeddedPolicy":
        """The policy of a checkpoint folder; `threads` is torch's, for this whole process.

        Raises UsageError where the folder holds no model that this version reads.
        """
        return cls(load_for_acting(folder, threads), temperature, seed)

    def decide(self, situation: Situation) -> Action:
        return self.decide_scored(situation).action

    @torch.inference_mode()
    def decide_scored(self, situation: Situation) -> ScoredAction:
        """The next action with its probability. Raises UsageError on an empty request, or where the window allows no action at all."""
        allowed = targets(situation.observation, situation.functions)
        if not allowed:
            raise UsageError(f"Nothing can be done in '{situation.observation.window}': it has no controls, and no function is allowed.")
        reading = self._reading_of(situation)
        stands = _standing_in(situation) if self._chooser.greedy else None
        decided = choose_action(reading, allowed, self._model, self._chooser, stands)
        target = decided[0].choice
        assert isinstance(target, Target)
        values = tuple(reading.text(one.choice) for one in decided[1:])
        self._choices[target, values] = tuple(one.choice for one in decided)
        behaviour = Behaviour(tuple(_ids(one.choice) for one in decided), tuple(one.logprob for one in decided))
        return ScoredAction(action_of(target, values), behaviour)

    def _reading_of(self, situation: Situation) -> Reading:
        """The reading of the whole situation: the one at hand gone on, or a new one where the situation is another."""
        if self._reading is None or self._reading.request.text != situation.request:
            self._reading, self._choices = Reading(self._model, self._vectors, situation.request), {}
        wanted = self._elements(situation, self._reading.request)
        read = len(self._reading.elements)
        if len(wanted) <= read or wanted[:read] != self._reading.elements:
            self._reading, read = Reading(self._model, self._vectors, situation.request), 1
        self._reading.read(wanted[read:])
        return self._reading

    def _elements(self, situation: Situation, request: Request) -> list[Element]:
        """The situation laid out: every earlier turn with its action, then the state that is to be decided on."""
        elements: list[Element] = [Mark.START]
        feedback = ""
        for turn in situation.history:
            elements += [*self._model.tokens.state(brief_state(turn.observation, feedback)), Mark.DECIDE, *self._past(turn.action, request)]
            feedback = turn.feedback
        return [*elements, *self._model.tokens.state(brief_state(situation.observation, feedback)), Mark.DECIDE]

    def _past(self, action: Action, request: Request) -> tuple[Choice, ...]:
        own = self._choices.get((target_of(action), values_of(action)))
        return own or past_choices_of(action, request, self._model.config.vocabulary.constants)


def load_for_acting(folder: Path, threads: int = 1) -> EmbeddedModel:
    """The model of a checkpoint folder; `threads` is torch's, for this whole process: beside other work more than one wait for each other.

    Raises UsageError where the folder holds no model that this version reads.
    """
    torch.set_num_threads(threads)
    return EmbeddedModel.load(folder)


def _ids(choice: Choice) -> tuple[str | int, ...]:
    return (choice.function, choice.text, choice.type) if isinstance(choice, Target) else (choice.first, choice.last)


def _standing_in(situation: Situation) -> Stands:
    """Whether words stand in the document, letters' case aside; it is read when that is asked first."""
    text: list[str] = []

    def stands(words: str) -> bool:
        if not text:
            text.append(situation.document_text().casefold())
        return words.casefold() in text[0]

    return stands
