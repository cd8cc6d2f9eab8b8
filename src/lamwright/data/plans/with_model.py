"""The stages that a language model does where one is given: structure a how-to, plan for a query, evolve a pair.

Each puts one question to a Chat and gives what the model made of it, or why it made nothing. A model's answers that could not be used are
such a reason too; only a fault of the endpoint raises ModelError, for then there is no use in going on. Put many questions with
`lamwright.chat.many.ask_many`.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from lamwright.chat.answers import BAD_ANSWERS
from lamwright.chat.contract import Chat, Message
from lamwright.chat.faults import BAD_REQUEST, TOO_LARGE
from lamwright.chat.many import FAULTS_IN_A_ROW
from lamwright.data.documents.howto import HowTo, unmarked
from lamwright.data.plans.evolve.compositions import Compositions
from lamwright.data.plans.evolve.operator import OperatorFor, child, roots_of
from lamwright.data.plans.funnel import Funnel
from lamwright.errors import ModelError
from lamwright.instructions.answers import TaskWithPlan
from lamwright.instructions.plans import Evolution, evolve, plan_for_query, structure
from lamwright.pairs import Pair

NOT_USABLE = "the model found no task in it"
ASKED = "evolve: ask the model"
_APPLICATIONS = {"writer": "LibreOffice Writer", "": "a desktop application"}
_LONGEST_TASK, _MOST_STEPS = 60, 60


@dataclass(frozen=True, slots=True)
class Planned:
    """What the model made: one imperative task, and its steps."""

    task: str
    plan: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """`reason` is counted in the funnel; `why` is the model's own word or the fault of its answer."""

    reason: str
    why: str


def structured(chat: Chat, how_to: HowTo) -> Planned | Rejected:
    """A task and a plan from a how-to in its document's words."""
    steps = tuple(map(unmarked, how_to.steps))
    return _asked(chat, structure(_name(how_to.application), unmarked(how_to.title), steps, "; ".join(how_to.context)))


def planned_for_query(chat: Chat, application: str, query: str, howtos: Sequence[Pair] = ()) -> Planned | Rejected:
    """The task behind a search query, and a plan. `howtos` are documented pairs that may hold its steps."""
    return _asked(chat, plan_for_query(_name(application), query, ((pair.task, pair.plan) for pair in howtos)))


TURNS = (
    "the second paragraph", "the last paragraph", "a heading", "the title", "a phrase of three words", "a single word", "a table",
    "the first row of a table", "a list", "a file name", "a file type", "a font", "a size", "a colour", "a number", "a date", "a name",
    "the whole document", "the start of the document", "the end of the document", "a page", "a margin", "a style", "a condition",
)  # fmt: skip
"""What an evolved pair may turn on: drawn, so that one pair asked twice is not the same question."""


class ModelEvolution:
    """An operator of evolution that asks a model. The funnel counts why pairs gave nothing.

    A fault of the endpoint gives no pair less, else what was begun could not go on the same: it is asked again, and the third fault in a
    row raises. Only a question that it refuses, where it answered others, is left out; it will refuse it again.
    `partner` gives a pair that may be joined with another (of the same split), None where there is none.
    """

    name = "model"

    def __init__(
        self, chat: Chat, partner: Callable[[Pair, Random], Pair | None] = lambda pair, rng: None, funnel: Funnel | None = None
    ) -> None:
        self._chat, self._partner = chat, partner
        self._funnel = funnel if funnel is not None else Funnel()
        self._answers = False

    def evolve(self, pair: Pair, rng: Random) -> Pair | None:
        """See Operator.evolve. Raises ModelError where the endpoint cannot be used."""
        way: Evolution = rng.choice(("constraints", "specific", "compose", "reword"))
        other = self._partner(pair, rng) if way == "compose" else None
        if way == "compose" and other is None:
            way = "constraints"
        joined = (pair, other) if other else (pair,)
        about = rng.choice(TURNS) if way in ("constraints", "specific") else ""
        question = evolve(_name(pair.application), way, ((one.task, one.plan) for one in joined), about)
        made = self._made(question, lambda answer: _evolution_fault(way, joined, answer))
        if isinstance(made, Rejected):
            self._funnel.rejected(ASKED, made.reason)
            return None
        self._funnel.passed(ASKED)
        roots = tuple(dict.fromkeys(root for one in joined for root in roots_of(one)))
        return child(pair, f"{self.name}-{way}", made.task, made.plan, roots)

    def _made(self, question: Sequence[Message], fault: Callable[[TaskWithPlan], str]) -> Planned | Rejected:
        for left in reversed(range(FAULTS_IN_A_ROW)):
            try:
                made = _asked(self._chat, question, fault)
            except ModelError as error:
                if self._answers and error.reason in (BAD_REQUEST, TOO_LARGE):
                    return Rejected(f"the endpoint: {error.reason}", str(error))
                if not left:
                    raise
            else:
                self._answers = True
                return made
        raise ValueError("FAULTS_IN_A_ROW must be at least 1.")


def evolution_by(chat: Chat) -> OperatorFor:
    """The operator that asks this chat, and joins pairs as the rules do."""
    return lambda documented, funnel: ModelEvolution(chat, Compositions(documented).partner, funnel)


def _asked(chat: Chat, question: Sequence[Message], fault: Callable[[TaskWithPlan], str] = lambda answer: "") -> Planned | Rejected:
    try:
        answer = chat.ask(question, TaskWithPlan, lambda given: _fault(given) or (fault(given) if given.usable else ""))
    except ModelError as error:
        if error.reason in BAD_ANSWERS:
            return Rejected(f"the model's answer: {error.reason}", str(error))
        raise
    return Planned(answer.task, answer.plan) if answer.usable else Rejected(NOT_USABLE, answer.why_not)


def _fault(answer: TaskWithPlan) -> str:
    """Why a usable answer is no pair, told to the model."""
    if not answer.usable:
        return "" if answer.why_not.strip() else "usable is false, but why_not does not say why."
    lines = (answer.task, *answer.plan)
    if not answer.plan or not all(line.strip() for line in lines):
        return "usable is true, but the task, the plan or a step is empty."
    if any(line != " ".join(line.split()) for line in lines):
        return "The task and each step must be one line without spaces around it."
    if len(answer.task.split()) > _LONGEST_TASK or len(answer.plan) > _MOST_STEPS:
        return f"The task has at most {_LONGEST_TASK} words, the plan at most {_MOST_STEPS} steps."
    return ""


def _evolution_fault(way: Evolution, given: Sequence[Pair], answer: TaskWithPlan) -> str:
    """Why the answer is no evolution of these pairs, told to the model."""
    steps = Counter(step for pair in given for step in pair.plan)
    if any(answer.task.casefold() == pair.task.casefold() for pair in given):
        return "The task is the same as before: it must be a new one."
    if way == "reword" and answer.plan != given[0].plan:
        return "The plan must stay as it is, letter for letter."
    if way == "compose" and steps - Counter(answer.plan):
        return "The plan leaves out steps of the tasks that it joins."
    if way in ("constraints", "specific") and answer.plan == given[0].plan:
        return "The plan is the same as before: what is new in the task must be done by it."
    return ""


def _name(application: str) -> str:
    return _APPLICATIONS.get(application, application)
