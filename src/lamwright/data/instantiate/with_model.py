"""Instantiation by a language model: it chooses the template and grounds the task in it; the controls are matched as ever."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from lamwright.chat.contract import Answer, Chat, Message
from lamwright.chat.faults import ENDPOINT_FAULTS
from lamwright.chat.many import FAULTS_IN_A_ROW
from lamwright.data.instantiate.content import Content, content
from lamwright.data.instantiate.match import MapMatcher
from lamwright.data.instantiate.pipeline import made_of
from lamwright.data.instantiate.results import Discarded, Instantiated, Unfit
from lamwright.environments.writer.template import templates
from lamwright.errors import ActionError, ModelError
from lamwright.instructions.tasks import ChosenTemplate, GroundedTask, choose_template, ground_task
from lamwright.pairs import Pair
from lamwright.steps import read_plan

_NAMES_TOLD = 60
"""So many names of controls are told to the model: those most like the task's words."""


@dataclass(slots=True)
class ModelInstantiation:
    """How a model instantiates pairs. What it gives that cannot be used is a discarded pair, with its reason.

    `faults` counts those of the endpoint in a row.
    """

    matcher: MapMatcher
    chat: Chat
    faults: int = 0

    def __call__(self, pair: Pair) -> Instantiated | Discarded:
        """Raises ModelError where the endpoint fails time and again: there is no use in asking on."""
        try:
            place = self._choose(pair)
            grounded = self._ground(pair, place)
            return made_of(pair, grounded.request, place.template.name, self.matcher.match(read_plan(grounded.plan)))
        except Unfit as unfit:
            return unfit.discarded

    def _choose(self, pair: Pair) -> Content:
        described = [(each.name, each.description) for each in templates()]
        names = frozenset(name for name, _ in described)

        def fault(answer: ChosenTemplate) -> str:
            known = not answer.usable or answer.template in names
            return "" if known else f"there is no document '{answer.template}': use one of the names given."

        answer = self._asked("template", choose_template(pair.task, pair.plan, described), ChosenTemplate, fault)
        if not answer.usable:
            raise Unfit("template", "no template will do, says the model", answer.why_not)
        return content(answer.template)

    def _ground(self, pair: Pair, place: Content) -> GroundedTask:
        near = process.extract(pair.task, self.matcher.names(), scorer=fuzz.token_set_ratio, limit=_NAMES_TOLD)
        asked = ground_task(pair.task, pair.plan, [passage.text for passage in place.passages], [name for name, _, _ in near])

        def fault(answer: GroundedTask) -> str:
            return _fault(answer) if answer.usable else ""

        answer = self._asked("target", asked, GroundedTask, fault)
        if not answer.usable:
            raise Unfit("target", "it cannot be done on the template, says the model", answer.why_not)
        return answer

    def _asked(self, stage: str, asked: Sequence[Message], schema: type[Answer], check: Callable[[Answer], str]) -> Answer:
        """The answer. Raises Unfit, and ModelError at the third fault of the endpoint in a row."""
        try:
            answer = self.chat.ask(asked, schema, check)
        except ModelError as error:
            of_endpoint = error.reason in ENDPOINT_FAULTS
            self.faults = self.faults + 1 if of_endpoint else 0
            if self.faults == FAULTS_IN_A_ROW:
                raise
            kind = f"the model's endpoint: {error.reason}" if of_endpoint else "the model gave no usable answer"
            raise Unfit(stage, kind, str(error)) from error
        self.faults = 0
        return answer


def _fault(answer: GroundedTask) -> str:
    """Why the plan cannot be read, told to the model."""
    if not answer.request.strip() or not answer.plan:
        return "request and plan must not be empty where usable is true."
    try:
        read_plan(answer.plan)
    except ActionError as error:
        return str(error)
    return ""
