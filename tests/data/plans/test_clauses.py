"""Documented steps cut into single actions."""

import pytest

from lamwright.data.plans.clauses import split_step

STEPS = {
    "Choose **Tools - AutoText**, and then click the **Close** button.": ("Choose **Tools - AutoText**", "Click the **Close** button"),
    "Choose **Format - Bullets and Numbering**.": ("Choose **Format - Bullets and Numbering**",),
    "Choose **Edit - Undo**, or press Ctrl+Z.": ("Choose **Edit - Undo**",),
    "To remove the number, press the Backspace key.": ("Press the Backspace key",),
    "Click **OK**. The dialog closes.": ("Click **OK**",),
    "Hold down Ctrl and click the link.": ("Hold down Ctrl and click the link",),
    "On the **Organizer** tab page, type a name.": ("On the **Organizer** tab page, type a name",),
    "In the **Layout** area, select the **Grid** box, and click **OK**.": (
        "In the **Layout** area, select the **Grid** box",
        "Click **OK**",
    ),
    "If the field does not change, press F9.": ("If the field does not change, press F9",),
    "Select the text you want to cut and paste.": ("Select the text you want to cut and paste",),
    "Now enter a name; press Enter.": ("Enter a name", "Press Enter"),
    "Pivot tables": (),
    "The user presses a button.": (),
    "See the section about styles.": (),
}


@pytest.mark.parametrize(("step", "clauses"), STEPS.items())
def test_each_clause_does_one_thing(step: str, clauses: tuple[str, ...]) -> None:
    assert split_step(step) == clauses
