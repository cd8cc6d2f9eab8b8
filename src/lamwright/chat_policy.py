"""A large model behind an endpoint as a policy: it reads the numbered controls, or sees the screen too, and answers one action."""

from lamwright.actions import Action, action_from_json
from lamwright.chat.contract import Chat
from lamwright.errors import ActionError
from lamwright.instructions.acting import ControlChoice, NextAction, next_action, next_action_schema
from lamwright.observation import Observation
from lamwright.policy import Situation


class ChatPolicy:
    """Asks for one action a turn, and carries the plan of the last answer on to the next.

    An answer that is no action of this window is told what is wrong with it and asked again, as often as the chat does; then its ModelError
    ends the episode as failed. That is not turned into giving up, which is the right answer to a request that cannot be done.
    `sees` shows the model the screen as well.
    """

    def __init__(self, chat: Chat, *, sees: bool = False) -> None:
        self._chat, self._sees = chat, sees
        self._plan: tuple[str, ...] = ()

    def decide(self, situation: Situation) -> Action:
        """Raises ModelError."""
        if not situation.history:
            self._plan = ()
        picture = situation.picture() if self._sees and situation.picture else None
        done = ((turn.action, turn.feedback) for turn in situation.history)
        question = next_action(situation.request, situation.observation, done, self._plan, situation.functions, picture)
        schema = next_action_schema(situation.functions)
        answer = self._chat.ask(question, schema, lambda given: fault_of(given, situation.observation))
        self._plan = answer.plan
        return action_of(answer, situation.observation)


def fault_of(answer: NextAction, observation: Observation) -> str:
    """Why the answer is no action of this window, "" where it is one."""
    try:
        action_of(answer, observation)
    except ActionError as error:
        return str(error)
    return ""


def action_of(answer: NextAction, observation: Observation) -> Action:
    """The action, its control by name and type. Raises ActionError."""
    given = dict(answer.action)
    choice: ControlChoice | None = given.pop("control", None)
    named = {"control": _control(choice, observation), "label": choice.label} if choice else {}
    return action_from_json({"function": given.pop("function"), **named, "args": given})


def _control(choice: ControlChoice, observation: Observation) -> dict[str, str]:
    try:
        control = observation.control(choice.label)
    except KeyError as error:
        raise ActionError(f"There is no control [{choice.label}]: take one of the list.") from error
    if control.text.strip() != choice.text.strip():
        raise ActionError(f"The control [{choice.label}] is {control.text!r}, not {choice.text!r}: number and name must be one control's.")
    return {"text": control.text, "type": control.type}
