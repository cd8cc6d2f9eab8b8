"""Tasks made from kinds: a template that suits, values drawn from it, a request in somebody's words, the expert's plan.

Everything follows from the seed and the split, without Writer: the same arguments give the same tasks on any machine.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import count
from random import Random

from lamwright.actions import Action, GiveUp, SelectParagraph, SelectText
from lamwright.environments.writer.document import Document
from lamwright.environments.writer.flat_odt import read_flat_odt
from lamwright.environments.writer.passages import passages_of
from lamwright.environments.writer.suite.kind import Draw, Kind, Scene
from lamwright.environments.writer.suite.kinds import kind, kinds
from lamwright.environments.writer.suite.perturbations import perturbed
from lamwright.environments.writer.suite.wording import fill, word_reference, word_request, wordings
from lamwright.environments.writer.template import Template, suite_templates, templates
from lamwright.errors import UsageError
from lamwright.references import resolves
from lamwright.tasks import Part, Task, Tier

_TRIES = 60
_MISSING = (
    "quarterly unicorn",
    "moon harbour",
    "velvet turbine",
    "paper comet",
    "saffron engine",
    "glass orchard",
    "winter trombone",
    "copper meadow",
)


@cache
def scene(template: str) -> Scene:
    """A template and what stands in it. Raises UsageError on an unknown template."""
    for known in templates():
        if known.name == template:
            return Scene(known, read_flat_odt(known.path))
    raise UsageError(f"Unknown template '{template}'. The templates are: {', '.join(t.name for t in templates())}.")


def tasks(tier: Tier, seed: int, names: Sequence[str] = (), authors: Sequence[str] | None = None) -> Iterator[Task]:
    """Tasks without end: each kind in turn, in an order that the seed shuffles."""
    chosen = [kind(name) for name in names] or list(kinds().values())
    rng = Random(f"{tier}/{seed}")
    for turn in count():
        order = list(chosen)
        rng.shuffle(order)
        for number, one in enumerate(order):
            made = make_task(one, tier, f"{seed}.{turn}.{number}", authors)
            if made:
                yield made


def training_tasks(seed: int, names: Sequence[str] = (), authors: Sequence[str] | None = None) -> Iterator[Task]:
    """What experts are asked to do for training: mostly single tasks, one in six composed, one in twenty impossible."""
    single = tasks("train", seed, names, authors)
    rng = Random(f"training/{seed}")
    for number in count():
        fate = rng.random()
        if fate < 0.05 and not names:
            yield make_impossible("train", f"{seed}.i{number}", authors)
        elif fate < 0.21 and not names:
            made = make_composed("train", f"{seed}.c{number}", authors)
            if made:
                yield made
        else:
            yield next(single)


def make_task(one: Kind, tier: Tier, seed: str, authors: Sequence[str] | None = None) -> Task | None:
    """A task of one kind, or None where no template suits."""
    rng = Random(f"{one.name}/{tier}/{seed}")
    words = wordings("train" if tier in ("train", "parameters") else "test", tuple(authors) if authors else None)
    for _ in range(_TRIES):
        place = scene(rng.choice(suite_templates()).name)
        part = one.sample(place, Draw(rng, tier != "train"))
        worded = _refer(part, place.template, place.document, words, rng, tier) if part else None
        if worded:
            return _task(tier, seed, place.template, (worded,), word_request((worded,), words, rng))
    return None


def make_composed(tier: Tier, seed: str, authors: Sequence[str] | None = None) -> Task | None:
    """Two or three composable kinds in one request, done in order; each is drawn from the document that the one before leaves."""
    rng = Random(f"composed/{tier}/{seed}")
    words = wordings("train" if tier == "train" else "test", tuple(authors) if authors else None)
    able = [one for one in kinds().values() if one.composable]
    for _ in range(_TRIES):
        place = scene(rng.choice(suite_templates()).name)
        parts: list[Part] = []
        document = place.document
        for one in rng.sample(able, rng.choice((2, 2, 2, 3))):
            part = one.sample(Scene(place.template, document), Draw(rng, tier != "train"))
            worded = _refer(part, place.template, document, words, rng, tier) if part else None
            if worded is None:
                break
            parts.append(worded)
            document = one.expected(document, worded)
        else:
            if document != place.document:
                return _task(tier, seed, place.template, tuple(parts), word_request(parts, words, rng))
    return None


def make_perturbed(tier: Tier, seed: str, authors: Sequence[str] | None = None) -> Task | None:
    """A single task from a start that is not the plain one, or None where no template suits."""
    rng = Random(f"perturbed/{tier}/{seed}")
    made = make_task(rng.choice(list(kinds().values())), tier, seed, authors)
    return perturbed(made, rng) if made else None


def make_impossible(tier: Tier, seed: str, authors: Sequence[str] | None = None) -> Task:
    """What cannot be done: beyond the application, or about words that do not stand in the document."""
    rng = Random(f"impossible/{tier}/{seed}")
    words = wordings("train" if tier == "train" else "test", tuple(authors) if authors else None)
    template = rng.choice([template for template in suite_templates() if "plain" in template.features])
    if rng.random() < 0.5:
        request = rng.choice(words["impossible"])
        return Task(
            f"impossible/{template.name}/{tier}/{seed}", "impossible", tier, request, template.name, (), (GiveUp(),), possible=False
        )
    return _missing(tier, seed, template, words, rng)


def _missing(tier: Tier, seed: str, template: Template, words: Mapping[str, tuple[str, ...]], rng: Random) -> Task:
    """A request about a phrase or paragraph that is not there: looked for, not found, given up."""
    phrase = Draw(rng, tier != "train").choose(_MISSING)
    first: Action
    able = [one for one in kinds().values() if one.composable and one.name.endswith(("_text", "_paragraph"))]
    place = scene(template.name)
    while True:
        one = rng.choice(able)
        part = one.sample(place, Draw(rng, tier != "train"))
        if part is None:
            continue
        if "text" in part.slots:
            slots, first = {**part.slots, "text": phrase}, SelectText(phrase)
        elif part.at is not None:
            reference = fill(rng.choice(words[rng.choice(("reference_contains", "reference_starts"))]), {"words": phrase, "start": phrase})
            if resolves(reference, passages_of(place.document)):
                continue
            slots, first = {**part.slots, "paragraph": reference}, SelectParagraph(reference)
        else:
            continue
        request = word_request((Part(one.name, slots),), words, rng)
        return Task(
            f"missing/{template.name}/{tier}/{seed}", "impossible", tier, request, template.name, (), (first, GiveUp()), possible=False
        )


def _refer(
    part: Part, template: Template, document: Document, words: Mapping[str, tuple[str, ...]], rng: Random, tier: Tier
) -> Part | None:
    """The part with a noun phrase for the block that it points at; in training one that resolves, in tests as people say it."""
    if part.at is None:
        return part
    passages = passages_of(document)
    reference = word_reference(part.at, template, passages, words, rng, check=tier in ("train", "parameters"))
    if reference is None:
        return None
    slot = "item" if "{item}" in words[part.kind][0] else "paragraph"
    return replace(part, slots={**part.slots, slot: reference})


def _task(tier: Tier, seed: str, template: Template, parts: tuple[Part, ...], request: str) -> Task:
    group = kind(parts[0].kind).group if len(parts) == 1 else "composed"
    plan = tuple(action for part in parts for action in kind(part.kind).plan(part))
    return Task(f"{'+'.join(part.kind for part in parts)}/{template.name}/{tier}/{seed}", group, tier, request, template.name, parts, plan)


def expected(task: Task, before: Document) -> Document:
    """The document that the task should leave."""
    for part in task.parts:
        before = kind(part.kind).expected(before, part)
    return before
