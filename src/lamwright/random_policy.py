"""The floor that a model is measured against: actions drawn at random from what the grammar allows."""

from random import Random

from lamwright.actions import Action, SaveAs
from lamwright.errors import UsageError
from lamwright.grammar import Argument, action_of, arguments, targets
from lamwright.policy import Situation
from lamwright.safety import needs_approval

_LONGEST = 6
"""Words of the request that a drawn argument takes at most."""


class RandomPolicy:
    """Draws a target, all alike likely, then each argument: a literal, or some words of the request that stand together.

    It never draws what reaches beyond the document (`safety.needs_approval`); saving into the instance's own folder does not.
    """

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def decide(self, situation: Situation) -> Action:
        """Raises UsageError where the window allows no action at all."""
        allowed = list(targets(situation.observation, situation.functions))
        words = situation.request.split()
        while allowed:
            target = allowed.pop(self._rng.randrange(len(allowed)))
            action = action_of(target, tuple(self._value(argument, words) for argument in arguments(target)))
            if isinstance(action, SaveAs) or not needs_approval(action, situation.observation.modal):
                return action
        raise UsageError(f"Nothing can be done in '{situation.observation.window}': it has no controls, and no function is allowed.")

    def _value(self, argument: Argument, words: list[str]) -> str:
        if argument.literals and (not argument.span or self._rng.random() < 0.5):
            return self._rng.choice(argument.literals)
        start = self._rng.randrange(len(words))
        return " ".join(words[start : start + self._rng.randint(1, _LONGEST)])
