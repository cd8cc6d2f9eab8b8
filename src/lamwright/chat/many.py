"""Many questions at once: a bounded number of threads, answers in the questions' order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from lamwright.chat.faults import ENDPOINT_FAULTS
from lamwright.errors import ModelError

Question = TypeVar("Question")
Result = TypeVar("Result")
FAULTS_IN_A_ROW = 3


def ask_many(ask: Callable[[Question], Result], questions: Iterable[Question], threads: int = 4) -> Iterator[Result | ModelError]:
    """`ask` of each question, in order; a question without a usable answer yields its ModelError, to be counted.

    `ask` puts the question to a Chat. Questions are drawn as they are needed, at most twice `threads` ahead. Three faults of the endpoint
    in a row raise the last one: there is no use in asking on. When the caller stops, what waits is dropped and what is under way ends.
    """
    if threads < 1:
        raise ValueError("threads must be at least 1.")
    pool = ThreadPoolExecutor(threads, thread_name_prefix="ask")
    try:
        faults = 0
        for result in _in_order(pool, ask, iter(questions), 2 * threads):
            faults = faults + 1 if isinstance(result, ModelError) and result.reason in ENDPOINT_FAULTS else 0
            if faults == FAULTS_IN_A_ROW and isinstance(result, ModelError):
                raise result
            yield result
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _in_order(
    pool: ThreadPoolExecutor, ask: Callable[[Question], Result], questions: Iterator[Question], ahead: int
) -> Iterator[Result | ModelError]:
    def asked(question: Question) -> Result | ModelError:
        try:
            return ask(question)
        except ModelError as error:
            return error

    waiting: deque[Future[Result | ModelError]] = deque()
    for question in questions:
        waiting.append(pool.submit(asked, question))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
