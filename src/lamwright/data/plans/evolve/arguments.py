"""More specific arguments: what a plan leaves open ("type a name") is given a value, which the task then names too."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from lamwright.data.plans.evolve.clauses import clause, sentence
from lamwright.data.plans.evolve.open_values import PLACES, TASK_PLACES, VALUES, OpenValue
from lamwright.data.plans.evolve.operator import child
from lamwright.data.plans.evolve.traits import traits_of
from lamwright.pairs import Pair

_MOST = 3
_DRAGS = re.compile(r"(?i)(?:drag|release|hold)\b")
_EXAMPLE = re.compile(r"(?i),? (?:for example|such as|e\.g\.)(?:,? [^,.;]+)(?:(?=,)|$)")


@dataclass(frozen=True, slots=True)
class _Found:
    """An open value at a step."""

    step: int
    value: OpenValue
    match: re.Match[str]


class Arguments:
    """Fills one to three open values. None where the plan leaves nothing open."""

    name = "arguments"

    def evolve(self, pair: Pair, rng: Random) -> Pair | None:
        chosen = _choose(pair, rng)
        if not chosen:
            return self._placed(pair, rng)
        steps: dict[int, tuple[str, ...]] = {number: (step,) for number, step in enumerate(pair.plan)}
        task = clause(pair.task)
        for found in chosen:
            words = {**_groups(found.match), "v": rng.choice(found.value.values)}
            steps[found.step] = _filled(found, pair.plan[found.step], words)
            task += rng.choice(found.value.phrases).format_map(words)
        plan = tuple(step for number in range(len(pair.plan)) for step in steps[number])
        return child(pair, self.name, sentence(task), plan)

    def _placed(self, pair: Pair, rng: Random) -> Pair | None:
        """The same for a task about whatever is selected: something certain is, first."""
        if pair.application != "writer" or traits_of(pair).placed:
            return None
        for place in TASK_PLACES:
            found = place.finds.search(pair.task)
            if found:
                words = {"v": rng.choice(place.values)}
                task = pair.task[: found.start()] + place.says.format_map(words) + pair.task[found.end() :]
                return child(pair, self.name, task, (*(step.format_map(words) for step in place.steps), *pair.plan))
        return None


def _choose(pair: Pair, rng: Random) -> list[_Found]:
    """Open values of different steps, in their order, at most one of them a place."""
    by_step: dict[int, list[_Found]] = {}
    for found in _open_values(pair):
        by_step.setdefault(found.step, []).append(found)
    picked = [rng.choice(those) for those in by_step.values()]
    rng.shuffle(picked)
    seen: set[str] = set()
    chosen: list[_Found] = []
    for found in picked:
        kind = "place" if found.value.place else found.value.finds.pattern
        if kind not in seen and len(chosen) < _MOST:
            seen.add(kind)
            chosen.append(found)
    return sorted(chosen, key=lambda found: found.step)


def _open_values(pair: Pair) -> Iterator[_Found]:
    for number, step in enumerate(pair.plan):
        followed = " ".join(pair.plan[number + 1 : number + 2])
        placed_otherwise = "selected" in pair.task or _DRAGS.match(followed)
        for value in VALUES if placed_otherwise else (*PLACES, *VALUES):
            match = value.finds.search(step)
            if match and not value.unless.search(step) and value.task.search(pair.task):
                yield _Found(number, value, match)


def _groups(match: re.Match[str]) -> Mapping[str, str]:
    return {name: text or "" for name, text in match.groupdict().items()}


def _filled(found: _Found, step: str, words: Mapping[str, str]) -> tuple[str, ...]:
    if found.value.place:
        return tuple(form.format_map(words) for form in found.value.steps)
    start, end = found.match.span()
    return (step[:start] + found.value.says.format_map(words) + _EXAMPLE.sub("", step[end:]),)
