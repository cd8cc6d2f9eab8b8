"""The judge for what no state check covers: a language model reads what was done, and looks at the screens where it sees."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lamwright.chat.contract import Chat
from lamwright.chat.named import NamedModel
from lamwright.errors import ModelError
from lamwright.instructions.acting import Judgement, judge
from lamwright.trajectory import Trajectory, Verdict

JUDGE = "model"
UNJUDGED = "judge"
"""The note of an episode that the model gave no usable judgement on: why."""
_PICTURES = 2
_SECONDS, _TRIES = 45.0, 2


def judge_by_model(chat: Chat, trajectory: Trajectory, document: str = "", pictures: Sequence[bytes] = ()) -> Verdict:
    """The model's verdict, with its reasons.

    `document` is the document's text at the end. Of `pictures`, the screens in their order, the first and the last are shown: give
    them only to a model that sees. A trajectory without steps is no success, and nobody is asked. Raises ModelError where no usable
    judgement was to be had: then there is no verdict.
    """
    if not trajectory.steps:
        return Verdict(False, JUDGE, ("Nothing was done.",))
    shown = (pictures[0], pictures[-1]) if len(pictures) >= _PICTURES else tuple(pictures)
    judgement = chat.ask(judge(trajectory, document, shown), Judgement, _fault)
    return Verdict(judgement.success, JUDGE, judgement.reasons)


def within_patience(model: NamedModel) -> NamedModel:
    """The model, asked so that a worker that judges by it does not seem to hang: no long waits, few tries."""
    return replace(model, seconds=_SECONDS, retries=0, tries=_TRIES)


@dataclass(slots=True)
class Reader:
    """Judges episodes by a model, one after the other. `faults` counts those of its endpoint in a row."""

    chat: Chat
    sees: bool = False
    faults: int = 0

    def judged(self, done: Trajectory, document: str = "", pictures: Sequence[bytes] = ()) -> Trajectory:
        """The trajectory with the model's verdict, or a note why there is none.

        Raises ModelError where the endpoint fails time and again: there is no use in asking on.
        """
        from lamwright.chat.faults import ENDPOINT_FAULTS
        from lamwright.chat.many import FAULTS_IN_A_ROW

        try:
            verdict = judge_by_model(self.chat, done, document, pictures if self.sees else ())
        except ModelError as error:
            self.faults = self.faults + 1 if error.reason in ENDPOINT_FAULTS else 0
            if self.faults == FAULTS_IN_A_ROW:
                raise
            return replace(done, notes={**done.notes, UNJUDGED: str(error)})
        self.faults = 0
        return replace(done, verdict=verdict)


def _fault(judgement: Judgement) -> str:
    if judgement.success and judgement.reasons:
        return "success is true, but reasons speak against it: either it is false, or reasons is empty."
    if not judgement.success and not any(reason.strip() for reason in judgement.reasons):
        return "success is false, but reasons does not say why."
    return ""
