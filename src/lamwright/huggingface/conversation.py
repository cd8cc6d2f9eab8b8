"""How a task and a situation read as messages to a causal language model, and what it answers.

What seldom changes comes first (instructions, then the list of controls), what changes at every step last, so that a model that has read
one step need not read the most of the next again. Controls stand in the order in which they first showed in the episode: those that
a menu or a selection brings come behind the others.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from typing import Any

from lamwright.actions import FUNCTIONS, Action, action_from_json, action_to_json
from lamwright.errors import ActionError, ModelError
from lamwright.example import EpisodeExample, LoggedEpisode, LoggedStep, StepExample
from lamwright.grammar import Target
from lamwright.steps import say

Message = Mapping[str, str]
ACT = (
    "You operate an application for its user, one action at a time. You see the numbered list of the controls that can be used now, the "
    "request, the plan, what was done and the state. Answer with one JSON object: the function, the control by its text and type where "
    "the function needs one, the arguments, the status. Finish when the request is fulfilled, give up when it cannot be.\n"
    "Functions: {functions}."
)
PLAN = (
    "You plan how a request is carried out in an application, before you see it. Answer with a JSON list of steps, one sentence each, "
    "in the order in which they are to be done."
)


@dataclass(frozen=True, slots=True)
class Done:
    """One earlier action, with why it was refused where it was."""

    action: Action
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is asked at one step. `targets` are what may be done, in the prompt's order (`arranged`)."""

    request: str
    state: str
    targets: tuple[Target, ...]
    done: tuple[Done, ...] = ()
    plan: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the action that answers it."""

    question: Question
    action: Action


def arranged(seen: Iterable[Iterable[Target]]) -> tuple[Target, ...]:
    """The last of these lists of targets, in the order in which each target first came in any of them."""
    places: dict[Target, int] = {}
    last: tuple[Target, ...] = ()
    for targets in seen:
        last = tuple(targets)
        for target in last:
            places.setdefault(target, len(places))
    return tuple(sorted(last, key=places.__getitem__))


def asked(episode: EpisodeExample | LoggedEpisode, plan: tuple[str, ...] = ()) -> Iterator[Asked]:
    """The steps of an episode as questions with their answers."""
    seen: list[tuple[Target, ...]] = []
    done: list[Done] = []
    steps: tuple[StepExample | LoggedStep, ...] = episode.steps
    for step, feedback in zip(steps, _feedbacks(episode), strict=True):
        seen.append(step.targets)
        yield Asked(Question(episode.request, step.state, arranged(seen), tuple(done), plan), step.action)
        done.append(Done(step.action, feedback))


def _feedbacks(episode: EpisodeExample | LoggedEpisode) -> Iterator[str]:
    """Why each action was refused: the state that follows it says so (`prompts.refusal`)."""
    for after in episode.steps[1:]:
        yield after.state.partition("; refused ")[2]
    yield ""


def action_messages(question: Question) -> tuple[Message, ...]:
    """System and user message that ask for the next action."""
    offered = {target.function for target in question.targets}
    functions = ", ".join(name for name in FUNCTIONS if name in offered)
    controls = dict.fromkeys((target.type, target.text) for target in question.targets if target.text)
    lines = "\n".join(f"[{number}] {type_} {text}" for number, (type_, text) in enumerate(controls, 1))
    done = "\n".join(_said(number, one) for number, one in enumerate(question.done, 1))
    plan = "\n".join(f"{number}. {step}" for number, step in enumerate(question.plan, 1))
    told = (
        f"Controls:\n{lines or '(none)'}\n\nRequest: {question.request}\n"
        f"Plan:\n{plan or '(none)'}\nDone:\n{done or '(nothing yet)'}\nState: {question.state}"
    )
    return _messages(ACT.format(functions=functions), told)


def plan_messages(request: str) -> tuple[Message, ...]:
    """System and user message that ask for a plan."""
    return _messages(PLAN, f"Request: {request}")


def _messages(system: str, told: str) -> tuple[Message, ...]:
    return ({"role": "system", "content": system}, {"role": "user", "content": told})


def _said(number: int, one: Done) -> str:
    return f"{number}. {say(one.action)}{f' (refused: {one.feedback})' if one.feedback else ''}"


def write_action(action: Action) -> str:
    """The action's JSON form without its label, and without arguments that are as they always are."""
    form = action_to_json(action)
    usual = {field.name: field.default for field in fields(FUNCTIONS[action.function]) if field.default is not MISSING}
    given = {name: value for name, value in form["args"].items() if name != "index" and (name not in usual or usual[name] != value)}
    return json.dumps(
        {"function": form["function"], "control": form["control"], "args": given, "status": form["status"]}, ensure_ascii=False
    )


def read_action(text: str) -> Action:
    """Raises ModelError where the text is no action."""
    try:
        return action_from_json(_object(text))
    except (ValueError, ActionError) as error:
        raise ModelError(f"The model wrote no action ({error}): {text[:200]!r}.", "no action") from error


def _object(text: str) -> Mapping[str, Any]:
    form = json.loads(text)
    if not isinstance(form, dict):
        raise ValueError("a JSON object is wanted")
    return form


def write_plan(steps: Sequence[str]) -> str:
    return json.dumps(list(steps), ensure_ascii=False)


def read_plan(text: str) -> tuple[str, ...]:
    """Raises ModelError where the text is no list of sentences."""
    try:
        steps = json.loads(text)
    except ValueError as error:
        raise ModelError(f"The model wrote no plan ({error}): {text[:200]!r}.", "no plan") from error
    if not isinstance(steps, list) or not all(isinstance(step, str) for step in steps):
        raise ModelError(f"The model wrote no plan, which is a list of sentences: {text[:200]!r}.", "no plan")
    return tuple(steps)
