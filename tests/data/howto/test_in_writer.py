"""How-tos in Writer itself, over the shipped map: done, and judged by what they should do."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from lamwright.application_map import read_map
from lamwright.data.documents.howto import HowTo
from lamwright.data.howto.atlas import Atlas
from lamwright.data.howto.plan import Planned
from lamwright.data.howto.prepare import Prepared, prepared
from lamwright.data.howto.run import HowToRunner, HowToSetup
from lamwright.data.plans.funnel import Funnel
from lamwright.environments.writer.mapping import is_denied
from lamwright.environments.writer.shipped_map import SHIPPED_MAP
from lamwright.trajectory import Trajectory
from lamwright.workers import Job

HOW_TOS = {
    "a dialog and its tab": ("Set effects", "Choose **Format - Character**, and then click the **Font Effects** tab."),
    "a confirmed format": (
        "Strike a word out",
        "Select the text.",
        "Choose **Format - Character - Font Effects tab**.",
        "Select Single in the **Strikethrough** box, and click **OK**.",
    ),
    "an insertion": ("Add a note", "Place the cursor where you want the note.", "Choose **Insert - Footnote and Endnote - Footnote**."),
}


def ready() -> dict[str, Prepared]:
    every = [HowTo(title, tuple(steps), "help", "page", "", "", "writer", "list", name) for name, (title, *steps) in HOW_TOS.items()]
    return {one.task.name.split("/", 2)[2]: one for one in prepared(every, "writer", Atlas(read_map(SHIPPED_MAP)), is_denied, Funnel())}


@pytest.fixture(scope="module")
def runner() -> Iterator[HowToRunner]:
    """The how-tos as they are and, under names that begin with "idle", with nothing done."""
    plans = {one.task.name: one for one in ready().values()}
    idle = {f"idle {name}": _idle(one, f"idle {name}") for name, one in plans.items()}
    made = HowToRunner(HowToSetup(plans | idle))
    yield made
    made.close()


def _idle(one: Prepared, name: str) -> Prepared:
    nothing = Planned(one.planned.template, (), (), ())
    return replace(one, task=replace(one.task, name=name), planned=nothing)


def run(runner: HowToRunner, one: Prepared, name: str = "") -> Trajectory:
    return runner.run(Job(0, replace(one.task, name=name or one.task.name)))


@pytest.mark.parametrize("name", HOW_TOS)
def test_a_how_to_is_done_and_its_effect_is_seen(runner: HowToRunner, name: str) -> None:
    trajectory = run(runner, ready()[name])
    assert [step.feedback for step in trajectory.steps if step.feedback] == []
    assert trajectory.verdict is not None
    assert (trajectory.verdict.success, trajectory.verdict.judge, trajectory.verdict.reasons) == (True, "plan", ())


@pytest.mark.parametrize("name", HOW_TOS)
def test_doing_nothing_is_not_passed(runner: HowToRunner, name: str) -> None:
    one = ready()[name]
    trajectory = run(runner, one, f"idle {one.task.name}")
    told = "no dialog 'Character' is open" if name == "a dialog and its tab" else "the document is as it was"
    assert trajectory.verdict is not None
    assert (trajectory.verdict.success, trajectory.verdict.reasons) == (False, (told,))
