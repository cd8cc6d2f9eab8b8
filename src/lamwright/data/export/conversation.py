"""An episode as a conversation: the request and each state are told to the agent, which answers with one action after another."""

import json
from collections.abc import Iterator
from typing import Any

from lamwright.actions import FUNCTIONS, action_to_json
from lamwright.instructions.state import say_window
from lamwright.records import Episode
from lamwright.trajectory import Step

SYSTEM = (
    "You operate an application for its user, one action at a time. You get the request, and before each action the window as a numbered "
    "list of its controls. Answer with one JSON object: the function, the control by its text, type and label where the function needs "
    "one, the arguments, and the status (CONTINUE, FINISH when the task is done, FAIL when it cannot be done). "
    f"The functions are: {', '.join(FUNCTIONS)}."
)


def turns(episode: Episode) -> Iterator[tuple[str, str]]:
    """What is told and what is answered, step by step; the first telling begins with the request."""
    feedback = ""
    for number, step in enumerate(episode.trajectory.steps):
        begin = f"Request: {episode.trajectory.request}\n\n" if number == 0 else f"That was refused: {feedback}\n\n" if feedback else ""
        yield begin + say_window(step.observation), answer(step)
        feedback = step.feedback


def answer(step: Step) -> str:
    return json.dumps(action_to_json(step.action), ensure_ascii=False)


def messages(episode: Episode) -> dict[str, Any]:
    """A line of OpenAI's fine-tuning format."""
    said = [{"role": "system", "content": SYSTEM}]
    for told, answered in turns(episode):
        said += [{"role": "user", "content": told}, {"role": "assistant", "content": answered}]
    return {"messages": said}


def sharegpt(episode: Episode) -> dict[str, Any]:
    """A line of ShareGPT's format."""
    said = [{"from": "system", "value": SYSTEM}]
    for told, answered in turns(episode):
        said += [{"from": "human", "value": told}, {"from": "gpt", "value": answered}]
    return {"conversations": said}
