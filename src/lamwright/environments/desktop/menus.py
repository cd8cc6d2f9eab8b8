"""What shows in a window, found without a search through its closed menus.

Writer has about a thousand items in closed menus, half of its tree. GTK marks a menu that is open as selected, so that only there
anything can show.
"""

from collections.abc import Iterator, Mapping, Sequence

from lamwright.environments.desktop import accessible
from lamwright.environments.desktop.accessible import Reference, references_in, state_bits
from lamwright.environments.desktop.application import Application
from lamwright.environments.desktop.bus import Refusal
from lamwright.environments.desktop.roles import State

MenuBarPath = tuple[Reference, ...]
"""The window, what is in it, and so on down to the menu bar."""


def showing_around_menus(application: Application, path: MenuBarPath) -> list[Reference] | None:
    """What shows below the first of the path, in the order of the tree; none where the path does not hold any more."""
    answers = application.ask([accessible.children(reference) for reference in path])
    children = [() if isinstance(answer, Refusal) else tuple(references_in(answer)) for answer in answers]
    if any(below not in inside for below, inside in zip(path[1:], children, strict=False)):
        return None
    states = _states(application, [child for inside in children for child in inside])
    if not all(states.get(reference, 0) & State.SHOWING for reference in path[1:]):
        return None
    searched = [child for child in states if _may_hold(child, states[child], path, children[-1])]
    answers = application.ask([accessible.showing(child) for child in searched])
    found = {child: [] if isinstance(answer, Refusal) else references_in(answer) for child, answer in zip(searched, answers, strict=True)}
    return list(_in_order(0, path, children, states, found))


def _states(application: Application, references: Sequence[Reference]) -> dict[Reference, int]:
    answers = application.ask([accessible.states(reference) for reference in references])
    pairs = zip(references, answers, strict=True)
    return {reference: 0 if isinstance(answer, Refusal) else state_bits(answer) for reference, answer in pairs}


def _may_hold(child: Reference, states: int, path: MenuBarPath, menus: Sequence[Reference]) -> bool:
    """Whether something can show inside: not in a closed menu; what is on the path is gone through itself."""
    if child in path or not states & State.SHOWING:
        return False
    return child not in menus or bool(states & State.SELECTED)


def _in_order(
    depth: int,
    path: MenuBarPath,
    children: Sequence[Sequence[Reference]],
    states: Mapping[Reference, int],
    found: Mapping[Reference, Sequence[Reference]],
) -> Iterator[Reference]:
    for child in children[depth]:
        if not states[child] & State.SHOWING:
            continue
        yield child
        if child in path:
            yield from _in_order(depth + 1, path, children, states, found)
        else:
            yield from found.get(child, ())
