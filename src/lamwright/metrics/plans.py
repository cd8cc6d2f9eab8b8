"""A predicted plan against a reference plan: task success, step precision, step recall.

When two steps are the same. A step in canonical form (`lamwright.steps`) is the same as another canonical step where both do the same:
function, control and values (letter case, closing dots and what kind of menu item it is aside). Where one of them is in a document's own
words, both are taken in lower case without articles and punctuation, must hold the same quoted values, numbers and words that tell places
apart ("second", "left"), and be alike by rapidfuzz's token_sort_ratio to at least `LIKE`.

    step precision      predicted steps with a partner in the reference, one to one, of all predicted steps
    step recall         reference steps with a partner in the prediction, one to one, of all reference steps
    task success rate   every reference step matched in its order, and no other step that acts, of all tasks

Steps of all tasks are counted together.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from lamwright.actions import Action, Finish, WheelMouseInput, action_to_json
from lamwright.application_map import plain
from lamwright.errors import ActionError
from lamwright.metrics.decisions import arguments_of, plain_value
from lamwright.metrics.figures import TSR, Share, TaskScore
from lamwright.steps import ARROW, MENU_ITEMS, read

LIKE = 90.0
"""Likeness, 0 to 100, from which two steps in free words count as the same."""
Same = Callable[[str, str], bool]
_VALUES = re.compile(r'"([^"]*)"|(?<![\w.])(\d+(?:[.,]\d+)?)')
_TELLING = re.compile(
    r"\b(one|two|three|four|five|six|seven|eight|nine|ten|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|next"
    r"|previous|left|right|top|bottom|up|down|above|below|before|after|horizontal|vertical|row|column|on|off|not|without)(?:s|ly)?\b"
)
"""Words that make two steps different however alike they are."""
_ARTICLES = re.compile(r"\b(a|an|the|your|this)\b ")
_LOOKING = re.compile(r"(check|make sure|ensure|verify|review|note|see|look|observe|confirm that|optional)\b")
"""How a step in free words begins that changes nothing."""


def plan_score(
    task: str,
    predicted: Sequence[str],
    reference: Sequence[str],
    *,
    executed: bool | None = None,
    labels: Mapping[str, str] | None = None,
    request: str = "",
    same: "Same | None" = None,
) -> TaskScore:
    """A task's share of each metric of plans. `executed` says whether doing the predicted plan did the task, None where it was not done."""
    alike = same or same_step
    matched = matched_steps(predicted, reference, alike)
    shares = {
        TSR: Share(in_order(predicted, reference, alike), 1),
        "step_precision": Share(matched, len(predicted)),
        "step_recall": Share(matched, len(reference)),
    }
    if executed is not None:
        shares["executed_success_rate"] = Share(executed, 1)
    return TaskScore(task, shares, labels or {}, request)


def same_step(one: str, other: str) -> bool:
    """Whether two steps say the same, as the module states it."""
    does_one, does_other = _does(one), _does(other)
    if does_one and does_other:
        return does_one == does_other
    first, second = (_ARTICLES.sub("", _plain(step)) for step in (one, other))
    return _values(first) == _values(second) and fuzz.token_sort_ratio(first, second, processor=default_process) >= LIKE


def matched_steps(predicted: Sequence[str], reference: Sequence[str], same: Same = same_step) -> int:
    """How many pairs of same steps there are at most, each step in one pair (a maximum matching, by augmenting paths)."""
    likes = [[index for index, step in enumerate(reference) if same(one, step)] for one in predicted]
    partner: dict[int, int] = {}

    def placed(number: int, tried: set[int]) -> bool:
        for index in likes[number]:
            if index not in tried:
                tried.add(index)
                if index not in partner or placed(partner[index], tried):
                    partner[index] = number
                    return True
        return False

    return sum(placed(number, set()) for number in range(len(predicted)))


def in_order(predicted: Sequence[str], reference: Sequence[str], same: Same = same_step) -> bool:
    """Whether the prediction does the reference's steps in their order and nothing else; an empty plan does nothing."""
    done, wanted = ([step for step in plan if acts(step)] for plan in (predicted, reference))
    return len(done) == len(wanted) > 0 and all(map(same, done, wanted))


def acts(step: str) -> bool:
    """Whether the step changes anything: saying the end, turning the wheel and looking do not."""
    try:
        return not all(isinstance(action, Finish | WheelMouseInput) for action in read(step))
    except ActionError:
        return not _LOOKING.match(_plain(step))


def _does(step: str) -> tuple[object, ...]:
    """What a canonical step does, in a form that can be compared; empty for a step in free words."""
    try:
        actions = read(" ".join(step.split()).rstrip("."))
    except ActionError:
        return ()
    if step.startswith("Choose ") and ARROW not in step and '"' not in step:
        return ()  # "Choose a colour": read as a menu's name, though it is none
    return tuple(map(_deed, actions))


def _deed(action: Action) -> tuple[object, ...]:
    control = action_to_json(action)["control"]
    values = {name: str(value) for name, value in action_to_json(action)["args"].items()} | dict(arguments_of(action))
    told = {name: plain_value(value).casefold() if isinstance(value, str) else value for name, value in values.items()}
    kind = "menu" if control and control["type"] in MENU_ITEMS else control["type"] if control else ""
    return action.function, plain(control["text"]) if control else "", kind, tuple(sorted(told.items()))


def _plain(step: str) -> str:
    return plain_value(step).casefold().rstrip(".:;! ")


def _values(step: str) -> list[str]:
    """What stands in quotation marks, the numbers, and the words that tell steps apart."""
    return sorted([*(quoted.strip() or number for quoted, number in _VALUES.findall(step)), *_TELLING.findall(step)])
