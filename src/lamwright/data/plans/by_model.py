"""The stages of a build that a language model does where one is given: how-tos and queries made drafts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from lamwright.chat.contract import Chat
from lamwright.chat.faults import ENDPOINT_FAULTS
from lamwright.chat.many import ask_many
from lamwright.data.documents.howto import HowTo
from lamwright.data.documents.queries import Query
from lamwright.data.plans.asked import MATCH, Documented, task_of_query
from lamwright.data.plans.build import Drafted, Drafter
from lamwright.data.plans.funnel import Funnel
from lamwright.data.plans.standardise import Draft
from lamwright.data.plans.with_model import Planned, Rejected, planned_for_query, structured
from lamwright.errors import ModelError
from lamwright.pairs import Lineage, Pair

LICENCE = "not stated"
Question = TypeVar("Question")
Result = TypeVar("Result")


def drafts_by_model(chat: Chat) -> Drafter:
    """Raises ModelError where the endpoint cannot be used."""

    def ask(how_to: HowTo) -> Drafted | str:
        made = structured(chat, how_to)
        return Drafted(how_to, Draft(made.task, made.plan)) if isinstance(made, Planned) else made.reason

    def drafts(how_tos: Iterable[HowTo]) -> Iterator[Drafted | str]:
        for made in _answers(ask, how_tos):
            yield f"the model did not answer: {made.reason}" if isinstance(made, ModelError) else made

    return drafts


def asked_by_model(
    chat: Chat, queries: Iterable[Query], documented: Sequence[Pair], origin: str, application: str, funnel: Funnel
) -> Iterator[Pair]:
    """A pair a query. What the model answers without a documented pair is its own root. Raises ModelError as `drafts_by_model`."""
    known = Documented(documented)

    def ask(query: Query) -> Pair | Rejected:
        best = known.best(task_of_query(query.text) or query.text)
        made = planned_for_query(chat, application, query.text, (best,) if best else ())
        return made if isinstance(made, Rejected) else _pair(query, made, best, origin, application)

    for made in _answers(ask, queries):
        if isinstance(made, Pair):
            funnel.passed(MATCH)
            yield made
        else:
            funnel.rejected(MATCH, made.reason if isinstance(made, Rejected) else f"the model did not answer: {made.reason}")


def _answers(ask: Callable[[Question], Result], questions: Iterable[Question]) -> Iterator[Result | ModelError]:
    """As `ask_many`; of questions too few for it to stop, the endpoint's fault is raised where no other answer came."""
    fault: ModelError | None = None
    is_answered = False
    for made in ask_many(ask, questions):
        if isinstance(made, ModelError) and made.reason in ENDPOINT_FAULTS:
            fault = made
        else:
            is_answered = True
        yield made
    if fault and not is_answered:
        raise fault


def _pair(query: Query, made: Planned, like: Pair | None, origin: str, application: str) -> Pair:
    name = f"queries/{origin}/{query.line}"
    if like:
        lineage = Lineage(like.lineage.roots, like.id, "query", like.lineage.depth + 1)
        return Pair(name, made.task, made.plan, "queries", f"{origin}:{query.line}", like.licence, like.attribution, application, lineage)
    return Pair(
        name, made.task, made.plan, "queries", f"{origin}:{query.line}", LICENCE, "a language model's answer", application, Lineage((name,))
    )
