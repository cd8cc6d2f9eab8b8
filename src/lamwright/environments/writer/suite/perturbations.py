"""Starts that are not the plain one: an agent must find its way from a dialog left open, from half of the work done, from a small window.

Each is made by real actions after the document was opened, and each can be recovered from: the task's document must result all the same.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

from lamwright.actions import (
    Action,
    ClickInput,
    ControlRef,
    KeyboardInput,
    SelectCell,
    SelectParagraph,
    SelectTable,
    SelectText,
)  # fmt: skip
from lamwright.environments.writer.environment import WriterEnvironment
from lamwright.environments.writer.template import template
from lamwright.errors import ActionError
from lamwright.grounding import ground, in_figures
from lamwright.tasks import Start, Task

ESCAPE = KeyboardInput("Escape")
CHECKED = (("Edit", "Find and Replace..."),)
DIALOGS = (
    ("Tools", "Word Count..."),
    *CHECKED,
    ("Format", "Paragraph..."),
    ("Format", "Character..."),
    ("Format", "Page Style..."),
    ("Table", "Insert Table..."),
    ("Insert", "Bookmark..."),
)
"""Dialogs that change nothing by being opened and left."""
MENUS = (("Insert",), ("Table",), ("View",), ("Tools",), ("Format", "Text"), ("Insert", "Field"))
SIZES = ((1000, 700), (800, 600), (640, 480))
"""Of the window in pixels: the tool bars do not fit into them."""
KEYS: Mapping[str, str] = {
    "Bold": "ctrl+b", "Italic": "ctrl+i", "Underline": "ctrl+u", "Left": "ctrl+l", "Center": "ctrl+e", "Right": "ctrl+r",
    "Justified": "ctrl+j", "Superscript": "ctrl+shift+p", "Subscript": "ctrl+shift+b", "Unordered List": "shift+F12",
}  # fmt: skip
"""What does the same as a button that a small window does not show."""
_NARROW = frozenset({"No List", "Unordered List"})
_NARROWER = _NARROW | {"Center", "Character Highlighting Color", "Comment", "Endnote", "Font Color", "Justified", "Left", "Right"}
_NARROWEST = _NARROWER | {"Clear", "Footnote", "Italic", "Strikethrough", "Subscript", "Superscript", "Underline"}
HIDDEN: Mapping[tuple[int, int], frozenset[str]] = dict(zip(SIZES, (_NARROW, _NARROWER, _NARROWEST), strict=True))
"""Buttons of plans that do not show in a window of that size."""
_LEAVING = (ESCAPE, ClickInput(ControlRef("Close", "push button")))
_AT_CARET = frozenset({"insert_date", "insert_time", "insert_page_number", "insert_page_count", "insert_table"})
"""Kinds that act where the caret stands: elsewhere they would be other tasks."""
_STATES = frozenset({"characters", "paragraphs", "styles", "lists"})
"""Groups whose tasks leave a state that shows at the selection. How a page or the view is set up shows nowhere until its dialog is opened:
nobody who looks at the window could tell that it is done."""
_TO_TOP = KeyboardInput("ctrl+Home")
_FAR_KEYS = frozenset({"ctrl+Home", "ctrl+End", "ctrl+a"})
_DEEDS = frozenset({
    "delete_text", "replace_text", "indent_paragraph", "space_paragraph", "delete_paragraph", "move_paragraph_up", "move_paragraph_down",
    "append_document", "prepend_document", "insert_before_paragraph", "insert_after_paragraph", "rewrite_paragraph", "extend_paragraph",
    "demote_item", "promote_item", "move_item_up", "move_item_down", "delete_item", "save_odt", "save_docx", "export_pdf",
})  # fmt: skip
"""Kinds that ask for a deed, not for a state that may hold already."""
SHOWN: Mapping[str, Mapping[str, bool]] = {"marks": {"ShowNonprintingCharacters": True}, "sidebar": {"Sidebar": True}}
"""What a perturbation does to the view: to leave it so is no fault."""


@dataclass(frozen=True, slots=True)
class Perturbation:
    """One way to change a start. `make` gives it for a task that `suits`; `recovery` is a plan that does the task from there."""

    name: str
    weight: int
    suits: Callable[[Task], bool]
    make: Callable[[Task, Random], Start]
    recovery: Callable[[Task], tuple[Action, ...]]


def perturbed(task: Task, rng: Random) -> Task | None:
    """The task from another start, or None where its right answer is to give up."""
    if not task.possible or not task.plan:
        return None
    able = [one for one in PERTURBATIONS.values() if one.suits(task)]
    chosen = rng.choices(able, [one.weight for one in able])[0]
    return replace(task, name=f"{task.name}/{chosen.name}", start=replace(chosen.make(task, rng), name=chosen.name))


def some_perturbed(tasks: Iterator[Task], share: float, seed: int) -> Iterator[Task]:
    """The tasks, a share of them (0 to 1) from another start; those that cannot be done stay as they are."""
    for number, task in enumerate(tasks):
        rng = Random(f"start/{seed}/{number}")
        yield (perturbed(task, rng) if rng.random() < share else None) or task


def some_recovering(tasks: Iterator[Task], share: float, seed: int) -> Iterator[Task]:
    """The tasks, a share (0 to 1) of those from another start with a plan that takes it into account."""
    for number, task in enumerate(tasks):
        recovers = task.start.name and Random(f"recovery/{seed}/{number}").random() < share
        yield replace(task, plan=recovery(task)) if recovers else task


def recovery(task: Task) -> tuple[Action, ...]:
    """A plan that does the task from its start, as somebody would who sees what was done."""
    return PERTURBATIONS[task.start.name].recovery(task) if task.start.name else task.plan


def perturb(environment: WriterEnvironment, start: Start) -> None:
    """Make the start, right after a reset. Raises ActionError where an action of it cannot be done."""
    if start.size:
        environment.resize(start.size)
    for action in start.actions:
        try:
            environment.act(in_figures(ground(action, environment.observe(), environment.passages)))
        except ActionError as error:
            raise ActionError(f"The start '{start.name}' cannot be made: {error}") from error


def tolerated(start: Start, expected: Mapping[str, bool | int], before: Mapping[str, bool | int]) -> Mapping[str, bool | int]:
    """What of the view may be as the perturbation left it: what the task does not ask to be otherwise."""
    return {name: value for name, value in SHOWN.get(start.name, {}).items() if expected.get(name) == before.get(name)}


def _path(*names: str, last: str = "menu item") -> tuple[Action, ...]:
    return (*(ClickInput(ControlRef(name, "menu")) for name in names[:-1]), ClickInput(ControlRef(names[-1], last)))


def _kinds(task: Task) -> frozenset[str]:
    return frozenset(part.kind for part in task.parts)


def _anywhere(task: Task) -> bool:
    """Whether it does not matter where the caret stands."""
    return not _kinds(task) & _AT_CARET


def _out_of_table(task: Task) -> tuple[Action, ...]:
    """The plan, the caret led out of a table first that would keep the plan's keys to itself. One press only leads to the table's top."""
    inside = any(isinstance(action, SelectCell) for action in task.start.actions)
    return (_TO_TOP, _TO_TOP, *task.plan) if inside and _goes_by_keys(task) else task.plan


def _goes_by_keys(task: Task) -> bool:
    """Whether keys that mean something else in a table lead to where the plan acts."""
    for action in task.plan:
        if isinstance(action, SelectText | SelectParagraph | SelectTable | SelectCell):
            return False
        if isinstance(action, KeyboardInput) and action.keys in _FAR_KEYS:
            return True
    return False


def _dialog(_: Task, rng: Random) -> Start:
    path = rng.choice(DIALOGS)
    return Start(actions=_path(*path, last="check menu item" if path in CHECKED else "menu item"))


def _menu(_: Task, rng: Random) -> Start:
    return Start(actions=_path(*rng.choice(MENUS), last="menu"))


def _selection(_: Task, rng: Random) -> Start:
    return Start(
        actions=(rng.choice((SelectParagraph("the first paragraph"), SelectParagraph("the last paragraph"), KeyboardInput("ctrl+a"))),)
    )


def _caret(task: Task, rng: Random) -> Start:
    places: list[tuple[Action, ...]] = [(KeyboardInput("ctrl+End"),), (KeyboardInput("Down"), KeyboardInput("Down"), KeyboardInput("End"))]
    if "table" in template(task.template).features:
        places.append((SelectCell("A2"), KeyboardInput("Right")))
    return Start(actions=rng.choice(places))


def _half(task: Task, rng: Random) -> Start:
    return _first_steps(task, rng.randrange(2, _changing(task)))


def _changing(task: Task) -> int:
    """How many steps the plan has up to the last that changes something: to close a dialog, to leave a comment is none."""
    return max(number for number, action in enumerate(task.plan, 1) if action not in _LEAVING)


def _first_steps(task: Task, count: int) -> Start:
    return Start(actions=task.plan[:count], planned=count)


def _button(action: Action) -> str:
    """The name of the button that it clicks; empty for everything else."""
    if isinstance(action, ClickInput) and action.control.type in ("toggle button", "push button"):
        return action.control.text
    return ""


def _by_keys(task: Task) -> tuple[Action, ...]:
    """The plan with keys instead of the buttons that its window is too small for, where there are such keys."""
    hidden = HIDDEN[task.start.size] if task.start.size else frozenset()
    pressed = (KEYS.get(_button(action)) if _button(action) in hidden else None for action in task.plan)
    return tuple(KeyboardInput(keys) if keys else action for keys, action in zip(pressed, task.plan, strict=True))


PERTURBATIONS: Mapping[str, Perturbation] = {
    one.name: one
    for one in (
        Perturbation("dialog", 10, lambda task: True, _dialog, lambda task: (ESCAPE, *task.plan)),
        Perturbation("menu", 1, lambda task: True, _menu, lambda task: (ESCAPE, *task.plan)),
        Perturbation("selection", 1, _anywhere, _selection, lambda task: task.plan),
        Perturbation("caret", 1, _anywhere, _caret, _out_of_table),
        Perturbation(
            "done",
            10,
            lambda task: task.group in _STATES and not _kinds(task) & _DEEDS,
            lambda task, rng: _first_steps(task, len(task.plan)),
            lambda task: (),
        ),
        Perturbation("half", 9, lambda task: _changing(task) > 2, _half, lambda task: task.plan[task.start.planned :]),
        Perturbation(
            "window",
            4,
            lambda task: any(_button(action) in _NARROWEST for action in task.plan),
            lambda task, rng: Start(size=rng.choice(SIZES)),
            _by_keys,
        ),
        Perturbation(
            "marks",
            1,
            lambda task: "show_marks" not in _kinds(task),
            lambda task, rng: Start(actions=(ClickInput(ControlRef("Formatting Marks", "toggle button")),)),
            lambda task: task.plan,
        ),
        Perturbation(
            "sidebar",
            1,
            lambda task: True,
            lambda task, rng: Start(actions=_path("View", "Sidebar", last="check menu item")),
            lambda task: task.plan,
        ),
    )
}
