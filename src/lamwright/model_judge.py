"""The judge for what no state check covers: a language model reads what was done, and looks at the screens where it sees."""

from collections.abc import Sequence

from lamwright.chat.contract import Chat
from lamwright.instructions.acting import Judgement, judge
from lamwright.trajectory import Trajectory, Verdict

JUDGE = "model"
_PICTURES = 2


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


def _fault(judgement: Judgement) -> str:
    if judgement.success and judgement.reasons:
        return "success is true, but reasons speak against it: either it is false, or reasons is empty."
    if not judgement.success and not any(reason.strip() for reason in judgement.reasons):
        return "success is false, but reasons does not say why."
    return ""
